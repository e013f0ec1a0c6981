import { Provider } from "@pulumi/aws";
import assert from "node:assert/strict";
import { InvalidArgs, MlCluster, type MlClusterArgs } from "../../../../components";
import { deploy, type DeployOptions } from "../../../helpers/deploy";
import { refusal } from "../../refusal";
import { aws, clusterArgs } from "./eks";

const REGIONS = ["AWS_REGION", "AWS_DEFAULT_REGION"];

/** Runs with the environment's region as given, or without one. */
async function inRegion<T>(region: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> {
  const saved = REGIONS.map((name) => [name, process.env[name]] as const);
  for (const name of REGIONS) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, region);
  try {
    return await work();
  } finally {
    for (const [name, value] of saved) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  }
}

/** A cluster that says nothing of its region. */
const nowhere: MlClusterArgs = { ...clusterArgs(), aws: {} };

const region = (options: DeployOptions = {}) =>
  deploy(() => ({ region: new MlCluster("ml", nowhere).region }), { ...aws(), ...options });

describe("the region of a cluster on AWS", () => {
  it("is required if neither block, provider, config nor environment names it", async () => {
    const problems = await inRegion({}, () => refusal(() => new MlCluster("ml", nowhere)));
    assert.deepEqual(problems, [
      { path: "aws.region", reason: "is missing. Write it here or as aws:region in the stack's config." },
    ]);
  });

  for (const name of REGIONS) {
    it(`is taken from ${name}`, async () => {
      const graph = await inRegion({ [name]: "us-east-1" }, () => region());
      assert.equal(graph.byName("pulumi:providers:aws", "ml-aws").inputs.values["region"], "us-east-1");
      assert.equal(graph.outputs.values["region"], "us-east-1");
    });
  }

  it("is taken from the stack's config, together with the provider's other settings", async () => {
    const config = { "aws:region": "us-east-1", "aws:profile": "ml", "aws:allowedAccountIds": '["111122223333"]' };
    const graph = await inRegion({}, () => region({ config }));
    const { values } = graph.byName("pulumi:providers:aws", "ml-aws").inputs;
    assert.deepEqual(
      [values["region"], values["profile"], values["allowedAccountIds"]],
      ["us-east-1", "ml", '["111122223333"]'],
    );
  });

  it("is taken from a stack config whose keys stay secret", async () => {
    const config = { "aws:region": "us-east-1", "aws:accessKey": "AKIA", "aws:secretKey": "hush", "aws:token": "hush" };
    const graph = await region({ config, secretKeys: ["aws:secretKey", "aws:token"] });
    const { secrets } = graph.byName("pulumi:providers:aws", "ml-aws").inputs;
    assert.deepEqual(secrets, ["accessKey", "secretKey", "token"]);
    assert.doesNotMatch(JSON.stringify([graph.resources, graph.outputs]), /hush/);
  });

  it("is taken from the block before the config", async () => {
    const program = () => ({ region: new MlCluster("ml", clusterArgs()).region });
    const graph = await deploy(program, { ...aws(), config: { "aws:region": "eu-west-1" } });
    assert.equal(graph.byName("pulumi:providers:aws", "ml-aws").inputs.values["region"], "us-east-1");
    assert.equal(graph.outputs.values["region"], "us-east-1");
  });

  it("is taken from a provider that was passed, which creates all AWS resources", async () => {
    const program = () => {
      const provider = new Provider("mine", { region: "us-east-1" });
      return { region: new MlCluster("ml", nowhere, { provider }).region };
    };
    const graph = await inRegion({}, () => deploy(program, aws()));
    const mine = graph.byName("pulumi:providers:aws", "mine").urn;
    assert.equal(graph.outputs.values["region"], "us-east-1");
    assert.deepEqual(
      graph.ofType("pulumi:providers:aws").map(({ name }) => name),
      ["mine"],
    );
    for (const { type, name, provider } of graph.resources) {
      if (type.startsWith("aws:")) assert.equal(provider, mine, name);
    }
    assert.deepEqual(graph.byName("eks:index:Cluster", "ml").providers["aws"], mine);
  });

  it("must not differ from the region of a provider that was passed", async () => {
    const program = () => {
      const provider = new Provider("mine", { region: "us-east-1" });
      new MlCluster("ml", clusterArgs({ aws: { region: "eu-west-1" } }), { provider });
    };
    const error: unknown = await deploy(program, aws()).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof InvalidArgs, String(error));
    assert.deepEqual(error.problems, [
      {
        path: "aws.region",
        reason:
          "eu-west-1 is not the region of the provider (us-east-1). Leave it out, or pass a provider for eu-west-1.",
      },
    ]);
  });
});
