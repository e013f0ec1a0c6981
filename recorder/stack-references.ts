import { UNKNOWN_ON_WIRE } from "./signatures";
import { asSecret, type WireObject } from "./wire-values";

/** Type of the resource with which a program reads the outputs of another stack. */
export const STACK_REFERENCE = "pulumi:pulumi:StackReference";

/** The outputs of a stack. */
export interface StackOutputs {
  /** With another text in place of each secret. */
  readonly masked: Readonly<Record<string, unknown>>;
  /** With the secrets themselves. */
  readonly open: Readonly<Record<string, unknown>>;
}

/** Reads the outputs of a stack. The message of its error says why they cannot be read. */
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

  /** The state of a reference (pkg/resource/deploy/builtins.go, `readStackReference`); empty if the stack cannot be read. */
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

/** Marks every value as secret that differs from its masked form. */
function withSecrets(open: unknown, masked: unknown): unknown {
  if (Array.isArray(open) && Array.isArray(masked)) return open.map((item, index) => withSecrets(item, masked[index]));
  if (isMap(open) && isMap(masked)) {
    return Object.fromEntries(Object.entries(open).map(([key, item]) => [key, withSecrets(item, masked[key])]));
  }
  return open === masked ? open : asSecret(open);
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
