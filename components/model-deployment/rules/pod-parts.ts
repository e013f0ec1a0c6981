import type { JsonPath, Predictor, SeldonDeployment } from "../manifest";
import type { PathAndNode } from "../graph";
import { isTrue } from "./orchestrator";
import { podsOf, type Pod } from "./pods";
import { problemIf, type ManifestProblem } from "./problem";

/** The orchestrator's container. */
export const ORCHESTRATOR = "seldon-container-engine";
/** The container of TensorFlow Serving beside its proxy. */
export const TENSORFLOW = "tfserving";

/** Annotation of the deployment: Triton loads its model itself. */
export const NO_INITIALIZER = "seldon.io/no-storage-initializer";

/** Longest name of a container or a volume; the operator shortens a longer one. */
const LONGEST = 63;

/** A container or a volume of a pod. */
interface Part {
  readonly kind: "container" | "volume";
  readonly name: string;
}

/**
 * Containers and volumes that the operator adds to a pod under a name that is taken (1.17.1, model_initializer_injector.go
 * and seldondeployment_prepackaged_servers.go): the API server refuses such a pod, or a model is never loaded.
 */
export const podPartProblems = (
  where: JsonPath,
  predictor: Predictor,
  spec: SeldonDeployment["spec"],
): ManifestProblem[] =>
  podsOf(where, predictor).flatMap((pod, index) => {
    const taken = new Set(writtenParts(predictor, index, pod).map(key));
    return pod.containers.flatMap(({ step }) => {
      const added = step === undefined ? [] : addedParts(step, predictor, index, spec);
      const second = added.find((part) => taken.has(key(part)));
      for (const part of added) taken.add(key(part));
      return problemIf(
        second !== undefined,
        step?.at ?? [],
        `needs the ${second?.kind ?? ""} "${second?.name ?? ""}" in its pod, which already has one with this name. Give the step a pod of its own.`,
      );
    });
  });

const key = ({ kind, name }: Part): string => `${kind} ${name}`;

/** The caller's own parts. A container that is there for TensorFlow Serving is completed, not added. */
const writtenParts = ({ componentSpecs = [] }: Predictor, index: number, { containers }: Pod): Part[] => [
  ...containers.filter(({ name }) => name !== TENSORFLOW).map(({ name }) => ({ kind: "container" as const, name })),
  ...(componentSpecs[index]?.spec?.volumes ?? []).map(({ name }) => ({ kind: "volume" as const, name })),
];

/** What a step adds to its pod: the server behind a proxy, the container that loads the model, and where it puts it. */
function addedParts(
  { node }: PathAndNode,
  { componentSpecs = [] }: Predictor,
  index: number,
  { protocol, annotations }: SeldonDeployment["spec"],
): Part[] {
  const { name, implementation, modelUri } = node;
  const hasProxy = implementation === "TENSORFLOW_SERVER" && protocol !== "tensorflow";
  const server: Part[] = hasProxy ? [{ kind: "container", name: TENSORFLOW }] : [];
  const readsItself = implementation === "TRITON_SERVER" && loadsByItself(annotations);
  const loader = shortened(`${hasProxy ? TENSORFLOW : name}-model-initializer`);
  const ownLoaders = componentSpecs[index]?.spec?.initContainers ?? [];
  // The operator adds nothing if the caller wrote the container that loads the model.
  if ((modelUri ?? "") === "" || readsItself || ownLoaders.some((own) => own.name === loader)) return server;
  const claim = typeof modelUri === "string" && modelUri.startsWith("pvc://");
  return [
    ...server,
    { kind: "container", name: loader },
    { kind: "volume", name: shortened(`${hasProxy ? TENSORFLOW : name}-provision-location`) },
    ...(claim ? [{ kind: "volume" as const, name: "kfserving-pvc-source" }] : []),
  ];
}

/** Whether Triton gets the URI of its model instead of a folder. */
export const loadsByItself = (annotations: SeldonDeployment["spec"]["annotations"]): boolean =>
  isTrue(annotations?.[NO_INITIALIZER]);

const shortened = (name: string): string => name.slice(0, LONGEST).replace(/-$/, "");
