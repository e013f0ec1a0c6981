import { readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { parse } from "yaml";

/** config.yaml of RKE2, as far as the double needs it. */
export interface Config {
  readonly token?: string;
  readonly server?: string;
  readonly "node-name"?: string;
  readonly "node-ip"?: string;
  readonly "node-label"?: readonly string[];
  readonly "node-taint"?: readonly string[];
  readonly "tls-san"?: readonly string[];
  readonly "write-kubeconfig-mode"?: string;
}

/** What RKE2 refuses, or would only warn of and then leave out. */
export class Fatal extends Error {}

/** The flags of `rke2 agent` (`rancher/rke2`, pkg/cli/cmds/agent.go and root.go, flags that are copied or added), as patterns. */
const AGENT_KEYS = [
  /^(config|debug|data-dir|token|token-file|server|selinux|snapshotter|protect-kernel-defaults|resolv-conf|profile)$/,
  /^node-(name|label|taint|ip|external-ip|internal-dns|external-dns|name-from-cloud-provider-metadata)$/,
  /^(with-node-id|private-registry|default-runtime|container-runtime-endpoint|disable-default-registry-endpoint)$/,
  /^(nonroot-devices|bind-address|lb-server-port|enable-pprof|airgap-extra-registry|kubelet-(arg|path)|kube-proxy-arg)$/,
  /^(image-credential-provider-(bin-dir|config)|cloud-provider-(name|config)|audit-policy-file)$/,
  /^(pod-security-admission-config-file|control-plane-(resource-(requests|limits)|probe-configuration))$/,
  /^[a-z-]+-(image|extra-mount|extra-env)$/,
];

/** The flags that only `rke2 server` has (pkg/cli/cmds/server.go). */
const SERVER_KEYS = [
  /^(cni|ingress-controller|enable-servicelb|prime|advertise-address|tls-san(-security)?|write-kubeconfig(-mode|-group|-name)?)$/,
  /^((cluster|service)-cidr|cluster-(dns|domain|reset|reset-restore-path)|service-node-port-range|servicelb-namespace)$/,
  /^(kube-(apiserver|scheduler|controller-manager|cloud-controller-manager)-arg|etcd-arg|etcd-expose-metrics)$/,
  /^(datastore-(endpoint|cafile|certfile|keyfile)|disable(-[a-z-]+)?|etcd-disable-snapshots|etcd-(snapshot|s3)(-[a-z0-9-]+)?)$/,
  /^(agent-token(-file)?|secrets-encryption(-provider)?|egress-selector-mode|embedded-registry|supervisor-metrics)$/,
  /^(system-default-registry|helm-(job-image|controller-arg))$/,
];

/** Reads config.yaml and the files beside it, as RKE2 does, and refuses keys that this role does not have. */
export function readConfig(role: "server" | "agent"): Config {
  const folder = "/etc/rancher/rke2";
  const more = listed(`${folder}/config.yaml.d`).filter((name) => name.endsWith(".yaml"));
  const files = ["config.yaml", ...more.sort().map((name) => `config.yaml.d/${name}`)];
  const config: Config & Record<string, unknown> = Object.fromEntries(
    files.flatMap((file) => Object.entries(parsed(`${folder}/${file}`))),
  );
  const known = role === "agent" ? AGENT_KEYS : [...AGENT_KEYS, ...SERVER_KEYS];
  for (const key of Object.keys(config)) {
    // The real one says "Unknown flag found in config.yaml, skipping": a setting that has no effect, which no caller can want.
    if (!known.some((pattern) => pattern.test(key))) throw new Fatal(`flag provided but not defined: -${key}`);
  }
  if (role === "agent" && config.server === undefined) throw new Fatal("--server is required");
  if (config.server !== undefined && config.token === undefined) throw new Fatal("--token is required");
  return config;
}

/** Names of nodes are those of machines, in lower case. */
export const nodeName = (config: Config): string => (config["node-name"] ?? hostname()).toLowerCase();

const listed = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

function parsed(file: string): object {
  try {
    return (parse(readFileSync(file, "utf8")) as object | null) ?? {};
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw new Fatal(`${file}: ${(error as Error).message}`);
  }
}
