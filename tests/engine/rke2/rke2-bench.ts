import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { MlCluster, type MlClusterArgs, type Rke2ClusterArgs } from "../../../components";
import { clock } from "../../../components/targets/rke2/nodes/clock";
import { assembleCharts, packageCharts } from "../../contracts/charts/assemble";
import { serveCharts } from "../charts/chart-repository";
import type { HostOptions } from "../hosts/host";
import { Rke2Hosts } from "../hosts/rke2-hosts";
import { commandPlugin } from "../providers/command/launcher";
import { kubernetesPlugin } from "../providers/plugin";
import { startRandom } from "../providers/random/provider";
import { engineStack, type EngineStack, type Run, RunFailed } from "../stack/engine-stack";
import { sshClient, toolchain } from "../toolchain";

/** What the machines of a suite are. */
export interface Rke2BenchOptions {
  readonly hosts: readonly HostOptions[];
  /** Machines that tests start later. @default none */
  readonly later?: readonly HostOptions[];
  /** The first three numbers of their addresses. @default the network of the on-prem guide */
  readonly prefix?: string;
  /** Whether the charts of the stack can be had. @default false */
  readonly charts?: boolean;
}

/** Machines, and a stack of a cluster on them. */
export class Rke2Bench {
  private readonly endings: (() => unknown)[] = [];
  rke2!: Rke2Hosts;
  stack!: EngineStack;
  /** URL of the chart repository, if there is one. */
  mirror = "";
  /** The private key of the machines. */
  key = "";

  static async start(options: Rke2BenchOptions): Promise<Rke2Bench> {
    const bench = new Rke2Bench();
    try {
      await bench.begin(options);
    } catch (error) {
      await bench.stop();
      throw error;
    }
    return bench;
  }

  private async begin({ hosts, later, prefix, charts = false }: Rke2BenchOptions): Promise<void> {
    const tools = await toolchain();
    // Suites that compare plans stop it when they are loaded, and one before may have run in this process.
    clock.seconds = () => Math.floor(Date.now() / 1000);
    this.rke2 = await Rke2Hosts.start(hosts, later, prefix);
    this.endings.push(() => this.rke2.stop());
    this.key = readFileSync(this.rke2.hosts.keyPath, "utf8");
    if (charts) {
      const folder = mkdtempSync(path.join(tmpdir(), "mlplatform-rke2-"));
      this.endings.push(() => {
        rmSync(folder, { recursive: true });
      });
      await packageCharts(await assembleCharts(path.join(folder, "charts")), tools.helm, folder);
      const repository = await serveCharts(folder);
      this.endings.push(() => repository.stop());
      this.mirror = repository.url;
    }
    const random = await startRandom();
    this.endings.push(() => random.stop());
    this.stack = await engineStack({
      program: () => Promise.resolve({}),
      providers: [kubernetesPlugin(tools), random.plugin, commandPlugin(await sshClient())],
      env: { ...random.env, PATH: `${this.rke2.hosts.path}:${path.dirname(tools.kubectl)}`, SSH_AUTH_SOCK: "" },
    });
    this.endings.push(() => this.stack.dispose());
  }

  /** Ends all that was started, the last first. */
  async stop(): Promise<void> {
    for (const end of this.endings.reverse()) await end();
  }

  /** Brings up a cluster `ml` without storage and protection, with these settings. */
  up(rke2: Rke2ClusterArgs, common: Omit<MlClusterArgs, "rke2"> = {}): Promise<Run> {
    return this.stack.up({ program: () => Promise.resolve(this.program(rke2, common)) });
  }

  /** The errors of an `up` that fails, as Pulumi shows them: each with the name of its resource. */
  async refusal(rke2: Rke2ClusterArgs, common: Omit<MlClusterArgs, "rke2"> = {}): Promise<string> {
    try {
      await this.up(rke2, common);
    } catch (error) {
      if (!(error instanceof RunFailed)) throw error;
      const errors = error.run.diagnostics.filter(({ severity, passing }) => severity === "error" && !passing);
      return errors.map(({ urn, message }) => `${urn.split("::").at(-1) ?? ""}: ${message}`).join("\n");
    }
    throw new Error("the run succeeded");
  }

  /**
   * What was asked of RKE2 and of nodes on the hosts since the last look, in order, without questions and the flags of kubectl:
   * `a1 install.sh agent v1.35.7+rke2r1`, `s1 kubectl drain a1`.
   */
  steps(): string[] {
    const { commands } = this.rke2;
    this.rke2.forget();
    return commands
      .map((line) => line.replace(/ --?[a-z-]+=\S+| --(kubeconfig|cache-dir) \S+| --[a-z-]+/g, ""))
      .filter((line) => STEPS.test(line));
  }

  private program(rke2: Rke2ClusterArgs, common: Omit<MlClusterArgs, "rke2">): Record<string, unknown> {
    const { kubeconfig, ready } = new MlCluster("ml", {
      deletionProtection: false,
      ...common,
      rke2: { user: "ubuntu", sshKeyPath: this.rke2.hosts.keyPath, localStorage: false, ...rke2 },
    });
    return { kubeconfig, ready };
  }
}

/** `systemctl stop` of a service that is not there is part of every uninstallation. */
const STEPS =
  /^\S+ (install\.sh .*|systemctl (start|restart) .*|rke2-uninstall\.sh|kubectl (drain|uncordon|delete node) .*)$/;
