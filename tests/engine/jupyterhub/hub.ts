import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { coalesce } from "../../contracts/coalesce";
import { freePorts } from "../cluster/free-ports";
import { Programs } from "../cluster/programs";
import { installedPython } from "../python/python";

type Values = Record<string, unknown>;

/** What a hub starts with. */
export interface HubOptions {
  /** The values of the release, with their secrets. */
  readonly values: Values;
  /** Where it creates pods. Without it, nobody can start a notebook. */
  readonly kubeconfigPath?: string;
  /** Namespace of the release. @default "jupyterhub" */
  readonly namespace?: string;
}

/** A real hub behind a real proxy on loopback. */
export interface Hub {
  /** The port of the proxy, which is that of the Service `proxy-public`. */
  readonly port: number;
  /** Starts the hub again with other values: its database and its proxy stay. */
  restart(values: Values): Promise<void>;
  /** What the hub has written. */
  log(): Promise<string>;
  stop(): Promise<void>;
}

const ofUsers = (key: string) => ({ key, operator: "Equal", value: "user", effect: "NoSchedule" });

/** The defaults of the chart that `hub_config.py` reads (jupyterhub 4.4.0, values.yaml). */
const chartDefaults: Values = {
  hub: { config: { JupyterHub: { admin_access: true, authenticator_class: "dummy" } }, baseUrl: "/" },
  proxy: { chp: { extraCommandLineFlags: [] } },
  scheduling: { userPods: { tolerations: ["hub.jupyter.org/dedicated", "hub.jupyter.org_dedicated"].map(ofUsers) } },
  singleuser: {
    cmd: "jupyterhub-singleuser",
    cpu: {},
    extraEnv: {},
    extraLabels: { "hub.jupyter.org/network-access-hub": "true" },
    fsGid: 100,
    image: { name: "quay.io/jupyterhub/k8s-singleuser-sample", tag: "4.4.0" },
    memory: { guarantee: "1G" },
    profileList: [],
    startTimeout: 300,
    storage: {
      type: "dynamic",
      capacity: "10Gi",
      homeMountPath: "/home/jovyan",
      dynamic: { volumeNameTemplate: "volume-{user_server}", storageAccessModes: ["ReadWriteOnce"] },
    },
    uid: 1000,
  },
};

/** The installed Python of the hub: about a minute on first use. */
export const hubPython = (): Promise<string> => installedPython("jupyterhub", join(__dirname, "requirements.txt"));

/** The proxy of the chart, which npm installs. */
const proxyProgram = require.resolve("configurable-http-proxy/bin/configurable-http-proxy");

/**
 * Starts the hub and the proxy as the chart's Deployments do (templates/hub/deployment.yaml, templates/proxy/deployment.yaml of
 * 4.4.0), but on loopback.
 */
export async function startHub(options: HubOptions): Promise<Hub> {
  const python = await hubPython();
  const [port = 0, proxyApi = 0, hubPort = 0] = await freePorts(3);
  const hubUrl = `http://127.0.0.1:${hubPort}`;
  const proxy = new Programs(await mkdtemp(join(tmpdir(), "mlplatform-hub-")));
  const database = join(proxy.dir, "jupyterhub.sqlite");
  let hub: Programs | undefined;

  async function runHub(values: EffectiveValues): Promise<void> {
    hub = new Programs(await mkdtemp(join(tmpdir(), "mlplatform-hub-")));
    const file = join(hub.dir, "test.json");
    const { kubeconfigPath, namespace = "jupyterhub" } = options;
    const places = { hubUrl, proxyApiUrl: `http://127.0.0.1:${proxyApi}`, database, release: "jupyterhub", namespace };
    const startsPods = kubeconfigPath !== undefined;
    await writeFile(file, JSON.stringify({ ...places, startsPods, values }), { mode: 0o600 });
    const env = {
      HUB_TEST: file,
      PYTHONUNBUFFERED: "1",
      ...proxyToken(values),
      ...(startsPods ? { KUBECONFIG: kubeconfigPath } : {}),
    };
    hub.run(python, {}, { args: ["-m", "jupyterhub", "--config", join(__dirname, "hub_config.py")], env });
    const health = `http://127.0.0.1:${port}${values.hub.baseUrl.replace(/\/$/, "")}/hub/health`;
    await hub.until("the hub answers through the proxy", async () => (await fetch(health)).ok);
  }

  const stop = async () => {
    await hub?.stop();
    await proxy.stop();
  };
  try {
    const values = effective(options.values);
    const args = [
      proxyProgram,
      "--ip=127.0.0.1",
      `--port=${port}`,
      "--api-ip=127.0.0.1",
      `--api-port=${proxyApi}`,
      `--default-target=${hubUrl}`,
      `--error-target=${hubUrl}/hub/error`,
      ...values.proxy.chp.extraCommandLineFlags,
    ];
    proxy.run(process.execPath, {}, { args, env: proxyToken(values) });
    await runHub(values);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    port,
    async restart(values) {
      await hub?.stop();
      await runHub(effective(values));
    },
    log: () => readFile(join(hub?.dir ?? "", "python.log"), "utf8"),
    stop,
  };
}

/** What this file reads of the values. */
interface EffectiveValues {
  readonly hub: {
    readonly baseUrl: string;
    readonly config: { readonly ConfigurableHTTPProxy?: { readonly auth_token?: string } };
  };
  readonly proxy: {
    readonly secretToken?: string;
    readonly chp: { readonly extraCommandLineFlags: readonly string[] };
  };
}

const effective = (values: Values): EffectiveValues => coalesce(values, chartDefaults) as unknown as EffectiveValues;

/** The chart's order of the two places (templates/hub/_helpers-passwords.tpl). */
const proxyToken = ({ hub, proxy }: EffectiveValues): Record<string, string> => ({
  CONFIGPROXY_AUTH_TOKEN: hub.config.ConfigurableHTTPProxy?.auth_token ?? proxy.secretToken ?? "",
});
