import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";
import { neverReady } from "../cluster/stages";
import { RecoverBench } from "../recover/recover-bench";
import { ApiProxy, type Refusal } from "./api-proxy";
import { CHECK_SERVER, RUN_AGAIN, upOrExplained, WAIT } from "./explained";
import { type Killable, KILLS, killPoints, victimOf } from "./kills";
import { isFull, type Outcome, seed, Trials } from "./outcomes";

/** A fault, and how `mlplatform up` takes it. */
interface Fault {
  readonly name: string;
  readonly where: string;
  /** Begins it; returns how to end it. */
  begin(): Promise<() => unknown>;
  /** What the error says. Without it, the run must get over the fault by itself. */
  readonly says?: readonly RegExp[];
  /** What the error says if there is one: whether the run gets over the fault is a matter of time. */
  readonly maySay?: readonly RegExp[];
  /** Called with each line that the run prints. */
  onLine?(line: string): void;
}

const MODEL = /\/seldondeployments\/iris$/;
const MODEL_NAME = /^SeldonDeployment iris was not successfully created/m;
const CLASS = /^\/apis\/networking\.k8s\.io\/v1\/ingressclasses\/istio$/;
const CLASS_NAME = /^IngressClass ingress-class\b/m;
/** Where Helm keeps its records. */
const RECORDS = /^\/api\/v1\/namespaces\/istio-system\/secrets$/;

/** The provider creates by server-side apply. */
const BROKEN = {
  method: "PATCH",
  status: 500,
  reason: "InternalError",
  message: "Internal error occurred: etcdserver: mvcc: database space exceeded",
};
const BUSY = {
  method: "PATCH",
  status: 429,
  reason: "TooManyRequests",
  message: "too many requests, please try again later",
  retryAfter: 1,
};

const HOOK = "check";

describe("a platform on an existing cluster with a fault in it", () => {
  const trials = new Trials("existing");
  let bench: RecoverBench;
  let proxy: ApiProxy;
  let limit: number | undefined;

  before(async () => {
    bench = await RecoverBench.start(
      async (cluster) => (proxy = await ApiProxy.start(cluster)),
      () => limit,
    );
    await bench.platformDestroy();
  });

  after(async () => {
    await bench.stop();
    proxy.stop();
  });

  const refusing = (name: string, refusal: Refusal, says?: readonly RegExp[]): Fault => ({
    name,
    where: `${refusal.method} ${refusal.path.source}`,
    begin: () => {
      const lift = proxy.refuse(refusal);
      return Promise.resolve(() => {
        lift();
        if (proxy.refused === 0) throw new Error(`${name}: nothing was refused`);
      });
    },
    says,
  });

  const modelFailsOnce = refusing("fails once", { ...BROKEN, path: MODEL, times: 1 }, [MODEL_NAME, RUN_AGAIN]);
  const modelIsThrottled = refusing("throttled", { ...BUSY, path: MODEL, times: 3 });
  const hookFails: Fault = {
    name: "a chart's hook fails",
    where: "chart seldon-core-operator",
    async begin() {
      const restore = await bench.charts.replace(await withFailingHook(bench, "seldon-core-operator"));
      return () => {
        restore();
        // As its user does after looking at it.
        return bench.cluster.kubectl("delete", "job", HOOK, "--namespace", "seldon-system");
      };
    },
    says: [
      /Helm release "seldon-system\/seldon-core"/,
      /Job seldon-system\/check failed \(DeadlineExceeded: .*\)\. Read why with kubectl logs job\/check --namespace seldon-system$/m,
      RUN_AGAIN,
    ],
  };
  const noAddress: Fault = {
    name: "no address for a load balancer",
    where: "Service istio-system/istio-ingressgateway",
    async begin() {
      limit = 10;
      await bench.cluster.giveAddresses(false);
      return () => {
        limit = undefined;
        return bench.cluster.giveAddresses(true);
      };
    },
    says: [
      /Helm release "istio-system\/istio-ingressgateway"/,
      /^Service istio-system\/istio-ingressgateway has no address: .* write metallb, or choose NodePort or ClusterIP/m,
      RUN_AGAIN,
    ],
  };

  const faultyUp = async (fault: Fault): Promise<Outcome> => {
    const end = await fault.begin();
    try {
      const run = bench.up((line) => fault.onLine?.(line));
      return await upOrExplained(run, fault.says ?? fault.maySay, fault.says !== undefined);
    } finally {
      await end();
    }
  };

  const killable = (): Killable => ({
    moments: bench.moments,
    upUntil: (moment, victim) => bench.killable.upUntil(moment, victim),
    async up() {
      await bench.up();
      bench.killable.endOrphanedProviders();
    },
    assertUndisturbed: () => bench.assertUndisturbed(),
    async destroy() {
      await bench.platformDestroy();
      bench.killable.endOrphanedProviders();
    },
  });

  if (!isFull) {
    // What an update makes of a kill is in tests/engine/recover.
    it("leaves nothing when it is destroyed after a kill", async () => {
      const killed = await bench.killable.upUntil(
        ({ resOutputsEvent }) => resOutputsEvent?.metadata.urn.endsWith("::ingress-namespace") === true,
      );
      assert.ok(killed);
      await bench.platformDestroy();
    });

    it("names what fails and what to do, and ends as an undisturbed run when all faults are gone", async () => {
      const restoreAddresses = await noAddress.begin();
      await faultyUp(hookFails);
      await faultyUp({ ...modelFailsOnce, says: [...(modelFailsOnce.says ?? []), ...(noAddress.says ?? [])] });
      await restoreAddresses();
      await faultyUp(modelIsThrottled);
      await bench.assertUndisturbed();
      await bench.platformDestroy();
    });
    return;
  }

  let restart: Promise<void> | undefined;
  const faults: readonly Fault[] = [
    modelFailsOnce,
    refusing("fails once", { ...BROKEN, path: CLASS, times: 1 }, [CLASS_NAME, RUN_AGAIN]),
    refusing("fails always", { ...BROKEN, path: MODEL }, [MODEL_NAME, RUN_AGAIN]),
    refusing("fails always", { ...BROKEN, path: CLASS }, [CLASS_NAME, RUN_AGAIN]),
    refusing("fails always", { ...BROKEN, method: "POST", path: RECORDS }, [/^chart ingress-istio-base: /m, RUN_AGAIN]),
    modelIsThrottled,
    refusing("throttled", { ...BUSY, path: CLASS, times: 3 }),
    refusing("throttled", { ...BUSY, method: "POST", path: RECORDS, times: 3 }),
    refusing("throttled always", { ...BUSY, path: CLASS }, [CLASS_NAME, WAIT]),
    ...["chart ingress-istio-base", "chart ingress-istiod", "IngressClass ingress-class"].map((label): Fault => ({
      name: "the API server restarts",
      where: `after ${label}`,
      begin() {
        restart = undefined;
        return Promise.resolve(() => {
          if (restart === undefined) throw new Error("the API server was not restarted");
          return restart;
        });
      },
      onLine(line) {
        if (line.includes(`created   ${label}`)) restart ??= bench.cluster.restartApiServer();
      },
      maySay: [CHECK_SERVER],
    })),
    noAddress,
    hookFails,
  ];

  for (const [fault, trial] of KILLS) {
    it(`${fault}, at every operation`, async function () {
      this.timeout(0);
      for (const k of killPoints(bench.moments, "all", seed)) {
        await trials.run(
          fault,
          `operation ${k} of ${bench.moments}, ${victimOf(k)}`,
          () => trial(killable(), k),
          () => bench.clear(),
        );
      }
      trials.assertNoDefects();
    });
  }

  for (const fault of faults) {
    it(`${fault.name} (${fault.where}): the run, or the next one, ends as an undisturbed run`, async function () {
      this.timeout(0);
      const trial = async () => {
        const outcome = await faultyUp(fault);
        if (outcome !== "converged") await bench.up();
        await bench.assertUndisturbed();
        await bench.platformDestroy();
        return outcome;
      };
      await trials.run(`${fault.name}, then up`, fault.where, trial, () => bench.clear());
      trials.assertNoDefects();
    });

    it(`${fault.name} (${fault.where}): destroy leaves nothing`, async function () {
      this.timeout(0);
      const trial = async (): Promise<Outcome> => {
        const outcome = await faultyUp(fault);
        await bench.platformDestroy();
        return outcome;
      };
      await trials.run(`${fault.name}, then destroy`, fault.where, trial, () => bench.clear());
      trials.assertNoDefects();
    });
  }
});

/** The chart with a hook whose Job fails, in a package of the same name. */
async function withFailingHook({ folder, tools }: RecoverBench, chart: string): Promise<string> {
  const dir = join(folder, "charts", chart);
  const job = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: HOOK, annotations: { "helm.sh/hook": "post-install,post-upgrade" } },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: 1,
      template: {
        metadata: { annotations: { [neverReady]: "true" } },
        spec: { restartPolicy: "Never", containers: [{ name: "check", image: "registry.example.org/check:1" }] },
      },
    },
  };
  await writeFile(join(dir, "templates/check.yaml"), stringify(job));
  const { stdout } = await promisify(execFile)(tools.helm, ["package", dir, "--destination", join(folder, "charts")]);
  return stdout.trim().split(": ").at(-1) ?? "";
}
