import type { PlannedResource, Properties } from "../../recorder/graph";
import { redactor, redactValue } from "../../recorder/secrets";
import type { Plan } from "./plan-program";
import type { PolicyFinding } from "./policy/check-plan";

/**
 * The plan without secrets, also where they are not marked as such. The plan's own fields and the types of resources keep their
 * names, whatever the secrets are.
 */
export function redactedPlan(plan: Plan): Plan {
  const redact = redactor(plan.secretTexts);
  const properties = ({ values, secrets, unknowns }: Properties): Properties => ({
    values: redactValue(values, redact),
    secrets: secrets.map(redact),
    unknowns: unknowns.map(redact),
  });
  const resource = ({ type, source, inputs, outputs, ...others }: PlannedResource): PlannedResource => ({
    ...fieldsOf(others, redact),
    type,
    source,
    inputs: properties(inputs),
    outputs: outputs && properties(outputs),
  });
  const finding = ({ resource: { kind, ...name }, text, ...rule }: PolicyFinding): PolicyFinding => ({
    ...rule,
    resource: { kind, ...fieldsOf(name, redact) },
    text: redact(text),
  });
  const { graph, outputs, warnings, policy } = plan;
  return {
    ...plan,
    graph: {
      ...graph,
      resources: graph.resources.map(resource),
      calls: graph.calls.map(({ token, args }) => ({ token, args: properties(args) })),
    },
    outputs: properties(outputs),
    warnings: warnings.map(redact),
    policy: policy && {
      ...policy,
      violations: policy.violations.map(finding),
      unchecked: policy.unchecked.map(finding),
    },
  };
}

/** The same fields, with redacted values. */
const fieldsOf = <Fields extends object>(fields: Fields, redact: (text: string) => string): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, redactValue(value as unknown, redact)]),
  ) as Fields;
