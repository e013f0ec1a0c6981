import { api } from "./api";
import { Fatal } from "./config";

/** A node that registers. */
export interface Registration {
  readonly role: "server" | "agent";
  readonly name: string;
  readonly version: string;
  readonly password: string;
  readonly address: string;
  readonly labels: readonly string[];
  readonly taints: readonly string[];
}

const PASSWORD = "test/node-password";

/** Creates or renews the Node object, as a kubelet does. Labels and taints are those of the first registration. */
export async function register(node: Registration): Promise<void> {
  const path = `/api/v1/nodes/${node.name}`;
  const { status, body } = await api("GET", path);
  if (status === 200) {
    const { annotations = {} } = body["metadata"] as { annotations?: Record<string, string> };
    if (annotations[PASSWORD] !== undefined && annotations[PASSWORD] !== node.password) {
      throw new Fatal(
        "Node password rejected, duplicate hostname or contents of '/etc/rancher/node/password' may not match server node-passwd entry",
      );
    }
  } else {
    await must(api("POST", "/api/v1/nodes", objectOf(node)));
  }
  await must(api("PATCH", `${path}/status`, { status: statusOf(node) }));
}

async function must(asked: ReturnType<typeof api>): Promise<void> {
  const { status, text } = await asked;
  if (status >= 300) throw new Fatal(text);
}

function objectOf(node: Registration) {
  const isServer = node.role === "server";
  const given = Object.fromEntries(node.labels.map((label) => split(label, "=")));
  const forbidden = Object.keys(given).find(
    (key) => /(^|\.)(kubernetes|k8s)\.io\//.test(key) && !/^(node|kubelet)\.kubernetes\.io\//.test(key),
  );
  // kubelet, of its flag --node-labels
  if (forbidden !== undefined)
    throw new Fatal(`unknown 'kubernetes.io' or 'k8s.io' labels specified with --node-labels: [${forbidden}]`);
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: node.name,
      annotations: { [PASSWORD]: node.password },
      labels: {
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/os": "linux",
        "kubernetes.io/hostname": node.name,
        "node.kubernetes.io/instance-type": "rke2",
        ...(isServer && { "node-role.kubernetes.io/control-plane": "true", "node-role.kubernetes.io/etcd": "true" }),
        ...given,
      },
    },
    status: statusOf(node),
    spec: {
      providerID: `rke2://${node.name}`,
      taints: node.taints.map((taint) => {
        const [rest, effect] = split(taint, ":");
        const [key, value] = split(rest, "=");
        return { key, value: value || undefined, effect };
      }),
    },
  };
}

function split(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}

const statusOf = ({ name, version, address }: Registration) => ({
  addresses: [
    { type: "InternalIP", address },
    { type: "Hostname", address: name },
  ],
  nodeInfo: {
    kubeletVersion: version,
    kubeProxyVersion: version,
    architecture: "amd64",
    operatingSystem: "linux",
    osImage: "Ubuntu 24.04.3 LTS",
    kernelVersion: "6.8.0",
    containerRuntimeVersion: "containerd://2.1.4",
    bootID: "0",
    machineID: "0",
    systemUUID: "0",
  },
});
