import { actions, permit, policy, type Condition, type PermissionStatement, type PolicyDocument } from "./document";

/** The tag that the controller sets on everything it creates; its value is the name of the cluster. */
const OWNER = "elbv2.k8s.aws/cluster";
const withOwner = { [`aws:RequestTag/${OWNER}`]: "false" };
const withoutOwner = { [`aws:RequestTag/${OWNER}`]: "true" };
const owned = { [`aws:ResourceTag/${OWNER}`]: "false" };

/** The request sets the owner's tag on what it creates. `Null: "false"` means that the key is present. */
const CREATED_WITH_OWNER: Condition = { Null: withOwner };
/** The resource has the owner's tag, so a controller created it. */
const OWNED: Condition = { Null: owned };
/** The same, and the request does not set that tag, so the owner stays the same. */
const OWNER_UNCHANGED: Condition = { Null: { ...withoutOwner, ...owned } };

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

/** Read actions. IAM cannot restrict them to resources. */
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

/** Services that a load balancer can use: certificates, logins, firewalls, and the service role of ELB. */
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
  // The first load balancer of an account creates this role.
  permit(actions("iam", "CreateServiceLinkedRole"), "*", {
    StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" },
  }),
];

/** Rules are also added to the security groups of nodes, which no controller created. Only its own groups can be deleted. */
function securityGroups(partition: string): PermissionStatement[] {
  const groups = `arn:${partition}:ec2:*:*:security-group/*`;
  return [
    permit(ec2("AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress")),
    permit(ec2("CreateSecurityGroup")),
    permit(ec2("AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress", "DeleteSecurityGroup"), "*", OWNED),
    permit(ec2("CreateTags"), groups, {
      StringEquals: { "ec2:CreateAction": "CreateSecurityGroup" },
      ...CREATED_WITH_OWNER,
    }),
    permit(ec2("CreateTags", "DeleteTags"), groups, OWNER_UNCHANGED),
  ];
}

/** Only their owner changes load balancers and target groups; listeners and rules belong to them. */
const loadBalancers = (): PermissionStatement[] => [
  permit(elb("CreateLoadBalancer", "CreateTargetGroup"), "*", CREATED_WITH_OWNER),
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

/** Tags, at creation and later. */
function tags(partition: string): PermissionStatement[] {
  const of = (...paths: string[]): string[] => paths.map((path) => `arn:${partition}:elasticloadbalancing:*:*:${path}`);
  const owners = of("targetgroup/*/*", "loadbalancer/net/*/*", "loadbalancer/app/*/*");
  const parts = ["listener", "listener-rule"].flatMap((part) => of(`${part}/net/*/*/*`, `${part}/app/*/*/*`));
  const creation = { "elasticloadbalancing:CreateAction": ["CreateTargetGroup", "CreateLoadBalancer"] };
  return [
    permit(elb("AddTags"), owners, { StringEquals: creation, ...CREATED_WITH_OWNER }),
    permit(elb("AddTags", "RemoveTags"), owners, OWNER_UNCHANGED),
    permit(elb("AddTags", "RemoveTags"), parts),
  ];
}

/** Pods and nodes are added to and removed from target groups, also those of a TargetGroupBinding that others created. */
const targets = (partition: string): PermissionStatement[] => [
  permit(elb("RegisterTargets", "DeregisterTargets"), `arn:${partition}:elasticloadbalancing:*:*:targetgroup/*/*`),
];
