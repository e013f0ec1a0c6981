import type { WireObject } from "./struct";
import { asSecret, UNKNOWN_ON_WIRE } from "./wire-values";

/** The type of what a program makes to read the outputs of another stack. */
export const STACK_REFERENCE = "pulumi:pulumi:StackReference";

/** What a stack exports: as everybody may see it, with something else in place of each secret, and as it is. */
export interface StackOutputs {
  readonly masked: Readonly<Record<string, unknown>>;
  readonly open: Readonly<Record<string, unknown>>;
}

/** Reads what a stack exports; what it throws says why that cannot be read. */
export type ReadStack = (stack: string) => Promise<StackOutputs>;

/** A stack whose outputs could not be read. */
export interface UnreadStack {
  readonly stack: string;
  readonly reason: string;
}

/** Answers the stack references of one program. */
export class StackReferences {
  readonly #read: ReadStack;
  readonly #unread = new Map<string, string>();
  #reading = 0;

  constructor(read: ReadStack) {
    this.#read = read;
  }

  get isReading(): boolean {
    return this.#reading > 0;
  }

  get unread(): readonly UnreadStack[] {
    return [...this.#unread].map(([stack, reason]) => ({ stack, reason }));
  }

  /** What the engine finds (pkg/resource/deploy/builtins.go, `readStackReference`); nothing where it cannot be read. */
  async lookUp(stack: string): Promise<WireObject> {
    if (stack === UNKNOWN_ON_WIRE) return {};
    this.#reading++;
    try {
      const { masked, open } = await this.#read(stack);
      const isSecret = (name: string) => JSON.stringify(open[name]) !== JSON.stringify(masked[name]);
      return { outputs: withSecrets(open, masked), secretOutputNames: Object.keys(open).filter(isSecret).sort() };
    } catch (error) {
      this.#unread.set(stack, (error as Error).message);
      return {};
    } finally {
      this.#reading--;
    }
  }
}

/** Marks what differs from what everybody may see. */
function withSecrets(open: unknown, masked: unknown): unknown {
  if (Array.isArray(open) && Array.isArray(masked)) return open.map((item, index) => withSecrets(item, masked[index]));
  if (isMap(open) && isMap(masked)) {
    return Object.fromEntries(Object.entries(open).map(([key, item]) => [key, withSecrets(item, masked[key])]));
  }
  return open === masked ? open : asSecret(open);
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
