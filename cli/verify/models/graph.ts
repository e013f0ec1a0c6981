import type { OpenResource } from "../../stack/opened-state";

/** The parts of a SeldonDeployment that decide how the model is asked. */
interface Manifest {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: {
    readonly protocol?: string;
    readonly predictors?: readonly { readonly shadow?: boolean; readonly graph?: GraphNode }[];
  };
}

interface GraphNode {
  readonly name?: string;
  readonly implementation?: string;
  readonly children?: readonly GraphNode[];
}

/** Steps that the orchestrator does itself, so that no server answers for them (1.17.1). */
const OWN_STEPS = ["RANDOM_ABTEST", "AVERAGE_COMBINER", "SIMPLE_ROUTER", "SIMPLE_MODEL"];

/** What the custom resource of a model says. */
export interface ModelManifest {
  readonly protocol: string;
  /** The step that is in URLs. */
  readonly step: string;
  /** The first step that has a server. */
  readonly served: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
}

/** Reads the custom resource of a model from its inputs in the state. */
export function modelManifest({ inputs }: Pick<OpenResource, "inputs">): ModelManifest {
  const { metadata = {}, spec = {} } = inputs as Manifest;
  const { protocol = "seldon", predictors = [] } = spec;
  const graph = (predictors.find(({ shadow }) => shadow !== true) ?? predictors[0])?.graph ?? {};
  const step = graph.name ?? "";
  const { name = "", namespace = "" } = metadata;
  return { protocol, step, served: firstServed(graph)?.name ?? step, metadata: { name, namespace } };
}

function firstServed(node: GraphNode): GraphNode | undefined {
  if (!OWN_STEPS.includes(node.implementation ?? "")) return node;
  for (const child of node.children ?? []) {
    const found = firstServed(child);
    if (found !== undefined) return found;
  }
  return undefined;
}
