import { IngressController, type SeldonFacts } from "../../shared/facts";
import { closest } from "../../shared/nearest";
import type { ModelDeploymentArgs } from "../args";
import { steps } from "../graph";
import type { Annotations, JsonPath, SeldonDeployment } from "../manifest";
import { routingAnnotations } from "../routing/annotations";
import { KNOWN_ANNOTATIONS, knownAnnotation, ORCHESTRATOR_SETTINGS, type Place } from "./annotation-values";
import { hasOrchestratorPod, SEPARATE_POD } from "./orchestrator";
import { loadsByItself, NO_INITIALIZER } from "./pod-parts";
import { problemIf, type ManifestProblem } from "./problem";

const PREFIX = "seldon.io/";

/** Prefix of the annotations that only the other controller's routes use. */
const PREFIX_OF_OTHER: Partial<Record<IngressController, string>> = {
  [IngressController.Istio]: "seldon.io/ambassador-",
  [IngressController.Emissary]: "seldon.io/istio-",
};

/** Annotations, and where they are written. */
interface Written {
  /** Absent for the pods without the orchestrator, where nothing is read. */
  readonly place?: Place;
  readonly at: JsonPath;
  readonly annotations: Annotations;
}

/** Annotations that nothing reads or that cannot be read, wherever they are written. */
export function annotationProblems(deployment: SeldonDeployment, args: ModelDeploymentArgs): ManifestProblem[] {
  const { metadata, spec } = deployment;
  const { seldon } = args;
  const decided = routingAnnotations(metadata.name, args);
  // A caller cannot write those that an input decides.
  const written = Object.entries(spec.annotations ?? {}).filter(([key]) => !Object.hasOwn(decided, key));
  const own: Written = { place: "deployment", at: ["spec", "annotations"], annotations: Object.fromEntries(written) };
  const object: Written = {
    place: "metadata",
    at: ["metadata", "annotations"],
    annotations: metadata.annotations ?? {},
  };
  const predictors = spec.predictors.map(({ annotations = {}, componentSpecs = [] }, index): Written[] => {
    const at = ["spec", "predictors", index];
    return [
      { place: "predictor", at: [...at, "annotations"], annotations },
      ...componentSpecs.map(({ metadata: pod }, index) => ({
        place: index === 0 ? ("pod" as const) : undefined,
        at: [...at, "componentSpecs", index, "metadata", "annotations"],
        annotations: pod?.annotations ?? {},
      })),
    ];
  });
  return [
    ...[own, object, ...predictors.flat()].flatMap((written) => singleProblems(written, spec, seldon)),
    ...uselessProblems(deployment, seldon),
    ...unreadableProblems([own, ...predictors.flat()]),
  ];
}

const singleProblems = (
  { at, annotations, place }: Written,
  spec: SeldonDeployment["spec"],
  seldon: SeldonFacts,
): ManifestProblem[] =>
  Object.entries(annotations)
    .filter(([key]) => key.startsWith(PREFIX))
    .flatMap(([key, value]) => {
      const reason =
        typeof value === "string"
          ? (unreadReason(key, place, spec, seldon) ?? valueReason(key, value, place, seldon))
          : "is not known yet, but decides whether the model works. Write a value, not an output.";
      return reason === undefined ? [] : [{ at: [...at, key], reason }];
    });

/** Where the caller writes an annotation that is read in one place. */
const WRITTEN_AT: Readonly<Record<Place, string>> = {
  deployment: "annotations",
  metadata: "overrides.metadata.annotations",
  predictor: "overrides.spec.predictors[].annotations",
  pod: "overrides.spec.predictors[].componentSpecs[0].metadata.annotations",
};

/** Why nothing reads an annotation here. */
function unreadReason(
  key: string,
  place: Place | undefined,
  spec: SeldonDeployment["spec"],
  seldon: SeldonFacts,
): string | undefined {
  const foreign = PREFIX_OF_OTHER[seldon.controller];
  if (foreign !== undefined && key.startsWith(foreign)) {
    return `is ignored, because the ingress is ${seldon.controller}. Leave it out.`;
  }
  const known = knownAnnotation(key, seldon);
  if (known === undefined) {
    const meant = closest(
      key.slice(PREFIX.length),
      KNOWN_ANNOTATIONS.map((name) => name.slice(PREFIX.length)),
    );
    const advice = meant === undefined ? ". Leave it out." : `; did you mean "${PREFIX}${meant}"?`;
    return `is not an annotation that Seldon Core reads${advice}`;
  }
  if (place === undefined || !known.read.includes(place)) {
    const [first = "deployment", ...others] = known.read;
    return `has no effect here; it is read in ${WRITTEN_AT[first]}${others.length === 0 ? " only" : ""}. Move it there.`;
  }
  const isReadByOperator = known.read.includes("metadata");
  return ORCHESTRATOR_SETTINGS.includes(key) && hasOrchestratorPod(spec) && !isReadByOperator
    ? `has no effect together with ${SEPARATE_POD}. Leave one of them out.`
    : undefined;
}

const valueReason = (
  key: string,
  value: string,
  place: Place = "deployment",
  seldon: SeldonFacts,
): string | undefined =>
  value === "" ? "is empty. Write a value, or leave it out." : knownAnnotation(key, seldon)?.rule(value, seldon, place);

/** Annotations of the deployment that are read, but change nothing. */
function uselessProblems({ metadata, spec }: SeldonDeployment, seldon: SeldonFacts): ManifestProblem[] {
  const at = ["spec", "annotations"];
  const [retries, timeout] = ["seldon.io/istio-retries", "seldon.io/istio-retries-timeout"];
  const has = (key: string): boolean => (spec.annotations?.[key] ?? metadata.annotations?.[key]) !== undefined;
  const hasTriton = spec.predictors
    .flatMap(({ graph }) => steps(graph))
    .some(({ implementation }) => implementation === "TRITON_SERVER");
  return [
    ...problemIf(
      seldon.controller === IngressController.Istio && has(timeout) && !has(retries),
      [...(spec.annotations?.[timeout] === undefined ? ["metadata", "annotations"] : at), timeout],
      `has no effect without ${retries}. Add that one too.`,
    ),
    ...problemIf(
      loadsByItself(spec.annotations) && !hasTriton,
      [...at, NO_INITIALIZER],
      "has no effect, because no step runs on TRITON_SERVER. Leave it out.",
    ),
  ];
}

/**
 * Annotations that make the orchestrator ignore its own settings: it splits each line of the file with the annotations of its
 * pod at `=`, and stops reading at a line with a second `=` (1.17.1, executor/k8s/annotation.go).
 */
function unreadableProblems(written: readonly Written[]): ManifestProblem[] {
  const read = written.filter(({ place }) => place !== undefined);
  const setting = read
    .flatMap(({ annotations }) => Object.keys(annotations))
    .find((key) => ORCHESTRATOR_SETTINGS.includes(key));
  return read.flatMap(({ at, annotations }) =>
    Object.entries(annotations).flatMap(([key, value]) =>
      problemIf(
        setting !== undefined && typeof value === "string" && value.includes("="),
        [...at, key],
        `contains "=", and the orchestrator then ignores ${setting ?? ""}. Leave one of them out.`,
      ),
    ),
  );
}
