import { needsOf, type Need } from "../../components/targets/needs";
import { targetNames } from "../../components/targets/target";
import { commonNeeds } from "./common-needs";
import { examine, type Finding, type Limits } from "./examine";

/** What was found out about a group of needs. */
export interface Group {
  /** Name of the target; absent for what every target needs. */
  readonly target?: string;
  /** Whether the group was asked for. What is missing in another one is no failure. */
  readonly isAsked: boolean;
  readonly findings: readonly Finding[];
}

/** How many programs run at the same time. Some take seconds of computing, and more would make them miss their time. */
const AT_ONCE = 3;

/**
 * Looks what is there for these targets; for none, what is there for each of them.
 *
 * @param targets that were asked for
 */
export async function examineAll(targets: readonly string[], limits: Limits): Promise<Group[]> {
  const shown = targets.length > 0 ? targets : targetNames();
  const groups: { readonly target?: string; readonly needs: readonly Need[] }[] = [
    { needs: commonNeeds() },
    ...shown.map((target) => ({ target, needs: needsOf(target) })),
  ];
  endWithSignals();
  const needs = groups.flatMap((group) => group.needs);
  const found = new Map<Need, Finding>();
  const waiting = [...needs];
  const worker = async (): Promise<void> => {
    for (let need = waiting.shift(); need !== undefined; need = waiting.shift()) {
      found.set(need, await examine(need, limits));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return groups.map(({ target, needs: own }) => ({
    ...(target === undefined ? {} : { target }),
    isAsked: target === undefined || targets.length > 0,
    findings: own.flatMap((need) => found.get(need) ?? []),
  }));
}

/** The tools have process groups of their own, which Ctrl-C does not reach. They are ended when this process exits. */
function endWithSignals(): void {
  for (const [signal, number] of [
    ["SIGINT", 2],
    ["SIGTERM", 15],
    ["SIGHUP", 1],
  ] as const) {
    process.once(signal, () => process.exit(128 + number));
  }
}

/** Whether all that is needed for what was asked is there. */
export const isComplete = (groups: readonly Group[]): boolean =>
  groups.every(
    ({ isAsked, findings }) => !isAsked || findings.every(({ isThere, need }) => isThere || need.optional === true),
  );
