import type { PlanDetail, TargetOperations } from "../operations";
import { guardrails } from "./guardrails";
import { prices } from "./prices";

/** The annotation that says whether a load balancer is internal, and its two values. */
export const LOAD_BALANCER_SCHEME = "service.beta.kubernetes.io/aws-load-balancer-scheme";
export const INTERNAL_SCHEME = "internal";
export const PUBLIC_SCHEME = "internet-facing";

/** The annotation that says what a load balancer sends requests to, and its value for pods. */
export const TARGET_TYPE = "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type";
export const PODS_AS_TARGETS = "ip";

/** The annotation of a service account that names the role which its pods use. */
export const ROLE_ANNOTATION = "eks.amazonaws.com/role-arn";

/**
 * What a statement of a policy allows, if the policy is an object. While the ARN of the resource is not known, it shows the name of the
 * resource in the program.
 */
const permitted = (statement: number, before: string, resource: string): PlanDetail => {
  const at = `policy.Statement[${String(statement)}]`;
  const action = `${before}{${at}.Action}`;
  return { firstOf: [`${action} on {${at}.Resource}`, `${action} on ${resource}`, action] };
};

/** What is known about AWS without its SDK. */
export const operations: TargetOperations = {
  clusterTypes: /^(aws:eks\/cluster|aws-native:eks|eks:index):Cluster$/,
  // Documentation of the aws provider, section "Import" of each resource.
  importIds: {
    "aws:cloudwatch/logGroup:LogGroup": "{name}",
    "aws:eks/addon:Addon": "{clusterName}:{addonName}",
    "aws:eks/cluster:Cluster": "{name}",
    "aws:eks/nodeGroup:NodeGroup": "{clusterName}:{nodeGroupName}",
    "aws:iam/role:Role": "{name}",
  },
  // Control planes and node groups of EKS.
  statusWords: { creating: ["CREATING"], failed: ["FAILED", "CREATE_FAILED", "DELETE_FAILED"] },
  kubernetesVersions: {
    planned: { type: "eks:index:Cluster", input: "version" },
    controlPlane: { type: "aws:eks/cluster:Cluster", output: "version" },
    nodes: { type: "aws:eks/nodeGroup:NodeGroup", output: "version" },
  },
  autoscaledInputs: ["scalingConfig"],
  // The instance metadata service, fd00:ec2::254, and the agent of EKS Pod Identity, fd00:ec2::23.
  metadataAddresses: ["fd00:ec2::/32"],
  // AWS Load Balancer Controller and EKS Auto Mode.
  loadBalancerFinalizers: {
    Ingress: [
      "ingress.k8s.aws/",
      "group.ingress.k8s.aws/",
      "ingress.eks.amazonaws.com/",
      "group.ingress.eks.amazonaws.com/",
    ],
    Gateway: ["gateway.k8s.aws/"],
  },
  loadBalancerAnnotations: {
    [LOAD_BALANCER_SCHEME]: { internal: [INTERNAL_SCHEME], public: [PUBLIC_SCHEME] },
    "service.beta.kubernetes.io/aws-load-balancer-internal": { internal: ["true"], public: ["false"] },
  },
  // https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/, of 2026-11; the extra
  // groups are those of the older controller inside Kubernetes.
  accessAnnotations: {
    "service.beta.kubernetes.io/aws-load-balancer-security-groups": {
      against: ["sourceRanges"],
      effect: "these security groups decide who reaches it, and the ranges are never applied",
    },
    "service.beta.kubernetes.io/aws-load-balancer-extra-security-groups": {
      against: ["sourceRanges"],
      effect: "these security groups let others in too",
    },
    "service.beta.kubernetes.io/aws-load-balancer-security-group-prefix-lists": {
      against: ["sourceRanges"],
      effect: "the prefix lists let others in too",
    },
    "service.beta.kubernetes.io/aws-load-balancer-disable-nlb-sg": {
      against: ["sourceRanges"],
      harmless: ["false"],
      effect: "it has no security group, and the ranges are never applied",
    },
    "service.beta.kubernetes.io/aws-load-balancer-inbound-sg-rules-on-private-link-traffic": {
      against: ["sourceRanges"],
      harmless: ["on"],
      effect: "the ranges are not applied to traffic through PrivateLink",
    },
  },
  // Port 443 alone answers TLS; the gateway gets what is inside.
  certificate: {
    form: /^arn:aws[\w-]*:(acm|iam):[\w-]*:\d{12}:(certificate|server-certificate)\/[\w+=,.@/-]+$/,
    example: "arn:aws:acm:eu-central-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef",
    annotation: "service.beta.kubernetes.io/aws-load-balancer-ssl-cert",
    others: { "service.beta.kubernetes.io/aws-load-balancer-ssl-ports": "443" },
    // Certificates of ACM belong to a region, those of IAM to a partition only.
    misfit(certificate, { oidcIssuer = "", providerArn = "" }) {
      const [, partition, , region = ""] = certificate.split(":");
      const [, own = "aws"] = providerArn.split(":");
      const [, ownRegion] = /^https:\/\/oidc\.eks\.([a-z0-9-]+)\./.exec(oidcIssuer) ?? [];
      if (providerArn !== "" && partition !== own) return `is not in the partition of the cluster; write one of ${own}`;
      return region === "" || ownRegion === undefined || region === ownRegion
        ? undefined
        : `is not in the region of the cluster; write one of ${ownRegion}`;
    },
  },
  httpsAnnotations: { "service.beta.kubernetes.io/aws-load-balancer-backend-protocol": ["tcp"] },
  controllerAnnotations: ["service.beta.kubernetes.io/aws-load-balancer-type"],
  healthCheck: {
    reachesPods: { annotation: TARGET_TYPE, value: PODS_AS_TARGETS },
    port: "service.beta.kubernetes.io/aws-load-balancer-healthcheck-port",
    path: "service.beta.kubernetes.io/aws-load-balancer-healthcheck-path",
    protocol: "service.beta.kubernetes.io/aws-load-balancer-healthcheck-protocol",
  },
  dnsRole: {
    service: "route53",
    form: /^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/(?:[!-~]*\/)?[\w+=,.@-]{1,64}$/,
    example: "arn:aws:iam::111122223333:role/dns",
    annotation: ROLE_ANNOTATION,
  },
  objectStore: "s3",
  planDetails: {
    "pulumi:providers:aws": [{ firstOf: ["aws {region}", "aws"] }],
    "eks:index:Cluster": ["Kubernetes {version}"],
    "aws:eks/nodeGroup:NodeGroup": [
      "{scalingConfig.minSize}-{scalingConfig.maxSize} × {instanceTypes}",
      { text: "spot", when: "capacityType", contains: "SPOT" },
      { text: "with GPUs", when: "amiType", contains: "NVIDIA" },
    ],
    "aws:eks/addon:Addon": ["{addonName}", "{addonVersion}"],
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": ["{namespace}/{serviceAccount} as {@roleArn}"],
    "aws:eks/accessEntry:AccessEntry": ["{principalArn}"],
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": ["{principalArn}"],
    "aws:ec2/vpc:Vpc": ["{cidrBlock}"],
    "aws:ec2/subnet:Subnet": ["{cidrBlock}"],
    "aws:ec2/natGateway:NatGateway": ["in {@subnetId}"],
    "aws:ec2/route:Route": [
      { firstOf: ["{destinationCidrBlock} by {@gatewayId}", "{destinationCidrBlock} by {@natGatewayId}"] },
    ],
    "aws:ec2/vpcEndpoint:VpcEndpoint": ["{serviceName}"],
    "aws:ec2/launchTemplate:LaunchTemplate": [
      "{blockDeviceMappings[0].ebs.volumeSize} GB",
      { text: "encrypted", when: "blockDeviceMappings[0].ebs.encrypted", contains: "true" },
      "{blockDeviceMappings[0].ebs.volumeType}",
    ],
    "aws:cloudwatch/logGroup:LogGroup": ["kept {retentionInDays} days"],
    "aws:iam/role:Role": ["{description}"],
    "aws:iam/rolePolicy:RolePolicy": [
      permitted(0, "", "{@policy}"),
      permitted(1, "and ", "{@policy}/*"),
      permitted(2, "and ", "{@policy}"),
    ],
    "aws:s3/bucket:Bucket": [
      "{bucket}",
      "in {region}",
      { text: "deleted with all objects on destroy", when: "forceDestroy", contains: "true" },
    ],
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": [
      "replaced and deleted objects kept {rules[*].noncurrentVersionExpiration.noncurrentDays} days",
    ],
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ["{rule.objectOwnership}"],
    "aws:s3/bucketPolicy:BucketPolicy": [
      { text: "TLS only", when: "policy.Statement[0].Condition.Bool.aws:SecureTransport", contains: "false" },
    ],
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": [
      { text: "no public access", when: "restrictPublicBuckets", contains: "true" },
    ],
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": [
      "{rules[0].applyServerSideEncryptionByDefault.sseAlgorithm}",
      "{rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId}",
    ],
    "aws:s3/bucketVersioning:BucketVersioning": [
      { text: "versions kept", when: "versioningConfiguration.status", contains: "Enabled" },
    ],
  },
  apiServers: {
    "eks:index:Cluster": { isPublic: "endpointPublicAccess", cidrs: "publicAccessCidrs" },
    "aws:eks/cluster:Cluster": { isPublic: "vpcConfig.endpointPublicAccess", cidrs: "vpcConfig.publicAccessCidrs" },
  },
  publicAddresses: {
    "aws:ec2/subnet:Subnet": ["mapPublicIpOnLaunch"],
    "aws:ec2/instance:Instance": ["associatePublicIpAddress"],
    "aws:ec2/launchTemplate:LaunchTemplate": ["networkInterfaces[*].associatePublicIpAddress"],
    "aws:rds/instance:Instance": ["publiclyAccessible"],
    "aws:rds/clusterInstance:ClusterInstance": ["publiclyAccessible"],
    "aws:redshift/cluster:Cluster": ["publiclyAccessible"],
  },
  // Annotations of the AWS Load Balancer Controller; without a scheme, its load balancers are internal.
  ingressAccess: {
    scheme: "alb.ingress.kubernetes.io/scheme",
    public: "internet-facing",
    cidrs: "alb.ingress.kubernetes.io/inbound-cidrs",
  },
  grants: [
    { types: /^aws:iam\/role:Role$/, input: "assumeRolePolicy", byComponents: true },
    { types: /^aws:(s3\/(bucket(V2)?|accessPoint)|kms\/(key|keyPolicy)|ecr\/repositoryPolicy):/, input: "policy" },
    { types: /^aws:(sqs\/queue(Policy)?|sns\/topic(Policy)?|secretsmanager\/secret(Policy)?):/, input: "policy" },
    { types: /^aws:opensearch\/domain(Policy)?:/, input: "accessPolicies" },
  ],
  permissions: {
    "aws:iam/role:Role": { to: "{description}", may: "act as the role" },
    "aws:iam/rolePolicy:RolePolicy": { to: "{@role}", may: "", on: "{@policy}", statements: "policy" },
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { to: "{@role}", may: "{policyArn}" },
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
      to: "pods of {namespace}/{serviceAccount}",
      may: "act as {@roleArn}",
    },
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
      to: "{principalArn}",
      may: "{policyArn}",
      on: { firstOf: ["namespaces {accessScope.namespaces}", "{accessScope.type}"] },
    },
    "aws:s3/bucketPolicy:BucketPolicy": {
      to: "",
      may: "",
      on: "{@bucket}",
      statements: "policy",
      principals: "policy",
    },
  },
  get guardrails() {
    return guardrails;
  },
  get prices() {
    return prices;
  },
};
