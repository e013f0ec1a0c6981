import type { Rke2ClusterArgs, Rke2NodeArgs } from "../args";
import { host } from "../formats";
import { checkedText, withValues } from "./checked-text";
import { componentsOf } from "./components";
import { parsedFile } from "./document";
import { at, type Field } from "./field";
import { Findings, type Finding } from "./findings";
import { bastionOf, keyPathOf } from "./login";
import { networkOf } from "./network";
import { nodesOf } from "./nodes";
import { snapshotsOf } from "./snapshots";
import { warnOfUntranslated } from "./untranslated";

export type { Finding } from "./findings";

/** What a file says, in the inputs of the block. */
export interface ClusterYml {
  readonly nodes: Rke2NodeArgs[];
  readonly settings: Omit<Rke2ClusterArgs, "nodes" | "rkeClusterYml">;
  /** What has no effect. */
  readonly warnings: readonly Finding[];
}

/**
 * Translates the text of RKE's `cluster.yml`, or lists what must be corrected in it. A `~` in the path of a key stays. Keys for SSH and
 * for buckets are plain text in the result: whoever uses them makes them secret.
 */
export function readClusterYml(text: string): ClusterYml | { readonly problems: readonly Finding[] } {
  const file = parsedFile(text);
  if (!("path" in file)) return { problems: [file] };
  const findings = new Findings();
  warnOfUntranslated(file, findings);
  const keyPath = keyPathOf(file, findings);
  const nodes = nodesOf(file, keyPath, findings);
  const settings = settingsOf(file, keyPath, findings);
  const { problems, warnings } = findings;
  return problems.length > 0 ? { problems } : { nodes, settings, warnings };
}

function settingsOf(file: Field, sshKeyPath: string, findings: Findings): ClusterYml["settings"] {
  const sans = findings
    .items(at(file, "authentication", "sans"))
    .flatMap((item) => checkedText(item, findings, host) ?? []);
  const { etcdSnapshots, config } = snapshotsOf(file, findings);
  const { onServers, onAgents } = componentsOf(file, findings);
  const serverConfig = { ...onServers, ...config, ...withoutMetrics(file) };
  return withValues({
    sshKeyPath,
    bastion: bastionOf(file, sshKeyPath, findings),
    ...networkOf(file, findings),
    tlsSans: sans.length === 0 ? undefined : sans,
    etcdSnapshots,
    serverConfig: Object.keys(serverConfig).length === 0 ? undefined : serverConfig,
    agentConfig: Object.keys(onAgents).length === 0 ? undefined : onAgents,
  });
}

/** RKE2 installs the metrics server too, unless it is told not to. */
const withoutMetrics = (file: Field): { disable?: string[] } =>
  at(file, "monitoring", "provider")?.text?.trim() === "none" ? { disable: ["rke2-metrics-server"] } : {};
