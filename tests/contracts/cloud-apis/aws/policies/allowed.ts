/** Actions that parliament 1.6.4, of April 2025, does not know yet. Each is an operation in the service's API. */
export const NEWER_ACTIONS: readonly string[] = [
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyIpPools.html
  "elasticloadbalancing:ModifyIpPools",
];

/** A finding that is none, with the reason. */
export interface Allowed {
  readonly issue: string;
  /** What the detail of the finding contains. */
  readonly detail: string;
  /** End of the name of the policies that have it. */
  readonly policy: string;
  readonly why: string;
}

const PUBLISHED =
  "the controller's authors publish this statement, and tests/contracts/aws-policies.spec.ts compares it with ours";

/** The findings that remain. */
export const ALLOWED: readonly Allowed[] = [
  {
    issue: "RESOURCE_STAR",
    detail: "",
    policy: "-load-balancers",
    why: PUBLISHED,
  },
  {
    issue: "UNKNOWN_CONDITION_FOR_ACTION",
    detail: "elasticloadbalancing:CreateAction for action elasticloadbalancing:AddTags",
    policy: "-load-balancers",
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/tagging-resources-during-creation.html
    why: "the key says which creation sets the tags; parliament lists it for no action",
  },
];
