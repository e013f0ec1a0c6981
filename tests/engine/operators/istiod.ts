import type { TestCluster } from "../cluster";
import { freePorts } from "../cluster/free-ports";
import { clusterProgram } from "../toolchain";
import { type ControllerProcess, environmentOf, runInPlaceOfPod } from "./controller-process";

/** A real istiod, with the ports that it has on loopback each time it runs. */
export interface Istiod extends ControllerProcess {
  /** Where proxies get their configuration, as plain text. */
  readonly xdsPort: number;
  /** Where it answers `/ready` and `/debug/…`. */
  readonly httpPort: number;
}

/**
 * Runs the real istiod while the stand-in of its chart is installed. It reads the mesh settings of the chart's ConfigMap and
 * has the environment of its simulated pod. It injects nothing, and the API server does not ask its webhooks.
 */
export async function startIstiod(cluster: TestCluster): Promise<Istiod> {
  const program = await clusterProgram("istiod");
  const [xdsPort = 0, httpPort = 0, monitoringPort = 0] = await freePorts(3);
  const istiod = runInPlaceOfPod(cluster, "app=istiod", (programs, pod) => {
    const { name, namespace } = pod.metadata;
    const flags = {
      kubeconfig: cluster.kubeconfigPath,
      namespace,
      grpcAddr: `127.0.0.1:${xdsPort}`,
      httpAddr: `127.0.0.1:${httpPort}`,
      monitoringAddr: `127.0.0.1:${monitoringPort}`,
      httpsAddr: "",
      secureGRPCAddr: "",
      ctrlz_port: 0,
    };
    programs.run(program, flags, {
      args: ["discovery"],
      env: {
        ...environmentOf(pod),
        POD_NAME: name,
        POD_NAMESPACE: namespace,
        INJECT_ENABLED: "false",
        PILOT_ENABLE_METADATA_EXCHANGE: "false", // a filter that only Istio's own build of Envoy has
        ENABLE_CA_SERVER: "false",
        PILOT_CERT_PROVIDER: "none",
        // Without TLS a proxy is known by the token of its service account, as istiod gives Secrets only to known ones.
        XDS_AUTH_PLAINTEXT: "true",
      },
    });
  });
  return { ...istiod, xdsPort, httpPort };
}
