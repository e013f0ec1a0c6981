import { IngressController, type SeldonFacts } from "../../shared/facts";
import type { JsonPath, Predictor, SeldonDeployment } from "../manifest";
import { hasNoOrchestrator, hasOrchestratorPod } from "./orchestrator";
import { podsOf } from "./pods";
import { problemIf, type ManifestProblem } from "./problem";

/** Annotation of a predictor: the name of its Service. */
export const SERVICE_NAME = "seldon.io/svc-name";

/** An object in the model's namespace that the operator creates and names itself, or a URL path that it routes. */
export interface DerivedName {
  readonly kind: string;
  readonly name: string;
  /** What it is made for: `step "b" of predictor "a"`. */
  readonly of: string;
  /** What its name comes from. */
  readonly at: JsonPath;
}

/** Longest name of a Service or a label; the operator replaces a longer one by a hash that nobody finds. */
const LONGEST = 63;

/** What the operator creates for a model under names of its own (1.17.1, seldondeployment_types.go). */
export function derivedNames(deployment: SeldonDeployment, controller: SeldonFacts["controller"]): DerivedName[] {
  const predictors = deployment.spec.predictors.map((predictor, index) => named(deployment, predictor, index));
  return [
    ...urlPaths(deployment, predictors),
    ...(controller === IngressController.Istio ? virtualServices(deployment, predictors) : mappings(predictors)),
    ...predictors.flatMap((predictor) => [...workloads(deployment.spec, predictor), ...explainer(predictor)]),
  ];
}

/** A predictor with what begins its names. */
interface Named {
  readonly base: string;
  readonly of: string;
  readonly where: JsonPath;
  readonly predictor: Predictor;
  readonly hasExplainer: boolean;
}

const named = ({ metadata }: SeldonDeployment, predictor: Predictor, index: number): Named => ({
  base: `${metadata.name}-${predictor.name}`,
  of: `predictor "${predictor.name}"`,
  where: ["spec", "predictors", index],
  predictor,
  hasExplainer: (predictor.explainer?.type ?? "") !== "",
});

const explained = (predictors: readonly Named[]): Named[] => predictors.filter(({ hasExplainer }) => hasExplainer);

/** Its explainers have one path, below which each predictor has its own. */
function urlPaths({ metadata }: SeldonDeployment, predictors: readonly Named[]): DerivedName[] {
  const path = `/seldon/${metadata.namespace}/${metadata.name}`;
  return [
    { kind: "URL path", name: `${path}/`, of: "the model", at: ["metadata", "name"] },
    ...explained(predictors)
      .slice(0, 1)
      .map(({ where }) => ({
        kind: "URL path",
        name: `${path}-explainer/`,
        of: "the explainer",
        at: [...where, "explainer"],
      })),
  ];
}

const virtualServices = ({ metadata }: SeldonDeployment, predictors: readonly Named[]): DerivedName[] => [
  { kind: "VirtualService", name: metadata.name, of: "the model", at: ["metadata", "name"] },
  ...explained(predictors).map(({ base, of, where }) => ({
    kind: "VirtualService",
    name: `${base}-explainer-http`.slice(0, LONGEST),
    of: `the explainer of ${of}`,
    at: [...where, "explainer"],
  })),
];

/** The names of all Mappings of a namespace have the same beginning. */
const mappings = (predictors: readonly Named[]): DerivedName[] =>
  predictors.flatMap(({ base, of, where, hasExplainer }) => [
    { kind: "Mapping", name: `${base}-rest`, of, at: [...where, "name"] },
    ...(hasExplainer
      ? [
          {
            kind: "Mapping",
            name: `${base}-explainer-rest`,
            of: `the explainer of ${of}`,
            at: [...where, "explainer"],
          },
        ]
      : []),
  ]);

/** The Service of a predictor, a Deployment for each of its pods, and a Service for each container that is a step. */
function workloads(spec: SeldonDeployment["spec"], { base, of, where, predictor }: Named): DerivedName[] {
  const at = [...where, "name"];
  const service = predictor.annotations?.[SERVICE_NAME];
  return [
    typeof service === "string"
      ? { kind: "Service", name: service, of, at: [...where, "annotations", SERVICE_NAME] }
      : { kind: "Service", name: base, of, at },
    ...podsOf(where, predictor).flatMap(({ name = "", containers }, index) => {
      const last = name === "" ? containers.map((container) => container.name).join("-") : name;
      return [
        ...(containers.length > 0 ? [{ kind: "Deployment", name: `${base}-${String(index)}-${last}`, of, at }] : []),
        ...containers.flatMap(({ name, step }) =>
          step === undefined
            ? []
            : [{ kind: "Service", name: `${base}-${name}`, of: `step "${name}" of ${of}`, at: [...step.at, "name"] }],
        ),
      ];
    }),
    ...(hasOrchestratorPod(spec) && !hasNoOrchestrator(predictor)
      ? [{ kind: "Deployment", name: `${base}-svc-orch`, of, at }]
      : []),
  ];
}

const explainer = ({ base, of, where, hasExplainer }: Named): DerivedName[] =>
  (hasExplainer ? ["Deployment", "Service"] : []).map((kind) => ({
    kind,
    name: `${base}-explainer`,
    of: `the explainer of ${of}`,
    at: [...where, "explainer"],
  }));

/** Names that the operator derives twice, so that one object takes the place of the other. */
export function sameNameProblems(names: readonly DerivedName[]): ManifestProblem[] {
  const first = new Map<string, DerivedName>();
  return names.flatMap((derived) => {
    const key = `${derived.kind} ${derived.name}`;
    const other = first.get(key);
    if (other === undefined) first.set(key, derived);
    return problemIf(
      other !== undefined,
      derived.at,
      `needs the ${derived.kind} "${derived.name}", which ${other?.of ?? ""} already has. Rename one of them.`,
    );
  });
}

/** Predictors for which the operator derives a name that is too long; of several names, the longest. */
export function longNameProblems(names: readonly DerivedName[]): ManifestProblem[] {
  const longest = new Map<JsonPath[number], string>();
  for (const { kind, name, at } of names) {
    const index = at[2];
    if (index === undefined || !["Deployment", "Service"].includes(kind)) continue;
    if (name.length > (longest.get(index)?.length ?? LONGEST)) longest.set(index, name);
  }
  return [...longest].map(([index, name]) => ({
    at: ["spec", "predictors", index, "name"],
    reason: `results in the generated name "${name}", which is longer than ${String(LONGEST)} characters by ${String(name.length - LONGEST)}. Shorten the name of the deployment, the predictor or the step.`,
  }));
}
