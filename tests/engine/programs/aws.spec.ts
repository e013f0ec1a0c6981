import assert from "node:assert/strict";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { UserError } from "../../../cli/user-error";
import { AwsVolumeType, ReclaimPolicy, type MlClusterArgs } from "../../../components";
import { startCloud } from "../providers/aws/start-cloud";
import { awsPlatform } from "./aws-platform";
import { addsPachyderm } from "./pachyderm-in-cloud";
import { ProgramBench } from "./program-bench";
import { assertNoUnknownFields } from "./strict-validation";
import { runDatabase, runShop } from "./unmanaged-workload";

const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const CLUSTER = "aws:eks/cluster:Cluster";

describe("the program `aws` on the real engine and a stand-in of AWS", () => {
  const bench = new ProgramBench(startCloud, {
    program: "aws",
    region: "us-east-1",
    kubernetesVersion: "1.35",
    apiCidrs: JSON.stringify(["203.0.113.0/24"]),
    sourceRanges: JSON.stringify(["203.0.113.0/24"]),
  });
  const kubectl = (...args: string[]) => bench.setting.cluster.kubectl(...args);

  /** The program with other arguments for the cluster. */
  const platform = (changed: Partial<MlClusterArgs> = {}): PulumiFn => awsPlatform(bench.setting.mirror, changed);
  const nodeGroups = () => bench.account.resources(NODE_GROUP).map(({ inputs }) => inputs);

  it("creates a cluster with nodes, a load balancer and a model", async () => {
    const { outputs } = await bench.stack.up();
    const [balancer] = [...bench.account.loadBalancers.values()];
    assert.equal(outputs["host"], balancer?.hostname);
    assert.equal(balancer?.scheme, "internet-facing");
    assert.equal(outputs["modelUrl"], `http://${String(outputs["host"])}/seldon/models/iris/api/v1.0/predictions`);
    assert.equal((await kubectl("get", "nodes", "-o", "name")).trim().split("\n").length, 2);
    const [control] = bench.account.resources(CLUSTER);
    assert.equal(control?.inputs["version"], "1.35");
  });

  it("creates no object with an unknown field", async () => {
    await assertNoUnknownFields(bench.setting.cluster, await bench.stack.exportState());
  });

  it("changes nothing when it runs again", async () => {
    assert.deepEqual((await bench.stack.up()).changes(), {});
  });

  it("changes nothing when it is refreshed", async () => {
    assert.deepEqual((await bench.stack.refresh()).changes(), {});
  });

  it("leaves the number of nodes to the autoscaler", async () => {
    const [group] = bench.account.resources(NODE_GROUP);
    assert.ok(group);
    await bench.cloud.scale(group, 3);
    assert.deepEqual((await bench.stack.up()).changes(), {});
    assert.equal((await kubectl("get", "nodes", "-o", "name")).trim().split("\n").length, 3);
  });

  it("keeps the number of autoscaled nodes when mlplatform up changes something else of the pool", async () => {
    const bounds = async (max: number) => {
      await bench.platformUp(platform({ nodePools: { general: { min: 2, max } } }));
      return nodeGroups().map(({ scalingConfig }) => scalingConfig);
    };
    assert.deepEqual(await bounds(6), [{ minSize: 2, maxSize: 6, desiredSize: 3 }]);
    assert.deepEqual(await bounds(4), [{ minSize: 2, maxSize: 4, desiredSize: 3 }]);
  });

  it("refuses a minimum above the number of nodes that the state contains", async () => {
    const standing = nodeGroups();
    const program = platform({ nodePools: { general: { min: 4, max: 6 } } });
    await assert.rejects(bench.stack.up({ program }), /Minimum capacity 4 can't be greater than desired size 3/);
    assert.deepEqual(nodeGroups(), standing);

    const [group] = bench.account.resources(NODE_GROUP);
    assert.ok(group);
    await bench.cloud.scale(group, 4);
    await bench.stack.refresh();
    assert.deepEqual(await bench.changesOf(program), { [`${NODE_GROUP}::ml-general`]: ["update"] });
    assert.deepEqual(await bench.changesOf(platform()), { [`${NODE_GROUP}::ml-general`]: ["update"] });
    assert.deepEqual(
      nodeGroups().map(({ scalingConfig }) => scalingConfig),
      [{ minSize: 2, maxSize: 4, desiredSize: 4 }],
    );
  });

  it("changes no other pool when a pool is added or removed", async () => {
    const gpu = { instanceType: "g5.xlarge", gpu: { type: "nvidia-a10g" }, max: 2 };
    assert.deepEqual(await bench.changesOf(platform({ nodePools: { general: GENERAL, gpu } })), {
      "aws:ec2/launchTemplate:LaunchTemplate::ml-gpu": ["create"],
      [`${NODE_GROUP}::ml-gpu`]: ["create"],
      "kubernetes:helm.sh/v3:Release::ml-device-plugin": ["create"],
    });
    const { summary, losses } = await bench.previewOf(platform());
    assert.match(summary, /^3 to delete, \d+ unchanged$/);
    assert.deepEqual([...losses].sort(), [
      "deletes LaunchTemplate ml-gpu",
      "deletes NodeGroup ml-gpu",
      "deletes Release ml-device-plugin",
    ]);
    assert.deepEqual(await bench.changesOf(platform()), {
      "aws:ec2/launchTemplate:LaunchTemplate::ml-gpu": ["delete"],
      [`${NODE_GROUP}::ml-gpu`]: ["delete"],
      "kubernetes:helm.sh/v3:Release::ml-device-plugin": ["delete"],
    });
  });

  it("replaces only the storage class when an immutable field of it changes", async () => {
    const storage = { className: "gp3", reclaimPolicy: ReclaimPolicy.Retain };
    const aws = { region: "us-east-1", volumeType: AwsVolumeType.Gp2 };
    const { summary, losses } = await bench.previewOf(platform({ storage }));
    assert.match(summary, /^1 to replace, \d+ unchanged$/);
    assert.deepEqual(losses, ["replaces StorageClass ml-storage"]);
    for (const changed of [{ storage }, { storage, aws }, {}]) {
      assert.deepEqual(await bench.changesOf(platform(changed)), {
        "kubernetes:storage.k8s.io/v1:StorageClass::ml-storage": ["delete-replaced", "replace", "create-replacement"],
      });
    }
  });

  it("replaces nothing when the login changes", async () => {
    const roleArn = `arn:aws:iam::${bench.account.account}:role/ops`;
    assert.deepEqual(await bench.changesOf(platform({ admins: [roleArn] })), {
      [`aws:eks/accessEntry:AccessEntry::ml-admin-${bench.account.account}:role/ops`]: ["create"],
      [`aws:eks/accessPolicyAssociation:AccessPolicyAssociation::ml-admin-${bench.account.account}:role/ops`]: [
        "create",
      ],
    });
    const login = { roleArn, profile: "ops" };
    assert.deepEqual(await bench.changesOf(platform({ admins: [roleArn], aws: { region: "us-east-1", login } })), {
      "pulumi:providers:kubernetes::ml-eks-k8s": ["update"],
      "pulumi:providers:kubernetes::ml-internal": ["update"],
      "pulumi:providers:kubernetes::ml": ["update"],
    });
    assert.deepEqual(bench.account.tokenRequests.at(-1)?.roleArn, roleArn);
  });

  it("updates the control plane to a new version before the nodes", async () => {
    const { operations } = await bench.stack.up({ program: platform({ kubernetesVersion: "1.36" }) });
    const ended = (type: string) => operations.filter((one) => one.type === type && one.op === "update");
    const [control, ...more] = ended(CLUSTER);
    assert.ok(control && more.length === 0);
    const groups = ended(NODE_GROUP);
    assert.deepEqual(
      groups.map(({ name }) => name),
      ["ml-general"],
    );
    for (const group of groups) assert.ok(control.ended < group.began);
    assert.deepEqual(
      nodeGroups().map(({ version }) => version),
      ["1.36"],
    );
  });

  it("is not destroyed while it is protected, and the error says how to remove the protection", async () => {
    const standing = bench.cloud.leftovers();
    // What `pulumi destroy` does first; the engine itself sees a protected resource only when it comes to it.
    const preview = bench.stack.automation.destroy({ previewOnly: true, color: "never" });
    await assert.rejects(preview, /cannot be deleted\s+because it is protected/);
    assert.deepEqual(bench.cloud.leftovers(), standing);

    await assert.rejects(bench.destroy(), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /^Stack "test" is protected from destroy: Cluster ml.*\nNothing was deleted\./);
      assert.match(error.message, /set deletionProtection to false/);
      return true;
    });
    assert.deepEqual(bench.cloud.leftovers(), standing);
    const model = await kubectl("get", "sdep/iris", "-n", "models", "-o", "jsonpath={.status.state}");
    assert.equal(model, "Available");
  });

  addsPachyderm({
    bench,
    program: () => platform({ kubernetesVersion: "1.36", deletionProtection: false }),
    store: "s3",
    bucketType: "aws:s3/bucket:Bucket",
  });

  it("is not destroyed while others use a load balancer or a disk in it, and the error names both", async () => {
    await runShop(bench.setting, { loadBalancerClass: "service.k8s.aws/nlb" });
    await bench.stack.up({ program: platform({ kubernetesVersion: "1.36", deletionProtection: false }) });
    const standing = bench.cloud.leftovers();
    assert.ok(standing.some((thing) => thing.startsWith("disk of ")));

    // With a pod on the disk not even when asked to: its workload has to be stopped first.
    await assert.rejects(bench.destroy(true), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /\n {2}Service shop\/web \(created by kubectl\S*\): load balancer k8s-\S+\n/);
      assert.match(
        error.message,
        /\n {2}PersistentVolumeClaim shop\/data \(created by kubectl\S*\): disk pvc-\S+, used by Pod shop\/db\n/,
      );
      return true;
    });
    assert.deepEqual(bench.cloud.leftovers(), standing);
  });

  it("leaves nothing in the cloud when it is destroyed with the objects of others", async () => {
    await kubectl("delete", "pod", "db", "-n", "shop");
    // In a namespace of the stack nothing is in the way, but its disk goes later than the namespace.
    await runDatabase(bench.setting, "models");
    bench.account.detachesMs = 20_000;
    await bench.destroy(true);
    assert.deepEqual((await bench.stack.exportState()).resources ?? [], []);
    assert.deepEqual(bench.cloud.leftovers(), []);
  });
});

/** The pool of the program. */
const GENERAL = { min: 2, max: 4 };
