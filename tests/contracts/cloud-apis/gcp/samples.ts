import {
  GcpMode,
  GcpReleaseChannel,
  MlCluster,
  ReclaimPolicy,
  TaintEffect,
  type MlClusterArgs,
} from "../../../../components";
import { deploy } from "../../../helpers/deploy";
import { clusterArgs, existingNetwork, gcp, gke } from "../../../unit/targets/gcp/gke";
import type { SamplePlan } from "../cloud-api";

const kmsKeyName = "projects/keys-123456/locations/us-central1/keyRings/ml/cryptoKeys/gke";

const OPTIONS: Readonly<Record<string, Partial<MlClusterArgs>>> = {
  "a zone": { gcp: { location: "us-central1-a" } },
  "other ranges": {
    gcp: { network: { nodesCidr: "10.0.0.0/22", podsCidr: "10.64.0.0/16", servicesCidr: "10.1.0.0/24" } },
  },
  "an existing network": { gcp: { existingNetwork } },
  ...Object.fromEntries(
    Object.values(GcpReleaseChannel).map((releaseChannel) => [
      `the channel ${releaseChannel}`,
      { gcp: { releaseChannel } },
    ]),
  ),
  Autopilot: { gcp: { mode: GcpMode.Autopilot } },
  "a maintenance window": {
    gcp: {
      maintenanceWindow: {
        startTime: "2026-01-03T02:00:00Z",
        endTime: "2026-01-03T14:00:00Z",
        recurrence: "FREQ=WEEKLY;BYDAY=SA,SU",
      },
    },
  },
  "a key": { gcp: { kmsKeyName } },
  "no APIs turned on": { gcp: { enableApis: false } },
  "a version": { kubernetesVersion: "1.35" },
  "an IP endpoint for some": { apiAccess: { cidrs: ["203.0.113.0/24"] } },
  "an IP endpoint for all": { apiAccess: { allowPublic: true } },
  "a private endpoint": { apiAccess: { privateOnly: true, cidrs: ["10.200.0.0/16"] } },
  "admins and viewers": { admins: ["user:ada@example.org"], viewers: ["group:ml@example.org"] },
  "no deletion protection": { deletionProtection: false },
  "another storage class": { storage: { className: "fast", reclaimPolicy: ReclaimPolicy.Retain } },
  labels: { tags: { team: "ml", "cost-center": "" } },
  "spot machines in some zones": {
    nodePools: { general: { min: 3 }, spot: { spot: true, min: 0, max: 4, zones: ["us-central1-a"] } },
  },
  "taints and labels of nodes": {
    nodePools: {
      general: { min: 3 },
      ml: {
        min: 0,
        max: 3,
        labels: { "example.org/team": "ml", empty: "" },
        taints: Object.values(TaintEffect).map((effect) => ({ key: "dedicated", value: "ml", effect })),
      },
    },
  },
  "machines with GPUs": {
    nodePools: { general: { min: 3 }, gpu: { instanceType: "g2-standard-8", gpu: { type: "nvidia-l4" }, max: 3 } },
  },
  "attached GPUs": {
    nodePools: {
      general: { min: 3 },
      gpu: { instanceType: "n1-standard-8", gpu: { type: "nvidia-tesla-t4", count: 2 }, max: 3 },
    },
  },
  Hyperdisk: { nodePools: { general: { instanceType: "c4-standard-8", min: 3, diskSizeGb: 200 } } },
};

/** The longest name that is accepted: it is in the id of a service account, of which 30 characters are allowed. */
const NAME = "m".repeat(17);

/** The most and the longest of everything that has a limit. */
const LIMITS: Partial<MlClusterArgs> = {
  nodePools: {
    ["p".repeat(40)]: { min: 3, labels: { [`example.org/${"l".repeat(63)}`]: "l".repeat(63) }, diskSizeGb: 65536 },
  },
  tags: Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`k${String(index)}`.padEnd(63, "_-"), "v".repeat(63)]),
  ),
};

export const samples: readonly SamplePlan[] = [
  ...Object.entries(OPTIONS).map(([title, args]) => ({ title, plan: () => gke(args) })),
  {
    title: "the longest and the most of everything",
    plan: () => deploy(() => ({ facts: new MlCluster(NAME, clusterArgs(LIMITS)).facts }), gcp()),
  },
];
