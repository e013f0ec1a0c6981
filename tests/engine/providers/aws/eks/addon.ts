import type { Properties } from "../../property-values";
import { ApiError, CreationFailed } from "../../cloud/api-error";
import { hasRoom } from "../../cloud/in-cluster/nodes";
import { flag, object, oneOf, set, text } from "../../cloud/shape";
import { objectsAt, textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { awsType } from "../aws-type";
import { neededRole } from "../iam/role";
import { NODES } from "../in-cluster/nodes";
import { addonVersions, needsNodes } from "./addon-versions";
import { brokenPlace } from "./vpc-cni-values";
import { neededCluster } from "./needed-cluster";

const TYPE = "aws:eks/addon:Addon";

export const addon = awsType({
  title: "EKS Add-On",
  inputs: {
    addonName: text({ required: true, replaces: true }),
    clusterName: text({ required: true, replaces: true }),
    addonVersion: text({ computed: true }),
    configurationValues: text({ computed: true }),
    podIdentityAssociations: set(
      object({ roleArn: text({ required: true }), serviceAccount: text({ required: true }) }),
    ),
    preserve: flag(),
    resolveConflictsOnCreate: oneOf(["NONE", "OVERWRITE"]),
    resolveConflictsOnUpdate: oneOf(["NONE", "OVERWRITE", "PRESERVE"]),
    serviceAccountRoleArn: text(),
  },
  outputs: ["arn", "createdAt", "modifiedAt"],
  async create(cloud, inputs) {
    const [clusterName, addonName] = [textAt(inputs, "clusterName"), textAt(inputs, "addonName")];
    const id = `${clusterName}:${addonName}`;
    const versions = addonVersions(addonName, textAt(neededCluster(cloud, clusterName).inputs, "version"));
    if (cloud.find(TYPE, id)) throw new ApiError("ResourceInUseException", "Addon already exists.");
    check(cloud, inputs, versions);
    const now = new Date().toISOString();
    const made = {
      id,
      inputs: { addonVersion: versions[0] ?? "", configurationValues: "" },
      outputs: {
        arn: cloud.arn("eks", textAt(inputs, "region"), `addon/${clusterName}/${addonName}`),
        createdAt: now,
        modifiedAt: now,
      },
    };
    if (needsNodes(addonName) && !(await cloud.eventually(() => hasRoom(cloud, NODES)))) {
      // pulumi-eks #1819: twenty minutes, then this.
      const message = "timeout while waiting for state to become 'ACTIVE' (last state: 'DEGRADED', timeout: 20m0s)";
      throw new CreationFailed(made, message);
    }
    return made;
  },
  update(cloud, { inputs: olds }, news) {
    const version = textAt(neededCluster(cloud, textAt(olds, "clusterName")).inputs, "version");
    check(cloud, news, addonVersions(textAt(olds, "addonName"), version));
  },
});

/** EKS API reference, CreateAddon and UpdateAddon: InvalidParameterException. */
function check(cloud: AwsCloud, inputs: Properties, versions: readonly string[]): void {
  const version = textAt(inputs, "addonVersion");
  if (version !== "" && !versions.includes(version)) {
    throw new ApiError("InvalidParameterException", "Addon version specified is not supported");
  }
  const values = textAt(inputs, "configurationValues");
  if (values !== "" && !isJson(values)) {
    const reason = "ConfigurationValue provided in request is not supported: it is neither JSON nor YAML";
    throw new ApiError("InvalidParameterException", reason);
  }
  const broken =
    values !== "" && textAt(inputs, "addonName") === "vpc-cni"
      ? brokenPlace(JSON.parse(values) as Properties)
      : undefined;
  if (broken !== undefined) {
    const reason = `ConfigurationValue provided in request is not supported: Json schema validation failed with error: [${broken}]`;
    throw new ApiError("InvalidParameterException", reason);
  }
  for (const association of objectsAt(inputs, "podIdentityAssociations")) {
    neededRole(cloud, textAt(association, "roleArn"), "pods.eks.amazonaws.com");
  }
}

function isJson(values: string): boolean {
  try {
    return typeof JSON.parse(values) === "object";
  } catch {
    return false;
  }
}
