import { isRecord } from "../../../value-path";

/** A statement of any IAM policy. */
export interface AnyStatement {
  readonly Effect: string;
  readonly Principal?: string | Readonly<Record<string, string>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** An IAM policy as it is sent. */
export interface AnyPolicy {
  readonly Statement: readonly AnyStatement[];
}

/** A policy as it is sent. A program may also write it as an object. */
export const policyText = (policy: unknown): unknown => (isRecord(policy) ? JSON.stringify(policy) : policy);

const OIDC_PROVIDER = /^arn:[a-z-]+:iam::\d{12}:oidc-provider\/(.+)$/;

/**
 * A trust policy as parliament can read it. It has no rules for trust policies, so each statement gets a resource. It does not
 * know the issuers of an account either: a provider of OIDC is left out together with the claims of its own issuer, and only those.
 */
export const readableTrust = (trust: AnyPolicy): AnyPolicy => ({
  ...trust,
  Statement: trust.Statement.map((statement) => {
    const { Principal, Condition, ...rest } = { ...statement, Resource: "*" };
    const [, issuer] = OIDC_PROVIDER.exec(isRecord(Principal) ? (Principal["Federated"] ?? "") : "") ?? [];
    if (issuer === undefined) return { ...rest, Principal, ...(Condition && { Condition }) };
    const claims = [`${issuer}:aud`, `${issuer}:sub`];
    return { ...rest, Condition: withoutKeys(Condition ?? {}, claims) };
  }),
});

function withoutKeys(
  condition: NonNullable<AnyStatement["Condition"]>,
  keys: readonly string[],
): NonNullable<AnyStatement["Condition"]> {
  const left = Object.entries(condition).map(([operator, values]): [string, Record<string, unknown>] => [
    operator,
    Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key))),
  ]);
  return Object.fromEntries(left.filter(([, values]) => Object.keys(values).length > 0));
}

/** The policy without some actions. A statement with an unknown action is not checked any further. */
export const withoutActions = (policy: AnyPolicy, actions: readonly string[]): AnyPolicy => ({
  ...policy,
  Statement: policy.Statement.map((statement) => ({
    ...statement,
    Action: [statement.Action].flat().filter((action) => !actions.includes(action)),
  })),
});
