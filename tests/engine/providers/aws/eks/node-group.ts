import { type Properties, objectAt } from "../../property-values";
import { CreationFailed } from "../../cloud/api-error";
import { between, flag, list, matching, number, object, oneOf, set, text, texts } from "../../cloud/shape";
import { textAt } from "../../cloud/values";
import { awsType } from "../aws-type";
import { neededTemplate } from "../ec2/launch-template";
import { neededRole } from "../iam/role";
import { poolOf, sizeOf } from "../in-cluster/nodes";
import { nodesOf, relabelNodes, replaceNodes, scaleNodes, startNodes, stopNodes } from "../../cloud/in-cluster/nodes";
import { letNodesIn } from "./access";
import { neededCluster } from "./needed-cluster";
import { checkGroup, checkNodeVersion, whyNodesFail } from "./node-health";

const AMI_TYPES = [
  "AL2023_x86_64_STANDARD",
  "AL2023_ARM_64_STANDARD",
  "AL2023_x86_64_NVIDIA",
  "AL2023_ARM_64_NVIDIA",
  "CUSTOM",
];
const size = (least: number) => number({ required: true, rule: between(least) });
const share = number({ rule: between(1, 100) });

export const nodeGroup = awsType({
  title: "EKS Node Group",
  inputs: {
    clusterName: text({ required: true, replaces: true }),
    nodeGroupName: text({
      computed: true,
      replaces: true,
      rule: matching(/^[0-9A-Za-z][\w-]{0,62}$/, "expected 1 to 63 letters, digits, hyphens and underscores"),
    }),
    nodeRoleArn: text({ required: true, replaces: true }),
    subnetIds: set(text(), { required: true, replaces: true }),
    scalingConfig: object({ desiredSize: size(0), maxSize: size(1), minSize: size(0) }, { required: true }),
    amiType: oneOf(AMI_TYPES, { computed: true, replaces: true }),
    capacityType: oneOf(["ON_DEMAND", "SPOT"], { computed: true, replaces: true }),
    diskSize: number({ computed: true, replaces: true }),
    forceUpdateVersion: flag(),
    instanceTypes: list(text(), { computed: true, replaces: true }),
    labels: texts(),
    launchTemplate: object({
      id: text({ computed: true, replaces: true }),
      name: text({ computed: true, replaces: true }),
      version: text({ required: true }),
    }),
    nodeRepairConfig: object({ enabled: flag() }, { computed: true }),
    releaseVersion: text({ computed: true }),
    taints: set(
      object({
        key: text({ required: true, rule: matching(/^.{1,63}$/, "expected 1 to 63 characters") }),
        value: text(),
        effect: oneOf(["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"], { required: true }),
      }),
    ),
    updateConfig: object({ maxUnavailable: share, maxUnavailablePercentage: share }, { computed: true }),
    version: text({ computed: true }),
  },
  autoname: { property: "nodeGroupName", maxLength: 63 },
  outputs: ["arn", "resources", "status"],
  refuse(inputs) {
    const update = objectAt(inputs, "updateConfig");
    const both = update.maxUnavailable !== undefined && update.maxUnavailablePercentage !== undefined;
    return both
      ? [{ property: "updateConfig", reason: "only one of maxUnavailable and maxUnavailablePercentage" }]
      : [];
  },
  async create(cloud, inputs) {
    const [clusterName, name] = [textAt(inputs, "clusterName"), textAt(inputs, "nodeGroupName")];
    const cluster = neededCluster(cloud, clusterName);
    const role = neededRole(cloud, textAt(inputs, "nodeRoleArn"), "ec2.amazonaws.com");
    checkGroup(cloud, cluster.inputs, inputs);
    if (inputs.launchTemplate !== undefined) neededTemplate(cloud, inputs);
    const chosen: Properties = {
      amiType: "AL2023_x86_64_STANDARD",
      capacityType: "ON_DEMAND",
      diskSize: inputs.launchTemplate === undefined ? 20 : 0,
      instanceTypes: ["t3.medium"],
      releaseVersion: `${textAt(inputs, "version") || textAt(cluster.inputs, "version")}.0-20261101`,
      updateConfig: { maxUnavailable: 1 },
      version: textAt(cluster.inputs, "version"),
    };
    const made = {
      id: `${clusterName}:${name}`,
      inputs: chosen,
      outputs: {
        arn: cloud.arn("eks", textAt(inputs, "region"), `nodegroup/${clusterName}/${name}`),
        resources: [{ autoscalingGroups: [{ name: `eks-${name}-${cloud.newId("asg")}` }] }],
        status: "ACTIVE",
      },
    };
    letNodesIn(cloud, clusterName, textAt(inputs, "nodeRoleArn"));
    const desired = sizeOf(inputs);
    const isHealthy = () => desired === 0 || whyNodesFail(cloud, cluster, role.id, inputs) === undefined;
    if (!(await cloud.eventually(isHealthy))) {
      const cause = whyNodesFail(cloud, cluster, role.id, inputs) ?? "";
      const message = `unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: ${cloud.newId("i")}: ${cause}`;
      throw new CreationFailed({ ...made, outputs: { ...made.outputs, status: "CREATE_FAILED" } }, message);
    }
    await startNodes(cloud, poolOf(cloud, { ...chosen, ...inputs }), desired);
    return made;
  },
  async update(cloud, { inputs: olds }, news) {
    const cluster = neededCluster(cloud, textAt(news, "clusterName"));
    checkGroup(cloud, cluster.inputs, news);
    checkNodeVersion(cluster.inputs, textAt(olds, "version"), textAt(news, "version"));
    if (news.launchTemplate !== undefined) neededTemplate(cloud, news);
    const pool = poolOf(cloud, news);
    await relabelNodes(cloud, poolOf(cloud, olds), pool);
    const isNewImage = ["version", "launchTemplate", "releaseVersion"].some(
      (key) => JSON.stringify(olds[key]) !== JSON.stringify(news[key]),
    );
    if (isNewImage) await replaceNodes(cloud, pool);
    await scaleNodes(cloud, pool, sizeOf(news));
  },
  async delete(cloud, { inputs }) {
    await stopNodes(cloud, await nodesOf(cloud, poolOf(cloud, inputs)));
  },
});
