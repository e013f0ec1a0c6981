import type { Command } from "@pulumi/command/remote/command";
import { Provider } from "@pulumi/command/provider";
import * as pulumi from "@pulumi/pulumi";
import { RandomId } from "@pulumi/random/randomId";
import { RandomPassword } from "@pulumi/random/randomPassword";
import { Provider as RandomProvider } from "@pulumi/random/provider";
import type { NodeSpec, Rke2Spec } from "../spec";
import { checkBastion } from "./bastion";
import { isServer, type ClusterContext } from "./machine";
import { createMember } from "./member";
import { kubeconfigIn } from "./printed";
import { watchReach } from "./reach";
import { remoteCommand } from "./remote-command";
import { startNode } from "./run";
import { checkedTogether, checkMachine, installOn, type InstalledMachine } from "./setup";
import { upgradeNode } from "./upgrade";

/** A cluster that runs. */
export interface CreatedNodes {
  /** Identifies the cluster for its whole life. */
  readonly id: pulumi.Output<string>;
  /** Secret text. */
  readonly kubeconfig: pulumi.Output<string>;
  /** The nodes; each resolves when its node is ready. */
  readonly members: readonly Command[];
  /** All resources of the nodes. */
  readonly resources: readonly pulumi.Resource[];
  /** The host keys that nobody gave. */
  readonly recordedKeys: readonly { readonly called: string; readonly key: pulumi.Output<string> }[];
}

/** A node that runs. */
interface RunningNode extends InstalledMachine {
  readonly start: Command;
  readonly reach: pulumi.Resource;
  /** The last step of its upgrade. */
  readonly upgraded: Command;
}

/** Makes a cluster of machines; in a plan, nothing of it runs. */
export function createNodes(
  name: string,
  { spec, isProtected }: { readonly spec: Rke2Spec; readonly isProtected: boolean },
  parent: pulumi.ComponentResource,
): CreatedNodes {
  const provider = new Provider(`${name}-command`, {}, { parent });
  const random = new RandomProvider(`${name}-random`, {}, { parent });
  const inRandom = { parent, provider: random };
  const id = new RandomId(`${name}-id`, { byteLength: 16 }, inRandom);
  const token = new RandomPassword(
    `${name}-token`,
    { length: 48, special: false },
    { ...inRandom, protect: isProtected },
  );
  const context: ClusterContext = {
    spec,
    owner: id.hex,
    token: token.result,
    lastsAsCluster: token,
    parent,
    provider,
  };
  const bastion = checkBastion(context);
  const checked = spec.nodes.map((node) => checkMachine(node, bastion, context));
  const together = checkedTogether(checked, `MlCluster "${name}"`);
  const installed = checked.map((machine) => installOn(machine, together, context));
  const nodes = runNodes(installed, { context, isProtected });
  const members = nodes.map((node) => memberOf(node, nodes, context));
  return {
    id: id.hex,
    kubeconfig: kubeconfigOf(nodes, context),
    members,
    resources: [
      ...[id, token, ...(bastion === undefined ? [] : [bastion.learned.command, bastion.login])],
      ...checked.flatMap(({ hostKey, login, check }) => [hostKey.command, login, check]),
      ...nodes.flatMap(({ setup, start, reach, upgraded }) => [...setup, start, reach, upgraded]),
      ...members,
    ],
    recordedKeys: [
      ...(bastion === undefined || spec.bastion?.hostKey !== undefined
        ? []
        : [{ called: "bastion", key: bastion.learned.key }]),
      ...checked
        .filter(({ node }) => node.hostKey === undefined)
        .map(({ node, hostKey }) => ({ called: node.key, key: hostKey.key })),
    ],
  };
}

/**
 * Starts the servers one after another, as RKE2 demands, and then all agents at once. A node that is added while the release changes waits
 * until the servers before it, or for an agent all servers, have been upgraded: an agent may not be newer than its servers.
 */
function runNodes(
  machines: readonly InstalledMachine[],
  options: { readonly context: ClusterContext; readonly isProtected: boolean },
): RunningNode[] {
  const { context } = options;
  const servers: RunningNode[] = [];
  for (const machine of firstFirst(
    machines.filter(({ node }) => isServer(node)),
    context.spec.first,
  )) {
    const start = startNode(machine, lastOf(servers), options);
    const reach = watchReach(machine, start, context);
    const upgraded = upgradeNode(machine, machine, [start, ...lastOf(servers)], context);
    servers.push({ ...machine, start, reach, upgraded });
  }
  const [first] = servers;
  const agents: RunningNode[] = [];
  const started = machines
    .filter(({ node }) => !isServer(node))
    .map((machine) => ({ ...machine, start: startNode(machine, lastOf(servers), options) }));
  for (const machine of started) {
    const reach = watchReach(machine, machine.start, context);
    const after = [machine.start, ...lastOf(agents.length > 0 ? agents : servers)];
    agents.push({ ...machine, reach, upgraded: upgradeNode(machine, first ?? machine, after, context) });
  }
  return [...servers, ...agents];
}

const lastOf = (nodes: readonly RunningNode[]): Command[] => nodes.slice(-1).map(({ upgraded }) => upgraded);

/** The server that others join comes first, also if one before it in the list is lost. */
const firstFirst = (servers: readonly InstalledMachine[], first: NodeSpec | undefined): InstalledMachine[] => [
  ...servers.filter(({ node }) => node.key === first?.key),
  ...servers.filter(({ node }) => node.key !== first?.key),
];

/** A server cannot take itself out of the cluster, so another one does, if there is one. */
function memberOf(node: RunningNode, nodes: readonly RunningNode[], context: ClusterContext): Command {
  const servers = nodes.filter((other) => isServer(other.node) && !other.node.lost);
  const through = servers.find((server) => server.node.key !== node.node.key) ?? node;
  return createMember(node, through, [...new Set([node.start, through.start])], context);
}

/** Reads the kubeconfig of the first server, and again after an upgrade, as RKE2 renews its certificate then. */
function kubeconfigOf(
  [first]: readonly RunningNode[],
  { spec, parent, provider }: ClusterContext,
): pulumi.Output<string> {
  if (first === undefined) return pulumi.secret("");
  const reading = remoteCommand(
    `${spec.name}-kubeconfig`,
    {
      connection: first.connection,
      user: first.node.user,
      parts: ["kubeconfig"],
      data: { NODE: first.node.key, RELEASE: spec.release, API_ADDRESS: spec.apiAddress, CLUSTER: spec.name },
      create: { what: "read the kubeconfig of the RKE2 cluster", call: ["kubeconfig"] },
      isQuiet: true,
    },
    { parent, provider, dependsOn: [first.start, first.upgraded], additionalSecretOutputs: ["stdout", "stderr"] },
  );
  return pulumi.secret(kubeconfigIn(reading.stdout));
}
