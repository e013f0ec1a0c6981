import { plainType } from "../components/targets/operations";
import { nameOf } from "../cli/plan/text/names";
import type { PlannedResource } from "../recorder/graph";
import { chartName } from "./inputs";
import type { CheckedStack, Finding, Rule, RuleOptions } from "./rule";

/** What a rule found about a resource, with its options. Nothing for a resource that is only looked up, or that `allow` names. */
export const findingsOf = (
  rule: Rule,
  resource: PlannedResource,
  stack: CheckedStack,
  options: RuleOptions,
): Finding[] =>
  resource.read || namesOf(resource).some((name) => options.allow.includes(name))
    ? []
    : rule.check({ ...resource, type: plainType(resource.type) }, stack, options);

/** How `allow` can name a resource: by its URN, its name in the program or in the cluster, or the chart that it installs. */
function namesOf(resource: PlannedResource): string[] {
  const chart = chartName(resource.inputs.values["chart"]);
  return [resource.urn, resource.name, nameOf(resource), ...(chart === "" ? [] : [chart])];
}
