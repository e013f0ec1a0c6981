import { ApiError } from "../cloud/api-error";
import { flag, matching, number, oneOf, text } from "../cloud/shape";
import { listAt, textAt } from "../cloud/values";
import type { AwsCloud } from "./aws-cloud";
import { awsType } from "./aws-type";

const TYPE = "aws:cloudwatch/logGroup:LogGroup";

/** CloudWatch Logs API reference, PutRetentionPolicy; 0 keeps for ever. */
const DAYS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const logGroup = awsType({
  title: "CloudWatch Logs Log Group",
  inputs: {
    name: text({ replaces: true, rule: matching(/^[\w.\-/#]{1,512}$/, "expected 1 to 512 letters, digits and _.-/#") }),
    retentionInDays: number({
      default: 0,
      rule: (days) => (DAYS.includes(days) ? undefined : `expected to be one of ${JSON.stringify(DAYS)}, got ${days}`),
    }),
    kmsKeyId: text(),
    logGroupClass: oneOf(["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"], { computed: true, replaces: true }),
    skipDestroy: flag({ default: false }),
  },
  autoname: { property: "name", maxLength: 512 },
  outputs: ["arn"],
  create(cloud, inputs) {
    const name = textAt(inputs, "name");
    if (cloud.find(TYPE, name)) {
      throw new ApiError("ResourceAlreadyExistsException", "The specified log group already exists");
    }
    const arn = cloud.arn("logs", textAt(inputs, "region"), `log-group:${name}`);
    return { id: name, inputs: { logGroupClass: "STANDARD" }, outputs: { arn } };
  },
  delete(cloud, { id }) {
    // A cluster that still logs makes the group anew, without retention and unknown to Pulumi (terraform-aws-eks #920, #2486).
    const writer = cloud.resources("aws:eks/cluster:Cluster").find((cluster) => logsOf(cluster.inputs) === id);
    if (writer) setImmediate(() => writeLogs(cloud, writer.inputs));
  },
});

type Inputs = Parameters<typeof textAt>[0];

function logsOf(cluster: Inputs): string | undefined {
  const logs = listAt(cluster, "enabledClusterLogTypes").length > 0;
  return logs ? `/aws/eks/${textAt(cluster, "name")}/cluster` : undefined;
}

/** A control plane writes its logs, and makes the group for them where there is none. */
export function writeLogs(cloud: AwsCloud, cluster: Inputs): void {
  const name = logsOf(cluster);
  if (name === undefined || cloud.find(TYPE, name)) return;
  const region = textAt(cluster, "region");
  const outputs = { arn: cloud.arn("logs", region, `log-group:${name}`), tagsAll: {} };
  cloud.add({ type: TYPE, id: name, name: "", inputs: { name, region, retentionInDays: 0 }, outputs, maker: "" });
}
