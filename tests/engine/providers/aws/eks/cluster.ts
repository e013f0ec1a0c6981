import { randomBytes } from "node:crypto";
import { type Properties, objectAt } from "../../property-values";
import { ApiError } from "../../cloud/api-error";
import { overlap, parseCidr } from "../../cloud/cidr";
import { flag, matching, object, oneOf, set, text } from "../../cloud/shape";
import { flagAt, textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { awsType } from "../aws-type";
import { keyArn } from "../kms/grant";
import { writeLogs } from "../log-group";
import { attachmentsOf } from "../iam/policies";
import { neededRole } from "../iam/role";
import { checkVpcConfig, publicRangeRule, serviceRangeRule, vpcOf } from "./cluster-network";
import { DEFAULT_VERSION, checkUpgrade, offered } from "./versions";

const TYPE = "aws:eks/cluster:Cluster";
const LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"];
/** What goes with a cluster, whoever made it. */
const PARTS = [
  "aws:eks/accessEntry:AccessEntry",
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  "aws:eks/addon:Addon",
  "aws:eks/podIdentityAssociation:PodIdentityAssociation",
];
const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";

export const cluster = awsType({
  title: "EKS Cluster",
  inputs: {
    name: text({
      replaces: true,
      rule: matching(/^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/, "expected 1 to 100 letters, digits, hyphens and underscores"),
    }),
    roleArn: text({ required: true, replaces: true }),
    version: text({ computed: true }),
    vpcConfig: object(
      {
        subnetIds: set(text(), { required: true }),
        securityGroupIds: set(text()),
        endpointPrivateAccess: flag({ default: false }),
        endpointPublicAccess: flag({ default: true }),
        publicAccessCidrs: set(text({ rule: publicRangeRule }), { computed: true }),
        clusterSecurityGroupId: text({ computed: true }),
        vpcId: text({ computed: true }),
      },
      { required: true },
    ),
    accessConfig: object(
      {
        authenticationMode: oneOf(["API", "CONFIG_MAP", "API_AND_CONFIG_MAP"], { computed: true }),
        bootstrapClusterCreatorAdminPermissions: flag({ default: true, replaces: true }),
      },
      { computed: true },
    ),
    kubernetesNetworkConfig: object(
      {
        ipFamily: oneOf(["ipv4", "ipv6"], { computed: true, replaces: true }),
        serviceIpv4Cidr: text({ computed: true, replaces: true, rule: serviceRangeRule }),
        serviceIpv6Cidr: text({ computed: true }),
      },
      { computed: true },
    ),
    encryptionConfig: object({
      provider: object({ keyArn: text({ required: true, rule: keyArn }) }, { required: true }),
      resources: set(oneOf(["secrets"]), { required: true }),
    }),
    bootstrapSelfManagedAddons: flag({ default: true, replaces: true }),
    deletionProtection: flag({ computed: true }),
    enabledClusterLogTypes: set(oneOf(LOGS)),
    upgradePolicy: object({ supportType: oneOf(["STANDARD", "EXTENDED"], { computed: true }) }, { computed: true }),
    zonalShiftConfig: object({ enabled: flag() }),
  },
  autoname: { property: "name", maxLength: 100 },
  outputs: [
    "arn",
    "certificateAuthority",
    "clusterId",
    "createdAt",
    "endpoint",
    "identities",
    "platformVersion",
    "status",
  ],
  // terraform-provider-aws, cluster.go: encryption cannot be taken back, so that taking it away replaces the cluster.
  replaces: (olds, news) =>
    olds.encryptionConfig !== undefined && news.encryptionConfig === undefined ? ["encryptionConfig"] : [],
  async create(cloud, inputs) {
    const [name, region] = [textAt(inputs, "name"), textAt(inputs, "region")];
    const version = offered(textAt(inputs, "version") || DEFAULT_VERSION);
    if (cloud.find(TYPE, name)) {
      throw new ApiError("ResourceInUseException", `Cluster already exists with name: ${name}`);
    }
    if (cloud.resources(TYPE).length > 0)
      throw new Error("the test's cloud has one API server, and another cluster has it");
    checkVpcConfig(cloud, name, inputs);
    checkServiceRange(cloud, inputs);
    await checkRole(cloud, inputs);
    const vpcId = vpcOf(cloud, inputs);
    writeLogs(cloud, inputs);
    return {
      id: name,
      inputs: {
        version,
        deletionProtection: false,
        upgradePolicy: { supportType: "EXTENDED" },
        vpcConfig: {
          vpcId,
          clusterSecurityGroupId: addSecurityGroup(cloud, name, vpcId),
          publicAccessCidrs: flagAt(inputs.vpcConfig, "endpointPublicAccess") ? ["0.0.0.0/0"] : [],
        },
        accessConfig: { authenticationMode: "CONFIG_MAP", bootstrapClusterCreatorAdminPermissions: true },
        kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: "172.20.0.0/16" },
      },
      outputs: {
        arn: cloud.arn("eks", region, `cluster/${name}`),
        certificateAuthority: { data: cloud.kubernetes.certificateAuthority },
        clusterId: "", // only clusters on Outposts have one
        createdAt: new Date().toISOString(),
        endpoint: cloud.kubernetes.endpoint,
        identities: [{ oidcs: [{ issuer: `https://oidc.eks.${region}.amazonaws.com/id/${issuerId()}` }] }],
        platformVersion: "eks.1",
        status: "ACTIVE",
      },
    };
  },
  update(cloud, { inputs: olds }, news) {
    checkUpgrade(textAt(olds, "version"), textAt(news, "version"));
    checkVpcConfig(cloud, textAt(news, "name"), news, olds);
    const [key, other] = [olds, news].map(({ encryptionConfig }) =>
      textAt(objectAt(encryptionConfig, "provider"), "keyArn"),
    );
    if (key !== "" && key !== other) {
      throw new ApiError("InvalidParameterException", "Encryption is already enabled; its key cannot be changed");
    }
    writeLogs(cloud, news);
  },
  delete(cloud, { id, inputs }) {
    if (flagAt(inputs, "deletionProtection")) {
      // EKS User Guide, "Protect EKS clusters from accidental deletion".
      throw new ApiError("InvalidRequestException", `Cluster ${id} has deletion protection enabled`);
    }
    const groups = cloud.resources("aws:eks/nodeGroup:NodeGroup");
    if (groups.some((group) => textAt(group.inputs, "clusterName") === id)) {
      throw new ApiError("ResourceInUseException", "Cluster has nodegroups attached");
    }
    cloud.remove({ type: SECURITY_GROUP, id: textAt(inputs.vpcConfig, "clusterSecurityGroupId") });
    for (const part of PARTS.flatMap((type) => cloud.resources(type))) {
      if (textAt(part.inputs, "clusterName") === id) cloud.remove(part);
    }
  },
});

/** EKS makes a security group for control plane and nodes, which no program knows of. */
function addSecurityGroup(cloud: AwsCloud, name: string, vpcId: string): string {
  const id = cloud.newId("sg");
  const inputs = { name: `eks-cluster-sg-${name}-${randomBytes(4).toString("hex")}`, vpcId };
  cloud.add({ type: SECURITY_GROUP, id, name: "", inputs, outputs: {}, maker: "" });
  return id;
}

const issuerId = () => randomBytes(16).toString("hex").toUpperCase();

/** The provider waits some minutes for roles and policies that are on their way. */
async function checkRole(cloud: AwsCloud, inputs: Properties): Promise<void> {
  const policy = `arn:${cloud.partition}:iam::aws:policy/AmazonEKSClusterPolicy`;
  const found = neededRole(cloud, textAt(inputs, "roleArn"), "eks.amazonaws.com");
  if (!(await cloud.eventually(() => attachmentsOf(cloud, found.id).includes(policy)))) {
    const reason =
      "The provided role doesn't have the Amazon EKS Managed Policies associated with it. Please ensure the following policy is attached: AmazonEKSClusterPolicy";
    throw new ApiError("InvalidParameterException", reason);
  }
}

function checkServiceRange(cloud: AwsCloud, inputs: Properties): void {
  const services = parseCidr(textAt(inputs.kubernetesNetworkConfig, "serviceIpv4Cidr"));
  const network = parseCidr(textAt(cloud.find("aws:ec2/vpc:Vpc", vpcOf(cloud, inputs))?.inputs, "cidrBlock"));
  if (services && network && overlap(services, network)) {
    throw new ApiError("InvalidParameterException", "serviceIpv4Cidr must not overlap with the CIDR block of the VPC");
  }
}
