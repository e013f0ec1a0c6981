import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { platformDestroy } from "../../../cli/destroy/destroy";
import { skipWithoutHosts } from "../hosts/skip-without-hosts";
import { kubernetesPlugin } from "../providers/plugin";
import { assertSecretsAreHidden, bodyOfKey } from "../rke2/secret-places";
import { Processes } from "../secrets/processes";
import { skipAfterFailure } from "../skip-after-failure";
import { decrypted } from "../stack/decrypt";
import { engineStack, type EngineStack, type Run } from "../stack/engine-stack";
import { type OnpremSetting, startOnprem } from "./onprem-setting";
import { repositoryProgram } from "./run-program";

/** Secret keys of the config. */
const RANCHER = 'a "password" of Rancher';
const SNAPSHOTS = "planted/secret+key/0123456789abcdefghijk";

describe("the program `onprem` on the real engine, with the cluster.yml of the on-prem guide", () => {
  skipAfterFailure(); // each starts from what the one before left
  let setting: OnpremSetting;
  let stack: EngineStack;
  let watched: Processes;

  before(async function () {
    await skipWithoutHosts(this);
    const s3 = { endpoint: "s3.test", region: "r", bucket: "b", accessKey: "PLANTEDACCESSKEY0001" };
    setting = await startOnprem({ etcdSnapshots: { s3 } });
    const { tools, providers, env, config } = setting;
    stack = await engineStack({
      project: "mlplatform",
      program: repositoryProgram,
      planFirst: true,
      providers: [kubernetesPlugin(tools), ...providers],
      env,
      config: {
        ...config,
        "mlplatform:rancherPassword": { value: RANCHER, secret: true },
        "mlplatform:rke2SnapshotSecretKey": { value: SNAPSHOTS, secret: true },
      },
    });
    watched = new Processes();
  });
  after(async () => {
    (watched as Processes | undefined)?.stop();
    await (stack as EngineStack | undefined)?.dispose();
    await (setting as OnpremSetting | undefined)?.stop();
  });

  const read = async <T>(...of: string[]): Promise<T> =>
    JSON.parse(await setting.rke2.cluster.kubectl("get", ...of, "-o", "json")) as T;

  const printed: string[] = [];
  const remember = (run: Run): Run => {
    printed.push(...run.diagnostics.map(({ message }) => message), JSON.stringify(run.changes()));
    return run;
  };

  it("brings up the platform on both machines", async () => {
    const { outputs } = remember(await stack.up());
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
    const settings = await setting.rke2.hosts.named("master").read("/etc/rancher/rke2/config.yaml");
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
    assert.deepEqual(remember(await stack.up()).changes(), {});
    assert.deepEqual(remember(await stack.refresh()).changes(), {});
  });

  it("keeps what is secret out of the state, logs, command lines and files of the machines", async () => {
    const state = await stack.exportState();
    const { resources = [] } = await decrypted(state);
    const generated = (name: string) => {
      const found = resources.find(({ urn }) => urn.endsWith(`RandomPassword::${name}`))?.outputs?.["result"];
      assert.ok(typeof found === "string", name);
      return found;
    };
    const secrets = {
      key: bodyOfKey(readFileSync(setting.rke2.hosts.keyPath, "utf8")),
      token: generated("ml-token"),
      kubeconfig: setting.rke2.cluster.api.token,
      rancher: RANCHER,
      snapshots: SNAPSHOTS,
    };
    const places = {
      state: JSON.stringify(state),
      logs: printed.join("\n"),
      "command lines": [...watched.commandLines].join("\n"),
      // The clean-up of Rancher has its kubeconfig there, as the setting of a command.
      "environments of processes": [...watched.variables]
        .filter((one) => !one.startsWith("MLPLATFORM_RANCHER_"))
        .join("\n"),
      "command lines on the machines": setting.rke2.commandLines.join("\n"),
    };
    await assertSecretsAreHidden(secrets, places, setting.rke2.hosts.all);
  });

  it("is destroyed by mlplatform destroy, and leaves both machines clean", async () => {
    const { tools } = setting;
    await platformDestroy({ stack: stack.automation, tools, deleteOthers: false, show: () => undefined });
    for (const host of setting.rke2.hosts.all) {
      const left = [...(await host.changedFiles()).keys()];
      assert.deepEqual(
        left.filter((file) => !/^\/usr\/local\/lib\/systemd\/(system\/)?$/.test(file)),
        [],
        host.hostname,
      );
      assert.deepEqual(await host.runningPrograms(), []);
    }
    assert.deepEqual((await stack.exportState()).resources ?? [], []);
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
