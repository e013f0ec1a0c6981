import assert from "node:assert/strict";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { AwsVolumeType, MlCluster, ReclaimPolicy, type MlClusterArgs } from "../../../components";
import { ProgramBench } from "../programs/program-bench";
import { startCloud } from "../providers/aws/start-cloud";

const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const CLUSTER = "aws:eks/cluster:Cluster";
const GENERAL = { min: 2, max: 4 };

describe("a cluster on a stand-in of AWS, when its arguments change", () => {
  const bench = new ProgramBench(startCloud, {}, { models: false });

  /** A program of the cluster alone. */
  const platform =
    (changed: Partial<MlClusterArgs> = {}): PulumiFn =>
    () => {
      new MlCluster("ml", {
        aws: { region: "us-east-1" },
        kubernetesVersion: "1.35",
        nodePools: { general: GENERAL },
        apiAccess: { cidrs: ["203.0.113.0/24"] },
        mirror: bench.setting.mirror,
        ...changed,
      });
      return Promise.resolve({});
    };
  const nodeGroups = () => bench.account.resources(NODE_GROUP).map(({ inputs }) => inputs);

  before(async () => {
    await bench.stack.up({ program: platform() });
    const [group] = bench.account.resources(NODE_GROUP);
    assert.ok(group);
    await bench.cloud.scale(group, 3);
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
});
