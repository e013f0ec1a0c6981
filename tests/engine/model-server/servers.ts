import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePorts } from "../cluster/free-ports";
import { Programs } from "../cluster/programs";
import { installedPython } from "../python/python";
import { clusterProgram } from "../toolchain";

/** A real program on loopback. */
export interface RunningServer {
  /** Its port for REST. */
  readonly port: number;
  stop(): Promise<void>;
}

/** A real model server on loopback. */
export interface ModelServerProcess extends RunningServer {
  readonly grpcPort: number;
}

/** The Python with MLServer: two minutes on first use. */
export const mlServerPython = (): Promise<string> => installedPython("mlserver", join(__dirname, "mlserver.txt"));

/** The Python with Seldon's wrapper: half a minute on first use. */
export const wrapperPython = (): Promise<string> => installedPython("seldon-wrapper", join(__dirname, "wrapper.txt"));

/**
 * MLServer as the operator starts it for `SKLEARN_SERVER` with protocol v2 (1.17.1, mlserver.go): settings come from the
 * environment.
 *
 * @param model name of the step
 */
export async function startMlServer(model: string): Promise<ModelServerProcess> {
  const python = await mlServerPython();
  const programs = new Programs(await mkdtemp(join(tmpdir(), "mlplatform-mlserver-")));
  try {
    const folder = join(programs.dir, "models");
    await mkdir(folder);
    await promisify(execFile)(python, [join(__dirname, "train_iris.py"), join(folder, "model.joblib")]);
    const [port = 0, grpc = 0, metrics = 0] = await freePorts(3);
    programs.run(
      python,
      {},
      {
        args: ["-c", "from mlserver.cli import main; main()", "start", folder],
        env: {
          MLSERVER_HOST: "127.0.0.1",
          MLSERVER_HTTP_PORT: String(port),
          MLSERVER_GRPC_PORT: String(grpc),
          MLSERVER_METRICS_PORT: String(metrics),
          MLSERVER_MODEL_NAME: model,
          MLSERVER_MODEL_IMPLEMENTATION: "mlserver_sklearn.SKLearnModel",
          MLSERVER_MODEL_URI: folder,
          // One process is enough for a few requests.
          MLSERVER_PARALLEL_WORKERS: "0",
        },
      },
    );
    await programs.until("MLServer has the model", () => answers(`http://127.0.0.1:${port}/v2/models/${model}/ready`));
    return { port, grpcPort: grpc, stop: () => programs.stop() };
  } catch (error) {
    await programs.stop();
    throw error;
  }
}

/** Seldon's Python wrapper around a model, as the images of the guides start it. */
export async function startWrapper(): Promise<ModelServerProcess> {
  const python = await wrapperPython();
  const programs = new Programs(await mkdtemp(join(tmpdir(), "mlplatform-wrapper-")));
  try {
    await copyFile(join(__dirname, "Iris.py"), join(programs.dir, "Iris.py"));
    const [port = 0, grpc = 0, metrics = 0] = await freePorts(3);
    // The scripts of an environment that was moved do not start.
    const start = ["-c", "from seldon_core.microservice import main; main()", "Iris", "--service-type", "MODEL"];
    const ports = ["--http-port", String(port), "--grpc-port", String(grpc), "--metrics-port", String(metrics)];
    programs.run(
      python,
      {},
      { args: [...start, ...ports], env: { PREDICTIVE_UNIT_ID: "model", GUNICORN_WORKERS: "1" } },
    );
    await programs.until("the wrapper answers", () => answers(`http://127.0.0.1:${port}/health/ping`));
    return { port, grpcPort: grpc, stop: () => programs.stop() };
  } catch (error) {
    await programs.stop();
    throw error;
  }
}

const answers = async (url: string): Promise<boolean> => (await fetch(url)).ok;

/** An Envoy on loopback that does what the operator's route does: it takes the model's own path away. */
export async function startRoute(prefix: string, target: number): Promise<RunningServer> {
  const program = await clusterProgram("envoy");
  const programs = new Programs(await mkdtemp(join(tmpdir(), "mlplatform-route-")));
  try {
    const [port = 0] = await freePorts(1);
    const config = join(programs.dir, "envoy.json");
    await writeFile(config, JSON.stringify(routing(port, prefix, target)));
    programs.run(program, {}, { args: ["--config-path", config, "--use-dynamic-base-id", "--concurrency", "1"] });
    await programs.until("Envoy answers", async () => (await fetch(`http://127.0.0.1:${port}/`)).status === 404);
    return { port, stop: () => programs.stop() };
  } catch (error) {
    await programs.stop();
    throw error;
  }
}

const address = (port: number) => ({ socket_address: { address: "127.0.0.1", port_value: port } });

const typed = (type: string, value: object = {}) => ({
  "@type": `type.googleapis.com/envoy.extensions.filters.${type}`,
  ...value,
});

function routing(port: number, prefix: string, target: number) {
  const routes = [{ match: { prefix }, route: { cluster: "model", prefix_rewrite: "/", timeout: "60s" } }];
  const manager = typed("network.http_connection_manager.v3.HttpConnectionManager", {
    stat_prefix: "model",
    route_config: { virtual_hosts: [{ name: "all", domains: ["*"], routes }] },
    http_filters: [{ name: "router", typed_config: typed("http.router.v3.Router") }],
  });
  return {
    static_resources: {
      listeners: [{ address: address(port), filter_chains: [{ filters: [{ name: "http", typed_config: manager }] }] }],
      clusters: [
        {
          name: "model",
          type: "STATIC",
          load_assignment: {
            cluster_name: "model",
            endpoints: [{ lb_endpoints: [{ endpoint: { address: address(target) } }] }],
          },
        },
      ],
    },
  };
}
