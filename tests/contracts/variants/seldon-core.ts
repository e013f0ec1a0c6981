import {
  EmissaryRoutes,
  IngressController,
  SeldonCore,
  SeldonLogLevel,
  type SeldonCoreArgs,
} from "../../../components";
import { cluster, ingressFacts, seldonFacts } from "../../unit/platform";
import { RESOURCES, type Variant } from "./variant";

/** Seldon Core with these arguments, behind the Istio of another stack unless they say otherwise. */
const seldon =
  (args: Partial<SeldonCoreArgs> = {}) =>
  (): void => {
    const ml = cluster();
    new SeldonCore("seldon", { cluster: ml, ingress: ingressFacts, ...args }, { provider: ml.provider });
  };

/** An Emissary of another stack. */
export const EMISSARY = { ...ingressFacts, controller: IngressController.Emissary, controllerVersion: "4.1.0" };

/** `SeldonCore`. */
export const seldonVariants: readonly Variant[] = [
  { title: "Seldon Core behind Istio", program: seldon() },
  {
    title: "Seldon Core behind Istio, with cert-manager",
    program: seldon({ ingress: { ...ingressFacts, certManager: true } }),
  },
  { title: "Seldon Core behind Emissary", program: seldon({ ingress: EMISSARY }) },
  {
    title: "Seldon Core behind an Emissary without older versions",
    program: seldon({ ingress: { ...EMISSARY, legacyVersions: false } }),
  },
  { title: "Seldon Core with namespaces for models", program: seldon({ modelNamespaces: ["models", "staging"] }) },
  {
    title: "Seldon Core in another namespace, labelled",
    program: seldon({ namespace: { name: "serving" }, labels: { team: "ml" } }),
  },
  { title: "Seldon Core through another Gateway", program: seldon({ gateway: "mesh/models" }) },
  { title: "Seldon Core that reports its use", program: seldon({ usageMetrics: true }) },
  {
    title: "Seldon Core with resources",
    program: seldon({ resources: RESOURCES, orchestratorResources: RESOURCES }),
  },
  {
    title: "Seldon Core behind Emissary with annotations and short paths",
    program: seldon({ ingress: EMISSARY, emissary: { routes: EmissaryRoutes.Annotations, shortPaths: true } }),
  },
  {
    title: "Seldon Core for models with an id, with the definition of another",
    program: seldon({ controllerId: "a", definition: seldonFacts, namespace: { name: "second" } }),
  },
  { title: "Seldon Core for one namespace", program: seldon({ singleNamespace: true }) },
  {
    title: "Seldon Core with settings of the operator and of orchestrators",
    program: seldon({
      logLevel: SeldonLogLevel.Debug,
      priorityClass: "system-cluster-critical",
      hostNetwork: true,
      webhookPort: 9443,
      metricsPort: 9090,
      defaultUserId: "",
      keda: {},
      requestLogger: { endpoint: "http://logger.logs", queueSize: 100, timeoutMs: 0 },
    }),
  },
  {
    title: "Seldon Core with images and servers of one's own",
    program: seldon({
      imageRegistry: "registry.example.org/mirror",
      servers: { MY_SERVER: { v2: "registry.example.org/my-server:1" }, TRITON_SERVER: { v2: "example.org/triton:1" } },
    }),
  },
  {
    title: "Seldon Core with credentials of storage",
    program: seldon({
      modelNamespaces: ["models"],
      storageInitializer: {
        resources: RESOURCES,
        credentials: { s3: {}, gcs: {}, azureBlob: { account: "models", managedIdentity: {} } },
      },
    }),
  },
  {
    title: "Seldon Core from a mirror, with values of the caller",
    program: seldon({
      mirror: "https://charts.example.org",
      charts: { "seldon-core-operator": { values: { defaultUserID: "" } } },
    }),
  },
];
