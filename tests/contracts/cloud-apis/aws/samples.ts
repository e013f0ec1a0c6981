import { AwsAutoscaling, MlCluster, TaintEffect, type MlClusterArgs } from "../../../../components";
import { deploy } from "../../../helpers/deploy";
import { aws, clusterArgs, eks, eksIn, existingNetwork } from "../../../unit/targets/aws/eks";
import { blockRows } from "../../../unit/targets/aws/options/block";
import { commonRows } from "../../../unit/targets/aws/options/common";
import { poolRows } from "../../../unit/targets/aws/options/pools";
import { bucketRows } from "../../../unit/targets/aws/object-store/rows";
import { store } from "../../../unit/targets/aws/object-store/store";
import type { SamplePlan } from "../cloud-api";

/** Where the network does not matter it exists already, which is half the resources. */
const options: readonly SamplePlan[] = [...blockRows, ...commonRows, ...poolRows].map(
  ({ option, args: { aws: block = { existingNetwork }, ...common } }) => ({
    title: option,
    plan: () => eks({ aws: block, ...common }),
  }),
);

/** Every option of a bucket, which a component of its own creates. */
const buckets: readonly SamplePlan[] = Object.entries(bucketRows).map(([option, [block]]) => ({
  title: `a bucket with ${option}`,
  plan: () => store({ block }),
}));

/** The longest name that is accepted. */
const NAME = "m".repeat(41);

/** The most and the longest of everything that has a limit. */
const LIMITS: Partial<MlClusterArgs> = {
  // A letter, a space and a digit that are not in ASCII.
  tags: Object.fromEntries(
    Array.from({ length: 44 }, (_, index) => [
      `${"\u00e4\u00a0\u0663_.:/+-@".repeat(12)}${String(index).padStart(2, "0")}`.padStart(128, "k"),
      "\u00e4\u00a0\u0663_.:/=+-@v".repeat(21).padEnd(256, "v"),
    ]),
  ),
  nodePools: {
    ["p".repeat(13)]: {
      min: 2,
      labels: { [`example.org/${"l".repeat(51)}`]: "l".repeat(63) },
      diskSizeGb: 65536,
    },
    tainted: {
      taints: Array.from({ length: 50 }, (_, index) => ({
        key: `example.org/${String(index).padStart(51, "t")}`,
        value: "v".repeat(63),
        effect: TaintEffect.NoExecute,
      })),
    },
    gpu: {
      instanceType: "g5.xlarge",
      gpu: { type: "g".repeat(63) },
    },
  },
  admins: [`arn:aws:iam::111122223333:role/${"p".repeat(300)}/${"r".repeat(64)}`],
  apiAccess: { cidrs: Array.from({ length: 40 }, (_, index) => `203.0.113.${String(index)}/32`) },
};

/** The most labels that become tags of a bucket and its role, with the longest keys and values. */
const MOST_LABELS = Object.fromEntries(
  Array.from({ length: 49 }, (_, index) => [
    `${"a".repeat(63)}.${"b".repeat(46)}/${"k".repeat(15)}${String(index).padStart(2, "0")}`,
    "V".repeat(63),
  ]),
);

/** A partition other than `aws`: its region, and its name. */
const PARTITIONS = { "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1" };

export const samples: readonly SamplePlan[] = [
  ...options,
  ...buckets,
  { title: "the longest name of a component with a bucket", plan: () => store({ name: "p".repeat(48) }) },
  { title: "a bucket with labels", plan: () => store({ labels: MOST_LABELS }) },
  { title: "tags", plan: () => eks({ tags: { team: "ml", Owner: "a b/c:d+e" } }) },
  {
    title: "GPUs beside Arm processors",
    plan: () =>
      eks({ nodePools: { general: { min: 2 }, gpu: { instanceType: "g5g.xlarge", gpu: { type: "nvidia-t4g" } } } }),
  },
  { title: "Auto Mode", plan: () => eks({ aws: { autoscaling: AwsAutoscaling.AutoMode } }) },
  {
    title: "the longest and the most of everything",
    plan: () => deploy(() => ({ facts: new MlCluster(NAME, clusterArgs(LIMITS)).facts }), aws()),
  },
  ...Object.entries(PARTITIONS).map(([partition, region]) => ({
    title: `the partition ${partition}`,
    plan: () => eksIn(aws({ "aws:index/getPartition:getPartition": () => ({ partition }) }), { aws: { region } }),
  })),
];
