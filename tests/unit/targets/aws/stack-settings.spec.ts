import { Provider } from "@pulumi/aws";
import assert from "node:assert/strict";
import { InvalidArgs, MlCluster, type MlClusterArgs } from "../../../../components";
import { deploy, type Deployed, type DeployOptions } from "../../../helpers/deploy";
import { aws, clusterArgs, eksIn, existingNetwork } from "./eks";

type Config = Readonly<Record<string, string>>;

const args: Partial<MlClusterArgs> = { aws: { existingNetwork } };
const run = (config: Config, options: DeployOptions = {}): Promise<Deployed> =>
  eksIn({ ...aws(), config, ...options }, args);

/** The paths and reasons with which a cluster is refused. */
async function refused(config: Config, options: DeployOptions = {}): Promise<string[]> {
  const error: unknown = await run(config, options).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof InvalidArgs, `expected InvalidArgs, got ${String(error)}`);
  return error.problems.map(({ path, reason }) => `${path}: ${reason}`);
}

const roleArn = "arn:aws:iam::111122223333:role/deployer";

describe("settings of the AWS provider in the stack's config", () => {
  const dropped: [key: string, value: string, advice: RegExp][] = [
    ["aws:assumeRole", JSON.stringify({ roleArn }), /write aws:assumeRoles, which is a list/],
    ["aws:sharedCredentialsFile", "~/.aws/other", /write aws:sharedCredentialsFiles, which is a list/],
    ["aws:s3ForcePathStyle", "true", /write aws:s3UsePathStyle/],
    ["aws:profil", "ml", /write profile/],
    ["aws:somethingElse", "x", /write one of accessKey, /],
    ["aws:constructor", "x", /write one of accessKey, /],
  ];
  for (const [key, value, advice] of dropped) {
    it(`are refused if the SDK does not read them: ${key}`, async () => {
      const [problem = "", ...others] = await refused({ [key]: value });
      assert.ok(
        problem.startsWith(`${key}: is in the stack's config, but the installed @pulumi/aws does not read it; `),
      );
      assert.match(problem, advice);
      assert.deepEqual(others, []);
    });
  }

  it("are refused if they have the wrong form, and the value is not shown", async () => {
    assert.deepEqual(await refused({ "aws:assumeRoles": roleArn }), [
      "aws:assumeRoles: is not JSON, which this key of the stack's config must be.",
    ]);
  });

  it("do not matter if a provider is passed", async () => {
    const program = () => {
      const provider = new Provider("mine", { region: "us-east-1" });
      return { name: new MlCluster("ml", clusterArgs(args), { provider }).clusterName };
    };
    const graph = await deploy(program, { ...aws(), config: { "aws:assumeRole": JSON.stringify({ roleArn }) } });
    assert.ok(graph.byName("eks:index:Cluster", "ml"));
  });

  it("all reach the provider", async () => {
    const config = {
      "aws:assumeRoles": JSON.stringify([{ roleArn }]),
      "aws:defaultTags": '{"tags":{"team":"ml"}}',
      "aws:maxRetries": "7",
      "aws:skipCredentialsValidation": "true",
      "aws:stsRegion": "us-east-1",
      "aws:useFipsEndpoint": "true",
    };
    const { values } = (await run(config)).byName("pulumi:providers:aws", "ml-aws").inputs;
    for (const [key, value] of Object.entries(config)) assert.equal(values[key.slice("aws:".length)], value, key);
  });

  it("stay secret if they are encrypted", async () => {
    const config = { "aws:httpsProxy": "https://me:hush@proxy.example.org", "aws:profile": "ml" };
    const graph = await run(config, { secretKeys: ["aws:httpsProxy"] });
    assert.deepEqual(graph.byName("pulumi:providers:aws", "ml-aws").inputs.secrets, ["httpsProxy"]);
    assert.doesNotMatch(JSON.stringify(graph.resources), /hush/);
  });
});

describe("the default tags of the stack's config", () => {
  const config = { "aws:defaultTags": '{"tags":{"team":"ml","cost":12}}' };

  it("are set on what others create for the cluster: nodes, disks and load balancers", async () => {
    const graph = await run(config);
    const template = graph.byName("aws:ec2/launchTemplate:LaunchTemplate", "ml-general").inputs.values;
    assert.deepEqual(template["tagSpecifications"], [
      { resourceType: "instance", tags: { Name: "ml-general", team: "ml", cost: "12" } },
      { resourceType: "volume", tags: { Name: "ml-general", team: "ml", cost: "12" } },
    ]);
    const release = graph.byName("kubernetes:helm.sh/v3:Release", "ml-load-balancers").inputs.values;
    assert.deepEqual((release["values"] as Record<string, unknown>)["defaultTags"], { team: "ml", cost: "12" });
    const driver = graph.byName("aws:eks/addon:Addon", "ml-ebs-csi").inputs.values["configurationValues"];
    assert.equal(driver, '{"controller":{"extraVolumeTags":{"team":"ml","cost":"12"}}}');
  });

  it("yield to the tags of the component", async () => {
    const graph = await eksIn({ ...aws(), config }, { ...args, tags: { team: "vision" } });
    const release = graph.byName("kubernetes:helm.sh/v3:Release", "ml-load-balancers").inputs.values;
    assert.deepEqual((release["values"] as Record<string, unknown>)["defaultTags"], { team: "vision", cost: "12" });
  });

  it("are checked like the tags of the component", async () => {
    const [problem = ""] = await refused({ "aws:defaultTags": '{"tags":{"aws:team":"ml"}}' });
    assert.match(problem, /^aws:defaultTags\.tags\.aws:team: "aws:team" starts with aws:/);
  });

  it("are checked together with the tags of the component", async () => {
    const graph = eksIn({ ...aws(), config }, { ...args, tags: { Team: "vision" } });
    await assert.rejects(graph, /tags with aws:defaultTags\.Team: differs from "team" in upper and lower case only/);
  });

  it("are refused if they are encrypted", async () => {
    assert.deepEqual(await refused(config, { secretKeys: ["aws:defaultTags"] }), [
      "aws:defaultTags: is encrypted in the stack's config, but AWS and the plan show tags. Set it without --secret.",
    ]);
  });
});

describe("the login of a kubeconfig with settings of the stack's config", () => {
  /** The exec block of the kubeconfig, and the warnings. */
  async function loginWith(config: Config, login?: object) {
    const graph = await eksIn({ ...aws(), config }, { aws: { existingNetwork, ...(login && { login }) } });
    const text = graph.revealInputs(graph.byName("pulumi:providers:kubernetes", "ml"))["kubeconfig"] as string;
    return { text, warnings: graph.log.filter(({ severity }) => severity === "warning").map(({ message }) => message) };
  }

  it("uses the same files, certificates and endpoints", async () => {
    const { text, warnings } = await loginWith({
      "aws:sharedConfigFiles": '["/etc/aws/config"]',
      "aws:sharedCredentialsFiles": '["/etc/aws/credentials"]',
      "aws:customCaBundle": "/etc/aws/ca.pem",
      "aws:useFipsEndpoint": "true",
      "aws:useDualstackEndpoint": "true",
    });
    assert.match(text, /"AWS_CONFIG_FILE","value":"\/etc\/aws\/config/);
    assert.match(text, /"AWS_SHARED_CREDENTIALS_FILE","value":"\/etc\/aws\/credentials/);
    assert.match(text, /"AWS_CA_BUNDLE","value":"\/etc\/aws\/ca\.pem"/);
    assert.match(text, /"AWS_USE_FIPS_ENDPOINT","value":"true"/);
    assert.match(text, /"AWS_USE_DUALSTACK_ENDPOINT","value":"true"/);
    assert.deepEqual(warnings, []);
  });

  const incomplete: [title: string, config: Config][] = [
    ["a chain of roles", { "aws:assumeRoles": JSON.stringify([{ roleArn: `${roleArn}-1` }, { roleArn }]) }],
    ["a role with an external id", { "aws:assumeRoles": JSON.stringify([{ roleArn, externalId: "x" }]) }],
    ["keys", { "aws:accessKey": "AKIA", "aws:secretKey": "hush" }],
  ];
  for (const [title, config] of incomplete) {
    it(`warns if it cannot do the same: ${title}`, async () => {
      const { text, warnings } = await loginWith(config);
      assert.match(warnings.join("\n"), /cannot log in like the AWS provider of the stack's config.*write aws\.login/);
      assert.doesNotMatch(text, /--role-arn|hush|AKIA/);
    });
  }

  it("does not warn if the block says how to log in", async () => {
    const { text, warnings } = await loginWith(incomplete[0]?.[1] ?? {}, { roleArn });
    assert.match(text, /--role-arn/);
    assert.deepEqual(warnings, []);
  });
});
