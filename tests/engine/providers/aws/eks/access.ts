import { ApiError } from "../../cloud/api-error";
import { matching, object, oneOf, set, text } from "../../cloud/shape";
import { flagAt, listAt, textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { awsType } from "../aws-type";
import { neededCluster } from "./needed-cluster";

const ENTRY = "aws:eks/accessEntry:AccessEntry";
const ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation";
const ADMIN = "AmazonEKSClusterAdminPolicy";

/** EKS User Guide, "Review access policy permissions". */
const POLICIES = [
  ADMIN,
  "AmazonEKSAdminPolicy",
  "AmazonEKSEditPolicy",
  "AmazonEKSViewPolicy",
  "AmazonEKSAdminViewPolicy",
];

export const accessEntry = awsType({
  title: "EKS Access Entry",
  inputs: {
    clusterName: text({ required: true, replaces: true }),
    // Sessions of roles are no principals here (EKS User Guide, "Create access entries").
    principalArn: text({
      required: true,
      replaces: true,
      rule: matching(/^arn:[\w-]+:iam::\d{12}:(user|role)\/.+$/, "expected the ARN of an IAM user or role"),
    }),
    type: oneOf(["STANDARD", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "EC2", "HYBRID_LINUX"], {
      default: "STANDARD",
      replaces: true,
    }),
    kubernetesGroups: set(text(), { computed: true }),
    userName: text({ computed: true }),
  },
  outputs: ["accessEntryArn", "createdAt", "modifiedAt"],
  create(cloud, inputs) {
    const [clusterName, principalArn] = [textAt(inputs, "clusterName"), textAt(inputs, "principalArn")];
    const cluster = neededCluster(cloud, clusterName);
    if (textAt(cluster.inputs.accessConfig, "authenticationMode") === "CONFIG_MAP") {
      const reason =
        "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.";
      throw new ApiError("InvalidRequestException", reason);
    }
    if (entryOf(cloud, clusterName, principalArn) || isCreator(cloud, clusterName, principalArn)) {
      // Also of the one who made the cluster, and of a node group's role: EKS has made their entries.
      const reason = "The specified access entry resource is already in use on this cluster.";
      throw new ApiError("ResourceInUseException", reason);
    }
    return newEntry(cloud, clusterName, principalArn);
  },
});

function newEntry(cloud: AwsCloud, clusterName: string, principalArn: string) {
  const now = new Date().toISOString();
  return {
    id: `${clusterName}:${principalArn}`,
    inputs: { kubernetesGroups: [], userName: principalArn },
    outputs: { accessEntryArn: `${cloud.newId("access-entry")}/${principalArn}`, createdAt: now, modifiedAt: now },
  };
}

/** EKS lets the nodes of a managed node group in by itself. */
export function letNodesIn(cloud: AwsCloud, clusterName: string, principalArn: string): void {
  if (entryOf(cloud, clusterName, principalArn)) return;
  const { id, outputs } = newEntry(cloud, clusterName, principalArn);
  cloud.add({
    type: ENTRY,
    id,
    name: "",
    inputs: { clusterName, principalArn, type: "EC2_LINUX" },
    outputs,
    maker: "",
  });
}

export const accessPolicyAssociation = awsType(
  {
    title: "EKS Access Policy Association",
    inputs: {
      clusterName: text({ required: true, replaces: true }),
      principalArn: text({ required: true, replaces: true }),
      policyArn: text({
        required: true,
        replaces: true,
        rule: matching(
          /^arn:[\w-]+:eks::aws:cluster-access-policy\/\w+$/,
          "expected the ARN of a cluster access policy",
        ),
      }),
      accessScope: object(
        { type: oneOf(["cluster", "namespace"], { required: true }), namespaces: set(text()) },
        { required: true, replaces: true },
      ),
    },
    outputs: ["associatedAt", "modifiedAt"],
    create(cloud, inputs) {
      const [clusterName, principalArn] = [textAt(inputs, "clusterName"), textAt(inputs, "principalArn")];
      const policyArn = textAt(inputs, "policyArn");
      neededCluster(cloud, clusterName);
      if (!entryOf(cloud, clusterName, principalArn)) {
        throw new ApiError("ResourceNotFoundException", "The specified principalArn could not be found.");
      }
      if (!POLICIES.includes(policyArn.split("/").at(-1) ?? "")) {
        throw new ApiError("InvalidParameterException", `The policyArn ${policyArn} is not valid.`);
      }
      const isScoped = textAt(inputs.accessScope, "type") === "namespace";
      if (isScoped && listAt(inputs.accessScope, "namespaces").length === 0) {
        throw new ApiError("InvalidParameterException", "The access scope of type namespace needs namespaces.");
      }
      const now = new Date().toISOString();
      return { id: `${clusterName}#${principalArn}#${policyArn}`, outputs: { associatedAt: now, modifiedAt: now } };
    },
  },
  { untagged: true },
);

function entryOf(cloud: AwsCloud, clusterName: string, principalArn: string) {
  return cloud.find(ENTRY, `${clusterName}:${principalArn}`);
}

function isCreator(cloud: AwsCloud, clusterName: string, principalArn: string): boolean {
  const cluster = cloud.find("aws:eks/cluster:Cluster", clusterName);
  const bootstraps = flagAt(cluster?.inputs.accessConfig, "bootstrapClusterCreatorAdminPermissions", true);
  return cluster?.maker === principalArn && bootstraps;
}

/** Whether a principal is an administrator of a cluster: it made the cluster, or has an entry with that policy. */
export function isAdmin(cloud: AwsCloud, clusterName: string, principalArn: string): boolean {
  if (isCreator(cloud, clusterName, principalArn)) return true;
  const policy = `arn:${cloud.partition}:eks::aws:cluster-access-policy/${ADMIN}`;
  const associated = cloud.find(ASSOCIATION, `${clusterName}#${principalArn}#${policy}`);
  return associated !== undefined && entryOf(cloud, clusterName, principalArn) !== undefined;
}
