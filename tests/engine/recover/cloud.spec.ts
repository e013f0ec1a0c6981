import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recordProgram } from "../../../recorder/record-program";
import { platformUp } from "../../../cli/up/up";
import { UserError } from "../../../cli/user-error";
import { MlCluster } from "../../../components";
import { assembleCharts, packageCharts } from "../../contracts/charts/assemble";
import { serveCharts } from "../charts/chart-repository";
import { startCluster } from "../cluster";
import { startCloud, type TestCloud } from "../providers/aws/start-cloud";
import { skipAfterFailure } from "../skip-after-failure";
import { programEnds } from "../stack/program-ended";
import { toolchain, type Toolchain } from "../toolchain";
import { killableStack, type KillableStack } from "./killable-stack";

const CLUSTER = "aws:eks/cluster:Cluster";
const NAT_GATEWAY = "aws:ec2/natGateway:NatGateway";

describe("mlplatform up after a first run on AWS was killed", () => {
  skipAfterFailure(); // each starts from where the one before left the stack
  const folder = mkdtempSync(join(tmpdir(), "mlplatform-recover-cloud-"));
  const endings: (() => Promise<void>)[] = [];
  let tools: Toolchain;
  let cloud: TestCloud;
  let killable: KillableStack;
  let program: () => Promise<Record<string, unknown>>;

  before(async () => {
    tools = await toolchain();
    const cluster = await startCluster({ nodes: 0, loadBalancers: false });
    endings.push(() => cluster.stop());
    cloud = await startCloud({ cluster });
    endings.push(() => cloud.stop());
    await packageCharts(await assembleCharts(join(folder, "charts")), tools.helm, folder);
    const charts = await serveCharts(folder);
    endings.push(() => charts.stop());
    // kubectl logs in with the aws program.
    const { PATH: searchPath } = process.env;
    Object.assign(process.env, cloud.env);
    endings.push(() => Promise.resolve(void (process.env["PATH"] = searchPath)));
    program = () => {
      const cluster = new MlCluster("ml", {
        aws: { region: "us-east-1" },
        kubernetesVersion: "1.35",
        apiAccess: { cidrs: ["203.0.113.0/24"] },
        deletionProtection: false,
        mirror: charts.url,
      });
      return Promise.resolve({ endpoint: cluster.endpoint });
    };
    killable = await killableStack(program, tools, cloud);
    endings.push(() => killable.dispose());
  });

  after(async () => {
    for (const end of endings.reverse()) await end();
    rmSync(folder, { recursive: true });
  });

  /** Kills a run in the middle of making something; `end` lets the cloud end that. */
  async function killWhileMaking(type: string): Promise<{ end(): void }> {
    const hold = cloud.account.hold(type);
    let watched = false;
    const killed = await killable.upUntil(async () => {
      if (watched) return false;
      watched = true;
      await hold.begun;
      return true;
    });
    assert.ok(killed);
    return hold;
  }

  async function up(onLine: (line: string) => void = () => undefined) {
    const { stack, project } = killable;
    const lines: string[] = [];
    const ended = programEnds();
    const { repairs, outputs } = await platformUp({
      stack,
      tools,
      plan: await recordProgram(program, { project, stack: stack.name }),
      print: (line) => {
        lines.push(line);
        onLine(line);
      },
    }).finally(() => ended.wait());
    return { repairs: repairs.map(({ text }) => text), outputs, lines };
  }

  it("stops if it cannot tell whether a resource was created, and keeps the pending operation", async () => {
    (await killWhileMaking(NAT_GATEWAY)).end();
    const refused = async () => {
      await assert.rejects(up(), (error) => {
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
    const [made] = cloud.account.resources(NAT_GATEWAY);
    assert.ok(made);
    cloud.account.remove(made);
    await killable.stack.refresh({ clearPendingCreates: true, color: "never" });
  });

  it("adopts a control plane that is still being created, and waits for it", async () => {
    const hold = await killWhileMaking(CLUSTER);
    const { repairs, outputs, lines } = await up((line) => {
      if (line.startsWith("Waiting")) hold.end();
    });
    assert.deepEqual(
      repairs.filter((text) => !text.startsWith("released the lock")),
      ["adopted Cluster ml-eksCluster: it was created, but was not in the state"],
    );
    assert.ok(lines.includes("Waiting up to 1800 s for Cluster ml-eksCluster, still being created"));
    assert.equal(outputs["endpoint"]?.value, cloud.account.resources(CLUSTER)[0]?.outputs["endpoint"]);
    assert.equal(cloud.account.resources(CLUSTER).length, 1);
    assert.equal(cloud.account.resources(NAT_GATEWAY).length, 1);
  });

  it("then changes nothing more", async () => {
    const { repairs, lines } = await up();
    assert.deepEqual(repairs, []);
    assert.match(lines.at(-1) ?? "", /^Done: \d+ unchanged$/);
    await killable.stack.destroy({ color: "never" });
    assert.deepEqual(cloud.leftovers(), []);
  });
});
