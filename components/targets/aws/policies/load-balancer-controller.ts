import { actions, permit, policy, type Condition, type PermissionStatement, type PolicyDocument } from "./document";

/** The tag that the controller puts on all it makes, with the cluster's name as value. */
const OWNER = "elbv2.k8s.aws/cluster";
const withOwner = { [`aws:RequestTag/${OWNER}`]: "false" };
const withoutOwner = { [`aws:RequestTag/${OWNER}`]: "true" };
const owned = { [`aws:ResourceTag/${OWNER}`]: "false" };

/** The request puts the owner's tag on what it makes. `Null` asks whether a key is absent, hence the "false". */
const BORN_OWNED: Condition = { Null: withOwner };
/** The thing carries the owner's tag, so a controller made it. */
const OWNED: Condition = { Null: owned };
/** The same, and the request leaves that tag alone: nothing is handed over to another owner. */
const OWNED_FOR_GOOD: Condition = { Null: { ...withoutOwner, ...owned } };

const elb = (...names: string[]): string[] => actions("elasticloadbalancing", ...names);
const ec2 = (...names: string[]): string[] => actions("ec2", ...names);

/**
 * What the AWS Load Balancer Controller needs, equal to the policy that its authors publish with 3.5.0
 * (docs/install/iam_policy.json): a contract test compares the two. For China and GovCloud theirs differ by the
 * partition alone.
 */
export const loadBalancerControllerPolicy = (partition: string): PolicyDocument<PermissionStatement> =>
  policy(
    ...observation(),
    ...integrations(),
    ...securityGroups(partition),
    ...loadBalancers(),
    ...tags(partition),
    ...targets(partition),
  );

/** Looking around. IAM cannot restrict these reads to resources. */
const observation = (): PermissionStatement[] => [
  permit([
    ...ec2("DescribeVpcs", "DescribeVpcPeeringConnections", "DescribeSubnets", "DescribeRouteTables"),
    ...ec2("DescribeAvailabilityZones", "DescribeInternetGateways", "DescribeAddresses", "DescribeIpamPools"),
    ...ec2("DescribeSecurityGroups", "GetSecurityGroupsForVpc", "DescribeInstances", "DescribeNetworkInterfaces"),
    ...ec2("DescribeAccountAttributes", "DescribeTags", "DescribeCoipPools", "GetCoipPoolUsage"),
    ...elb("DescribeLoadBalancers", "DescribeLoadBalancerAttributes", "DescribeCapacityReservation", "DescribeTags"),
    ...elb("DescribeListeners", "DescribeListenerAttributes", "DescribeListenerCertificates", "DescribeRules"),
    ...elb("DescribeTargetGroups", "DescribeTargetGroupAttributes", "DescribeTargetHealth"),
    ...elb("DescribeSSLPolicies", "DescribeTrustStores"),
  ]),
];

/** What a load balancer can be joined with: certificates, logins, firewalls, and the role ELB itself works by. */
const integrations = (): PermissionStatement[] => [
  permit([
    ...actions("acm", "ListCertificates", "DescribeCertificate"),
    ...actions("iam", "ListServerCertificates", "GetServerCertificate"),
    ...actions("cognito-idp", "DescribeUserPoolClient"),
    ...["waf-regional", "wafv2"].flatMap((waf) =>
      actions(waf, "GetWebACL", "GetWebACLForResource", "AssociateWebACL", "DisassociateWebACL"),
    ),
    ...actions("shield", "GetSubscriptionState", "DescribeProtection", "CreateProtection", "DeleteProtection"),
  ]),
  // An account's first load balancer makes this role.
  permit(actions("iam", "CreateServiceLinkedRole"), "*", {
    StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" },
  }),
];

/** Rules go into the nodes' groups too, which no controller made; only its own groups can be deleted. */
function securityGroups(partition: string): PermissionStatement[] {
  const groups = `arn:${partition}:ec2:*:*:security-group/*`;
  return [
    permit(ec2("AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress")),
    permit(ec2("CreateSecurityGroup")),
    permit(ec2("AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress", "DeleteSecurityGroup"), "*", OWNED),
    permit(ec2("CreateTags"), groups, { StringEquals: { "ec2:CreateAction": "CreateSecurityGroup" }, ...BORN_OWNED }),
    permit(ec2("CreateTags", "DeleteTags"), groups, OWNED_FOR_GOOD),
  ];
}

/** Load balancers and target groups are changed by their owner only; listeners and rules hang on them. */
const loadBalancers = (): PermissionStatement[] => [
  permit(elb("CreateLoadBalancer", "CreateTargetGroup"), "*", BORN_OWNED),
  permit(
    [
      ...elb("ModifyLoadBalancerAttributes", "SetIpAddressType", "SetSecurityGroups", "SetSubnets", "ModifyIpPools"),
      ...elb("ModifyCapacityReservation", "DeleteLoadBalancer", "ModifyListenerAttributes"),
      ...elb("ModifyTargetGroup", "ModifyTargetGroupAttributes", "DeleteTargetGroup"),
    ],
    "*",
    OWNED,
  ),
  permit(elb("CreateListener", "DeleteListener", "CreateRule", "DeleteRule")),
  permit([
    ...elb("ModifyListener", "AddListenerCertificates", "RemoveListenerCertificates"),
    ...elb("ModifyRule", "SetRulePriorities", "SetWebAcl"),
  ]),
];

/** Tags, at birth and later. */
function tags(partition: string): PermissionStatement[] {
  const of = (...paths: string[]): string[] => paths.map((path) => `arn:${partition}:elasticloadbalancing:*:*:${path}`);
  const owners = of("targetgroup/*/*", "loadbalancer/net/*/*", "loadbalancer/app/*/*");
  const parts = ["listener", "listener-rule"].flatMap((part) => of(`${part}/net/*/*/*`, `${part}/app/*/*/*`));
  const creation = { "elasticloadbalancing:CreateAction": ["CreateTargetGroup", "CreateLoadBalancer"] };
  return [
    permit(elb("AddTags"), owners, { StringEquals: creation, ...BORN_OWNED }),
    permit(elb("AddTags", "RemoveTags"), owners, OWNED_FOR_GOOD),
    permit(elb("AddTags", "RemoveTags"), parts),
  ];
}

/** Pods and nodes come and go in target groups, those of a TargetGroupBinding included, which somebody else made. */
const targets = (partition: string): PermissionStatement[] => [
  permit(elb("RegisterTargets", "DeregisterTargets"), `arn:${partition}:elasticloadbalancing:*:*:targetgroup/*/*`),
];
