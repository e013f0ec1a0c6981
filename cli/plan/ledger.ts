import { STACK_TYPE, type PlainValue, type PlanGraph, type PlannedCall, type PlannedResource } from "./graph";
import { inherit } from "./inheritance";
import type { OutputModel } from "./known-outputs";
import type { Registration } from "./registration";
import type { WireObject } from "./struct";
import { asSecret, mask, reveal, secretTexts } from "./wire-values";

/** Answers a data source or a method; `undefined` when it cannot. */
export type Answers = (token: string, args: Readonly<Record<string, PlainValue>>) => WireObject | undefined;

/** What is needed to play the engine's part. */
export interface LedgerOptions {
  readonly project: string;
  readonly stack: string;
  /** In a preview, what is not known stays unknown; otherwise every resource gets an id. */
  readonly preview: boolean;
  readonly outputs: OutputModel;
  readonly answers: Answers;
}

/** What a program is told about a resource it registered. */
export interface Entry {
  readonly urn: string;
  /** Empty while only the provider can know it. */
  readonly id: string;
  readonly state: WireObject;
}

/**
 * Keeps the books of one program: each resource as the engine would hold it. It refuses what the engine refuses: a
 * second resource of the same URN, and a parent or a resource that is not there.
 */
export class Ledger {
  readonly #options: LedgerOptions;
  readonly #resources = new Map<string, PlannedResource>();
  readonly #inputs = new Map<string, WireObject>();
  readonly #states = new Map<string, WireObject>();
  readonly #calls: PlannedCall[] = [];
  readonly #secrets = new Set<string>();

  constructor(options: LedgerOptions) {
    this.#options = options;
  }

  get graph(): PlanGraph {
    const { project, stack } = this.#options;
    return { project, stack, resources: [...this.#resources.values()], calls: [...this.#calls] };
  }

  get secretTexts(): ReadonlySet<string> {
    return this.#secrets;
  }

  /** How many entries there are; grows for as long as the program makes progress. */
  get size(): number {
    const outputs = [...this.#resources.values()].reduce((sum, { outputsRegistered }) => sum + outputsRegistered, 0);
    return this.#resources.size + outputs + this.#calls.length;
  }

  revealInputs(urn: string): Record<string, PlainValue> {
    return reveal(this.#inputs.get(urn) ?? {});
  }

  /** Enters a resource, and what was found of it where it exists already. */
  add(registration: Registration, inputs: WireObject, found: WireObject = {}): Entry {
    const { type, name, custom } = registration;
    const parent = registration.parent === undefined ? undefined : this.#resources.get(registration.parent);
    if (registration.parent !== undefined && parent === undefined) {
      throw new Error(`could not find parent resource ${registration.parent}`);
    }
    const urn = this.#urn(parent, type, name);
    if (this.#resources.has(urn)) throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);

    const known = custom || registration.remote ? this.#options.outputs(type, name, registration.inputs.values) : {};
    const state = markSecrets({ ...inputs, ...known.outputs, ...found }, registration.additionalSecretOutputs);
    this.#remember(state);
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

  /** Enters what a component says of itself. */
  addOutputs(urn: string, outputs: WireObject): void {
    const resource = this.#resources.get(urn);
    if (resource === undefined) throw new Error(`cannot register outputs of a resource that is not there: ${urn}`);
    this.#states.set(urn, outputs);
    this.#remember(outputs);
    const outputsRegistered = resource.outputsRegistered + 1;
    this.#resources.set(urn, { ...resource, outputs: mask(outputs), outputsRegistered });
  }

  /** Answers a data source or a method. */
  ask(token: string, args: WireObject): WireObject {
    if (token === "pulumi:pulumi:getResource") {
      const urn = String(args["urn"]);
      const state = this.#states.get(urn);
      if (state === undefined) throw new Error(`unknown resource ${urn}`);
      return { urn, id: "", state };
    }
    const masked = mask(args);
    this.#calls.push({ token, args: masked });
    const result = this.#options.answers(token, masked.values);
    if (result === undefined) throw new Error(`${token} can only be answered by its provider, which does not run here`);
    return result;
  }

  /** Carries the types of all parents but the stack, as the engine does (sdk/go/common/resource/urn/urn.go, `New`). */
  #urn(parent: PlannedResource | undefined, type: string, name: string): string {
    const { project, stack } = this.#options;
    const parentType = parent?.urn.split("::")[2];
    const qualified = parentType === undefined || parentType === STACK_TYPE ? type : `${parentType}$${type}`;
    return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
  }

  #remember(values: WireObject): void {
    for (const text of secretTexts(values)) this.#secrets.add(text);
  }
}

function markSecrets(state: WireObject, properties: readonly string[]): WireObject {
  const secret = properties.filter((property) => property in state);
  return { ...state, ...Object.fromEntries(secret.map((property) => [property, asSecret(state[property])])) };
}
