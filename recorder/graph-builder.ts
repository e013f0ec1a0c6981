import { STACK_TYPE, type PlainValue, type PlanGraph, type PlannedCall, type PlannedResource } from "./graph";
import type { OutputModel } from "./known-outputs";
import { inherit, type Registration } from "./registration";
import { asSecret, mask, reveal, secretTexts, type WireObject } from "./wire-values";

/** Answers a call of a data source or a method; `undefined` if only the provider can answer it. */
export type Answers = (token: string, args: Readonly<Record<string, PlainValue>>) => WireObject | undefined;

/** Which deployment a graph is of, and what is known without a provider. */
export interface GraphBuilderOptions {
  readonly project: string;
  readonly stack: string;
  /** In a preview, an id that is not known stays unknown; otherwise every resource gets one. */
  readonly preview: boolean;
  readonly outputs: OutputModel;
  readonly answers: Answers;
}

/** What the engine answers when a program registers a resource. */
export interface Registered {
  readonly urn: string;
  /** Empty if only the provider can know it. */
  readonly id: string;
  readonly state: WireObject;
}

/**
 * Builds the graph of one program from what it registers. Like the engine, it refuses a second resource with the same URN
 * and a parent that does not exist.
 */
export class GraphBuilder {
  readonly #options: GraphBuilderOptions;
  readonly #resources = new Map<string, PlannedResource>();
  readonly #inputs = new Map<string, WireObject>();
  readonly #states = new Map<string, WireObject>();
  readonly #calls: PlannedCall[] = [];
  readonly #secrets = new Set<string>();

  constructor(options: GraphBuilderOptions) {
    this.#options = options;
  }

  get graph(): PlanGraph {
    const { project, stack } = this.#options;
    return { project, stack, resources: [...this.#resources.values()], calls: [...this.#calls] };
  }

  get secretTexts(): ReadonlySet<string> {
    return this.#secrets;
  }

  /** Grows with everything that the program registers. */
  get size(): number {
    const outputs = [...this.#resources.values()].reduce((sum, { outputsRegistered }) => sum + outputsRegistered, 0);
    return this.#resources.size + outputs + this.#calls.length;
  }

  revealInputs(urn: string): Record<string, PlainValue> {
    return reveal(this.#inputs.get(urn) ?? {});
  }

  /** A resource and all its parents, the nearest first; nothing for an empty URN. */
  withAncestors(urn: string | undefined): string[] {
    const resource = urn === undefined ? undefined : this.#resources.get(urn);
    return resource === undefined ? [] : [resource.urn, ...this.withAncestors(resource.parent)];
  }

  /** Adds a resource; `found` is the state of an existing one. */
  add(registration: Registration, inputs: WireObject, found: WireObject = {}): Registered {
    const { type, name, custom } = registration;
    const parent = registration.parent === undefined ? undefined : this.#resources.get(registration.parent);
    if (registration.parent !== undefined && parent === undefined) {
      throw new Error(`could not find parent resource ${registration.parent}`);
    }
    const urn = this.#urn(parent, type, name);
    if (this.#resources.has(urn)) throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);

    const known = custom || registration.remote ? this.#options.outputs(type, name, registration.inputs.values) : {};
    const state = markSecrets({ ...inputs, ...known.outputs, ...found }, registration.additionalSecretOutputs);
    this.#collectSecrets(state);
    this.#inputs.set(urn, inputs);
    this.#states.set(urn, state);
    this.#resources.set(urn, {
      ...registration,
      ...inherit(registration, parent),
      urn,
      outputs: custom ? mask(state) : undefined,
    });
    const id = registration.importId ?? known.id ?? (custom && !this.#options.preview ? `${name}-id` : "");
    return { urn, id, state: custom ? state : { ...known.outputs } };
  }

  /** Adds the outputs of a component. */
  addOutputs(urn: string, outputs: WireObject): void {
    const resource = this.#resources.get(urn);
    if (resource === undefined) throw new Error(`cannot register outputs of ${urn}, which does not exist`);
    this.#states.set(urn, outputs);
    this.#collectSecrets(outputs);
    const outputsRegistered = resource.outputsRegistered + 1;
    this.#resources.set(urn, { ...resource, outputs: mask(outputs), outputsRegistered });
  }

  /** Answers a call of a data source or a method. */
  call(token: string, args: WireObject): WireObject {
    if (token === "pulumi:pulumi:getResource") {
      const urn = String(args["urn"]);
      const state = this.#states.get(urn);
      if (state === undefined) throw new Error(`unknown resource ${urn}`);
      return { urn, id: "", state };
    }
    const masked = mask(args);
    this.#calls.push({ token, args: masked });
    const result = this.#options.answers(token, masked.values);
    if (result === undefined)
      throw new Error(
        `The result of ${token} is not known: only its provider can compute it, and no provider runs here`,
      );
    return result;
  }

  /** A URN holds the types of all parents except the stack (sdk/go/common/resource/urn/urn.go, `New`). */
  #urn(parent: PlannedResource | undefined, type: string, name: string): string {
    const { project, stack } = this.#options;
    const parentType = parent?.urn.split("::")[2];
    const qualified = parentType === undefined || parentType === STACK_TYPE ? type : `${parentType}$${type}`;
    return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
  }

  #collectSecrets(values: WireObject): void {
    for (const text of secretTexts(values)) this.#secrets.add(text);
  }
}

function markSecrets(state: WireObject, properties: readonly string[]): WireObject {
  const secret = properties.filter((property) => Object.hasOwn(state, property));
  return { ...state, ...Object.fromEntries(secret.map((property) => [property, asSecret(state[property])])) };
}
