import { execFile } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { toolchain, type Toolchain } from "../toolchain";
import type { Api } from "./api";
import { startApiServer, type ApiServerOptions } from "./api-server";
import { simulate, startControllers } from "./controllers";
import { furnish } from "./furnish";
import { context, kubeconfig } from "./kubeconfig";
import { Programs } from "./programs";
import { restartContainers } from "./restarts";
import { provisionVolumes } from "./volumes";

/** How a test cluster differs from the usual one. */
export interface ClusterOptions extends ApiServerOptions {
  /** @default 3 */
  readonly nodes?: number;
  /** Seconds that pods take from their placement to running, as for pulling images. @default 0 */
  readonly startDelay?: number;
  /** Whether Services of type LoadBalancer get an address. @default true */
  readonly loadBalancers?: boolean;
  /** Name of the default storage class; none if it is empty. @default "standard" */
  readonly storageClass?: string;
}

/** A real API server with real controllers and a real scheduler, on simulated machines. */
export interface TestCluster {
  /** The text of a kubeconfig (YAML) with the admin's credentials. */
  readonly kubeconfig: string;
  /** A file with the same text, in `dir`. */
  readonly kubeconfigPath: string;
  /** The context's name in it. */
  readonly context: string;
  /** Where the API server listens: `https://127.0.0.1:<port>`. */
  readonly server: string;
  /** Everything the cluster writes, logs included; gone after `stop`. */
  readonly dir: string;
  /** The API server itself, without a process for each question. */
  readonly api: Api;
  /** Runs kubectl as admin and returns what it prints. */
  kubectl(...args: string[]): Promise<string>;
  /** Whether Services of type LoadBalancer get an address from now on; what has one keeps it. */
  giveAddresses(give: boolean): Promise<void>;
  /** Kills the API server and starts it again with the same address and data; resolves when it serves. */
  restartApiServer(): Promise<void>;
  /** Ends every process and removes every file. Happens also by itself when this process ends, however it does. */
  stop(): Promise<void>;
}

/** Starts a cluster on free ports of the loopback interface, in some seconds. */
export async function startCluster(options: ClusterOptions = {}): Promise<TestCluster> {
  const tools = await toolchain();
  for (let triesLeft = 2; ; triesLeft--) {
    try {
      return await start(tools, options);
    } catch (error) {
      // Another process took a port between our finding it and using it.
      if (triesLeft === 0 || !(error as Error).message.includes("address already in use")) throw error;
    }
  }
}

async function start(
  tools: Toolchain,
  { nodes = 3, startDelay = 0, loadBalancers = true, storageClass = "standard", ...apiServer }: ClusterOptions,
): Promise<TestCluster> {
  const dir = await mkdtemp(join(tmpdir(), "mlplatform-cluster-"));
  const programs = new Programs(dir);
  let close: () => void = () => undefined;
  try {
    const api = await startApiServer(programs, tools, apiServer);
    close = () => {
      api.close();
    };
    const kubeconfigPath = join(dir, "kubeconfig");
    await writeFile(kubeconfigPath, kubeconfig(api), { mode: 0o600 });
    await startControllers(programs, tools, kubeconfigPath, { startDelay, loadBalancers });
    provisionVolumes(api);
    restartContainers(api);
    await furnish(programs, api, { nodes, storageClass });
    programs.onEnd = (report) => process.stderr.write(`test cluster: ${report}\n`);
    return {
      kubeconfig: kubeconfig(api),
      kubeconfigPath,
      context,
      server: api.server,
      dir,
      api,
      kubectl: (...args) => kubectl(tools, dir, kubeconfigPath, args),
      giveAddresses: (give) => simulate(programs, api, { startDelay, loadBalancers: give }),
      async restartApiServer() {
        await programs.restart("kube-apiserver");
        await programs.until("the API server serves again", async () => (await api.get("/readyz")) === "ok");
      },
      stop: async () => {
        api.close();
        await programs.stop();
      },
    };
  } catch (error) {
    close();
    await programs.stop();
    throw error;
  }
}

async function kubectl(tools: Toolchain, dir: string, kubeconfigPath: string, args: string[]): Promise<string> {
  // Its cache in the cluster's folder: what another cluster served at the same port must not be believed.
  const env = { ...process.env, KUBECONFIG: kubeconfigPath, KUBECACHEDIR: join(dir, "kubectl-cache") };
  const { stdout } = await promisify(execFile)(tools.kubectl, args, { env, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}
