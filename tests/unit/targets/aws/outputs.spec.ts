import { Provider } from "@pulumi/aws";
import assert from "node:assert/strict";
import { AwsAutoscaling, MlCluster, type AwsLoginArgs } from "../../../../components";
import { deploy, type Deployed } from "../../../helpers/deploy";
import { eksKubeconfig } from "../../../../components/targets/aws/kubeconfig";
import { aws, clusterArgs, eks, eksIn, existingNetwork } from "./eks";

const PREFIX = "service.beta.kubernetes.io/aws-load-balancer";
const network = { [`${PREFIX}-nlb-target-type`]: "ip" };
const controller = { ...network, [`${PREFIX}-type`]: "external" };
const issuer = "https://oidc.eks.us-east-1.amazonaws.com/id/0123";

const access = {
  clusterName: "ml-x7k2p9",
  endpoint: "https://0123.gr7.us-east-1.eks.amazonaws.com",
  certificateAuthority: "LS0tLS1CRUdJTg==",
  region: "us-east-1",
};

const facts = {
  clusterIdentifier: issuer,
  clusterName: "ml-x7k2p9",
  kubernetesVersion: "1.35",
  storageClass: "gp3",
  loadBalancerAnnotations: { ...controller, [`${PREFIX}-scheme`]: "internet-facing" },
  internalLoadBalancerAnnotations: { ...controller, [`${PREFIX}-scheme`]: "internal" },
  providesLoadBalancers: true,
  defaultExposure: "internal",
  identity: {
    oidcIssuer: issuer,
    providerArn: "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0123",
  },
  gpuPools: [],
  region: "us-east-1",
  privateSubnetIds: ["subnet-private-a", "subnet-private-b"],
  ready: "ml-x7k2p9",
};

const outputsOf = (graph: Deployed) => graph.byName("mlplatform:index:MlCluster", "ml").outputs;

/** What each Kubernetes provider logs in with. */
const kubeconfigs = (graph: Deployed) =>
  ["ml-internal", "ml"].map((name) => {
    const provider = graph.byName("pulumi:providers:kubernetes", name);
    assert.deepEqual(provider.inputs.secrets, ["kubeconfig"], name);
    return graph.revealInputs(provider)["kubeconfig"];
  });

describe("the outputs of a cluster on AWS", () => {
  it("are exactly the listed values, of which only the kubeconfig is secret", async () => {
    const graph = await eks({ aws: { existingNetwork } });
    assert.deepEqual(outputsOf(graph), {
      values: {
        ...facts,
        facts,
        kubeconfig: "[secret]",
        endpoint: access.endpoint,
        region: "us-east-1",
        networkId: "vpc-1",
        privateSubnetIds: ["subnet-private-a", "subnet-private-b"],
        nodeIdentity: "arn:aws:iam::111122223333:role/ml-node",
      },
      secrets: ["kubeconfig"],
      unknowns: [],
    });
    assert.deepEqual(graph.outputs.values["facts"], facts);
    assert.equal(outputsOf(graph)?.values["loadBalancerNetwork"], undefined);
  });

  it("contain the network that was created", async () => {
    const { values } = outputsOf(await eks()) ?? assert.fail();
    assert.equal(values["networkId"], "ml-vpc-id");
    assert.deepEqual(values["privateSubnetIds"], ["ml-private-1-id", "ml-private-2-id", "ml-private-3-id"]);
  });

  it("in Auto Mode contain no load-balancer type, and the node role of Auto Mode", async () => {
    const { values } = outputsOf(await eks({ aws: { autoscaling: AwsAutoscaling.AutoMode } })) ?? assert.fail();
    assert.deepEqual(values["loadBalancerAnnotations"], { ...network, [`${PREFIX}-scheme`]: "internet-facing" });
    assert.deepEqual(values["internalLoadBalancerAnnotations"], { ...network, [`${PREFIX}-scheme`]: "internal" });
    assert.equal(values["nodeIdentity"], "arn:aws:iam::111122223333:role/ml-auto");
  });

  it("contain no annotations for public load balancers if there is no public subnet", async () => {
    const inside = { ...existingNetwork, publicSubnetIds: [] };
    const { values } = outputsOf(await eks({ aws: { existingNetwork: inside } })) ?? assert.fail();
    assert.deepEqual(values["loadBalancerAnnotations"], {});
    assert.deepEqual(values["internalLoadBalancerAnnotations"], facts.internalLoadBalancerAnnotations);
  });

  it("are unknown in a preview, except those that the arguments decide", async () => {
    const graph = await eksIn({ preview: true }, { kubernetesVersion: "1.35" });
    const { values, unknowns } = outputsOf(graph) ?? assert.fail();
    assert.deepEqual(
      [values["kubernetesVersion"], values["region"], values["storageClass"]],
      ["1.35", "us-east-1", "gp3"],
    );
    assert.ok(
      ["clusterIdentifier", "clusterName", "endpoint", "kubeconfig", "ready"].every((it) => unknowns.includes(it)),
    );
  });
});

describe("the kubeconfig of a cluster on AWS", () => {
  const roleArn = "arn:aws:iam::111122223333:role/deployer";
  const logins = [undefined, { roleArn }, { profile: "ml" }, { roleArn, profile: "ml" }];
  for (const login of logins) {
    it(`logs in with ${JSON.stringify(login ?? "the default login")} and contains nothing that expires`, async () => {
      const graph = await eks({ aws: { existingNetwork, login } });
      const expected = eksKubeconfig({ ...access, ...login });
      assert.deepEqual(kubeconfigs(graph), [expected, expected]);
      assert.doesNotMatch(expected, /token:|client-key|client-certificate|password/);
      const tokens = graph.calls.filter(({ token }) => /getClusterAuth|getKubeconfig/.test(token));
      assert.deepEqual(tokens, []);
    });
  }

  const assumed = JSON.stringify([{ roleArn }]);
  const chain = JSON.stringify([{ roleArn: "arn:aws:iam::111122223333:role/first" }, { roleArn }]);
  const configured: [title: string, config: Record<string, string>, expected: AwsLoginArgs, said?: AwsLoginArgs][] = [
    ["with the stack's profile", { "aws:profile": "ml" }, { profile: "ml" }],
    ["with the role that the stack takes on", { "aws:assumeRoles": assumed }, { roleArn }],
    ["with both", { "aws:profile": "ml", "aws:assumeRoles": assumed }, { profile: "ml", roleArn }],
    [
      "with the profile alone where roles are a chain",
      { "aws:profile": "ml", "aws:assumeRoles": chain },
      { profile: "ml" },
    ],
    ["as the block says rather than the stack", { "aws:profile": "ml" }, { profile: "other" }, { profile: "other" }],
  ];
  for (const [title, config, expected, login] of configured) {
    it(`logs in ${title}`, async () => {
      const graph = await eksIn({ ...aws(), config }, { aws: { existingNetwork, login } });
      const text = eksKubeconfig({ ...access, ...expected } as Parameters<typeof eksKubeconfig>[0]);
      assert.deepEqual(kubeconfigs(graph), [text, text]);
    });
  }

  it("ignores the login of the stack's config if a provider is passed", async () => {
    const program = () => {
      const provider = new Provider("mine", { region: "us-east-1" });
      return { name: new MlCluster("ml", clusterArgs({ aws: { existingNetwork } }), { provider }).clusterName };
    };
    const graph = await deploy(program, { ...aws(), config: { "aws:profile": "ml" } });
    assert.deepEqual(kubeconfigs(graph), [eksKubeconfig(access), eksKubeconfig(access)]);
  });

  it("belongs to the same cluster identifier on both providers", async () => {
    const graph = await eks({ aws: { existingNetwork } });
    for (const name of ["ml-internal", "ml"]) {
      const { inputs } = graph.byName("pulumi:providers:kubernetes", name);
      assert.equal(inputs.values["clusterIdentifier"], issuer, name);
    }
  });

  it("stays known, with the same cluster identifier, in a preview in which charts and the storage class are new", async () => {
    const { answers, outputs: made } = aws();
    const outputs: typeof made = (type, name, inputs) =>
      type.startsWith("kubernetes:") ? undefined : { id: `${name}-id`, ...made?.(type, name, inputs) };
    const graph = await eksIn({ preview: true, answers, outputs }, { aws: { existingNetwork } });
    for (const name of ["ml-internal", "ml"]) {
      const { inputs } = graph.byName("pulumi:providers:kubernetes", name);
      assert.deepEqual([inputs.unknowns, inputs.values["clusterIdentifier"]], [[], issuer], name);
    }
    const { unknowns } = outputsOf(graph) ?? assert.fail();
    assert.deepEqual(unknowns, []);
  });

  it("is different for each of two clusters in one program", async () => {
    const program = () =>
      ["one", "two"].map((name) => new MlCluster(name, clusterArgs({ aws: { existingNetwork } })).clusterName);
    const graph = await deploy(program, aws());
    for (const name of ["one", "two"]) {
      const provider = graph.byName("pulumi:providers:kubernetes", name);
      const text = graph.revealInputs(provider)["kubeconfig"];
      assert.equal(text, eksKubeconfig({ ...access, clusterName: `${name}-x7k2p9` }));
    }
  });
});
