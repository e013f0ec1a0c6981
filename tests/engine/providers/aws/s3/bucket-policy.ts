import { type Properties, type Value, isProperties } from "../../property-values";
import { objectsAt, textAt } from "../../cloud/values";

const texts = (value: Value | undefined): string[] =>
  [value ?? []].flat().filter((one): one is string => typeof one === "string");

/** What S3 has against the policy of a bucket (S3 User Guide, "Troubleshooting bucket policies"); nothing if it takes it. */
export function policyProblem(policy: Properties, arn: string): string | undefined {
  for (const statement of objectsAt(policy, "Statement")) {
    const { Principal, Action, NotAction, Resource, NotResource } = statement;
    const effect = textAt(statement, "Effect");
    if (!["Allow", "Deny"].includes(effect)) return `Invalid effect: ${effect}`;
    if (Principal === undefined && statement.NotPrincipal === undefined) return "Missing required field Principal";
    const actions = texts(Action ?? NotAction);
    if (actions.length === 0) return "Missing required field Action";
    if (actions.some((action) => !/^(\*|s3:[\w*?]+)$/.test(action))) return "Policy has invalid action";
    const resources = texts(Resource ?? NotResource);
    if (resources.length === 0) return "Missing required field Resource";
    if (resources.some((one) => one !== arn && !one.startsWith(`${arn}/`))) return "Policy has invalid resource";
  }
  return undefined;
}

/** Whether a policy lets everyone in: a statement that allows something, for everyone and without a condition. */
export const isPublic = (policy: Properties): boolean =>
  objectsAt(policy, "Statement").some(
    ({ Effect, Principal, Condition }) =>
      Effect === "Allow" &&
      Condition === undefined &&
      (Principal === "*" || (isProperties(Principal) && texts(Principal.AWS).includes("*"))),
  );
