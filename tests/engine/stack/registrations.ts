import { readFileSync } from "node:fs";

/** What a program registers of a resource, as the engine keeps it in an update plan (sdk/v3 3.248, apitype/plan.go, `GoalV1`). */
export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly parent?: string;
  readonly provider?: string;
  readonly protect?: boolean;
  readonly inputDiff?: { readonly adds?: Readonly<Record<string, unknown>> };
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
  readonly ignoreChanges?: readonly string[];
  readonly additionalSecretOutputs?: readonly string[];
  readonly [other: string]: unknown;
}

/** By URN, what the program of a new stack registers, in a file that a preview wrote. What it only looks up is not there. */
export function registrationsIn(file: string): Readonly<Record<string, Registration>> {
  const { resourcePlans } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly resourcePlans: Readonly<Record<string, { readonly goal?: Registration }>>;
  };
  return Object.fromEntries(
    Object.entries(resourcePlans).flatMap(([urn, { goal }]) => (goal === undefined ? [] : [[urn, goal] as const])),
  );
}
