import { at, isEmpty, type Field } from "./field";
import type { Findings } from "./findings";
import { isYes } from "./checked-text";

/** A part of Kubernetes: its name in the file, in the keys of RKE2, and whether agents run it too. */
const PARTS = [
  { name: "etcd", key: "etcd" },
  { name: "kube-api", key: "kube-apiserver" },
  { name: "kube-controller", key: "kube-controller-manager" },
  { name: "scheduler", key: "kube-scheduler" },
  { name: "kubelet", key: "kubelet", onAgents: true },
  { name: "kubeproxy", key: "kube-proxy", onAgents: true },
] as const;

/** Keys of `config.yaml` with lists of texts. */
export type ConfigLists = Readonly<Record<string, readonly string[]>>;

/** Arguments, mounts and environment of the parts of Kubernetes, as keys of `config.yaml` for servers and for agents. */
export function componentsOf(file: Field, findings: Findings): { onServers: ConfigLists; onAgents: ConfigLists } {
  const parts = PARTS.map((part) => ({ part, lists: listsOf(at(file, "services", part.name), part, findings) }));
  const onAgents = parts.filter(({ part }) => "onAgents" in part);
  return {
    onServers: Object.assign({}, ...parts.map(({ lists }) => lists)) as ConfigLists,
    onAgents: Object.assign({}, ...onAgents.map(({ lists }) => lists)) as ConfigLists,
  };
}

const ON_HOST =
  "has no effect, because the kubelet of RKE2 runs on the machine itself, not in a container. Leave it out.";

function listsOf(service: Field | undefined, { name, key }: (typeof PARTS)[number], findings: Findings): ConfigLists {
  const [binds, env] = [at(service, "extra_binds"), at(service, "extra_env")];
  const isOnHost = key === "kubelet";
  if (isOnHost)
    for (const field of [binds, env]) if (field !== undefined && !isEmpty(field)) findings.warning(field, ON_HOST);
  const lists = {
    [`${key}-arg`]: argsOf(service, name, findings),
    [`${key}-extra-mount`]: isOnHost ? [] : mountsOf(binds, findings),
    [`${key}-extra-env`]: isOnHost ? [] : findings.texts(env),
  };
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}

/** `extra_args`, `extra_args_array`, and the settings that are arguments in RKE2. */
function argsOf(service: Field | undefined, name: string, findings: Findings): string[] {
  const single = findings
    .entries(at(service, "extra_args"))
    .map(([arg, value]) => `${arg}=${findings.text(value) ?? ""}`);
  const repeated = findings
    .entries(at(service, "extra_args_array"))
    .flatMap(([arg, list]) => findings.texts(list).map((value) => `${arg}=${value}`));
  const args = [...single, ...repeated];
  if (name === "kubelet" && isYes(at(service, "fail_swap_on"))) args.push("fail-swap-on=true");
  return name === "kube-api" && isYes(at(service, "always_pull_images")) ? withPlugin(args, "AlwaysPullImages") : args;
}

const PLUGINS = "enable-admission-plugins=";

/** The argument replaces RKE2's own, which is `NodeRestriction`. */
function withPlugin(args: readonly string[], plugin: string): string[] {
  const written = args
    .find((arg) => arg.startsWith(PLUGINS))
    ?.slice(PLUGINS.length)
    .split(",") ?? ["NodeRestriction"];
  return [
    ...args.filter((arg) => !arg.startsWith(PLUGINS)),
    `${PLUGINS}${[...new Set([...written, plugin])].join(",")}`,
  ];
}

const MODES = "has options of Docker behind the second colon, which RKE2 does not know. Write ro, rw or nothing there.";

/** Docker writes a mount as RKE2 does, `<on the machine>:<in the container>:ro`, but knows more options. */
const mountsOf = (binds: Field | undefined, findings: Findings): string[] =>
  findings.items(binds).flatMap((bind) => {
    const mount = findings.text(bind);
    if (mount === undefined) return [];
    if (/^[^:]+:[^:]+(?::r[ow])?$/.test(mount)) return [mount];
    findings.warning(bind, MODES);
    return [];
  });
