import assert from "node:assert/strict";
import { FILE, NODE, TRANSLATED, type Section } from "../../../../components/targets/rke2/cluster-yml/known-fields";
import { KEY } from "./cluster";
import { accepted, below, fileWith, nodeWith } from "./cluster-yml";

/** By the path of a field: what the file says, and which settings it makes besides `sshKeyPath`. */
const SETTINGS: Record<string, [written: unknown, settings: object]> = {
  "network.plugin": ["calico", { cni: "calico" }],
  "services.kube-controller.cluster_cidr": ["10.52.0.0/16", { clusterCidr: "10.52.0.0/16" }],
  "services.kube-controller.service_cluster_ip_range": ["10.53.0.0/16", { serviceCidr: "10.53.0.0/16" }],
  "services.kube-api.service_cluster_ip_range": ["10.53.0.0/16", { serviceCidr: "10.53.0.0/16" }],
  "services.kube-api.service_node_port_range": ["20000-20100", { nodePortRange: "20000-20100" }],
  "services.kubelet.cluster_domain": ["cluster.example.org", { clusterDomain: "cluster.example.org" }],
  "services.kubelet.cluster_dns_server": ["10.43.0.11", { clusterDns: "10.43.0.11" }],
  "authentication.sans": [["10.0.0.9", "k8s.example.org"], { tlsSans: ["10.0.0.9", "k8s.example.org"] }],
  ssh_key_path: ["~/.ssh/rke", { sshKeyPath: "~/.ssh/rke" }],
  "bastion_host.address": ["203.0.113.1", { bastion: { address: "203.0.113.1" } }],
  "monitoring.provider": ["none", { serverConfig: { disable: ["rke2-metrics-server"] } }],
  "services.kube-api.always_pull_images": [
    true,
    { serverConfig: { "kube-apiserver-arg": ["enable-admission-plugins=NodeRestriction,AlwaysPullImages"] } },
  ],
  "services.kubelet.fail_swap_on": [
    true,
    { serverConfig: { "kubelet-arg": ["fail-swap-on=true"] }, agentConfig: { "kubelet-arg": ["fail-swap-on=true"] } },
  ],
  "services.etcd.creation": ["6h0s", { etcdSnapshots: { schedule: "0 */6 * * *" } }],
  "services.etcd.retention": ["72h", { etcdSnapshots: { retention: 6 } }],
  "services.etcd.snapshot": [false, { serverConfig: { "etcd-disable-snapshots": true } }],
  "services.etcd.backup_config.enabled": [false, { serverConfig: { "etcd-disable-snapshots": true } }],
  "services.etcd.backup_config.interval_hours": [24, { etcdSnapshots: { schedule: "0 0 * * *" } }],
  "services.etcd.backup_config.retention": [7, { etcdSnapshots: { retention: 7 } }],
  ...ofParts({
    etcd: ["etcd"],
    "kube-api": ["kube-apiserver"],
    "kube-controller": ["kube-controller-manager"],
    scheduler: ["kube-scheduler"],
    kubeproxy: ["kube-proxy", "on agents too"],
  }),
  "services.kubelet.extra_args": [
    { "max-pods": 200 },
    { serverConfig: { "kubelet-arg": ["max-pods=200"] }, agentConfig: { "kubelet-arg": ["max-pods=200"] } },
  ],
  "services.kubelet.extra_args_array": [
    { v: ["1"] },
    { serverConfig: { "kubelet-arg": ["v=1"] }, agentConfig: { "kubelet-arg": ["v=1"] } },
  ],
};

function ofParts(parts: Record<string, [key: string, onAgents?: string]>): typeof SETTINGS {
  const rows = Object.entries(parts).flatMap(([name, [key, onAgents]]) => {
    const both = (config: object) => ({
      serverConfig: config,
      ...(onAgents === undefined ? {} : { agentConfig: config }),
    });
    return [
      [
        `services.${name}.extra_args`,
        [{ profiling: "false", v: 2 }, both({ [`${key}-arg`]: ["profiling=false", "v=2"] })],
      ],
      [`services.${name}.extra_args_array`, [{ x: ["a", "b"] }, both({ [`${key}-arg`]: ["x=a", "x=b"] })]],
      [
        `services.${name}.extra_binds`,
        [["/a:/b", "/c:/d:ro"], both({ [`${key}-extra-mount`]: ["/a:/b", "/c:/d:ro"] })],
      ],
      [`services.${name}.extra_env`, [["A=1"], both({ [`${key}-extra-env`]: ["A=1"] })]],
    ] as const;
  });
  return Object.fromEntries(rows) as typeof SETTINGS;
}

/** By the name of a field of a node: what the file says, and which inputs it makes. */
const NODE_INPUTS: Record<string, [written: unknown, inputs: object]> = {
  port: ["2222", { port: 2222 }],
  user: ["admin", { user: "admin" }],
  address: ["node1.example.org", { address: "node1.example.org" }],
  role: [["etcd", "controlplane"], { worker: false }],
  internal_address: ["192.168.0.1", { internalAddress: "192.168.0.1" }],
  hostname_override: ["node1", { hostname: "node1" }],
  ssh_key: [KEY, { sshKey: KEY }],
  ssh_key_path: ["./key", { sshKeyPath: "./key" }],
  labels: [{ disk: "ssd", "example.org/rack": 12 }, { labels: { disk: "ssd", "example.org/rack": "12" } }],
  taints: [
    [
      { key: "a", value: "b", effect: "NoExecute" },
      { key: "c", effect: "NoSchedule" },
    ],
    {
      taints: [
        { key: "a", value: "b", effect: "NoExecute" },
        { key: "c", effect: "NoSchedule" },
      ],
    },
  ],
};

/** Fields of which RKE2 does the same whatever they say, or that only have an effect together with others, tested below. */
const SAME = [
  "services.kube-api.secrets_encryption_config.enabled",
  "services.kubelet.generate_serving_certificate",
  "network.enable_br_netfilter",
];
const TOGETHER = /^bastion_host\.|\.s3backupconfig\.|^nodes$|^services\.kubelet\.extra_(binds|env)$/;

const translated = (section: Section, prefix = ""): string[] =>
  Object.entries(section.fields).flatMap(([name, fate]) => {
    if (fate === TRANSLATED) return [`${prefix}${name}`];
    return typeof fate === "object" && "fields" in fate ? translated(fate, `${prefix}${name}.`) : [];
  });

describe("a cluster.yml of RKE", () => {
  const node = { address: "10.0.0.1", user: "ubuntu", role: "server" };
  const keyPath = "~/.ssh/id_rsa";

  it("with one node makes one server", () => {
    assert.deepEqual(accepted(fileWith({})), { nodes: [node], settings: { sshKeyPath: keyPath }, warnings: [] });
  });

  for (const [path, [value, settings]] of Object.entries(SETTINGS)) {
    it(`${path} becomes ${Object.keys(settings).join(" and ")}`, () => {
      const expected = { nodes: [node], settings: { sshKeyPath: keyPath, ...settings }, warnings: [] };
      assert.deepEqual(accepted(fileWith(below(path, value))), expected);
    });
  }

  for (const [name, [value, inputs]] of Object.entries(NODE_INPUTS)) {
    it(`${name} of a node becomes ${Object.keys(inputs).join(" and ")}`, () => {
      const expected = { nodes: [{ ...node, ...inputs }], settings: { sshKeyPath: keyPath }, warnings: [] };
      assert.deepEqual(accepted(nodeWith({ [name]: value })), expected);
    });
  }

  for (const path of SAME) {
    it(`${path}: true changes nothing, because RKE2 does so anyway`, () => {
      assert.deepEqual(accepted(fileWith(below(path, true))), accepted(fileWith({})));
    });
  }

  it("has a row above for every translated field of the format", () => {
    const rows = [...Object.keys(SETTINGS), ...SAME];
    assert.deepEqual(
      translated(FILE)
        .filter((path) => !TOGETHER.test(path))
        .sort(),
      rows.filter((path) => !TOGETHER.test(path)).sort(),
    );
    assert.deepEqual(translated(NODE).sort(), Object.keys(NODE_INPUTS).sort());
  });

  it("with a bastion has its login", () => {
    const bastion_host = {
      address: "203.0.113.1",
      port: "2200",
      user: "jump",
      ssh_key: KEY,
      ssh_key_path: "k",
    };
    const { settings } = accepted(fileWith({ bastion_host }));
    const { ssh_key: _, ...byPath } = bastion_host;
    const login = { address: "203.0.113.1", user: "jump", port: 2200 };
    assert.deepEqual(settings.bastion, { ...login, sshKey: KEY });
    assert.deepEqual(accepted(fileWith({ bastion_host: byPath })).settings.bastion, { ...login, sshKeyPath: "k" });
  });

  it("names the path of a key once, if a node or the bastion repeats that of the file", () => {
    const text = nodeWith({ ssh_key_path: keyPath });
    assert.deepEqual(accepted(text), accepted(nodeWith({})));
    assert.deepEqual(
      accepted(`${text}ssh_key_path: ./other\n`).nodes.map(({ sshKeyPath }) => sshKeyPath),
      [keyPath],
    );
  });

  it("with a bucket has its keys, and the bucket needs them", () => {
    const s3 = {
      bucket_name: "b",
      access_key: "id",
      secret_key: "hidden",
      region: "r",
      endpoint: "e.org",
      folder: "f",
    };
    const snapshots = (s3backupconfig: object) =>
      accepted(fileWith(below("services.etcd.backup_config", { interval_hours: 6, s3backupconfig })));
    assert.deepEqual(snapshots(s3).settings.etcdSnapshots, {
      schedule: "0 */6 * * *",
      s3: { bucket: "b", accessKey: "id", secretKey: "hidden", endpoint: "e.org", region: "r", folder: "f" },
    });
    assert.deepEqual(snapshots({ bucket_name: "b", access_key: "id" }), {
      nodes: [node],
      settings: { sshKeyPath: keyPath, etcdSnapshots: { schedule: "0 */6 * * *" } },
      warnings: [
        {
          line: 12,
          text: "services.etcd.backup_config.s3backupconfig: has no secret_key, so snapshots stay on the servers. Write rke2.etcdSnapshots.s3 with its keys.",
        },
      ],
    });
  });

  const times: [hours: number, schedule: string, every?: number][] = [
    [1, "0 * * * *"],
    [5, "0 */4 * * *", 4],
    [12, "0 */12 * * *"],
    [24, "0 0 * * *"],
    [72, "0 0 * * *", 24],
  ];
  for (const [hours, schedule, every] of times) {
    it(`takes snapshots every ${String(every ?? hours)} hours for an interval of ${String(hours)}`, () => {
      const read = accepted(fileWith(below("services.etcd.backup_config.interval_hours", hours)));
      assert.deepEqual(read.settings.etcdSnapshots, { schedule });
      assert.equal(read.warnings.length, every === undefined ? 0 : 1);
      if (every !== undefined) assert.match(read.warnings[0]?.text ?? "", new RegExp(`every ${String(every)} hours`));
    });
  }

  it("takes snapshots, if it has a backup_config, whatever the older form says, and without either", () => {
    const both = { snapshot: false, backup_config: { interval_hours: 6 } };
    assert.deepEqual(accepted(fileWith(below("services.etcd", both))).settings.etcdSnapshots, {
      schedule: "0 */6 * * *",
    });
    for (const snapshot of [true, null, ""])
      assert.deepEqual(accepted(fileWith(below("services.etcd.snapshot", snapshot))), accepted(fileWith({})));
  });

  it("adds AlwaysPullImages to the admission plugins that it names", () => {
    const service = { always_pull_images: true, extra_args: { "enable-admission-plugins": "A,B", v: 1 } };
    assert.deepEqual(accepted(fileWith(below("services.kube-api", service))).settings.serverConfig, {
      "kube-apiserver-arg": ["v=1", "enable-admission-plugins=A,B,AlwaysPullImages"],
    });
  });

  it("may have anchors, merged maps and any words of YAML for yes", () => {
    const text = `
common: &all {user: ubuntu, port: "2222"}
nodes:
- <<: *all
  address: 10.0.0.1
  role: &roles [controlplane, etcd, worker]
- {<<: [*all], address: 10.0.0.2, port: 2022, role: [worker]}
services: {kubelet: {fail_swap_on: yes}}
`;
    const { nodes, settings } = accepted(text);
    assert.deepEqual(nodes, [
      { ...node, port: 2222 },
      { ...node, address: "10.0.0.2", role: "agent", port: 2022 },
    ]);
    assert.deepEqual(settings.agentConfig, { "kubelet-arg": ["fail-swap-on=true"] });
  });

  it("may repeat one anchor in each of many nodes", () => {
    const line = (number: number): string =>
      `- {<<: *all, address: 10.0.0.${String(number)}, role: ${number === 1 ? "[controlplane, etcd]" : "[worker]"}}\n`;
    const text = `all: &all {user: ubuntu}\nnodes:\n${Array.from({ length: 200 }, (_, index) => line(index + 1)).join("")}`;
    const { nodes } = accepted(text);
    assert.deepEqual([nodes.length, new Set(nodes.map(({ user }) => user))], [200, new Set(["ubuntu"])]);
  });

  it("means by an alias the last value before it with this anchor", () => {
    const text =
      "nodes:\n- {address: 10.0.0.1, user: &a root, role: [controlplane, etcd]}\n- {address: 10.0.0.2, user: *a, role: &a [worker]}\n- {address: 10.0.0.3, user: x, role: *a}\n";
    assert.deepEqual(
      accepted(text).nodes.map(({ user, role }) => [user, role]),
      [
        ["root", "server"],
        ["root", "agent"],
        ["x", "agent"],
      ],
    );
  });

  it("may have lines of --- around it", () => {
    const text = nodeWith({});
    const { nodes } = accepted(text);
    for (const around of [`---\n${text}`, `${text}---\n`, `# nodes\n---\n---\n${text}...\n`])
      assert.deepEqual(accepted(around).nodes, nodes, around);
  });
});
