import assert from "node:assert/strict";
import { madeClusters } from "../../../../cli/destroy/made-clusters";
import type { ResourceRecord } from "../../../../cli/recover/state";
import { record, stateOf } from "./state";

const PROVIDER = "pulumi:providers:kubernetes";
const after = (type: string) => [`urn:pulumi:test::proj::mlplatform:index:MlCluster$${type}::ml`];

describe("the clusters that a stack made", () => {
  const cases: [what: string, providers: ResourceRecord[], names: string[]][] = [
    [
      "are those whose provider comes after something in a cloud",
      [record(PROVIDER, "ml", { dependencies: after("aws:eks/cluster:Cluster") })],
      ["ml"],
    ],
    ["are not those of a kubeconfig that was given", [record(PROVIDER, "ml")], []],
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
      const found = madeClusters(stateOf(record("aws:eks/cluster:Cluster", "ml"), ...providers));
      assert.deepEqual(
        found.map(({ urn }) => urn.split("::").at(-1)),
        names,
      );
    });
  }
});
