import type { PlantedError } from "../cloud-api";

const cluster = { project: "ml-prod-123456", location: "us-central1", name: "ml" };
const nodePool = { project: "ml-prod-123456", location: "us-central1", cluster: "ml", name: "general" };
const CREATE_CLUSTER = "container.projects.locations.clusters.create";
const CREATE_POOL = "container.projects.locations.clusters.nodePools.create";

/** At least one for each kind of limit, and for each way in which a mapping writes a value. */
export const plantedErrors: readonly PlantedError[] = [
  {
    title: "an input without a mapping",
    type: "gcp:container/cluster:Cluster",
    inputs: { ...cluster, networkPolicy: { enabled: true } },
    problems: ["the mapping of gcp:container/cluster:Cluster has no input networkPolicy"],
  },
  {
    title: "an unknown field",
    type: "gcp:container/nodePool:NodePool",
    inputs: { ...nodePool, autoscaling: { minimum: 1 } },
    problems: [`${CREATE_POOL} body.nodePool.autoscaling has the unknown field minimum`],
  },
  {
    title: "an unknown field whose siblings are renamed",
    type: "gcp:container/nodePool:NodePool",
    inputs: { ...nodePool, nodeConfig: { guestAccelerators: [{ type: "nvidia-l4", number: 1 }] } },
    problems: [`${CREATE_POOL} body.nodePool.config.accelerators.0 has the unknown field number`],
  },
  {
    title: "a field that only Google sets",
    type: "gcp:container/cluster:Cluster",
    inputs: { ...cluster, controlPlaneEndpointsConfig: { dnsEndpointConfig: { endpoint: "gke.example.org" } } },
    problems: [
      `${CREATE_CLUSTER} body.cluster.controlPlaneEndpointsConfig.dnsEndpointConfig has the unknown field endpoint`,
    ],
  },
  {
    title: "a value outside an enum",
    type: "gcp:container/cluster:Cluster",
    inputs: { ...cluster, releaseChannel: { channel: "regular" } },
    problems: [
      `${CREATE_CLUSTER} body.cluster.releaseChannel.channel must be one of RAPID, REGULAR, STABLE, EXTENDED, but is "regular"`,
    ],
  },
  {
    title: "a taint in the spelling of Kubernetes",
    type: "gcp:container/nodePool:NodePool",
    inputs: { ...nodePool, nodeConfig: { taints: [{ key: "dedicated", value: "ml", effect: "NoSchedule" }] } },
    problems: [
      `${CREATE_POOL} body.nodePool.config.taints.0.effect must be one of EFFECT_UNSPECIFIED, NO_SCHEDULE, PREFER_NO_SCHEDULE, NO_EXECUTE, but is "NoSchedule"`,
    ],
  },
  {
    title: "a value of the wrong type",
    type: "gcp:container/nodePool:NodePool",
    inputs: { ...nodePool, initialNodeCount: "1" },
    problems: [`${CREATE_POOL} body.nodePool.initialNodeCount must be integer, but is "1"`],
  },
  {
    title: "a time of another format",
    type: "gcp:container/cluster:Cluster",
    inputs: {
      ...cluster,
      maintenancePolicy: { recurringWindow: { startTime: "2026-01-03 02:00", endTime: "2026-01-03T14:00:00Z" } },
    },
    problems: [
      `${CREATE_CLUSTER} body.cluster.maintenancePolicy.window.recurringWindow.window.startTime must match pattern "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)", but is "2026-01-03 02:00"`,
    ],
  },
  {
    title: "a name that does not match a pattern",
    type: "gcp:compute/network:Network",
    name: "ml_prod",
    inputs: { project: "ml-prod-123456" },
    problems: [
      'compute.networks.insert body.name must match pattern "[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?", but is "ml_prod-0a1b2c3"',
    ],
  },
  {
    title: "a missing field",
    type: "gcp:compute/router:Router",
    inputs: { project: "ml-prod-123456", region: "us-central1" },
    problems: ["compute.routers.insert body lacks the field network"],
  },
  {
    title: "a missing parameter",
    type: "gcp:compute/router:Router",
    inputs: { project: "ml-prod-123456", network: "ml" },
    problems: ["compute.routers.insert the request lacks the field region"],
  },
  {
    title: "an id that does not match the pattern of a parameter",
    type: "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
    inputs: { cryptoKeyId: "gke", member: "user:ada@example.org", role: "roles/viewer" },
    problems: [
      'cloudkms.projects.locations.keyRings.cryptoKeys.setIamPolicy resource must match pattern "^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$", but is "gke"',
    ],
  },
  {
    title: "an input of a bucket without a mapping",
    type: "gcp:storage/bucket:Bucket",
    inputs: { project: "ml-prod-123456", website: { mainPageSuffix: "index.html" } },
    problems: ["the mapping of gcp:storage/bucket:Bucket has no input website"],
  },
  {
    title: "an unknown state in a lifecycle rule",
    type: "gcp:storage/bucket:Bucket",
    inputs: {
      project: "ml-prod-123456",
      lifecycleRules: [{ action: { type: "Delete" }, condition: { age: "30", withState: "OLD" } }],
    },
    problems: [
      `storage.buckets.insert body.lifecycle.rule.0.condition.age must be integer, but is "30"`,
      `storage.buckets.insert body.lifecycle.rule.0.condition.isLive must be boolean, but is "OLD"`,
    ],
  },
  {
    title: "a member without a bucket",
    type: "gcp:storage/bucketIAMMember:BucketIAMMember",
    inputs: { member: "user:ada@example.org", role: "roles/storage.objectUser" },
    problems: ["storage.buckets.setIamPolicy the request lacks the field bucket"],
  },
];
