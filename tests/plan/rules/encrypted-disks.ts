import { findingsOf } from "../../../policy/check";
import { rule } from "../../../policy/rules/encrypted-storage";
import { withDefaults } from "../../../policy/settings";
import type { PlanGraph } from "../../../recorder/graph";

/** Resources whose disks are not encrypted, and kinds of disks that no cloud's guardrails know. */
export const plainDisks = ({ resources }: PlanGraph): string[] =>
  resources
    .filter(
      (resource) =>
        findingsOf(rule, resource, { resources, tellsRetention: true }, withDefaults(rule.options)).length > 0,
    )
    .map(({ urn }) => urn);
