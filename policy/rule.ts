import type { PlannedResource } from "../recorder/graph";

/** What happens when a plan breaks a rule: as Pulumi's policies have it. */
export type Level = "mandatory" | "advisory" | "disabled";

/** What rules look at. */
export interface CheckedStack {
  /** Resources with the values of their secrets: what a rule says must not repeat a value. */
  readonly resources: readonly PlannedResource[];
  /** Whether the resources say what is kept on destroy (`retainOnDelete`). Pulumi's engine does not tell a policy pack. */
  readonly tellsRetention: boolean;
}

/** What a rule found about a resource. */
export interface Finding {
  /** `violation`, or `unknown` if an input decides that only a provider knows yet. */
  readonly kind: "violation" | "unknown";
  /** What is wrong and what to write instead, or what is not known. It repeats no value of an input. */
  readonly text: string;
}

/** What a rule's user can set, besides its level. A rule has only those that its `options` name. */
export interface RuleOptions {
  /** Resources that the rule leaves alone. */
  readonly allow: readonly string[];
  /** Whether a choice that the program writes out in an argument of this package is allowed. */
  readonly allowWritten: boolean;
  /** Whether a tag does not pin an image, but only a digest does. */
  readonly requireDigest: boolean;
}

/** A rule that a plan must keep. */
export interface Rule {
  /** In small letters, with hyphens. */
  readonly name: string;
  /** What must be so: a sentence. */
  readonly description: string;
  readonly level: Exclude<Level, "disabled">;
  /**
   * What the rule must know: the resource and its parents, so that it is judged before anything is created; or all resources, so that it is
   * judged when the last one is known, which is still before the update that follows a preview.
   */
  readonly needs: "resource" | "stack";
  /** The options of the rule, with their defaults. */
  readonly options: Pick<RuleOptions, "allow"> & Partial<RuleOptions>;
  check(resource: PlannedResource, stack: CheckedStack, options: RuleOptions): Finding[];
}

/** Something is wrong. */
export const violation = (text: string): Finding[] => [{ kind: "violation", text }];

/** An input that decides is not known yet. */
export const unknown = (input: string): Finding[] => [
  { kind: "unknown", text: `${input} is not known yet, so this is not checked.` },
];
