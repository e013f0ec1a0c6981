import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { planText } from "../../../cli/plan/text/plan-text";
import { InvalidArgs } from "../../../components";
import { recordProgram, type Recording } from "../../../recorder";
import { isStack } from "../../../recorder/graph";
import { fuzzed, ownCluster } from "./components";
import type { Args, Fuzzed } from "./fuzzed";
import { argumentsFor, spoiled } from "./generate";
import { changed, inputsIn } from "./grow";
import { leadsSomewhere } from "./paths";
import { Random } from "./random";
import { knownValues, varied } from "./vary";

/** Inputs in one program, to start fewer programs. */
export const BATCH = 50;

/** What became of inputs. */
export interface Outcome {
  readonly accepted: number;
  readonly refused: number;
  /** How often each input was in accepted arguments, by `Type.input`. */
  readonly inputs: Readonly<Record<string, number>>;
}

/** Probability of a wrong value, at every value. */
const WRONG: readonly number[] = [0.2, 0.1, 0.05, 0];

/** Of this many batches, one has arguments that grow. Each takes a hundred times longer, because most are accepted. */
const GROWING = 40;

/**
 * Arguments number `seed`. Of ten, four are of the declared types only, most with wrong values. The others fit together, but for
 * one wrong value; one of 30 has none, because it takes time to plan what is accepted. Every other one of those is an example,
 * the first ones as they are.
 */
function argumentsNumber(type: string, component: Fuzzed, seed: number): Args {
  const random = new Random(seed);
  const wrong = WRONG[seed % 10] ?? 0;
  const args = argumentsFor(type, { random, wrong, later: random.chance(0.3) ? 0.3 : 0 });
  if (seed % 10 < WRONG.length) return args;
  if (seed % 30 !== 9) return spoiled(fitting(type, component, args, random), random);
  if (seed % 60 !== 9) return component.fit(args, random);
  return exampleOf(component, seed) ?? varied(type, random.of(component.examples(random)), random);
}

/** The example that is number `seed` as it is, if one is. */
const exampleOf = ({ examples }: Fuzzed, seed: number): Args | undefined =>
  seed % 60 === 9 ? examples(new Random(seed))[(seed - 9) / 60] : undefined;

/** Whether the arguments of a batch grow. */
const isGrowing = (first: number): boolean => (first / BATCH) % GROWING === GROWING - 1;

/** Arguments that fit together: those given, or those of an example. */
const fitting = (type: string, { fit, examples }: Fuzzed, args: Args, random: Random): Args =>
  random.chance(0.5) ? fit(args, random) : varied(type, random.of(examples(random)), random);

/** Makes the arguments of a batch one after the other, each knowing the last ones that were accepted. */
function makerOf(type: string, component: Fuzzed, first: number): (seed: number, accepted: Args | undefined) => Args {
  if (!isGrowing(first)) return (seed) => argumentsNumber(type, component, seed);
  const random = new Random(first);
  const { again = (args: Args): Args => args } = component;
  const making = { random, wrong: 0, later: 0, known: knownValues(type) };
  return (_seed, accepted) =>
    accepted === undefined || random.chance(0.05)
      ? fitting(type, component, argumentsFor(type, making), random)
      : again(changed(type, accepted, making), random);
}

/**
 * Creates components with arguments number `first` and the next ones in one program. Throws if one is neither planned as a whole nor
 * refused as a whole with `InvalidArgs` whose paths lead to what is wrong. `started` is told each number before it is tried.
 */
export async function tryBatch(type: string, first: number, started: (seed: number) => void): Promise<Outcome> {
  const component = fuzzed[type];
  if (component === undefined) throw new Error(`there is no component ${type}`);
  const make = makerOf(type, component, first);
  const given = new Map<number, Args>();
  let accepted: Args | undefined;
  const tried = await tryAll(type, component, () => {
    const seed = first + given.size;
    if (given.size === BATCH) return undefined;
    started(seed);
    const args = make(seed, accepted);
    given.set(seed, args);
    const isExample = !isGrowing(first) && exampleOf(component, seed) !== undefined;
    return { seed, args, isExample, wasAccepted: () => (accepted = args) };
  });
  if (tried.wrong === undefined) return tried.outcome;
  // What goes wrong later does not say of which component, so each is tried alone.
  for (const [seed, args] of given) {
    started(seed);
    const isExample = !isGrowing(first) && exampleOf(component, seed) !== undefined;
    let next: Input | undefined = { seed, args, isExample };
    const alone = await tryAll(type, component, () => [next, (next = undefined)][0]);
    if (alone.wrong !== undefined) throw new Error(`number ${String(seed)}: ${alone.wrong}\n${shownArgs(args)}`);
  }
  throw new Error(`numbers ${String(first)} to ${String(first + BATCH - 1)}, only together: ${tried.wrong}`);
}

/** Tries arguments, each once. Says what is wrong with any of them. */
export async function tryArguments(type: string, all: readonly Args[]): Promise<string[]> {
  const component = fuzzed[type];
  if (component === undefined) throw new Error(`there is no component ${type}`);
  const found: string[] = [];
  for (let first = 0; first < all.length; first += BATCH) {
    const inputs = all.slice(first, first + BATCH).map((args, index): Input => ({ seed: first + index, args }));
    const { wrong } = await tryAll(type, component, () => inputs.shift());
    if (wrong !== undefined) found.push(wrong);
  }
  return found;
}

interface Input {
  readonly seed: number;
  readonly args: Args;
  /** Whether they must be accepted. */
  readonly isExample?: boolean;
  readonly wasAccepted?: () => void;
}

const nameOf = (seed: number): string => `n${String(seed)}`;

/** Tries inputs until there is no next one; says what is wrong with any of them. */
async function tryAll(
  type: string,
  { create }: Fuzzed,
  next: () => Input | undefined,
): Promise<{ readonly outcome: Outcome; readonly wrong?: string }> {
  const given = new Map<string, Args>();
  const accepted = new Set<string>();
  const inputs: Record<string, number> = {};
  const found: string[] = [];
  const recording = await recordProgram(
    () => {
      let options: ReturnType<typeof ownCluster> | undefined;
      for (let input = next(); input !== undefined; input = next()) {
        const name = nameOf(input.seed);
        given.set(name, input.args);
        try {
          // One that is refused leaves its cluster to the next.
          create(name, input.args as never, (options ??= ownCluster(`cluster-of-${name}`)));
          options = undefined;
          accepted.add(name);
          input.wasAccepted?.();
          for (const reached of inputsIn(type, input.args)) inputs[reached] = (inputs[reached] ?? 0) + 1;
        } catch (error) {
          found.push(...wrongRefusal(type, input.args, error, false));
          if (input.isExample === true) found.push(`an example was refused: ${String(error)}`);
        }
      }
    },
    { project: "proj", stack: "test", lines: false, stallAfterMs: 10_000 },
  );
  // An output that resolves to something wrong is refused later, and what depends on it is not created.
  const late = recording.error === undefined ? [] : [recording.error, ...recording.furtherErrors];
  for (const error of late) {
    const name = error instanceof InvalidArgs ? error.component.split('"')[1] : undefined;
    found.push(...wrongRefusal(type, given.get(name ?? "") ?? {}, error, true));
  }
  found.push(...wrongPlan(recording), ...wrongResources(type, recording, accepted, late.length > 0));
  const outcome = { accepted: accepted.size, refused: given.size - accepted.size, inputs };
  return found.length > 0 ? { outcome, wrong: found.join("\n") } : { outcome };
}

/** What is wrong with how arguments were refused. */
function wrongRefusal(type: string, args: Args, error: unknown, isLate: boolean): string[] {
  if (!(error instanceof InvalidArgs)) return [error instanceof Error ? String(error.stack) : String(error)];
  if (!/^[^\n]+ has invalid arguments:\n {2}- /.test(error.message)) return [`not the usual form: ${error.message}`];
  return error.problems
    .filter(({ path, reason }) => !leadsSomewhere(type, args, path, isLate) || reason.trim() === "")
    .map(({ path, reason }) => `${path} is nothing in the arguments: ${reason}`);
}

/** What keeps the plan of the resources from being shown. */
function wrongPlan({ graph, outputs, secretTexts, revealInputs }: Recording): string[] {
  const plan = {
    project: "proj",
    stack: "test",
    entry: "index.ts",
    graph,
    outputs,
    secretTexts,
    revealInputs,
    warnings: [],
  };
  try {
    return planText(plan, { width: 100, colours: false, values: true }) === "" ? ["the plan is empty"] : [];
  } catch (error) {
    return [`the plan cannot be shown: ${error instanceof Error ? String(error.stack) : String(error)}`];
  }
}

/** Resources that no accepted component created, and accepted components that are not complete. */
function wrongResources(
  type: string,
  { graph }: Recording,
  accepted: ReadonlySet<string>,
  isRefusedLate: boolean,
): string[] {
  const byUrn = new Map(graph.resources.map((resource) => [resource.urn, resource]));
  const allowed = (resource: (typeof graph.resources)[number]): boolean => {
    if (isStack(resource) || accepted.has(resource.name) || resource.name.startsWith("cluster-of-")) return true;
    const parent = byUrn.get(resource.parent ?? "");
    return parent !== undefined && !isStack(parent) && allowed(parent);
  };
  const stray = graph.resources.filter((resource) => !allowed(resource));
  const ours = graph.resources.filter((resource) => resource.type === `mlplatform:index:${type}`);
  const open = ours.filter(({ name, outputsRegistered }) => accepted.has(name) && outputsRegistered !== 1);
  return [
    ...stray.map(({ urn }) => `${urn} was created for arguments that were refused`),
    ...(isRefusedLate ? [] : open.map(({ urn }) => `${urn} never registered its outputs`)),
  ];
}

/** Arguments as text. The SDK's own objects would fill pages. */
const shownArgs = (args: unknown): string => inspect(withoutSdkObjects(args), { depth: 12 });

function withoutSdkObjects(value: unknown, depth = 0): unknown {
  if (pulumi.Output.isInstance(value)) return "an output";
  if (pulumi.Resource.isInstance(value)) return "a resource";
  if (value instanceof Promise) return "a promise";
  if (Array.isArray(value) && depth < 12) return value.map((item) => withoutSdkObjects(item, depth + 1));
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return value;
  if (depth >= 12) return "…";
  const entries = Object.entries(Object.getOwnPropertyDescriptors(value));
  return Object.fromEntries(
    entries.map(([key, { value: item }]) => [key, withoutSdkObjects(item as unknown, depth + 1)]),
  );
}
