import { type Properties, objectAt } from "../../property-values";
import { ApiError } from "../../cloud/api-error";
import type { CloudResource } from "../../cloud/resource-type";
import { flagAt, listAt, numberAt, objectsAt, textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { wayOut } from "../ec2/route-table";
import { neededSubnet } from "../ec2/subnet";
import { attachmentsOf } from "../iam/policies";
import { isArm } from "../in-cluster/instance-types";
import { OFFERED } from "./versions";

const invalid = (reason: string) => new ApiError("InvalidParameterException", reason);

/** Refuses a node group at once (EKS API reference, CreateNodegroup and UpdateNodegroupConfig). */
export function checkGroup(cloud: AwsCloud, cluster: Properties, inputs: Properties): void {
  const { desiredSize, minSize, maxSize } = sizesOf(inputs);
  if (minSize > maxSize) throw invalid(`minimum capacity ${minSize} can't be greater than maximum capacity ${maxSize}`);
  if (desiredSize > maxSize) throw invalid(`desired capacity ${desiredSize} can't be greater than max size ${maxSize}`);
  if (minSize > desiredSize)
    throw invalid(`Minimum capacity ${minSize} can't be greater than desired size ${desiredSize}`);
  const vpcId = textAt(objectAt(cluster, "vpcConfig"), "vpcId");
  for (const id of listAt(inputs, "subnetIds")) {
    if (textAt(neededSubnet(cloud, id).inputs, "vpcId") !== vpcId) {
      throw invalid(`Subnets are not in the same VPC as the cluster: ${id}`);
    }
  }
  const reserved = Object.keys(objectAt(inputs, "labels")).filter((key) =>
    /^([^/]*\.)?(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//.test(key),
  );
  if (reserved.length > 0) {
    throw invalid("Label cannot contain reserved prefixes [kubernetes.io/, k8s.io/, eks.amazonaws.com/]");
  }
  checkLimits(cloud, inputs);
  const amiType = textAt(inputs, "amiType") || "AL2023_x86_64_STANDARD";
  const wrong = listAt(inputs, "instanceTypes").filter(
    (type) => amiType !== "CUSTOM" && isArm(type) !== amiType.includes("ARM"),
  );
  if (wrong.length > 0) {
    throw invalid(`[${wrong.join(", ")}] is not a valid instance type for requested amiType ${amiType}`);
  }
  if (inputs.launchTemplate !== undefined && numberAt(inputs, "diskSize") > 0) {
    throw invalid("Disk size must be specified within the launch template.");
  }
}

/** botocore 1.44.8, eks: `labelKey`, `labelValue`, `taintKey`; EKS User Guide, "Service quotas" and "Node taints". */
function checkLimits(cloud: AwsCloud, inputs: Properties): void {
  const labels = objectAt(inputs, "labels");
  for (const key of Object.keys(labels)) {
    const value = textAt(labels, key);
    if (key.length > 63 || value === "" || value.length > 63) {
      throw invalid("1 validation error detected: keys and values of labels must have 1 to 63 characters");
    }
  }
  if (objectsAt(inputs, "taints").length > 50) throw invalid("A node group can have at most 50 taints");
  if (listAt(inputs, "instanceTypes").length > 20) throw invalid("At most 20 instance types can be specified");
  if (sizesOf(inputs).maxSize > 450) throw limit("The maximum number of nodes per managed node group is 450");
  const clusterName = textAt(inputs, "clusterName");
  const groups = cloud
    .resources("aws:eks/nodeGroup:NodeGroup")
    .filter(
      (group) =>
        textAt(group.inputs, "clusterName") === clusterName &&
        textAt(group.inputs, "nodeGroupName") !== textAt(inputs, "nodeGroupName"),
    );
  if (groups.length >= 30) throw limit("The maximum number of managed node groups per cluster is 30");
}

const limit = (reason: string) => new ApiError("ResourceLimitExceededException", reason);

function sizesOf({ scalingConfig }: Properties) {
  const [desiredSize, minSize, maxSize] = ["desiredSize", "minSize", "maxSize"].map((key) =>
    numberAt(scalingConfig, key),
  );
  return { desiredSize: desiredSize ?? 0, minSize: minSize ?? 0, maxSize: maxSize ?? 0 };
}

/** Nodes are at most as new as the control plane, and do not go back. */
export function checkNodeVersion(cluster: Properties, from: string, to: string): void {
  const limit = textAt(cluster, "version");
  const [before, after, most] = [from, to, limit].map((version) => OFFERED.indexOf(version));
  if ((after ?? 0) > (most ?? 0)) {
    throw new ApiError(
      "InvalidRequestException",
      `Nodegroup Kubernetes version ${to} is newer than the cluster's ${limit}`,
    );
  }
  if ((after ?? 0) < (before ?? 0)) {
    throw new ApiError("InvalidRequestException", `Nodegroup Kubernetes version cannot go back from ${from} to ${to}`);
  }
}

/** Why the instances of a group do not become nodes (EKS User Guide, "Managed node group error codes"); undefined if they do. */
export function whyNodesFail(
  cloud: AwsCloud,
  cluster: CloudResource,
  role: string,
  inputs: Properties,
): string | undefined {
  const unjoined = "NodeCreationFailure: Instances failed to join the kubernetes cluster";
  for (const id of listAt(inputs, "subnetIds")) {
    const way = wayOut(cloud, id);
    if (way === "") return unjoined; // no way to the API and to the registry of images
    const hasAddress = flagAt(cloud.find("aws:ec2/subnet:Subnet", id)?.inputs, "mapPublicIpOnLaunch");
    if (way.startsWith("igw-") && !hasAddress) {
      return `Ec2SubnetInvalidConfiguration: One or more Amazon EC2 Subnets of [${id}] for node group ${textAt(inputs, "nodeGroupName")} does not automatically assign public IP addresses to instances launched into it.`;
    }
  }
  if (!hasPolicies(cloud, cluster, role)) return unjoined;
  const hasNetwork = flagAt(cluster.inputs, "bootstrapSelfManagedAddons") || cni(cloud, cluster) !== undefined;
  return hasNetwork ? undefined : "NodeCreationFailure: Unhealthy nodes in the kubernetes cluster";
}

function cni(cloud: AwsCloud, cluster: CloudResource) {
  return cloud.find("aws:eks/addon:Addon", `${cluster.id}:vpc-cni`);
}

/** EKS User Guide, "Amazon EKS node IAM role": the CNI's rights may be the node's or its own service account's. */
function hasPolicies(cloud: AwsCloud, cluster: CloudResource, role: string): boolean {
  const attached = attachmentsOf(cloud, role).map((arn) => arn.split("/").at(-1));
  const hasAny = (...names: string[]) => names.some((name) => attached.includes(name));
  return (
    hasAny("AmazonEKSWorkerNodePolicy", "AmazonEKSWorkerNodeMinimalPolicy") &&
    hasAny("AmazonEC2ContainerRegistryReadOnly", "AmazonEC2ContainerRegistryPullOnly") &&
    (hasAny("AmazonEKS_CNI_Policy") || cni(cloud, cluster)?.inputs.serviceAccountRoleArn !== undefined)
  );
}
