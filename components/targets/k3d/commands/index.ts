import { Command } from "@pulumi/command/local/command";
import { Provider } from "@pulumi/command/provider";
import * as pulumi from "@pulumi/pulumi";
import { RandomId } from "@pulumi/random/randomId";
import { Provider as RandomProvider } from "@pulumi/random/provider";
import { readFileSync } from "node:fs";
import path from "node:path";
import { configFile } from "../config-file";
import type { K3dSpec } from "../spec";

/**
 * The programs that the commands run, for Node. They are text, because the state must hold all that a later destroy runs, also on another
 * machine and with a newer version of this package.
 */
export const [CLUSTER_PROGRAM, KUBECONFIG_PROGRAM] = ["cluster-program.cjs", "kubeconfig-program.cjs"].map((file) =>
  readFileSync(path.join(__dirname, file), "utf8"),
) as [string, string];

/**
 * The texts of the commands, which a plan and an error show. The first word tells the program what to do; more may follow the text.
 */
const Text = {
  Check: "check this machine for k3d",
  Create: "create the k3d cluster",
  Update: "look at the k3d cluster",
  Delete: "delete the k3d cluster",
  Clear: "clear away what an interrupted run left of the k3d cluster",
  Skip: "skip the check of this machine",
  ReadKubeconfig: "read the kubeconfig of the k3d cluster",
} as const;

/** A cluster that commands created. */
export interface CreatedCluster {
  /**
   * Id of the command that created the cluster. Each creation has another one, and a preview knows it unless the cluster is to be replaced.
   */
  readonly id: pulumi.Output<string>;
  /** IPv4 block of the Docker network. */
  readonly network: pulumi.Output<string>;
  /** Secret text. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Resolves when the API server answers. */
  readonly ready: pulumi.Output<unknown>;
}

/** Checks the machine, creates the cluster, and reads its kubeconfig; in a plan, nothing of it runs. */
export function createCluster(
  name: string,
  { spec, isProtected }: { readonly spec: K3dSpec; readonly isProtected: boolean },
  parent: pulumi.ComponentResource,
): CreatedCluster {
  const opts = { parent, provider: new Provider(`${name}-command`, {}, { parent }) };
  const random = new RandomProvider(`${name}-random`, {}, { parent });
  const owner = new RandomId(`${name}-owner`, { byteLength: 16 }, { parent, provider: random });
  const stdin = configFile(spec);
  const common = {
    interpreter: nodeProgram(CLUSTER_PROGRAM),
    stdin,
    environment: { MLPLATFORM_K3D_OWNER: owner.hex, MLPLATFORM_K3D_ADOPT: String(spec.adopt) },
    // What k3d prints about its progress. Standard output is for the program.
    logging: "stderr" as const,
  };
  // A change of the config replaces the cluster, after a new check. Other inputs, such as a newer program, only look at it.
  const triggers = [stdin];
  const check = new Command(`${name}-check`, { ...common, triggers, create: Text.Check, update: Text.Skip }, opts);
  // It outlives replacements of the cluster, and runs only when the stack is destroyed, which may not know of a cluster that k3d has made.
  const remains = new Command(`${name}-remains`, { ...common, delete: Text.Clear }, { ...opts, dependsOn: check });
  const cluster = new Command(
    name,
    { ...common, triggers, create: `${Text.Create}: ${summary(spec)}`, update: Text.Update, delete: Text.Delete },
    // Two clusters cannot have one name and the same ports.
    { ...opts, dependsOn: remains, deleteBeforeReplace: true, protect: isProtected },
  );
  const reading = new Command(
    `${name}-kubeconfig`,
    {
      create: Text.ReadKubeconfig,
      interpreter: nodeProgram(KUBECONFIG_PROGRAM),
      environment: { MLPLATFORM_K3D_CLUSTER: spec.name },
      logging: "none",
      // Otherwise an update would get the former kubeconfig as a variable, which other processes can read.
      addPreviousOutputInEnv: false,
      triggers: [cluster.id],
    },
    { ...opts, additionalSecretOutputs: ["stdout", "stderr"] },
  );
  return {
    id: cluster.id,
    network: cluster.stdout.apply((facts) => (JSON.parse(facts) as { network: string }).network),
    kubeconfig: pulumi.secret(reading.stdout),
    ready: reading.id,
  };
}

/** Node is there wherever this package runs. The text of the command becomes the first argument of the program. */
const nodeProgram = (program: string): string[] => ["node", "-e", program];

/** What a plan shows of the cluster. */
const summary = ({ image, servers, agents, httpPort, httpsPort, listenAddress }: K3dSpec): string =>
  `${image}, ${counted(servers, "server")}${agents > 0 ? ` and ${counted(agents, "agent")}` : ""}, ` +
  `ports ${String(httpPort)} and ${String(httpsPort)} at ${listenAddress}`;

const counted = (count: number, what: string): string => `${String(count)} ${what}${count === 1 ? "" : "s"}`;
