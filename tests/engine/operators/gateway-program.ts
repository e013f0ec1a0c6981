import {
  IngressLayer,
  type JwtArgs,
  MlCluster,
  ModelDeployment,
  ModelServer,
  Route,
  SeldonCore,
  ServiceType,
} from "../../../components";
import type { TestCluster } from "../cluster";

/** Host of the models, of the gateway for everybody. */
export const MODELS = "models.example.org";
/** Host of a web application on the same gateway, which serves all hosts of that domain. */
export const LAB = "lab.apps.example.org";
/** Host of a web application that the same gateway names. */
export const TOOLS = "tools.example.org";
/** Host with a certificate of its own. */
export const CONSOLE = "console.example.org";
/** Host of a second gateway. */
export const INTERNAL = "internal.example.org";

/**
 * A model and three web applications by HTTPS with an own authority, and a second gateway.
 * @param jwt tokens that requests to the first gateway need
 */
export const gatewayProgram =
  ({ kubeconfigPath, context }: TestCluster, mirror: string, jwt?: JwtArgs) =>
  () => {
    const cluster = new MlCluster("ml", { existing: { kubeconfigPath, context }, kubernetesVersion: "1.36" });
    const k8s = { provider: cluster.provider };
    const tls = { selfSigned: {} };
    const ingress = new IngressLayer(
      "ingress",
      { cluster, istio: { jwt }, hosts: [MODELS, TOOLS, "*.apps.example.org"], tls, allowPublic: true, mirror },
      k8s,
    );
    const internal = new IngressLayer(
      "internal",
      {
        cluster,
        istio: { controlPlane: ingress },
        hosts: [INTERNAL],
        tls: { ...tls, certManagerExists: true },
        service: { type: ServiceType.ClusterIP },
        mirror,
      },
      k8s,
    );
    const seldon = new SeldonCore("seldon", { cluster, ingress, modelNamespaces: ["models"], mirror }, k8s);
    const iris = new ModelDeployment(
      "iris",
      {
        seldon,
        namespace: "models",
        predictors: [{ name: "main", server: ModelServer.Sklearn, modelUri: "gs://models/iris" }],
      },
      k8s,
    );
    const web = { ingress, namespace: "default", service: { name: "web", port: 8080 } };
    const lab = new Route(
      "lab",
      {
        ...web,
        host: LAB,
        path: "/lab",
        rewrite: "/",
        timeoutSeconds: 1,
        requestHeaders: { set: { "X-Team": "ml" }, remove: ["X-Debug"] },
      },
      k8s,
    );
    new Route("tools", { ...web, host: TOOLS }, k8s);
    const console = new Route("console", { ...web, host: CONSOLE, tls: {} }, k8s);
    const reports = new Route("reports", { ...web, ingress: internal, host: INTERNAL, path: "/reports" }, k8s);
    return Promise.resolve({
      host: ingress.host,
      caCertificate: ingress.caCertificate,
      internalCaCertificate: internal.caCertificate,
      modelUrl: iris.restUrl,
      lab: lab.url,
      console: console.url,
      reports: reports.url,
    });
  };
