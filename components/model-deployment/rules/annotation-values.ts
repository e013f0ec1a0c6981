import { dns1123Subdomain } from "../../shared/checks";
import { IngressController, type SeldonFacts } from "../../shared/facts";
import { shown } from "../../shared/invalid-args";
import { ownValue } from "../../shared/own-value";
import { NO_ENGINE, SEPARATE_POD } from "./orchestrator";
import { NO_INITIALIZER } from "./pod-parts";
import { SERVICE_NAME } from "./derived-names";

/** Where an annotation can be written: for the deployment, its object, a predictor, or the pod of the orchestrator. */
export type Place = "deployment" | "metadata" | "predictor" | "pod";

/** What is wrong with a value; nothing if it can be read. */
type Rule = (value: string, seldon: SeldonFacts, place: Place) => string | undefined;

/** An annotation of Seldon Core: where it is read, and which values can be read. */
export interface KnownAnnotation {
  readonly read: readonly Place[];
  readonly rule: Rule;
}

const FAILS = "so the model would fail";
/** `log.Fatalf` in the orchestrator (1.17.1, executor/cmd/executor/main.go). */
const STOPS = "so the orchestrator would stop again and again";

/** Largest number that the orchestrator can read. */
const LARGEST = 2 ** 31 - 1;

const wholeNumber =
  (what: string, consequence: string | Rule = FAILS): Rule =>
  (value, seldon, place) =>
    /^\d+$/.test(value) && Number(value) <= LARGEST
      ? undefined
      : `${shown(value)} is not ${what}, ${typeof consequence === "string" ? consequence : (consequence(value, seldon, place) ?? "")}. Write digits only.`;

const trueOrFalse =
  (otherwise: string): Rule =>
  (value) =>
    ["true", "false"].includes(value.toLowerCase())
      ? undefined
      : `${shown(value)} is neither true nor false, and the operator takes it for ${otherwise}. Write true or false.`;

const any: Rule = () => undefined;

/** The operator's `GetAnnotation`. */
const DEPLOYMENT: readonly Place[] = ["deployment", "metadata"];
/** What the operator copies to the pod where the orchestrator reads its annotations. */
const ORCHESTRATOR: readonly Place[] = ["deployment", "predictor", "pod"];

const deployment = (rule: Rule): KnownAnnotation => ({ read: DEPLOYMENT, rule });
const orchestrator = (rule: Rule): KnownAnnotation => ({ read: ORCHESTRATOR, rule });

/** Behind Emissary, the operator reads it first and fails. */
const restTimeoutFails: Rule = (_value, { controller }, place) =>
  controller === IngressController.Emissary && DEPLOYMENT.includes(place) ? FAILS : STOPS;

/** An annotation that changes the route behind the back of the inputs, which URLs and checks follow. */
const replacedBy =
  (input: string, why: string): Rule =>
  () =>
    `${why}. Write ${input} instead.`;

/** Where such an annotation leads, in an error. */
const ELSEWHERE = "and the model's URLs would not lead there";

const gateway: Rule = (value, seldon) => {
  if (value.split("/").length > 2 || value.split("/").some((part) => dns1123Subdomain(part) !== undefined))
    return `${shown(value)} is not the name of a Gateway, such as istio-system/seldon-gateway, ${FAILS}. Write one name.`;
  return value === seldon.gateway
    ? undefined
    : `${shown(value)} is another Gateway than that of the operator, and the model's URLs would not lead to it. Leave it out, or write gateway of the SeldonCore.`;
};

const ingressId: Rule = (value, { ambassadorId = "default" }) =>
  value === ambassadorId
    ? undefined
    : `${shown(value)} is not the id of the ingress, ${shown(ambassadorId)}. Leave it out.`;

/** All annotations that operator and orchestrator 1.17.1 read. */
const KNOWN: Readonly<Record<string, KnownAnnotation>> = {
  "seldon.io/rest-timeout": orchestrator(wholeNumber("a time-out in milliseconds", restTimeoutFails)),
  "seldon.io/grpc-timeout": orchestrator(wholeNumber("a time-out in milliseconds", "so it would be ignored")),
  "seldon.io/grpc-max-message-size": orchestrator(wholeNumber("a size in bytes", STOPS)),
  "seldon.io/executor-logger-queue-size": deployment(wholeNumber("a number of requests")),
  "seldon.io/executor-logger-write-timeout-ms": deployment(wholeNumber("a time-out in milliseconds")),
  "seldon.io/headless-svc": deployment(trueOrFalse("true")),
  [SEPARATE_POD]: { read: ["deployment"], rule: trueOrFalse("false") },
  [NO_INITIALIZER]: { read: ["deployment"], rule: trueOrFalse("false") },
  [NO_ENGINE]: { read: ["predictor"], rule: trueOrFalse("false") },
  [SERVICE_NAME]: { read: ["predictor"], rule: any },
  "seldon.io/istio-host": deployment(replacedBy("hosts", `moves the route, ${ELSEWHERE}`)),
  "seldon.io/istio-gateway": deployment(gateway),
  "seldon.io/istio-retries": deployment(wholeNumber("a number of retries")),
  "seldon.io/istio-retries-timeout": deployment(wholeNumber("a time-out in seconds")),
  "seldon.io/ambassador-config": deployment(replacedBy("ambassador.config", `replaces the route, ${ELSEWHERE}`)),
  "seldon.io/ambassador-regex-header": deployment(
    () =>
      "makes the operator crash again and again, so it handles no model of the cluster any more. Write headers of a predictor, or ambassador.headers, with regex instead.",
  ),
  "seldon.io/ambassador-service-name": deployment(
    replacedBy("ambassador.serviceName", "leads requests from the URL of another model, which nothing checks"),
  ),
  "seldon.io/ambassador-header": deployment(
    replacedBy(
      "ambassador.headers, or headers of a predictor,",
      "keeps other requests out, which the outputs would not say",
    ),
  ),
  "seldon.io/ambassador-id": deployment(ingressId),
  "seldon.io/ambassador-retries": deployment(wholeNumber("a number of retries")),
  "seldon.io/ambassador-circuit-breakers-max-connections": deployment(wholeNumber("a number of connections")),
  "seldon.io/ambassador-circuit-breakers-max-pending-requests": deployment(wholeNumber("a number of requests")),
  "seldon.io/ambassador-circuit-breakers-max-requests": deployment(wholeNumber("a number of requests")),
  "seldon.io/ambassador-circuit-breakers-max-retries": deployment(wholeNumber("a number of retries")),
};

/** The annotations that the operator or the orchestrator reads. */
export const KNOWN_ANNOTATIONS: readonly string[] = Object.keys(KNOWN);

/** Annotations that the orchestrator reads itself, from a file that Kubernetes writes. */
export const ORCHESTRATOR_SETTINGS: readonly string[] = KNOWN_ANNOTATIONS.filter(
  (name) => KNOWN[name]?.read === ORCHESTRATOR,
);

/** What is known of an annotation; others that begin with `seldon.io/engine-` become variables of the orchestrator. */
export function knownAnnotation(
  name: string,
  { controller, annotationRoutes }: SeldonFacts,
): KnownAnnotation | undefined {
  const known = ownValue(KNOWN, name);
  if (known === undefined)
    return name.startsWith("seldon.io/engine-") ? { read: ["deployment"], rule: any } : undefined;
  const isReadByBoth =
    controller === IngressController.Emissary &&
    (name === "seldon.io/rest-timeout" ||
      // For its annotations, the operator reads this one too.
      (name === "seldon.io/grpc-timeout" && annotationRoutes === true));
  return isReadByBoth ? { ...known, read: [...known.read, "metadata"] } : known;
}
