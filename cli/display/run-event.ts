import type { StateValues } from "../stack/state";

/** A resource of a run. */
export interface Subject {
  readonly urn: string;
  readonly type: string;
  /** Name and kind for people: `chart ingress-istiod`. */
  readonly label: string;
  /** Name of the component at the top level of the program that it belongs to; absent for a resource outside of components. */
  readonly component?: string;
}

/** An output of a stack. */
export interface ShownOutput {
  readonly value?: unknown;
  readonly secret: boolean;
}

/** What happens while a stack is updated, refreshed or destroyed. A display shows it; `docs/automation.md` describes it as JSON. */
export type RunEvent =
  /** How many resources each component has; `""` stands for resources outside of components. */
  | { readonly kind: "expected"; readonly resources: Readonly<Record<string, number>> }
  | { readonly kind: "started"; readonly operation: string; readonly resource: Subject }
  /** What a provider says about a resource that it works on. The next one takes its place. */
  | { readonly kind: "status"; readonly resource: Subject; readonly text: string }
  | {
      readonly kind: "ended";
      /** The engine's name of the operation: `create`, `same`, … */
      readonly operation: string;
      /** Whether it changed anything that exists. */
      readonly changed: boolean;
      readonly resource: Subject;
      readonly seconds: number;
    }
  | { readonly kind: "failed"; readonly operation: string; readonly resource: Subject }
  /** A component has registered its outputs. */
  | { readonly kind: "ready"; readonly component: string; readonly changed: number }
  | { readonly kind: "warning"; readonly text: string }
  | { readonly kind: "error"; readonly text: string }
  /** The outputs of the stack, at the end. A secret has no value here. */
  | { readonly kind: "outputs"; readonly outputs: Readonly<Record<string, ShownOutput>> }
  /** A repair, or what the command itself waits for. */
  | { readonly kind: "message"; readonly text: string };

/** Where a command shows what happens. */
export interface Display {
  readonly show: (event: RunEvent) => void;
  /** Ends what is repainted or repeated. Nothing is shown any more. */
  readonly end: () => void;
}

/** A resource in an event of the engine. */
export interface EventResource {
  readonly urn: string;
  readonly type: string;
  readonly inputs: StateValues;
}

/** Shows lines of text as messages. */
export const messagesOf =
  (show: Display["show"]) =>
  (text: string): void => {
    show({ kind: "message", text });
  };
