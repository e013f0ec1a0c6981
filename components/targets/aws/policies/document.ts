/** Operator, key and the values of which one must hold: `{ StringEquals: { "aws:SourceAccount": "111122223333" } }`. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** What a role may do. */
export interface PermissionStatement {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Condition;
}

/** Which service, or whose users of an identity provider, may assume a role. */
export interface TrustStatement {
  readonly Effect: "Allow";
  readonly Principal: { readonly Service: string } | { readonly Federated: string };
  readonly Action: readonly string[];
  readonly Condition?: Condition;
}

/** One statement of a policy. */
export type Statement = PermissionStatement | TrustStatement;

/** An IAM policy, before `JSON.stringify`. */
export interface PolicyDocument<S extends Statement = Statement> {
  /** Without it, IAM uses the version of 2008, which has no policy variables. */
  readonly Version: "2012-10-17";
  readonly Statement: readonly S[];
}

/** A policy of these statements. */
export const policy = <S extends Statement>(...statements: S[]): PolicyDocument<S> => ({
  Version: "2012-10-17",
  Statement: statements,
});

/** Actions of one service: `actions("ec2", "DescribeVpcs")` is `["ec2:DescribeVpcs"]`. */
export const actions = (service: string, ...names: string[]): string[] => names.map((name) => `${service}:${name}`);

/** Allows actions on some resources, by default on all. */
export const permit = (
  Action: readonly string[],
  Resource: string | readonly string[] = "*",
  Condition?: Condition,
): PermissionStatement => ({ Effect: "Allow", Action, Resource, ...(Condition && { Condition }) });

/** Allows a service to assume the role that has this statement. */
export const trust = (Service: string, Action: readonly string[], Condition?: Condition): TrustStatement => ({
  Effect: "Allow",
  Principal: { Service },
  Action,
  ...(Condition && { Condition }),
});
