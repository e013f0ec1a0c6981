import {
  childrenOf,
  followsFromInputs,
  nothingKnown,
  recordProgram,
  type KnownOutputs,
  type LogEntry,
  type PlainValue,
  type PlanGraph,
  type PlannedResource,
  type Properties,
  type RecordOptions,
} from "../../recorder";

/** How a test runs a program. */
export interface DeployOptions extends Omit<Partial<RecordOptions>, "outputs"> {
  /** Run as a preview, where only inputs are known. @default false: as `up`, with ids and release statuses */
  readonly preview?: boolean;
  /** Outputs that a test supplies for a resource. The others follow from its inputs. */
  readonly outputs?: (
    type: string,
    name: string,
    inputs: Readonly<Record<string, PlainValue>>,
  ) => KnownOutputs | undefined;
}

/** A recorded program, with functions that find a resource or fail with its name. */
export interface Deployed extends PlanGraph {
  /** What the program returned or exported. */
  readonly outputs: Properties;
  readonly log: readonly LogEntry[];
  /** The one resource of that type and name. */
  byName(type: string, name: string): PlannedResource;
  /** All of one type, in the order of registration. */
  ofType(type: string): PlannedResource[];
  byUrn(urn: string): PlannedResource;
  childrenOf(parent: PlannedResource | string): PlannedResource[];
  /** The inputs with their secrets shown. */
  revealInputs(resource: PlannedResource): Record<string, PlainValue>;
}

/**
 * What only providers know: the id of the cluster, which is that of kube-system, the certificate of an own authority, and passwords.
 */
export function fromProvider(
  type: string,
  known: KnownOutputs,
  { metadata }: Readonly<Record<string, PlainValue>>,
): KnownOutputs {
  if (type === "kubernetes:core/v1:Namespace" && known.id === "kube-system") {
    return {
      ...known,
      outputs: { metadata: { ...(metadata as object), uid: "00000000-0000-4000-8000-0000000000aa" } },
    };
  }
  if (type === "random:index/randomPassword:RandomPassword") return { ...known, outputs: { result: "a random value" } };
  return type === "kubernetes:core/v1:Secret" && known.id?.endsWith("/gateway-ca-bundle") === true
    ? { ...known, outputs: { data: { "ca.crt": Buffer.from("the certificate").toString("base64") } } }
    : known;
}

/**
 * Runs a program with the recorder. The promise rejects with what the program throws or leaves rejected. What it returns
 * becomes the stack's outputs.
 */
export async function deploy(program: () => unknown, options: DeployOptions = {}): Promise<Deployed> {
  const { preview = false, outputs: supplied, ...rest } = options;
  const fallback = preview ? nothingKnown : followsFromInputs;
  const recording = await recordProgram(program, {
    project: "proj",
    stack: "test",
    stallAfterMs: 3000,
    lines: false, // they take time, and few tests look at them
    ...rest,
    preview,
    outputs: (type, name, inputs) => {
      const known = preview ? fallback(type, name, inputs) : fromProvider(type, fallback(type, name, inputs), inputs);
      const given = supplied?.(type, name, inputs);
      return { id: given?.id ?? known.id, outputs: { ...known.outputs, ...given?.outputs } };
    },
  });
  // A program may throw anything.
  // eslint-disable-next-line @typescript-eslint/only-throw-error
  if (recording.error !== undefined) throw recording.error;

  const { graph, outputs, log } = recording;
  const listing = () => graph.resources.map(({ type, name }) => `\n  ${type} ${name}`).join("");
  return {
    ...graph,
    outputs,
    log,
    byName(type, name) {
      const found = graph.resources.filter((resource) => resource.type === type && resource.name === name);
      if (found.length !== 1 || !found[0]) {
        throw new Error(`${found.length} resources are a ${type} named "${name}", of:${listing()}`);
      }
      return found[0];
    },
    ofType: (type) => graph.resources.filter((resource) => resource.type === type),
    byUrn(urn) {
      const found = graph.resources.find((resource) => resource.urn === urn);
      if (!found) throw new Error(`no resource has the URN ${urn}, of:${listing()}`);
      return found;
    },
    childrenOf: (parent) => childrenOf(graph, typeof parent === "string" ? parent : parent.urn),
    revealInputs: ({ urn }) => recording.revealInputs(urn),
  };
}
