import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { PlainValue } from "../../recorder";
import type { Deployed } from "../helpers/deploy";
import { knownPlan } from "../plan/known-plan";
import { configOf, dataOf, remote, scriptOf } from "../unit/targets/rke2/graph";
import { describeWithContracts } from "./contracts-dir";

const [MASTER, WORKER] = ["192.168.86.36", "192.168.86.35"] as const;
const HOST_ENTRIES = { worker: WORKER, "rancher-demo.domain.test": WORKER, master: MASTER };
const NAMESERVERS = ["8.8.4.4", "8.8.8.8"];

/** The program `onprem` with the guide's own cluster.yml, and with what the guide writes on its machines by hand. */
const onprem = (rkeClusterYml: string): Promise<Deployed> => {
  const example = { sshKeyPath: "stacks/ssh-key.example", loadBalancerNetwork: "192.168.86.240/28" };
  const prepared = { prepareHosts: true, hostEntries: HOST_ENTRIES, nameservers: NAMESERVERS };
  return knownPlan("onprem", [["rke2", JSON.stringify({ rkeClusterYml, ...example, ...prepared })]]);
};

type Row = [command: RegExp, title: string, check: (graph: Deployed, command: string) => void];

const release = (graph: Deployed, chart: string): Record<string, PlainValue> => {
  const found = graph.ofType("kubernetes:helm.sh/v3:Release").map((resource) => graph.revealInputs(resource));
  const [only, ...others] = found.filter(
    (inputs) => inputs["chart"] === chart || (inputs["chart"] as string).endsWith(`/${chart}`),
  );
  assert.ok(only !== undefined && others.length === 0, chart);
  return only;
};
const onBoth = (check: (machine: string) => void): void => {
  [MASTER, WORKER].forEach(check);
};
const prepare = (machine: string): string => `ml-${machine}-prepare`;

/** Of each command of the guide: what the program does in its place. */
const ROWS: readonly Row[] = [
  [
    /^swapoff -a/,
    "swap is turned off on both machines, also in fstab, and back on when they are left",
    (graph) => {
      onBoth((machine) => {
        const script = scriptOf(graph, prepare(machine));
        for (const line of [/^\s+turn_swap_off$/m, /\|\| swapoff -a$/m, /\/etc\/fstab$/m, /^\s+turn_swap_on$/m])
          assert.match(script, line);
        const { create, delete: undo } = remote(graph, prepare(machine));
        assert.match(create as string, /\nsudo -n sh -s -- prepare$/);
        assert.match(undo as string, /\nsudo -n sh -s -- undo$/);
      });
    },
  ],
  [
    /^sysctl net/,
    "the same kernel setting is set on both machines",
    (graph, command) => {
      onBoth((machine) => {
        const setting = command.replace("sysctl ", "");
        assert.equal(setting, "net.bridge.bridge-nf-call-iptables=1");
        assert.ok(scriptOf(graph, prepare(machine)).includes(setting));
      });
    },
  ],
  [
    /^# sshd_config: AllowTcpForwarding yes ; resolver head: nameserver 8.8.4.4, nameserver 8.8.8.8$/,
    "no forwarding is needed without a bastion, and both machines ask the same resolvers first",
    (graph) => {
      onBoth((machine) => {
        const { connection } = remote(graph, `ml-${machine}-check`);
        assert.equal((connection as Record<string, unknown>)["proxy"], undefined);
        assert.equal(dataOf(graph, prepare(machine))["NAMESERVERS"], NAMESERVERS.join(" "));
      });
    },
  ],
  [
    /^# \/etc\/hosts on both: /,
    "both machines have the same lines in /etc/hosts",
    (graph, command) => {
      const theirs = command.replace("# /etc/hosts on both: ", "").split(", ");
      onBoth((machine) => {
        const [data = ""] = scriptOf(graph, prepare(machine)).split("\nset -eu\n");
        const [, lines = ""] = /^HOSTS='([^']*)'/m.exec(data) ?? [];
        assert.deepEqual(lines.trim().split("\n").sort(), [...theirs].sort());
      });
    },
  ],
  [
    /^rke up$/,
    "RKE2 starts in the roles and with the network of the guide's cluster.yml",
    (graph) => {
      for (const [machine, verb] of [
        [MASTER, "start the RKE2 server"],
        [WORKER, "start the RKE2 agent"],
      ] as const) {
        const { connection, create } = remote(graph, `ml-${machine}`);
        const { host, port, user } = connection as Record<string, unknown>;
        assert.deepEqual([host, port, user], [machine, 22, "ubuntu"]);
        assert.ok((create as string).includes(verb), create as string);
      }
      const written = (machine: string): string[] =>
        configOf(graph, machine).filter((line) => !line.startsWith("token:"));
      for (const line of [
        'node-taint: ["node-role.kubernetes.io/control-plane=:NoSchedule"]',
        'cni: "flannel"',
        'cluster-cidr: "10.42.0.0/16"',
        'service-cidr: "10.43.0.0/16"',
        'cluster-dns: "10.43.0.10"',
        'cluster-domain: "cluster.local"',
        'ingress-controller: "none"',
      ])
        assert.ok(written(MASTER).includes(line), `${line} is not in ${written(MASTER).join("\n")}`);
      assert.deepEqual(written(WORKER), [`server: "https://${MASTER}:9345"`]);
    },
  ],
  [
    /^helm repo add rancher-stable /,
    "the chart of Rancher comes from the same server",
    (graph, command) => {
      const { repo } = release(graph, "rancher")["repositoryOpts"] as { repo: string };
      assert.equal(new URL(repo).host, new URL(command.split(" ").at(-1) ?? "").host);
    },
  ],
  ...["cattle-system", "cert-manager"].map((namespace): Row => [
    new RegExp(`^kubectl create namespace ${namespace}$`),
    `the namespace ${namespace} is created`,
    (graph) => {
      const names = graph
        .ofType("kubernetes:core/v1:Namespace")
        .map((resource) => (graph.revealInputs(resource)["metadata"] as { name: string }).name);
      assert.equal(names.filter((name) => name === namespace).length, 1);
    },
  ]),
  [
    /^helm install cert-manager jetstack\/cert-manager --namespace cert-manager --version v0\.9\.1$/,
    "cert-manager is installed in its namespace, with its CRDs, in a version of today",
    (graph) => {
      const { namespace, version, values } = release(graph, "cert-manager");
      assert.deepEqual([namespace, (values as { crds: { enabled: boolean } }).crds.enabled], ["cert-manager", true]);
      assert.match(version as string, /^v1\./);
    },
  ],
  [
    /^helm install rancher rancher-stable\/rancher --namespace cattle-system --set hostname=/,
    "Rancher is installed in its namespace, under the host that the guide's Ingress has",
    (graph) => {
      const { namespace, values } = release(graph, "rancher");
      const { hostname } = values as { hostname: string };
      assert.deepEqual([namespace, hostname], ["cattle-system", "rancher-demo.domain.test"]);
    },
  ],
  [
    /^kubectl -n cattle-system rollout status deploy\/rancher$/,
    "the installation waits until Rancher is ready",
    (graph) => {
      const { skipAwait, timeout } = release(graph, "rancher");
      assert.deepEqual([skipAwait ?? false, timeout], [false, 1200]);
    },
  ],
  [
    /^# then an Ingress for host rancher-demo\.domain\.test, path \/, to the rancher Service on 443/,
    "the gateway serves that host by HTTPS, and its route of all paths ends at Rancher's Service",
    (graph) => {
      const { spec } = graph.revealInputs(
        graph.byName("kubernetes:networking.istio.io/v1:VirtualService", "rancher-route"),
      );
      const { hosts, http } = spec as {
        hosts: string[];
        http: { match?: unknown; route: { destination: object }[] }[];
      };
      assert.deepEqual(hosts, ["rancher-demo.domain.test"]);
      // The gateway ends TLS, and Rancher answers it without.
      const destination = { host: "rancher.cattle-system.svc.cluster.local", port: { number: 80 } };
      assert.deepEqual(
        http.flatMap(({ route }) => route.map((one) => one.destination)),
        [destination],
      );
      const [{ match } = { match: undefined }] = http;
      assert.ok(match === undefined || JSON.stringify(match) === '[{"uri":{"prefix":"/"}}]', JSON.stringify(match));
      assert.equal(graph.outputs.values["rancherUrl"], "https://rancher-demo.domain.test");
    },
  ],
];

describeWithContracts("the on-prem guide", (dir) => {
  const folder = path.join(dir, "guides/on-prem");
  const [, ...commands] = readFileSync(path.join(folder, "commands.txt"), "utf8")
    .trim()
    .split("\n")
    .map((line) => (line.startsWith("#") ? line : line.replace(/\s+#.*$/, "")));
  let graph: Deployed;

  before(async () => {
    graph = await onprem(path.join(folder, "cluster.yml"));
  });

  for (const command of commands) {
    const rows = ROWS.filter(([pattern]) => pattern.test(command));
    it(`${command}: ${rows.map(([, title]) => title).join()}`, () => {
      const [row, ...others] = rows;
      assert.ok(row !== undefined && others.length === 0, `${String(rows.length)} tests are about this command`);
      row[2](graph, command);
    });
  }

  it("has commands that these tests are about, and no others", () => {
    assert.equal(commands.length, ROWS.length);
  });

  it("has a cluster.yml of which only Docker's socket and RKE's images have no effect, each said with its line", () => {
    const warnings = graph.log
      .filter(({ severity, message }) => severity === "warning" && message.includes("cluster.yml"))
      .map(({ message }) => message);
    const expected = ["line 10: nodes[].docker_socket (also line 24): ", "line 98: system_images: "];
    assert.equal(warnings.length, expected.length, warnings.join("\n"));
    expected.forEach((start, index) => {
      assert.ok(warnings[index]?.startsWith(`MlCluster "ml": cluster.yml, ${start}`), warnings[index]);
    });
  });
});
