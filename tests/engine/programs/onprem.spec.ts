import assert from "node:assert/strict";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { platformDestroy } from "../../../cli/destroy/destroy";
import { locateContracts } from "../../contracts/contracts-dir";
import { skipWithoutHosts } from "../hosts/skip-without-hosts";
import { startCertManager } from "../operators/cert-manager";
import { startMetalLb } from "../operators/metallb";
import { startSeldonOperator } from "../operators/seldon-operator";
import { Rke2Bench } from "../rke2/rke2-bench";
import { assertSecretsAreHidden, bodyOfKey } from "../rke2/secret-places";
import { Processes } from "../secrets/processes";
import { skipAfterFailure } from "../skip-after-failure";
import { decrypted } from "../stack/decrypt";
import type { Run, StackConfig } from "../stack/engine-stack";
import { toolchain } from "../toolchain";
import { repositoryConfig, repositoryProgram } from "./run-program";

/** The machines of the on-prem guide: the addresses of its cluster.yml, and the names of its /etc/hosts. */
const HOSTS = [
  { address: "192.168.86.36", hostname: "master" },
  { address: "192.168.86.35", hostname: "worker" },
];

/** Secret keys of the config. */
const RANCHER = 'a "password" of Rancher';
const SNAPSHOTS = "planted/secret+key/0123456789abcdefghijk";

describe("the program `onprem` on the real engine, with the cluster.yml of the on-prem guide", () => {
  skipAfterFailure(); // each starts from what the one before left
  const home = mkdtempSync(path.join(tmpdir(), "mlplatform-home-"));
  const { HOME } = process.env;
  const endings: (() => unknown)[] = [];
  let bench: Rke2Bench;
  let watched: Processes;

  before(async function () {
    await skipWithoutHosts(this);
    const project = "mlplatform";
    bench = await Rke2Bench.start({
      hosts: HOSTS,
      stack: (mirror) => ({ project, program: repositoryProgram, planFirst: true, config: config(mirror) }),
    });
    for (const start of [startMetalLb, startCertManager, startSeldonOperator]) {
      const operator = await start(bench.rke2.cluster);
      endings.push(() => operator.stop());
    }
    // The file names the key `~/.ssh/id_rsa`.
    mkdirSync(path.join(home, ".ssh"));
    copyFileSync(bench.rke2.hosts.keyPath, path.join(home, ".ssh/id_rsa"));
    chmodSync(path.join(home, ".ssh/id_rsa"), 0o600);
    process.env["HOME"] = home;
    watched = new Processes();
    endings.push(() => {
      watched.stop();
    });
  });
  after(async () => {
    process.env["HOME"] = HOME;
    rmSync(home, { recursive: true });
    for (const end of endings.reverse()) await end();
    await (bench as Rke2Bench | undefined)?.stop();
  });

  function config(mirror: string): StackConfig {
    const contracts = locateContracts(process.env);
    assert.ok("dir" in contracts, "the guide is part of the contract data");
    const rkeClusterYml = path.join(contracts.dir, "guides/on-prem/cluster.yml");
    const s3 = { endpoint: "s3.test", region: "r", bucket: "b", accessKey: "PLANTEDACCESSKEY0001" };
    const plain = repositoryConfig({
      program: "onprem",
      kubernetesVersion: "1.36",
      domain: "domain.test",
      deletionProtection: "false",
      mirror,
      rke2: JSON.stringify({
        rkeClusterYml,
        prepareHosts: true,
        loadBalancerNetwork: "192.168.86.240/28",
        etcdSnapshots: { s3 },
      }),
    });
    return {
      ...plain,
      "mlplatform:rancherPassword": { value: RANCHER, secret: true },
      "mlplatform:rke2SnapshotSecretKey": { value: SNAPSHOTS, secret: true },
    };
  }

  const read = async <T>(...of: string[]): Promise<T> =>
    JSON.parse(await bench.rke2.cluster.kubectl("get", ...of, "-o", "json")) as T;

  const printed: string[] = [];
  const remember = (run: Run): Run => {
    printed.push(...run.diagnostics.map(({ message }) => message), JSON.stringify(run.changes()));
    return run;
  };

  it("brings up the platform on both machines", async () => {
    const { outputs } = remember(await bench.stack.up());
    const { kubeconfig, rancherPassword, caCertificate, seldon: _facts, ...others } = outputs;
    assert.match(String(kubeconfig), /server: https:\/\/192\.168\.86\.36:6443\n/);
    assert.equal(rancherPassword, RANCHER);
    assert.match(String(caCertificate), /^-----BEGIN CERTIFICATE-----/);
    assert.deepEqual(others, {
      host: "192.168.86.251",
      url: "https://models.domain.test",
      modelUrl: "https://models.domain.test/seldon/models/iris/api/v1.0/predictions",
      rancherUrl: "https://rancher-demo.domain.test",
    });
  });

  it("gives the machines the roles and settings that the file names", async () => {
    const { items } = await read<{ items: readonly Node[] }>("nodes");
    const roles = items.map(({ metadata, spec }) => [
      metadata.name,
      Object.keys(metadata.labels).filter((label) => label.startsWith("node-role")),
      (spec.taints ?? []).map(({ key, effect }) => `${key}:${effect}`),
    ]);
    assert.deepEqual(roles, [
      [
        "master",
        ["node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/etcd"],
        ["node-role.kubernetes.io/control-plane:NoSchedule"],
      ],
      ["worker", [], []],
    ]);
    const settings = await bench.rke2.hosts.named("master").read("/etc/rancher/rke2/config.yaml");
    for (const line of [
      'cni: "flannel"',
      'cluster-cidr: "10.42.0.0/16"',
      'service-cidr: "10.43.0.0/16"',
      'cluster-dns: "10.43.0.10"',
    ]) {
      assert.ok(settings.split("\n").includes(line), `${line} in\n${settings}`);
    }
  });

  it("leads the host of the guide to Rancher, with a certificate that it trusts", async () => {
    const { spec } = await read<VirtualService>("virtualservice/rancher", "-n", "cattle-system");
    assert.deepEqual([spec.hosts, spec.gateways], [["rancher-demo.domain.test"], ["istio-system/seldon-gateway"]]);
    assert.deepEqual(
      spec.http.map(({ route }) => route),
      [[{ destination: { host: "rancher.cattle-system.svc.cluster.local", port: { number: 80 } } }]],
    );
    const at = ["-n", "istio-system"];
    const served = await read<Secret>("secret/rancher-demo.domain.test-tls", ...at);
    const trusted = await read<Secret>("secret/tls-ca", "-n", "cattle-system");
    assert.equal(trusted.data["cacerts.pem"], served.data["ca.crt"]);
  });

  it("changes nothing when it runs again and when it is refreshed", async () => {
    assert.deepEqual(remember(await bench.stack.up()).changes(), {});
    assert.deepEqual(remember(await bench.stack.refresh()).changes(), {});
  });

  it("keeps what is secret out of the state, logs, command lines and files of the machines", async () => {
    const state = await bench.stack.exportState();
    const { resources = [] } = await decrypted(state);
    const generated = (name: string) => {
      const found = resources.find(({ urn }) => urn.endsWith(`RandomPassword::${name}`))?.outputs?.["result"];
      assert.ok(typeof found === "string", name);
      return found;
    };
    const secrets = {
      key: bodyOfKey(bench.key),
      token: generated("ml-token"),
      kubeconfig: bench.rke2.cluster.api.token,
      rancher: RANCHER,
      snapshots: SNAPSHOTS,
    };
    const places = {
      state: JSON.stringify(state),
      logs: printed.join("\n"),
      "command lines": [...watched.commandLines].join("\n"),
      // The clean-up of Rancher has its kubeconfig there, as the setting of a command.
      "environments of processes": [...watched.variables].filter((one) => !/^MLPLATFORM_RANCHER_/.test(one)).join("\n"),
      "command lines on the machines": bench.rke2.commandLines.join("\n"),
    };
    await assertSecretsAreHidden(secrets, places, bench.rke2.hosts.all);
  });

  it("is destroyed by mlplatform destroy, and leaves both machines clean", async () => {
    const tools = await toolchain();
    await platformDestroy({ stack: bench.stack.automation, tools, deleteOthers: false, show: () => undefined });
    for (const host of bench.rke2.hosts.all) {
      const left = [...(await host.changedFiles()).keys()];
      assert.deepEqual(
        left.filter((file) => !/^\/usr\/local\/lib\/systemd\/(system\/)?$/.test(file)),
        [],
        host.hostname,
      );
      assert.deepEqual(await host.runningPrograms(), []);
    }
    assert.deepEqual((await bench.stack.exportState()).resources ?? [], []);
  });
});

interface Node {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: { readonly taints?: readonly { readonly key: string; readonly effect: string }[] };
}

interface VirtualService {
  readonly spec: {
    readonly hosts: unknown;
    readonly gateways: unknown;
    readonly http: readonly { readonly route: unknown }[];
  };
}

interface Secret {
  readonly data: Readonly<Record<string, string>>;
}
