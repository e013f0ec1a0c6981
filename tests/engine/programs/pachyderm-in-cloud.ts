import assert from "node:assert/strict";
import { UserError } from "../../../cli/user-error";
import type { ClusterCloud } from "../providers/cloud/cluster-cloud";
import type { ProgramBench } from "./program-bench";

/** Pachyderm in a program that creates its cluster. */
interface Case<C extends ClusterCloud> {
  readonly bench: ProgramBench<C>;
  /** The URN's end of the cluster, which the same run no longer protects. */
  readonly cluster: string;
  /** The block of its store, and the type of its bucket or container. */
  readonly store: string;
  readonly bucketType: string;
}

/** Registers the tests of a store in a cloud: it is added by config, and its data is not lost with the cluster. */
export function addsPachyderm<C extends ClusterCloud>({ bench, cluster, store, bucketType }: Case<C>): void {
  const configure = (inputs: object) =>
    bench.stack.setConfig({ "mlplatform:pachyderm": JSON.stringify({ [store]: {}, ...inputs }) });

  it("adds Pachyderm with a bucket of its own, and changes nothing else", async () => {
    await bench.stack.setConfig({ "mlplatform:deletionProtection": "false" });
    await configure({});
    const { outputs, ...run } = await bench.stack.up();
    const changes = Object.entries(run.changes());
    assert.deepEqual(
      changes.filter(([, operations]) => operations.join() !== "create"),
      [[cluster, ["update"]]],
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
    assert.deepEqual((await bench.stack.up()).changes(), {});
  });

  it("is not destroyed together with data that Pachyderm is to keep, and the error says how to give it up", async () => {
    const standing = bench.cloud.leftovers();
    await assert.rejects(bench.destroy(true), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(
        error.message,
        /\n {2}PachydermStore pachyderm: claim pachyderm\/etcd-storage-etcd-0, disk pvc-\S+\n/,
      );
      assert.match(error.message, /\nNothing was deleted\. To give the data up, set deleteData to true/);
      return true;
    });
    assert.deepEqual(bench.cloud.leftovers(), standing);
    await configure({ deleteData: true });
    const replaced = Object.entries((await bench.stack.up()).changes()).filter(([, operations]) =>
      operations.some((operation) => operation !== "update"),
    );
    assert.deepEqual(replaced, []);
  });
}
