import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { exportState, pendingIn } from "../../../cli/stack/state";
import { UserError } from "../../../cli/user-error";
import { skipAfterFailure } from "../skip-after-failure";
import { deploymentOfNobody, hangs, leavePending } from "./foreign-release";
import { canSeeEnds, type KillableStack, type Owner, type Victim } from "./killable-stack";
import { RecoverBench } from "./recover-bench";

describe("mlplatform up after an interrupted run", () => {
  skipAfterFailure(); // each starts from where the one before left the stack
  let bench: RecoverBench;
  let killable: KillableStack;

  before(async () => {
    bench = await RecoverBench.start();
    ({ killable } = bench);
  });

  after(() => bench.stop());

  const repairsOf = async () => (await bench.up()).repairs.map(({ text }) => text.replace(/ of \S+@.*,/, " of …,"));

  it("repairs nothing if nothing was interrupted", async () => {
    assert.deepEqual(await repairsOf(), []);
    await bench.assertUndisturbed();
  });

  it("adopts objects and releases that exist and are not in the state", async () => {
    await killable.cutOff("ingress-class", "ingress-seldon-gateway", "ingress-gateway");

    const { repairs, lines } = await bench.up();

    assert.deepEqual(repairs.map(({ text }) => text).sort(), [
      "adopted Gateway ingress-seldon-gateway: it was created, but was not in the state",
      "adopted Helm release istio-system/istio-ingressgateway: it was installed, but was not in the state",
      "adopted IngressClass ingress-class: it was created, but was not in the state",
    ]);
    // The operator and the model do not depend on the gateway.
    assert.equal(lines.at(-1), "Done: 16 unchanged");
    await bench.assertUndisturbed();
  });

  it("adopts a model that exists and is not in the state", async () => {
    await killable.cutOff("iris");
    assert.deepEqual(await repairsOf(), ["adopted SeldonDeployment iris: it was created, but was not in the state"]);
    await bench.assertUndisturbed();
  });

  it("does not adopt an object that somebody else created with the same name", async () => {
    await killable.cutOff("ingress-class");
    await bench.cluster.kubectl("delete", "ingressclass", "istio");
    const manifest = join(bench.folder, "ingress-class.json");
    await writeFile(manifest, JSON.stringify(INGRESS_CLASS));
    await bench.cluster.kubectl("create", "-f", manifest);

    // A provider from 4.29 on then refuses to create it; this one is older and writes into it.
    assert.deepEqual(await repairsOf(), [
      "cleared the pending creation of IngressClass ingress-class: it exists, but does not belong to this stack",
    ]);
    await bench.assertUndisturbed();
  });

  const held: readonly [by: string, owner: () => Owner, refusal: RegExp][] = [
    [
      "a running process",
      () => ({ pid: process.pid, hostname: hostname(), timestamp: new Date() }),
      /^Stack "test" is locked by somebody@\S+, process \d+ \(since .*\), which still runs\. Wait until it has ended; if process \d+ is another program by now, run: pulumi cancel --stack test$/,
    ],
    [
      "a process that started after the time in the lock, because the clock was set",
      () => ({ pid: process.pid, hostname: hostname(), timestamp: new Date("2020-01-01T00:00:00Z") }),
      /^Stack "test" is locked by somebody@\S+, process \d+ \(since 2020-.*\), which still runs\./,
    ],
    [
      "another computer",
      () => ({ pid: 1, hostname: "elsewhere", timestamp: new Date() }),
      /^Stack "test" is locked by somebody@elsewhere, process 1 .*; if you know that it was killed, run: pulumi cancel --stack test$/,
    ],
  ];
  for (const [by, owner, refusal] of held) {
    it(`changes nothing while the lock belongs to ${by}`, async () => {
      const refused = (error: unknown) => error instanceof UserError && refusal.test(error.message);
      const unlock = await killable.lockAs(owner());
      await assert.rejects(bench.up(), refused);

      await killable.cutOff("iris");
      await assert.rejects(bench.up(), refused);
      assert.equal(pendingIn(await exportState(killable.stack)).length, 1);

      await unlock();
      assert.deepEqual(await repairsOf(), ["adopted SeldonDeployment iris: it was created, but was not in the state"]);
    });
  }

  it("leaves a stack that can be destroyed completely", async () => {
    await bench.destroy();
  });

  /** Both charts follow istio-base, so they are installed at the same time. */
  const areBothPending = async () =>
    (await hangs(bench, "istiod", "istio-system")) && (await hangs(bench, "seldon-core", "seldon-system"));

  /** Kills a first run while Helm waits for pods that no node takes; returns how to let nodes take them. */
  async function killedWhileHelmWaits(victim: Victim): Promise<() => Promise<string>> {
    await bench.cluster.kubectl("taint", "nodes", "--all", "full=yes:NoSchedule");
    const killed = await killable.upUntil(async ({ resourcePreEvent }) => {
      if (resourcePreEvent?.metadata.urn.endsWith("::ingress-istiod") !== true) return false;
      while (!(await areBothPending())) await sleep(20);
      return true;
    }, victim);
    assert.ok(killed && (await areBothPending()));
    return () => bench.cluster.kubectl("taint", "nodes", "--all", "full-");
  }

  it("waits for releases that an orphaned provider still installs, and adopts them", async () => {
    const makeRoom = await killedWhileHelmWaits("engine alone");
    const waiting = /^waiting for Helm release \S+: a provider of the interrupted run is still running$/;
    let room: Promise<string> | undefined;

    const { repairs } = await bench.up((line) => void (waiting.test(line) && (room ??= makeRoom())));

    assert.ok(room !== undefined, "it did not wait");
    assert.deepEqual(repairs.map(({ kind, text }) => (kind === "lock" ? kind : text)).sort(), [
      "adopted Helm release istio-system/istiod: it was installed, but was not in the state",
      "adopted Helm release seldon-system/seldon-core: it was installed, but was not in the state",
      ...(canSeeEnds() ? ["lock"] : []),
    ]);
    killable.endOrphanedProviders();
    await bench.assertUndisturbed();
    await bench.destroy();
  });

  it("uninstalls pending releases of the stack, and no others", async () => {
    const makeRoom = await killedWhileHelmWaits("whole tree");
    await makeRoom();
    await leavePending(await deploymentOfNobody(bench.folder), "foreign", "istio-system", bench);
    assert.ok(await hangs(bench, "foreign", "istio-system"));

    assert.deepEqual((await repairsOf()).sort(), [
      ...(canSeeEnds() ? ["released the lock of …, which has ended"] : []),
      "uninstalled Helm release istio-system/istiod: its status was pending-install",
      "uninstalled Helm release seldon-system/seldon-core: its status was pending-install",
    ]);

    assert.ok(await hangs(bench, "foreign", "istio-system"));
    const uninstall = ["uninstall", "foreign", "--namespace", "istio-system", "--wait"];
    await promisify(execFile)(bench.tools.helm, [...uninstall, "--kubeconfig", bench.cluster.kubeconfigPath]);
    await bench.assertUndisturbed();
  });

  it("rolls a release back whose upgrade is pending although no operation of the stack is", async () => {
    const chart = join(bench.folder, "istiod-1.30.3.tgz");
    const unplaceable = ["--reuse-values", "--set-string", "nodeSelector.no-such=node"];
    await leavePending(chart, "istiod", "istio-system", bench, ["upgrade", ...unplaceable]);

    assert.deepEqual(await repairsOf(), [
      "rolled Helm release istio-system/istiod back to revision 1: its status was pending-upgrade",
    ]);
    assert.equal(await nodeSelector(), "");
    await bench.destroy();
  });

  const nodeSelector = () =>
    bench.cluster.kubectl(
      "get",
      "deploy/istiod",
      "-n",
      "istio-system",
      "-o",
      "jsonpath={.spec.template.spec.nodeSelector}",
    );
});

const INGRESS_CLASS = {
  apiVersion: "networking.k8s.io/v1",
  kind: "IngressClass",
  metadata: { name: "istio" },
  spec: { controller: "istio.io/ingress-controller" },
};
