import assert from "node:assert/strict";
import { UserError } from "../../../cli/user-error";
import { MlCluster } from "../../../components";
import { upOrExplained, WAIT } from "../faults/explained";
import { startCloud } from "../providers/aws/start-cloud";
import { CloudRecoverBench } from "./cloud-bench";

const CLUSTER = "aws:eks/cluster:Cluster";
const NAT_GATEWAY = "aws:ec2/natGateway:NatGateway";

const program = (mirror: string) => () => {
  const cluster = new MlCluster("ml", {
    aws: { region: "us-east-1" },
    kubernetesVersion: "1.35",
    apiAccess: { cidrs: ["203.0.113.0/24"] },
    deletionProtection: false,
    mirror,
  });
  return Promise.resolve({ endpoint: cluster.endpoint });
};

describe("mlplatform up after a first run on AWS was killed", () => {
  const bench = new CloudRecoverBench(startCloud, program);

  it("stops if it cannot tell whether a resource was created, and keeps the pending operation", async () => {
    (await bench.killWhileMaking(NAT_GATEWAY)).end();
    const refused = async () => {
      await assert.rejects(bench.up(), (error) => {
        assert.ok(error instanceof UserError);
        assert.match(
          error.message,
          /^Cannot tell whether NatGateway ml-nat-1 \(aws:ec2\/natGateway:NatGateway\) was created/,
        );
        assert.match(error.message, /run pulumi refresh --clear-pending-creates, and run again\.$/);
        return true;
      });
    };
    await refused();
    await refused();

    // What it says to do.
    const [made] = bench.account.resources(NAT_GATEWAY);
    assert.ok(made);
    bench.account.remove(made);
    await bench.killable.stack.refresh({ clearPendingCreates: true, color: "never" });
  });

  it("adopts a control plane that is still being created, and waits for it", async () => {
    const hold = await bench.killWhileMaking(CLUSTER);
    const { repairs, outputs, lines } = await bench.up((line) => {
      if (line.startsWith("Waiting")) hold.end();
    });
    assert.deepEqual(
      repairs.filter((text) => !text.startsWith("released the lock")),
      ["adopted Cluster ml-eksCluster: it was created, but was not in the state"],
    );
    assert.ok(lines.includes("Waiting up to 1800 s for Cluster ml-eksCluster, still being created"));
    assert.equal(outputs["endpoint"]?.value, bench.account.resources(CLUSTER)[0]?.outputs["endpoint"]);
    assert.equal(bench.account.resources(CLUSTER).length, 1);
    assert.equal(bench.account.resources(NAT_GATEWAY).length, 1);
  });

  it("then changes nothing more", async () => {
    const { repairs, lines } = await bench.up();
    assert.deepEqual(repairs, []);
    assert.match(lines.at(-1) ?? "", /^Done: \d+ unchanged$/);
  });

  it("is told which deletion the cloud throttles and what to do, and then leaves nothing", async () => {
    const throttled = "operation error EC2: DeleteNatGateway, api error RequestLimitExceeded: Request limit exceeded.";
    await bench.destroyThrottled(NAT_GATEWAY, throttled, /^NatGateway ml-nat-1: deleting /);
  });

  it("is told which creation the cloud throttles and what to do, and leaves nothing when it is destroyed then", async () => {
    bench.account.failNext(CLUSTER, "create", "operation error EKS: CreateCluster, ThrottlingException: Rate exceeded");
    await upOrExplained(bench.up(), [/^Cluster ml-eksCluster: creating .*ThrottlingException/, WAIT]);
    await bench.killable.stack.destroy({ color: "never" });
    assert.deepEqual(bench.cloud.leftovers(), []);
  });
});
