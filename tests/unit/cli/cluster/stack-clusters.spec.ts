import assert from "node:assert/strict";
import type { Stack } from "@pulumi/pulumi/automation";
import { createdClusterProviders, stackClusters } from "../../../../cli/cluster/stack-clusters";
import type { ResourceRecord } from "../../../../cli/stack/state";
import { record, stateOf } from "../stack/state";

const PROVIDER = "pulumi:providers:kubernetes";
const yaml = (server: string) => `clusters:\n  - cluster:\n      server: ${server}\n    name: c\n`;
const json = (server: string) => JSON.stringify({ clusters: [{ name: "c", cluster: { server } }] });

/** A stack with this state. */
const stack = (state: object): Stack => {
  const run = () => Promise.resolve({ stdout: JSON.stringify(state) });
  return { name: "test", workspace: { pulumiCommand: { run }, envVars: {}, workDir: "." } } as unknown as Stack;
};

describe("the clusters of a stack's providers", () => {
  const [one, two] = ["https://one.example.org", "https://two.example.org"];
  const EKS = record("aws:eks/cluster:Cluster", "a");
  const AKS = record("azure-native:containerservice:ManagedCluster", "b");
  const provider = (name: string, kubeconfig: string, ...after: ResourceRecord[]) =>
    record(PROVIDER, name, { id: `${name}-id`, inputs: { kubeconfig }, dependencies: after.map(({ urn }) => urn) });
  const [own, others] = [provider("own", yaml(one), EKS), provider("others", json(one))];
  const second = provider("second", json(two), AKS);
  const namespace = (name: string, { urn, id = "" }: ResourceRecord) =>
    record("kubernetes:core/v1:Namespace", name, { id: name, provider: `${urn}::${id}` });
  const state = stateOf(EKS, AKS, own, others, second, namespace("x", own), namespace("y", others));

  it("are listed once for each URL of an API server, with the resources of each", async () => {
    const interrupted = { type: "creating" as const, resource: namespace("z", second) };
    const pending = { ...state, deployment: { ...state.deployment, pending_operations: [interrupted] } };
    const found = await stackClusters({ stack: stack(pending) }, pending);
    assert.deepEqual(
      found.map(({ server, resources }) => [server, resources.map(({ id }) => id)]),
      [
        [one, ["x", "y"]],
        [two, ["z"]],
      ],
    );
  });

  it("lose all disks if their own cloud deletes them, whatever another cloud of the stack does", async () => {
    const found = await stackClusters({ stack: stack(state) }, state);
    assert.deepEqual(
      found.map(({ isCreated, takesDisks }) => [isCreated, takesDisks]),
      [
        [true, false],
        [true, true],
      ],
    );
  });

  it("are not all created by the stack", async () => {
    const given = stateOf(provider("given", yaml(one)));
    assert.deepEqual(
      (await stackClusters({ stack: stack(given) }, given)).map(({ isCreated }) => isCreated),
      [false],
    );
  });
});

const after = (type: string) => [record(type, "ml").urn];

/** Resources that a provider may depend on. */
const RESOURCES: readonly ResourceRecord[] = [
  ...["aws:eks/cluster:Cluster", "gcp:container/cluster:Cluster", "azure-native:containerservice:ManagedCluster"],
  ...["aws:iam/role:Role", "pulumi:pulumi:StackReference", "kubernetes:core/v1:Secret", "mlplatform:index:MlCluster"],
]
  .map((type) => record(type, "ml"))
  .concat(record("eks:index:Cluster", "ml", { external: true }));

describe("the clusters that a stack created", () => {
  const cases: [what: string, providers: ResourceRecord[], names: string[]][] = [
    [
      "are those whose provider depends on a cluster resource",
      [record(PROVIDER, "ml", { dependencies: after("aws:eks/cluster:Cluster") })],
      ["ml"],
    ],
    [
      "include clusters of clouds that have no target",
      [
        record(PROVIDER, "gke", { dependencies: after("gcp:container/cluster:Cluster") }),
        record(PROVIDER, "aks", { dependencies: after("azure-native:containerservice:ManagedCluster") }),
      ],
      ["gke", "aks"],
    ],
    ["do not include a cluster whose kubeconfig was given", [record(PROVIDER, "ml")], []],
    [
      "do not include a cluster that the program only reads",
      [record(PROVIDER, "ml", { dependencies: after("eks:index:Cluster") })],
      [],
    ],
    [
      "do not include a cluster for which the stack created only a role",
      [record(PROVIDER, "ml", { dependencies: after("aws:iam/role:Role") })],
      [],
    ],
    [
      "do not include a cluster that was passed to a component of another language",
      [record(PROVIDER, "ml", { dependencies: after("mlplatform:index:MlCluster") })],
      [],
    ],
    [
      "do not include a cluster of another stack",
      [record(PROVIDER, "ml", { dependencies: after("pulumi:pulumi:StackReference") })],
      [],
    ],
    [
      "do not include a cluster whose kubeconfig is in a Secret",
      [record(PROVIDER, "ml", { dependencies: after("kubernetes:core/v1:Secret") })],
      [],
    ],
  ];
  it("are commands only if they create a cluster", () => {
    const command = (name: string, create: string) => record("command:local:Command", name, { inputs: { create } });
    const commands = [command("ml", "create the k3d cluster: k3s, 1 server"), command("read", "cat kubeconfig")];
    const providers = commands.map(({ urn }, index) =>
      record(PROVIDER, `to-${String(index)}`, { dependencies: [urn] }),
    );
    assert.deepEqual(
      createdClusterProviders(stateOf(...commands, ...providers)).map(({ urn }) => urn.split("::").at(-1)),
      ["to-0"],
    );
  });

  for (const [what, providers, names] of cases) {
    it(what, () => {
      const found = createdClusterProviders(stateOf(...RESOURCES, ...providers));
      assert.deepEqual(
        found.map(({ urn }) => urn.split("::").at(-1)),
        names,
      );
    });
  }
});
