import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { deploy } from "../../helpers/deploy";
import { besideTheClusterProvider } from "./cluster-provider";
import { plainDisks } from "./encrypted-disks";
import { onDefaultProviders } from "./explicit-providers";
import { namedByTheirContents } from "./lasting-identity";
import { onOtherCloudProviders } from "./one-cloud-provider";
import { mayGoBeforeWorkloads } from "./outliving";
import { openToEveryone } from "./public-exposure";
import { staticCredentials } from "./static-credentials";

type Inputs = Record<string, unknown>;

class Cloud extends pulumi.CustomResource {}
class AwsProvider extends pulumi.ProviderResource {
  constructor(name: string) {
    super("aws", name, {});
  }
}
class EksProvider extends pulumi.ProviderResource {
  constructor(name: string) {
    super("eks", name, {});
  }
}
const cloud = (type: string, name: string, inputs: Inputs = {}, opts: pulumi.CustomResourceOptions = {}) =>
  new Cloud(type, name, inputs, opts);
const remote = (name: string, opts: pulumi.ComponentResourceOptions = {}) =>
  new pulumi.ComponentResource("eks:index:Cluster", name, {}, opts, true);
const kubernetesProvider = (name: string, opts: pulumi.CustomResourceOptions = {}) =>
  new kubernetes.Provider(name, { kubeconfig: "k", clusterIdentifier: "c" }, opts);
const namespace = (name: string, opts: pulumi.CustomResourceOptions = {}) =>
  new kubernetes.core.v1.Namespace(name, { metadata: { name } }, opts);

/** Names instead of URNs. */
const named = (found: readonly string[]): string[] => found.map((text) => text.replace(/urn:\S*::/, ""));

describe("a rule for plans", () => {
  it("finds resources on a default provider", async () => {
    const graph = await deploy(() => {
      const [aws, eks, k8s] = [new AwsProvider("a"), new EksProvider("e"), kubernetesProvider("k")];
      cloud("aws:ec2/vpc:Vpc", "stray");
      cloud("aws:ec2/vpc:Vpc", "kept", {}, { provider: aws });
      cloud("random:index/randomString:RandomString", "stray-suffix");
      namespace("stray-namespace");
      namespace("kept-namespace", { provider: k8s });
      remote("stray-cluster");
      remote("stray-from-its-own", { providers: { aws } });
      remote("stray-with-its-children", { providers: { eks } });
      remote("kept-cluster", { providers: { aws, eks } });
      new pulumi.ComponentResource("mlplatform:index:Group", "group", {});
    });
    assert.deepEqual(named(onDefaultProviders(graph)).sort(), [
      "stray",
      "stray-cluster",
      "stray-from-its-own",
      "stray-namespace",
      "stray-suffix",
      "stray-with-its-children",
    ]);
  });

  it("finds resources on another provider than the rest of their cloud", async () => {
    const graph = await deploy(() => {
      const [aws, other, k8s] = [new AwsProvider("a"), new AwsProvider("b"), kubernetesProvider("k")];
      cloud("aws:ec2/vpc:Vpc", "first", {}, { provider: aws });
      cloud("aws:ec2/vpc:Vpc", "astray", {}, { provider: other });
      remote("cluster", { providers: { aws } });
      remote("cluster-astray", { providers: { aws: other } });
      namespace("elsewhere", { provider: k8s });
      namespace("default");
    });
    assert.deepEqual(named(onOtherCloudProviders(graph)).sort(), ["astray", "cluster-astray"]);
  });

  const credentials: readonly [what: string, inputs: Inputs, path: string][] = [
    ["a token", { token: "t" }, "it token"],
    ["a secret one", { auth: { password: pulumi.secret("p") } }, "it auth.password"],
    ["an access key by its name", { accessKey: "x" }, "it accessKey"],
    ["an access key by its looks", { env: ["AKIAABCDEFGHIJKLMNOP"] }, "it env[0]"],
    ["a private key", { data: "-----BEGIN RSA PRIVATE KEY-----" }, "it data"],
    ["a signed token", { data: `eyJ${"a".repeat(20)}.${"b".repeat(20)}.c` }, "it data"],
    ["a token in YAML", { kubeconfig: "users:\n- user: { token: t }\n" }, "it kubeconfig.users[0].user.token"],
    ["a key in JSON", { kubeconfig: '{"user":{"client-key-data":"k"}}' }, "it kubeconfig.user.client-key-data"],
  ];
  for (const [what, inputs, path] of credentials) {
    it(`finds ${what} that never changes`, async () => {
      const graph = await deploy(() => cloud("aws:x/y:It", "it", inputs));
      assert.deepEqual(staticCredentials(graph), [path]);
    });
  }

  it("accepts values that only look like a credential", async () => {
    const inputs = {
      tokens: 3,
      token: "",
      httpTokens: "required",
      text: "a: [\n",
      note: "token\nof thanks",
      keyName: "k",
    };
    const graph = await deploy(() => cloud("aws:x/y:It", "it", inputs));
    assert.deepEqual(staticCredentials(graph), []);
  });

  const disks: readonly [what: string, type: string, inputs: Inputs, isPlain: boolean][] = [
    [
      "a storage class without encryption",
      "kubernetes:storage.k8s.io/v1:StorageClass",
      { parameters: { type: "gp3" } },
      true,
    ],
    [
      "a storage class with encryption",
      "kubernetes:storage.k8s.io/v1:StorageClass",
      { parameters: { encrypted: "true" } },
      false,
    ],
    ["a kind of disk that no cloud's rules know", "metal:compute/disk:Disk", { encrypted: true }, true],
    ["a resource that is not a disk", "metal:compute/network:Network", {}, false],
  ];
  for (const [what, type, inputs, isPlain] of disks) {
    it(`${isPlain ? "finds" : "accepts"} ${what}`, async () => {
      const graph = await deploy(() => cloud(type, "it", inputs));
      assert.deepEqual(named(plainDisks(graph)), isPlain ? ["it"] : []);
    });
  }

  it("finds everything that the whole internet can reach", async () => {
    const graph = await deploy(() => {
      const provider = kubernetesProvider("k");
      const type = "LoadBalancer";
      cloud("aws:ec2/subnet:Subnet", "subnet", { mapPublicIpOnLaunch: true });
      cloud("aws:ec2/subnet:Subnet", "quiet", { mapPublicIpOnLaunch: false });
      remote("cluster");
      new kubernetes.core.v1.Service("service", { spec: { type } }, { provider });
      new kubernetes.core.v1.Service(
        "limited",
        { spec: { type, loadBalancerSourceRanges: ["10.0.0.0/8"] } },
        { provider },
      );
      new kubernetes.helm.v3.Release("chart", { chart: "c", values: { service: { type } } }, { provider });
    });
    assert.deepEqual(named(openToEveryone(graph)).sort(), [
      "chart: LoadBalancer, public or internal by the cluster's default",
      "cluster: API open to everyone",
      "service: LoadBalancer, public or internal by the cluster's default",
      "subnet: gives public addresses",
    ]);
  });

  it("finds parts of a cluster that could be deleted before its workloads", async () => {
    const graph = await deploy(() => {
      const parent = new pulumi.ComponentResource("mlplatform:index:MlCluster", "ml", {});
      const vpc = cloud("aws:ec2/vpc:Vpc", "vpc", {}, { parent });
      const route = cloud("aws:ec2/route:Route", "forgotten", { vpcId: vpc.id }, { parent });
      const driver = cloud("aws:eks/addon:Addon", "half", { vpcId: vpc.id }, { parent });
      const [kubeconfig, clusterIdentifier] = [vpc.id, pulumi.all([driver.id, route.id]).apply(() => "c")];
      new kubernetes.Provider("ml", { kubeconfig, clusterIdentifier }, { parent });
    });
    assert.deepEqual(named(mayGoBeforeWorkloads(graph)), ["aws:ec2/route:Route forgotten", "aws:eks/addon:Addon half"]);
  });

  it("finds a provider that is replaced together with a storage class", async () => {
    const graph = await deploy(() => {
      const inside = kubernetesProvider("inside");
      const storage = new kubernetes.storage.v1.StorageClass("s", { provisioner: "p" }, { provider: inside });
      const vpc = cloud("aws:ec2/vpc:Vpc", "vpc");
      const after = (value: pulumi.Input<string>) => pulumi.all([value, storage.urn]).apply(([known]) => known);
      new kubernetes.Provider("hasty", { kubeconfig: "k", clusterIdentifier: after(vpc.id) });
      new kubernetes.Provider("steady", { kubeconfig: after("k"), clusterIdentifier: vpc.id });
    });
    assert.deepEqual(named(namedByTheirContents(graph)), ["hasty"]);
  });

  it("finds a cluster without a provider", async () => {
    const graph = await deploy(() => new pulumi.ComponentResource("mlplatform:index:MlCluster", "ml", {}));
    assert.deepEqual(named(mayGoBeforeWorkloads(graph)), ["ml has no provider"]);
  });

  it("finds objects in a cluster that do not use the provider of the cluster", async () => {
    const graph = await deploy(() => {
      const parent = new pulumi.ComponentResource("mlplatform:index:MlCluster", "ml", {});
      const [own, internal, other] = [
        kubernetesProvider("ml", { parent }),
        kubernetesProvider("ml-internal", { parent }),
        kubernetesProvider("other"),
      ];
      namespace("right", { provider: own });
      namespace("part", { provider: internal, parent });
      namespace("early", { provider: internal });
      namespace("elsewhere", { provider: other });
      namespace("default");
    });
    assert.deepEqual(named(besideTheClusterProvider(graph)).sort(), ["default", "early", "elsewhere"]);
  });
});
