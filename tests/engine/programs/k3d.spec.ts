import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { platformDestroy } from "../../../cli/destroy/destroy";
import { keptBy } from "../charts/kept-definitions";
import { allNames } from "../cluster";
import { kubernetesPlugin } from "../providers/plugin";
import { Search } from "../secrets/search";
import { skipAfterFailure } from "../skip-after-failure";
import { decrypted } from "../stack/decrypt";
import { engineStack, type EngineStack, RunFailed, type StackConfig } from "../stack/engine-stack";
import { type K3dSetting, startK3d } from "./k3d-setting";
import { credentialsIn, repositoryProgram } from "./run-program";

/** Secret keys of the config. */
const SECRETS = {
  jupyterHubUserPassword: 'a "password" of users',
  jupyterHubAdminPassword: 'a "password" of administrators, which is longer',
};

describe("the program `k3d` on the real engine, with doubles of k3d and Docker", () => {
  skipAfterFailure(); // each starts from what the one before left
  let setting: K3dSetting;
  let stack: EngineStack;
  let search: Search;
  let untouched: string[];

  before(async () => {
    setting = await startK3d();
    untouched = await objects();
    const credentials = credentialsIn(setting.cluster.kubeconfigPath);
    assert.notEqual(credentials.length, 0);
    search = new Search({ ...SECRETS, ...Object.fromEntries(Object.entries(credentials)) });
    const { tools, providers, env, config } = setting;
    const secret = Object.entries(SECRETS).map(([key, value]) => [`mlplatform:${key}`, { value, secret: true }]);
    stack = await engineStack({
      project: "mlplatform",
      program: repositoryProgram,
      planFirst: true,
      providers: [kubernetesPlugin(tools), ...providers],
      env,
      config: { ...config, ...(Object.fromEntries(secret) as StackConfig) },
    });
  });

  after(async () => {
    await (stack as EngineStack | undefined)?.dispose();
    await (setting as K3dSetting | undefined)?.stop();
  });

  const objects = (): Promise<string[]> =>
    allNames(setting.cluster.api, /^(events|leases|componentstatuses|apiservices|ipaddresspools|l2advertisements)/);

  /** The error of an `up` that makes nothing on the machine or in the cluster. */
  async function refusal(): Promise<string> {
    const failure = await stack.up().then(
      () => assert.fail("the run succeeded"),
      (error: unknown) => error,
    );
    assert.ok(failure instanceof RunFailed, String(failure));
    assert.ok(!setting.machine.commandLines.some((line) => line.startsWith("k3d cluster create")));
    const { resources = [] } = await stack.exportState();
    const made = resources.map(({ type }) => type).filter((type) => !/^(pulumi|mlplatform|random):/.test(type));
    assert.deepEqual(made, []);
    return failure.message;
  }

  it("makes nothing on a machine without Docker, with a taken port and a cluster of the name, and says all of it", async () => {
    setting.machine.change({ dockerIsDown: true });
    const server = await listenAt(setting.ports[0] ?? 0);
    const withoutDocker = await refusal();
    assert.match(withoutDocker, /- Docker does not answer: Cannot connect to the Docker daemon/);
    assert.match(withoutDocker, new RegExp(`- port ${String(setting.ports[0])} of this machine is taken\\.`));
    setting.machine.change({ dockerIsDown: false, containers: [foreign] });
    assert.match(await refusal(), /- a cluster of that name exists, which this stack did not create\./);
    setting.machine.change({ containers: [] });
    await new Promise((resolve) => server.close(resolve));
  });

  it("creates a cluster and the platform in it, with the address that MetalLB gives", async () => {
    const { outputs, diagnostics } = await stack.up();
    assert.equal(outputs["host"], "172.25.1.1");
    assert.equal(outputs["localUrl"], "http://172.25.1.1");
    assert.equal(outputs["siteUrl"], "http://nginx.mlplatform.test");
    assert.equal(outputs["jupyterHubUrl"], "http://jupyterhub.mlplatform.test");
    assert.equal(setting.machine.configs.length, 1);
    assert.equal(readFileSync(setting.machine.defaultKubeconfig, "utf8"), "the user's own\n");
    assert.deepEqual(search.in(JSON.stringify(diagnostics)), []);
    assert.deepEqual(search.in(setting.machine.commandLines.join("\n")), []);
  });

  it("changes nothing when it runs again and when it is refreshed", async () => {
    assert.deepEqual((await stack.up()).changes(), {});
    assert.deepEqual((await stack.refresh()).changes(), {});
  });

  it("stores no credential and no password of its config in its state", async () => {
    const state = await stack.exportState();
    assert.deepEqual(search.in(JSON.stringify(state)), []);
    assert.deepEqual(search.in(JSON.stringify(await decrypted(state))), search.names);
  });

  it("is not destroyed by mlplatform destroy together with the volumes of notebooks", async () => {
    const { tools } = setting;
    const destroyed = platformDestroy({ stack: stack.automation, tools, deleteOthers: false, show: () => undefined });
    await assert.rejects(destroyed, /\n {2}JupyterHub jupyterhub: claim jupyterhub\/hub-db-dir, disk pvc-/);
    assert.equal(setting.machine.networks.length, 1);
  });

  it("is destroyed down to the definitions that the charts keep, and the volumes of notebooks", async () => {
    await stack.destroy();
    assert.deepEqual((await stack.exportState()).resources ?? [], []);
    assert.deepEqual([setting.machine.containers, setting.machine.networks], [[], []]);
    assert.equal(readFileSync(setting.machine.defaultKubeconfig, "utf8"), "the user's own\n");
    // The double of k3d leaves the objects of the cluster, so that what a cluster still had can be seen.
    const left = (await objects()).filter(
      (object) => !untouched.includes(object) && !object.startsWith("PersistentVolume /"),
    );
    assert.deepEqual(
      left,
      [
        "ConfigMap jupyterhub/kube-root-ca.crt",
        ...keptBy("istio-base", "seldon-core-operator"),
        "Namespace /jupyterhub",
        "PersistentVolumeClaim jupyterhub/hub-db-dir",
        "Secret jupyterhub/jupyterhub-credentials",
        "ServiceAccount jupyterhub/default",
      ].sort(),
    );
  });
});

const foreign = {
  Id: "f".repeat(64),
  Name: "/k3d-ml-server-0",
  Config: { Image: "rancher/k3s:v1.35.8-k3s1", Cmd: [], Labels: { "k3d.cluster": "ml", "k3d.role": "server" } },
  State: { StartedAt: "2026-11-29T12:00:00Z" },
  HostConfig: { PortBindings: {} },
};

const listenAt = (port: number): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer().listen(port, "127.0.0.1", () => {
      resolve(server);
    });
  });
