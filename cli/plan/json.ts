import { childrenOf, type PlannedResource } from "../../recorder/graph";
import { orderOfCreation, orderOfDestruction, type Waves } from "../../recorder/order";
import { PLAN_FORMAT } from "./plan-file";
import type { Plan } from "./plan-program";
import { redactedPlan } from "./redacted-plan";
import { reportOf } from "./report/report";

/** The plan as JSON: the same bytes for the same plan, without secrets and without paths of this computer. */
export function planJson(plan: Plan): string {
  const { project, stack, program, entry, configFile, graph, outputs, warnings, policy } = redactedPlan(plan);
  const content = {
    format: PLAN_FORMAT,
    project,
    stack,
    program,
    entry,
    configFile,
    resources: [...graph.resources].sort((one, other) => compare(one.urn, other.urn)).map(withChildren),
    calls: graph.calls,
    order: { creation: urnsOf(orderOfCreation(graph)), destruction: urnsOf(orderOfDestruction(graph)) },
    outputs,
    warnings,
    report: reportOf(graph),
    policy,
  };
  return jsonOf(content);

  function withChildren(resource: PlannedResource): object {
    return { ...resource, children: childrenOf(graph, resource.urn).map(({ urn }) => urn) };
  }
}

/** JSON with sorted keys. */
export const jsonOf = (content: object): string => `${JSON.stringify(content, sortKeys, 2)}\n`;

const urnsOf = (waves: Waves): string[][] => waves.map((wave) => wave.map(({ urn }) => urn).sort(compare));

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => compare(one, other)));
}

// By code unit, because the locale differs between computers.
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
