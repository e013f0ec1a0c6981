import { whenKnown } from "../../../shared/deferred";
import { isDeferred, problemIf, type Problem } from "../../../shared/invalid-args";
import { closest } from "../../../shared/nearest";
import { ownValue } from "../../../shared/own-value";
import { Rke2Role, type Rke2ClusterArgs } from "../args";
import { AGENT_KEYS, DECIDED, DECIDED_ARGS, SERVER_KEYS } from "../config-keys";

/** Keys of config.yaml that are misspelt, misplaced, or decided by another input. Their values, which may be secret, are not shown. */
export const configProblems = (block: Rke2ClusterArgs, allowsUntested: boolean): Problem[] => [
  ...keysOf("rke2.serverConfig", block.serverConfig, Rke2Role.Server, allowsUntested),
  ...problemIf(
    block.etcdSnapshots !== undefined && isOn(block.serverConfig?.["etcd-disable-snapshots"]),
    "rke2.etcdSnapshots",
    "has no effect with etcd-disable-snapshots in serverConfig. Leave one of them out.",
  ),
  ...keysOf("rke2.agentConfig", block.agentConfig, Rke2Role.Agent, allowsUntested),
  ...(block.nodes ?? []).flatMap(({ config, role, gpu }, index) => [
    ...keysOf(`rke2.nodes[${String(index)}].config`, config, role, allowsUntested),
    ...problemIf(
      gpu !== undefined && config?.["default-runtime"] !== undefined,
      `rke2.nodes[${String(index)}].config.default-runtime`,
      "is nvidia on a node with gpu. Leave it out.",
    ),
  ]),
];

const isOn = (value: unknown): boolean => value === true || value === "true";

const keysOf = (path: string, config: object = {}, role: Rke2Role, allowsUntested: boolean): Problem[] =>
  Object.entries(config).flatMap(([written, value]: [string, unknown]) => {
    // `key+` adds to the values of an earlier file.
    const key = written.replace(/\+$/, "");
    const reason = reasonOf(key, role, allowsUntested);
    return reason === undefined
      ? whenKnown(value, (known) => valueProblems(`${path}.${written}`, key, known))
      : [{ path: `${path}.${written}`, reason }];
  });

/** RKE2 makes a flag of each value, also of one that is none. */
function valueProblems(path: string, key: string, value: unknown): Problem[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  if (!values.every((one) => isDeferred(one) || ["string", "number", "boolean"].includes(typeof one)))
    return [{ path, reason: "is not a text, a number, a boolean or a list of these. RKE2 reads nothing else there." }];
  const decided = Object.entries(ownValue(DECIDED_ARGS, key) ?? {});
  return values.flatMap((one) => {
    if (/^-*enable-admission-plugins=.*\bPodSecurityPolicy\b/.test(typeof one === "string" ? one : ""))
      return [
        { path, reason: "names the plugin PodSecurityPolicy, which Kubernetes has not had since 1.25. Leave it out." },
      ];
    const [, arg] = /^-*([a-z0-9-]+)[+-]?=/.exec(typeof one === "string" ? one : "") ?? [];
    return decided.filter(([name]) => name === arg).map(([name, why]) => ({ path, reason: `${name} ${why}` }));
  });
}

function reasonOf(key: string, role: Rke2Role, allowsUntested: boolean): string | undefined {
  const known = role === Rke2Role.Server ? SERVER_KEYS : AGENT_KEYS;
  if (!known.includes(key)) {
    if (SERVER_KEYS.includes(key))
      return "is a key of servers, and RKE2 ignores it on agents. Write it in serverConfig.";
    if (allowsUntested) return /^[a-z0-9-]+$/.test(key) ? undefined : "is not a key of RKE2. Leave it out.";
    const near = closest(key, known);
    const hint = near === undefined ? "Leave it out, or write allowUntestedVersions: true." : `Did you mean ${near}?`;
    return `is not a key of RKE2. ${hint}`;
  }
  return DECIDED[key];
}
