import assert from "node:assert/strict";
import { readClusterYml } from "../../../../components/targets/rke2/cluster-yml";
import { below, fileWith, nodeWith, problemsOf } from "./cluster-yml";

const node = (address: string, ...roles: string[]): string =>
  `- {address: ${address}, user: ubuntu, role: [${roles.join(", ")}]}\n`;
const SERVER = node("10.0.0.1", "controlplane", "etcd");
const file = (...nodes: string[]): string => `nodes:\n${nodes.join("")}`;
const NODES = "nodes: is empty. Write at least one node, with address, user and role.";

const TABLE: Record<string, [text: string, ...problems: string[]]> = {
  "is empty": ["", "1: The file is empty. Name a cluster.yml of RKE."],
  "has only comments": ["# nodes\n", "1: The file is empty. Name a cluster.yml of RKE."],
  "is a list": ["- nodes\n", "1: The file is not a map with the key nodes. Name a cluster.yml of RKE."],
  "is a text": ["nodes", "1: The file is not a map with the key nodes. Name a cluster.yml of RKE."],
  "is broken": ["nodes:\n- address: 10.0.0.1\n user: x: y\n", "3: The file does not parse as YAML here."],
  "has an open quote": ['nodes:\n- address: "10.0.0.1\n', "3: The file does not parse as YAML here."],
  "is indented by tabs": [
    "nodes:\n\t- a: 1\n",
    "2: The file does not parse as YAML: a tab indents this line. Write spaces.",
  ],
  "has a key twice": [`${file(SERVER)}nodes: []\n`, "3: The file has this key twice. Remove one."],
  "has an alias without an anchor": [
    `nodes: *none\n`,
    "1: The file has an alias without an anchor here. Write the value itself.",
  ],
  "holds itself": [
    "nodes: &a\n- *a\n",
    "1: The file has too many aliases, or one that holds itself. Write the values themselves.",
  ],
  "has two documents": [
    `${file(SERVER)}---\n{}\n`,
    "3: A second document begins here. Keep one, with the whole cluster.",
  ],
  "is larger than any": [`#${" ".repeat(1024 * 1024)}`, "1: The file is larger than 1 MiB, as no cluster.yml is."],
  "has no nodes": ["network: {plugin: canal}\n", `1: ${NODES}`],
  "has an empty list of nodes": ["addons: ''\nnodes: []\n", `2: ${NODES}`],
  "has a map of nodes": ["nodes: {a: 1}\n", "1: nodes: is not a list. Write one element a line, each with - in front."],
  "has a text of nodes": [
    "nodes: none of them\n",
    "1: nodes: is not a list. Write one element a line, each with - in front.",
  ],
  "has a node that is a text": [
    `${file(SERVER)}- 10.0.0.2\n`,
    "3: nodes[1]: is not a map. Write address, user and role of a node.",
  ],
  "has no server": [
    file(node("10.0.0.1", "worker")),
    "1: nodes: has no node with the roles controlplane and etcd. Add both to one node, or to three.",
  ],
  "has two servers": [
    file(SERVER, node("10.0.0.2", "controlplane", "etcd", "worker")),
    "1: nodes: has 2 nodes with controlplane and etcd. Etcd needs an odd number: add one, or make one a worker.",
  ],
  "has a node with the control plane alone": [
    file(SERVER, node("10.0.0.2", "controlplane", "worker")),
    "3: nodes[1].role: has controlplane without etcd, but each server of RKE2 runs both. Write both for a server, or worker alone for a node that only runs pods.",
  ],
  "has a node with etcd alone": [
    file(node("10.0.0.1", "controlplane"), node("10.0.0.2", "etcd")),
    "2: nodes[0].role: has controlplane without etcd, but each server of RKE2 runs both. Write both for a server, or worker alone for a node that only runs pods.",
    "3: nodes[1].role: has etcd without controlplane, but each server of RKE2 runs both. Write both for a server, or worker alone for a node that only runs pods.",
  ],
  "has a misspelt role": [
    file(node("10.0.0.1", "controlplain", "etcd")),
    '2: nodes[0].role[0]: "controlplain" is not a role. Write controlplane.',
  ],
  "has a role of another product": [
    file(node("10.0.0.1", "storage")),
    '2: nodes[0].role[0]: "storage" is not a role. Write one of controlplane, etcd, worker.',
  ],
  "has a node without roles": [
    file(SERVER, node("10.0.0.2")),
    "3: nodes[1].role: is missing. Write one or more of controlplane, etcd, worker.",
  ],
  "has a node without an address": [
    `${file(SERVER)}- user: ubuntu\n  role: [worker]\n`,
    "3: nodes[1].address: is missing. Write the address of the machine.",
  ],
  "has a node with an empty address": [
    `${file(SERVER)}- user: ubuntu\n  address: ""\n  role: [worker]\n`,
    "4: nodes[1].address: is missing. Write the address of the machine.",
  ],
  "has a node without a user": [
    "nodes:\n- address: 10.0.0.1\n  role: [controlplane, etcd]\n",
    "2: nodes[0].user: is missing. Write the user for SSH, such as ubuntu.",
  ],
  "has an address twice": [
    file(SERVER, node("10.0.0.2", "worker"), node("10.0.0.1", "worker")),
    '4: nodes[2].address: "10.0.0.1" is that of the node in line 2 too. Write one node for each machine.',
  ],
  "has a host name twice": [
    `nodes:\n- {address: 10.0.0.1, user: u, role: [etcd, controlplane], hostname_override: a}\n- {address: 10.0.0.2, user: u, role: [worker], hostname_override: a}\n`,
    '3: nodes[1].hostname_override: "a" is that of the node in line 2 too. Write one node for each machine.',
  ],
  "has an address of another form": [
    file(node("10.0.0.256", "controlplane", "etcd")),
    '2: nodes[0].address: "10.0.0.256" is neither an IPv4 address nor a host name in lower case, such as 10.0.0.1 or node1.example.org.',
  ],
  "has several wrong fields, in the order of their lines": [
    nodeWith({ port: "ssh", internal_address: "node", user: "a b", hostname_override: "Node_1" }),
    '3: nodes[0].user: "a b" is not the name of a user, such as ubuntu.',
    '8: nodes[0].port: "ssh" is not a port; write a whole number from 1 to 65535.',
    '9: nodes[0].internal_address: "node" is not an IPv4 address, such as 10.0.0.1.',
    "10: nodes[0].hostname_override: \"Node_1\" is not a name that a node can have; use at most 63 characters: a-z, 0-9, '-' and '.', such as node1.",
  ],
  "has the port 0": [nodeWith({ port: 0 }), "8: nodes[0].port: 0 is not a port; write a whole number from 1 to 65535."],
  "has a port above all": [
    nodeWith({ port: "65536" }),
    '8: nodes[0].port: "65536" is not a port; write a whole number from 1 to 65535.',
  ],
  "has a wrong port of the bastion": [
    fileWith({ bastion_host: { address: "10.0.0.9", port: "-1" } }),
    '10: bastion_host.port: "-1" is not a port; write a whole number from 1 to 65535.',
  ],
  "has a wrong label": [
    nodeWith({ labels: { "a b": "c", d: "e f" } }),
    '9: nodes[0].labels.a b: "a b" is not a label key, such as team or example.org/team.',
    "10: nodes[0].labels.d: \"e f\" is not a label value; use at most 63 characters: A-Z, a-z, 0-9, '-', '_' and '.', with a letter or digit at both ends.",
  ],
  "has a list of labels": [
    nodeWith({ labels: ["a=b"] }),
    "8: nodes[0].labels: is not a map. Write its fields, each with a colon behind its name.",
  ],
  "has wrong taints": [
    nodeWith({ taints: [{ key: "a", effect: "NoSchedul" }, { effect: "NoExecute" }, { key: "b" }] }),
    '10: nodes[0].taints[0].effect: "NoSchedul" is not the effect of a taint; write NoSchedule.',
    "11: nodes[0].taints[1]: has no key. Write key, effect and perhaps value.",
    '12: nodes[0].taints[2]: "" is not the effect of a taint; write one of NoSchedule, PreferNoSchedule, NoExecute.',
  ],
  "has a list in place of a text": [
    fileWith({ ssh_key_path: ["a"] }),
    "8: ssh_key_path: is not a text. Write one value.",
  ],
  "has a text in place of a section": [
    fileWith({ services: "all" }),
    "8: services: is not a map. Write its fields, each with a colon behind its name.",
  ],
  "has two blocks for Services": [
    fileWith({
      services: {
        "kube-api": { service_cluster_ip_range: "10.43.0.0/16" },
        "kube-controller": { service_cluster_ip_range: "10.44.0.0/16" },
      },
    }),
    '12: services.kube-controller.service_cluster_ip_range: "10.44.0.0/16" differs from "10.43.0.0/16" of kube-api. Services have one block: write it in both places.',
  ],
  "has a block with IPv6": [
    fileWith(below("services.kube-controller.cluster_cidr", "10.42.0.0/16,fd00::/56")),
    '10: services.kube-controller.cluster_cidr: "10.42.0.0/16,fd00::/56" is a list of two blocks; write the block of IPv4 alone.',
  ],
  "has a block of IPv6": [
    fileWith(below("services.kube-controller.cluster_cidr", "fd00::/56")),
    '10: services.kube-controller.cluster_cidr: "fd00::/56" is not a block of IPv4, such as 10.42.0.0/16.',
  ],
  "has addresses that no machine can have": [
    nodeWith({ address: "0.0.0.0", internal_address: "127.0.0.1", hostname_override: "localhost" }),
    '2: nodes[0].address: "0.0.0.0" is an address that no machine can have; write its own, such as 10.0.0.1.',
    '8: nodes[0].internal_address: "127.0.0.1" is an address that no machine can have; write its own, such as 10.0.0.1.',
    `9: nodes[0].hostname_override: "localhost" is not a name that a node can have; use at most 63 characters: a-z, 0-9, '-' and '.', such as node1.`,
  ],
  "has a wildcard in its certificate": [
    fileWith(below("authentication.sans", ["*.example.org"])),
    '10: authentication.sans[0]: "*.example.org" is neither an IPv4 address nor a host name in lower case, such as 10.0.0.1 or node1.example.org.',
  ],
  "says more by its aliases than a file can": [
    `a: &a [${"x,".repeat(100)}]\nb: &b [${"*a,".repeat(100)}]\nc: &c [${"*b,".repeat(100)}]\nnodes: *c\n`,
    "1: The file has too many aliases, or one that holds itself. Write the values themselves.",
  ],
  "has an address in place of a block": [
    fileWith(below("services.kube-api.service_cluster_ip_range", "10.43.0.1/16")),
    '10: services.kube-api.service_cluster_ip_range: "10.43.0.1/16" has bits set beyond its prefix; write 10.43.0.0/16.',
  ],
  "has a wrong DNS address, domain and range of ports": [
    fileWith({
      services: {
        kubelet: { cluster_dns_server: "dns", cluster_domain: "Cluster" },
        "kube-api": { service_node_port_range: "30000:32767" },
      },
    }),
    '10: services.kubelet.cluster_dns_server: "dns" is not an IPv4 address, such as 10.0.0.1.',
    '11: services.kubelet.cluster_domain: "Cluster" is not a domain, such as cluster.local.',
    '13: services.kube-api.service_node_port_range: "30000:32767" is not a range of ports from 1024 to 65535, such as 30000-32767.',
  ],
  "has ports that only root may use": [
    fileWith(below("services.kube-api.service_node_port_range", "80-32767")),
    '10: services.kube-api.service_node_port_range: "80-32767" is not a range of ports from 1024 to 65535, such as 30000-32767.',
  ],
  "has a wrong name for its certificate": [
    fileWith({ authentication: { sans: ["10.0.0.9", "K8s"] } }),
    '11: authentication.sans[1]: "K8s" is neither an IPv4 address nor a host name in lower case, such as 10.0.0.1 or node1.example.org.',
  ],
  "has a URL for its bucket": [
    fileWith(
      below("services.etcd.backup_config.s3backupconfig", {
        ...{ bucket_name: "b", access_key: "id", secret_key: "hidden" },
        endpoint: "https://s3.example.org",
      }),
    ),
    '15: services.etcd.backup_config.s3backupconfig.endpoint: "https://s3.example.org" is not a host name, perhaps with a port, such as minio.example.org:9000.',
  ],
  "has the text of no key": [
    nodeWith({ ssh_key: "hunter2" }),
    "8: nodes[0].ssh_key: the value is not a private key for SSH, which starts with -----BEGIN … PRIVATE KEY-----.",
  ],
  "has the text of no key for its bastion": [
    fileWith({ bastion_host: { address: "203.0.113.1", ssh_key: "hunter2" } }),
    "10: bastion_host.ssh_key: the value is not a private key for SSH, which starts with -----BEGIN … PRIVATE KEY-----.",
  ],
  "has the name of the machine itself for a node": [
    nodeWith({ hostname_override: "localhost" }),
    "8: nodes[0].hostname_override: \"localhost\" is not a name that a node can have; use at most 63 characters: a-z, 0-9, '-' and '.', such as node1.",
  ],
  ...Object.fromEntries(
    Object.entries({
      weave: "is Weave, which has ended.",
      aci: "is Cisco ACI, which RKE2 does not bring.",
      none: "leaves the cluster without a network, and nothing could run on it.",
      kube: '"kube" is no network plugin of RKE2.',
      constructor: '"constructor" is no network plugin of RKE2.',
    }).map(([plugin, reason]) => [
      `has the network plugin ${plugin}`,
      [fileWith({ network: { plugin } }), `9: network.plugin: ${reason} Write canal, calico, flannel or cilium.`] as [
        string,
        string,
      ],
    ]),
  ),
  "has no time between snapshots": [
    fileWith(below("services.etcd.creation", "daily")),
    "10: services.etcd.creation: is not a time of at least a minute. Write hours, such as 12h.",
  ],
  "has no number of snapshots": [
    fileWith(below("services.etcd.backup_config.retention", "72h")),
    '11: services.etcd.backup_config.retention: "72h" is not a number of snapshots; write a whole number from 1 to 10000.',
  ],
};

describe("a cluster.yml of RKE is refused if it", () => {
  for (const [title, [text, ...problems]] of Object.entries(TABLE)) {
    it(title, () => {
      assert.deepEqual(problemsOf(text), problems);
    });
  }

  it("is anything at all, without throwing and without quoting a line", () => {
    const secret = "hunter2-marker";
    for (const text of [
      `a: "${secret}`,
      `${secret}: b: c`,
      `\t${secret}`,
      `? ${secret}\n- b`,
      `!!x ${secret}`,
      `{${secret}`,
      "%",
      "\0",
    ])
      assert.doesNotMatch(JSON.stringify(readClusterYml(text)), new RegExp(secret), text);
  });
});
