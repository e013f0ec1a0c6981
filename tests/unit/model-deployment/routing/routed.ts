import assert from "node:assert/strict";
import { IngressController, ModelDeployment, type ModelDeploymentArgs, type SeldonFacts } from "../../../../components";
import { deploy, type Deployed } from "../../../helpers/deploy";
import { cluster, seldonFacts } from "../../platform";
import { main } from "../refuses";

/** Operators for each way in which routes are written. */
export const istio: SeldonFacts = { ...seldonFacts, gatewayNamespace: "istio-system" };
const emissary: SeldonFacts = { ...seldonFacts, controller: IngressController.Emissary, gateway: undefined };
export const mappings: SeldonFacts = { ...emissary, controllerVersion: "4.1.0", ambassadorId: "ml" };
export const annotated: SeldonFacts = { ...emissary, controllerVersion: "4.1.0", annotationRoutes: true };
/** Ambassador, which knows no `getambassador.io/v3alpha1`. */
export const ambassador: SeldonFacts = { ...emissary, controllerVersion: "1.14.4", annotationRoutes: true };

/** A canary with a quarter of the requests. */
export const CANARY: ModelDeploymentArgs["predictors"] = [
  { ...main, traffic: 75 },
  { ...main, name: "canary", traffic: 25 },
];

/** A predictor for requests with a header, beside the main one. */
export const BY_HEADER: ModelDeploymentArgs["predictors"] = [
  main,
  { ...main, name: "london", headers: [{ name: "Location", value: "london" }] },
];

/** One model named `iris` in `models`. */
export const routed = (args: Partial<ModelDeploymentArgs>): Promise<Deployed> =>
  deploy(() => {
    const all = { seldon: istio, namespace: "models", predictors: [main], ...args };
    const { restUrl, grpcUrl, grpcMetadata, docsUrl, explainerUrls, curl } = new ModelDeployment("iris", all, {
      provider: cluster().provider,
    });
    return { restUrl, grpcUrl, grpcMetadata, docsUrl, explainerUrls, curl };
  });

/** An object as far as these tests read it. */
export interface Written {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Record<string, string>;
  };
  readonly spec: Record<string, unknown>;
}

const objectsOf = (graph: Deployed, type: RegExp): Written[] =>
  graph.resources
    .filter((resource) => type.test(resource.type))
    .map((resource) => graph.revealInputs(resource) as unknown as Written);

/** The annotations for the operator. */
export const annotationsOf = (graph: Deployed): unknown =>
  objectsOf(graph, /SeldonDeployment$/)[0]?.spec["annotations"];

/** The component's own routes, by name: the engine gets them in any order. */
export const routesOf = (graph: Deployed): Written[] =>
  objectsOf(graph, /(VirtualService|DestinationRule|Mapping)$/).sort(byName);

/** Compares all of the component's own routes. */
export const hasRoutes = (graph: Deployed, expected: readonly object[], of = /./): void => {
  const written = routesOf(graph).filter(({ metadata }) => of.test(metadata.name));
  assert.deepEqual(written, [...(expected as Written[])].sort(byName));
};

const byName = (one: Written, other: Written): number => (one.metadata.name < other.metadata.name ? -1 : 1);

/** The resource with the custom resource of the model. */
export const modelOf = (graph: Deployed) =>
  graph.byName("kubernetes:machinelearning.seldon.io/v1:SeldonDeployment", "iris");
