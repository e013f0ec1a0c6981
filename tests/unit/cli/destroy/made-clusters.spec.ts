import assert from "node:assert/strict";
import { madeClusters } from "../../../../cli/destroy/made-clusters";
import type { ResourceRecord } from "../../../../cli/recover/state";
import { record, stateOf } from "./state";

const PROVIDER = "pulumi:providers:kubernetes";
const after = (type: string) => [record(type, "ml").urn];

/** What providers may come after. */
const STANDING: readonly ResourceRecord[] = [
  ...["aws:eks/cluster:Cluster", "gcp:container/cluster:Cluster", "azure-native:containerservice:ManagedCluster"],
  ...["aws:iam/role:Role", "pulumi:pulumi:StackReference", "kubernetes:core/v1:Secret", "mlplatform:index:MlCluster"],
]
  .map((type) => record(type, "ml"))
  .concat(record("eks:index:Cluster", "ml", { external: true }));

describe("the clusters that a stack made", () => {
  const cases: [what: string, providers: ResourceRecord[], names: string[]][] = [
    [
      "are those whose provider comes after something in a cloud",
      [record(PROVIDER, "ml", { dependencies: after("aws:eks/cluster:Cluster") })],
      ["ml"],
    ],
    [
      "are those of other clouds",
      [
        record(PROVIDER, "gke", { dependencies: after("gcp:container/cluster:Cluster") }),
        record(PROVIDER, "aks", { dependencies: after("azure-native:containerservice:ManagedCluster") }),
      ],
      ["gke", "aks"],
    ],
    ["are not those of a kubeconfig that was given", [record(PROVIDER, "ml")], []],
    [
      "are not those that the program only looks up",
      [record(PROVIDER, "ml", { dependencies: after("eks:index:Cluster") })],
      [],
    ],
    [
      "are not those to which the stack made a role",
      [record(PROVIDER, "ml", { dependencies: after("aws:iam/role:Role") })],
      [],
    ],
    [
      "are not those that a component of another language was given",
      [record(PROVIDER, "ml", { dependencies: after("mlplatform:index:MlCluster") })],
      [],
    ],
    [
      "are not those of another stack",
      [record(PROVIDER, "ml", { dependencies: after("pulumi:pulumi:StackReference") })],
      [],
    ],
    [
      "are not those of a kubeconfig that stands in a cluster",
      [record(PROVIDER, "ml", { dependencies: after("kubernetes:core/v1:Secret") })],
      [],
    ],
  ];
  for (const [what, providers, names] of cases) {
    it(what, () => {
      const found = madeClusters(stateOf(...STANDING, ...providers));
      assert.deepEqual(
        found.map(({ urn }) => urn.split("::").at(-1)),
        names,
      );
    });
  }
});
