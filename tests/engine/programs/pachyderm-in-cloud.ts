import assert from "node:assert/strict";
import type { ClusterCloud } from "../providers/cloud/cluster-cloud";
import type { ProgramBench } from "./program-bench";

/** Pachyderm in a program that creates its cluster. */
interface Case<C extends ClusterCloud> {
  readonly bench: ProgramBench<C>;
  /** What changes because the same run no longer protects the cluster. */
  readonly unprotected: readonly string[];
  /** The block of its store, and the type of its bucket or container. */
  readonly store: string;
  readonly bucketType: string;
  /** Whether destroying it is to delete the data. */
  readonly deleteData: boolean;
}

/** Sets the program's config of Pachyderm. */
export const configurePachyderm = <C extends ClusterCloud>(bench: ProgramBench<C>, inputs: object): Promise<void> =>
  bench.stack.setConfig({ "mlplatform:pachyderm": JSON.stringify(inputs) });

/** Registers the test that a store in a cloud is added by config. tests/engine/pachyderm/ has the whole life of each store. */
export function addsPachyderm<C extends ClusterCloud>(one: Case<C>): void {
  const { bench, unprotected, store, bucketType, deleteData } = one;
  it("adds Pachyderm with a bucket of its own, and changes nothing else", async () => {
    await bench.stack.setConfig({ "mlplatform:deletionProtection": "false" });
    await configurePachyderm(bench, { [store]: {}, deleteData });
    const { outputs, ...run } = await bench.stack.up();
    const changes = Object.entries(run.changes());
    // The component records that its protection was turned off.
    const updated = [...unprotected, "mlplatform:index:MlCluster::ml"];
    assert.deepEqual(
      changes.filter(([, operations]) => operations.join() !== "create"),
      updated.map((resource) => [resource, ["update"]]),
    );
    assert.equal(changes.filter(([resource]) => resource.startsWith(bucketType)).length, 1);
    const namespace = ["-n", "pachyderm"];
    const [address, url] = await Promise.all([
      bench.setting.cluster.kubectl(
        ...[
          "get",
          "service/pachyderm-proxy",
          ...namespace,
          "-o",
          "jsonpath={.status.loadBalancer.ingress[0]['hostname', 'ip']}",
        ],
      ),
      bench.setting.cluster.kubectl(
        ...["get", "deployment/pachd", ...namespace],
        ...["-o", "jsonpath={.spec.template.spec.containers[0].env[?(@.name=='STORAGE_URL')].value}"],
      ),
    ]);
    assert.equal(outputs["pachdAddress"], `grpc://${address}:80`);
    assert.equal(outputs["storageUrl"], url);
  });
}
