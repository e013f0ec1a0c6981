import type { Deployed } from "../../../../helpers/deploy";

/** A role that somebody gets on something. */
interface Grant {
  readonly role: string;
  /** Type of what the role is for, with its name. */
  readonly scope: string;
  readonly member: string;
}

/** Where a resource that grants a role names what the role is for. A type that is not listed here grants too much. */
const SCOPES: Readonly<Record<string, string>> = {
  "gcp:storage/bucketIAMMember:BucketIAMMember": "bucket",
  "gcp:serviceaccount/iAMMember:IAMMember": "serviceAccountId",
};

/** The grants of a program, as text that one can compare; and whatever else of IAM is in it. */
export function grantsIn(graph: Deployed): string[] {
  return graph.resources
    .filter(({ type }) => /IAM|iam/.test(type))
    .map((resource) => {
      const scope = SCOPES[resource.type];
      const inputs = graph.revealInputs(resource);
      const { role, member, [scope ?? ""]: on, ...others } = inputs as Record<string, string>;
      if (scope === undefined || Object.keys(others).length > 0) {
        return `not a grant of one role on one thing: ${resource.type} ${resource.name}`;
      }
      return grantText({ role: role ?? "", scope: `${scope} ${on ?? ""}`, member: member ?? "" });
    })
    .sort();
}

/** A grant as text. */
export const grantText = ({ role, scope, member }: Grant): string => `${role} on ${scope} for ${member}`;
