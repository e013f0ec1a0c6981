import { GcpReleaseChannel, MlCluster, TaintEffect, type MlClusterArgs } from "../../../../components";
import { deploy } from "../../../helpers/deploy";
import { clusterArgs, gcp, gke } from "../../../unit/targets/gcp/gke";
import { blockRows } from "../../../unit/targets/gcp/options/block";
import { commonRows } from "../../../unit/targets/gcp/options/common";
import { poolRows } from "../../../unit/targets/gcp/options/pools";
import { KEY, store, type StoreSample } from "../../../unit/targets/gcp/object-store/store";
import type { SamplePlan } from "../cloud-api";

const options: readonly SamplePlan[] = [...blockRows, ...commonRows, ...poolRows].map(({ option, args }) => ({
  title: option,
  plan: () => gke(args),
}));

/** Other values of options that become values of an enum, and GPUs that are attached to a machine. */
const VALUES: Readonly<Record<string, Partial<MlClusterArgs>>> = {
  ...Object.fromEntries(
    Object.values(GcpReleaseChannel).map((releaseChannel) => [
      `the channel ${releaseChannel}`,
      { gcp: { releaseChannel } },
    ]),
  ),
  "every effect of a taint": {
    nodePools: {
      general: { min: 3 },
      ml: {
        max: 3,
        taints: Object.values(TaintEffect).map((effect) => ({ key: "dedicated", value: "ml", effect })),
      },
    },
  },
  "attached GPUs": {
    nodePools: {
      general: { min: 3 },
      gpu: { instanceType: "n1-standard-8", gpu: { type: "nvidia-tesla-t4", count: 2 }, max: 3 },
    },
  },
};

/** The longest name that is accepted: it is in the id of a service account, of which 30 characters are allowed. */
const NAME = "m".repeat(17);

/** The most and the longest of everything that has a limit. */
const LIMITS: Partial<MlClusterArgs> = {
  nodePools: {
    ["p".repeat(40)]: {
      min: 3,
      labels: { [`example.org/${"l".repeat(63)}`]: "l".repeat(63) },
      diskSizeGb: 65536,
    },
  },
  tags: Object.fromEntries(
    Array.from({ length: 64 }, (_, index) => [`k${String(index)}`.padEnd(63, "_-"), "v".repeat(63)]),
  ),
};

const STORES: Readonly<Record<string, StoreSample>> = {
  "a bucket": {},
  "a bucket with a key": { block: { kmsKeyName: KEY } },
  "a bucket with a service account": { block: { serviceAccount: true } },
  "a bucket with the most and the longest labels": { labels: { ...LIMITS.tags } },
  "a bucket with the longest name": {
    name: "p".repeat(23),
    block: { bucket: "b".repeat(63), noncurrentDays: 1, serviceAccount: true },
  },
};

export const samples: readonly SamplePlan[] = [
  ...Object.entries(STORES).map(([title, sample]) => ({ title, plan: () => store(sample) })),
  ...options,
  ...Object.entries(VALUES).map(([title, args]) => ({ title, plan: () => gke(args) })),
  {
    title: "the longest and the most of everything",
    plan: () => deploy(() => ({ facts: new MlCluster(NAME, clusterArgs(LIMITS)).facts }), gcp()),
  },
];
