import { readFileSync } from "node:fs";
import path from "node:path";
import { MlCluster, type MlClusterArgs, type Rke2ClusterArgs } from "../../../components";
import { clock } from "../../../components/targets/rke2/nodes/clock";
import { serveContractCharts } from "../charts/contract-charts";
import { Endings } from "../endings";
import type { HostOptions } from "../hosts/host";
import { Rke2Hosts } from "../hosts/rke2-hosts";
import { commandPlugin } from "../providers/command/launcher";
import { kubernetesPlugin } from "../providers/plugin";
import { startRandom } from "../providers/random/provider";
import { engineStack, type EngineStack, type EngineStackOptions, type Run, RunFailed } from "../stack/engine-stack";
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
  /** Another stack than one of `up`, with the charts of a repository at this URL. */
  readonly stack?: (mirror: string) => Omit<EngineStackOptions, "providers" | "env">;
}

/** Machines, and a stack of a cluster on them. */
export class Rke2Bench {
  private readonly endings = new Endings();
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

  private async begin({ hosts, later, prefix, charts = false, stack }: Rke2BenchOptions): Promise<void> {
    const tools = await toolchain();
    // Suites that compare plans stop it when they are loaded, and one before may have run in this process.
    clock.seconds = () => Math.floor(Date.now() / 1000);
    this.rke2 = await this.endings.of(Rke2Hosts.start(hosts, later, prefix));
    this.key = readFileSync(this.rke2.hosts.keyPath, "utf8");
    if (charts || stack) {
      this.mirror = (await this.endings.of(serveContractCharts())).url;
    }
    const random = await this.endings.of(startRandom());
    this.stack = await this.endings.of(
      engineStack({
        ...(stack?.(this.mirror) ?? { program: () => Promise.resolve({}) }),
        providers: [kubernetesPlugin(tools), random.plugin, commandPlugin(await sshClient())],
        env: { ...random.env, PATH: `${this.rke2.hosts.path}:${path.dirname(tools.kubectl)}`, SSH_AUTH_SOCK: "" },
      }),
    );
  }

  /** Ends all that was started, the last first. */
  async stop(): Promise<void> {
    await this.endings.end();
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
