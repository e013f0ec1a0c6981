import type { TestCluster } from "../cluster";
import { freePorts } from "../cluster/free-ports";
import { clusterProgram } from "../toolchain";
import { type ControllerProcess, environmentOf, runInPlaceOfPod } from "./controller-process";

/** A real istiod, with the ports that it has on loopback each time it runs. */
export interface Istiod extends ControllerProcess {
  /** Where its chart is installed. */
  readonly namespace: string;
  /** Where proxies get their configuration, as plain text. */
  readonly xdsPort: number;
  /** What istiod's webhook says against an object of Istio's own kinds; undefined if it allows it. */
  refusalOf(object: object): Promise<string | undefined>;
}

/**
 * Runs the real istiod while the stand-in of its chart is installed. It reads the mesh settings of the chart's ConfigMap and
 * has the environment of its simulated pod. It injects nothing, and the API server does not ask its webhooks.
 */
export async function startIstiod(cluster: TestCluster, namespace = "istio-system"): Promise<Istiod> {
  const program = await clusterProgram("istiod");
  const [xdsPort = 0, httpPort = 0, monitoringPort = 0] = await freePorts(3);
  const istiod = runInPlaceOfPod(cluster, "app=istiod", (programs, pod) => {
    const flags = {
      kubeconfig: cluster.kubeconfigPath,
      namespace,
      grpcAddr: `127.0.0.1:${xdsPort}`,
      httpAddr: `127.0.0.1:${httpPort}`,
      monitoringAddr: `127.0.0.1:${monitoringPort}`,
      httpsAddr: "", // its webhooks answer at httpAddr then
      secureGRPCAddr: "",
      ctrlz_port: 0,
    };
    programs.run(program, flags, {
      args: ["discovery"],
      env: {
        ...environmentOf(pod),
        POD_NAME: pod.metadata.name,
        POD_NAMESPACE: namespace,
        INJECT_ENABLED: "false",
        ENABLE_CA_SERVER: "false",
        PILOT_CERT_PROVIDER: "none",
        // Filters that only Istio's own build of Envoy has.
        PILOT_ENABLE_METADATA_EXCHANGE: "false",
        PILOT_ENABLE_ALPN_FILTER: "false",
        // Without TLS a proxy is known by the token of its service account, as istiod gives Secrets only to known ones.
        XDS_AUTH_PLAINTEXT: "true",
      },
    });
  });
  return {
    ...istiod,
    namespace,
    xdsPort,
    refusalOf: (object) => refusalOf(`http://127.0.0.1:${httpPort}/validate`, object),
  };
}

/** Asks a validating webhook as the API server does when an object is created. */
async function refusalOf(webhook: string, object: object): Promise<string | undefined> {
  const { apiVersion, kind } = object as { apiVersion: string; kind: string };
  const [group, version] = apiVersion.split("/");
  const review = {
    apiVersion: "admission.k8s.io/v1",
    kind: "AdmissionReview",
    request: { uid: "1", operation: "CREATE", kind: { group, version, kind }, object },
  };
  const headers = { "content-type": "application/json" };
  const answer = await fetch(webhook, { method: "POST", headers, body: JSON.stringify(review) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`istiod's webhook answered ${answer.status}: ${text}`);
  const { response } = JSON.parse(text) as { response: { allowed: boolean; status?: { message?: string } } };
  return response.allowed ? undefined : (response.status?.message ?? "refused without a reason");
}
