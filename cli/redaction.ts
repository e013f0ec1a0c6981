import type { PlainValue, PlanGraph } from "../recorder/graph";
import { redactor, redactValue } from "../recorder/secrets";
import type { Display } from "./display/run-event";
import { opened } from "./stack/opened-state";
import type { State } from "./stack/state";

/** Secrets that a plan knows. */
export interface PlanSecrets {
  readonly secretTexts?: Iterable<string>;
  /** Its texts that are no secret are shown, although the state may have them inside a secret: it marks all values of a chart as one. */
  readonly graph?: PlanGraph;
}

/** Hides the secrets of a stack in what a command shows, and in the error with which it ends: tools and providers print them in theirs. */
export class Redaction {
  readonly #secrets: Set<string>;
  readonly #shown: ReadonlySet<string>;
  #redact: (text: string) => string;

  /** @param plan the plan of the program. @default the program was not planned */
  constructor({ secretTexts = [], graph }: PlanSecrets = {}) {
    this.#secrets = new Set(secretTexts);
    this.#shown = new Set(graph?.resources.flatMap(({ inputs }) => textsIn(inputs.values)));
    this.#redact = redactor(this.#secrets);
  }

  /** Hides the secrets of a decrypted state, too. */
  readonly addState = (state: State): void => {
    for (const text of opened(state).secrets) if (!this.#shown.has(text)) this.#secrets.add(text);
    this.#redact = redactor(this.#secrets);
  };

  /** The same value without secrets. */
  readonly hide = <T>(value: T): T => redactValue(value, this.#redact);

  /** Shows events without secrets. */
  readonly of =
    (show: Display["show"]): Display["show"] =>
    (event) => {
      show(this.hide(event));
    };

  /** Does work, and hides secrets in the error that it throws. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Error) {
        error.message = this.#redact(error.message);
        if (error.stack !== undefined) error.stack = this.#redact(error.stack);
      }
      throw error;
    }
  }
}

function textsIn(value: PlainValue): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value as Readonly<Record<string, PlainValue>>).flatMap(textsIn);
}
