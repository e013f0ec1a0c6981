import { readFileSync } from "node:fs";
import path from "node:path";
import { version as current } from "../../../package.json";
import { Machine } from "../../helpers/k3d/machine";
import { serveContractCharts } from "../charts/contract-charts";
import { startCluster, type ClusterOptions, type TestCluster } from "../cluster";
import { startTogether } from "../endings";
import { startCertManager } from "../operators/cert-manager";
import { startMetalLb } from "../operators/metallb";
import { startSeldonOperator } from "../operators/seldon-operator";
import { repositoryConfig, repositoryProgram } from "../programs/run-program";
import { commandPlugin } from "../providers/command/launcher";
import { kubernetesPlugin } from "../providers/plugin";
import { startRandom, type RandomProvider } from "../providers/random/provider";
import { Rke2Bench } from "../rke2/rke2-bench";
import { engineStack, type EngineStack } from "../stack/engine-stack";
import { toolchain } from "../toolchain";
import { placesOf, recordCheckpoint } from "./checkpoint";

/** What the programs without a cloud need. */
export interface LocalSetting {
  readonly cluster: TestCluster;
  /** Where the charts are served. */
  readonly mirror: string;
  readonly random: RandomProvider;
  stop(): Promise<void>;
}

/** A program whose cluster exists, or is made on machines without a cloud. */
interface LocalProgram {
  /** Its config but for its name and the charts. */
  readonly settings: (cluster: TestCluster) => Readonly<Record<string, string>>;
  /** Brings it up on things of its own, and writes its checkpoint. */
  readonly record: () => Promise<void>;
}

export const localPrograms: Readonly<Record<string, LocalProgram>> = {
  existing: {
    settings: ({ kubeconfigPath, context }) => ({
      kubeconfig: kubeconfigPath,
      context,
      kubernetesVersion: "1.36",
      sourceRanges: JSON.stringify(["203.0.113.0/24"]),
    }),
    record: () => recordOn("existing", {}, [startSeldonOperator]),
  },
  k3d: {
    settings: () => ({ kubernetesVersion: "1.36", deletionProtection: "false" }),
    record: () =>
      recordOn("k3d", { loadBalancers: false, storageClass: "local-path" }, [startMetalLb, startSeldonOperator]),
  },
  onprem: { settings: () => onpremSettings(EXAMPLE_KEY), record: recordOnprem },
};

export function startLocalSetting(options: ClusterOptions = {}): Promise<LocalSetting> {
  return startTogether(async (endings) => {
    const cluster = await endings.of(startCluster(options));
    const random = await endings.of(startRandom());
    const { url: mirror } = await endings.of(serveContractCharts());
    return { cluster, mirror, random };
  });
}

/** A stack of one of the programs. */
export async function localStack(
  program: string,
  { cluster, mirror, random }: LocalSetting,
  env: Readonly<Record<string, string>> = {},
): Promise<EngineStack> {
  return engineStack({
    project: "mlplatform",
    program: repositoryProgram,
    providers: [kubernetesPlugin(await toolchain()), random.plugin, commandPlugin()],
    env: { ...random.env, ...env },
    config: repositoryConfig({ program, ...localPrograms[program]?.settings(cluster), mirror }),
  });
}

type Operator = (cluster: TestCluster) => Promise<{ stop(): Promise<void> }>;

/** Records on this machine, with doubles of k3d and Docker. */
async function recordOn(program: string, options: ClusterOptions, start: readonly Operator[]): Promise<void> {
  const setting = await startLocalSetting(options);
  const { cluster, mirror } = setting;
  const operators = await Promise.all(start.map((operator) => operator(cluster)));
  const machine = new Machine({ kubeconfig: readFileSync(cluster.kubeconfigPath, "utf8") });
  const PATH = `${machine.env["PATH"] ?? ""}:${process.env.PATH ?? ""}`;
  const stack = await localStack(program, setting, { ...machine.env, PATH });
  try {
    await stack.up();
    await recordCheckpoint(stack, current, program, placesOf(cluster, mirror));
  } finally {
    await stack.dispose();
    for (const operator of operators) await operator.stop();
    machine.remove();
    await setting.stop();
  }
}

const stacks = path.resolve(__dirname, "../../../programs/stacks");
/** A text in the form of a key. A checkpoint has it in place of the key with which it was recorded. */
const EXAMPLE_KEY = path.join(stacks, "ssh-key.example");
const SERVER = { address: "192.168.86.36", hostname: "master" };

const onpremSettings = (sshKeyPath: string): Readonly<Record<string, string>> => ({
  kubernetesVersion: "1.36",
  domain: "domain.test",
  deletionProtection: "false",
  rke2: JSON.stringify({
    rkeClusterYml: path.join(stacks, "cluster.example.yml"),
    sshKeyPath,
    prepareHosts: true,
    loadBalancerNetwork: "192.168.86.240/28",
  }),
});

/** Records on two machines. What a preview does needs none of them. */
async function recordOnprem(): Promise<void> {
  const bench = await Rke2Bench.start({
    hosts: [SERVER, { address: "192.168.86.35", hostname: "worker" }],
    stack: () => ({ project: "mlplatform", program: repositoryProgram }),
  });
  const { cluster, hosts } = bench.rke2;
  const operators = await Promise.all(
    [startMetalLb, startCertManager, startSeldonOperator].map((start) => start(cluster)),
  );
  try {
    const config = { program: "onprem", ...onpremSettings(hosts.keyPath), mirror: bench.mirror };
    await bench.stack.setConfig(repositoryConfig(config));
    await bench.stack.up();
    const places = { ...placesOf(cluster, bench.mirror), server: `https://${SERVER.address}:6443` };
    await recordCheckpoint(bench.stack, current, "onprem", places, (text) => withExampleKey(text, bench.key));
  } finally {
    for (const operator of operators) await operator.stop();
    await bench.stop();
  }
}

/**
 * A state as if its machines had been reached with the example of a key: in a text, in a text in a secret, and in one line. The key of the
 * certificate that the program looks up is left out.
 */
function withExampleKey(text: string, key: string): string {
  const lines = (pem: string) => pem.trim().split("\n");
  return ["|", String.raw`\n`, String.raw`\\n`].reduce(
    (before, end) => before.replaceAll(lines(key).join(end), lines(readFileSync(EXAMPLE_KEY, "utf8")).join(end)),
    text.replace(/(\\"tls\.key\\":\\")[^\\]*/g, "$1"),
  );
}
