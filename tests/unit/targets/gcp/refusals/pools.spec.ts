import { TaintEffect, type NodePoolArgs } from "../../../../../components";
import { refusalsOf, type Refused } from "../../refused";
import { clusterArgs } from "../gke";

const itRefuses = refusalsOf(clusterArgs);

/** The default pool with one thing said of it, which is refused. */
const pool = (said: NodePoolArgs, ...problems: readonly [input: string, reason: string][]): Refused => [
  { nodePools: { general: { min: 3, max: 6, ...said } } },
  ...problems.map(([input, reason]): [string, string] => [`nodePools.general${input}`, reason]),
];

/** A second pool, which is refused. */
const second = (said: NodePoolArgs, ...problems: readonly [input: string, reason: string][]): Refused => [
  { nodePools: { general: { min: 3, max: 6 }, second: said } },
  ...problems.map(([input, reason]): [string, string] => [`nodePools.second${input}`, reason]),
];

describe("a node pool on GKE refuses as its machines", () => {
  itRefuses({
    "a machine type of AWS": pool({ instanceType: "m5.large" }, [
      ".instanceType",
      '"m5.large" is not a machine type of Compute Engine, such as n2-standard-4.',
    ]),
    "a machine type of Azure": pool({ instanceType: "Standard_D8ds_v5" }, [
      ".instanceType",
      '"Standard_D8ds_v5" is not a machine type of Compute Engine, such as n2-standard-4.',
    ]),
    "a family that there is not": pool({ instanceType: "n9-standard-4" }, [
      ".instanceType",
      '"n9-standard-4" is of a family that this package does not know; write a type such as n2-standard-4.',
    ]),
    "machines with TPUs, which need another image": pool({ instanceType: "ct5lp-hightpu-4t" }, [
      ".instanceType",
      '"ct5lp-hightpu-4t" has TPUs, which this package does not set up; write another type, such as n2-standard-4.',
    ]),
    "machines that are too small for Kubernetes": pool({ instanceType: "f1-micro" }, [
      ".instanceType",
      '"f1-micro" is of a family that this package does not know; write a type such as n2-standard-4.',
    ]),
    "bare metal, which has no Secure Boot": pool({ instanceType: "c3-standard-192-metal" }, [
      ".instanceType",
      '"c3-standard-192-metal" is bare metal, which has no Secure Boot; write another type, such as n2-standard-4.',
    ]),
    "several machine types": pool({ instanceTypes: ["n2-standard-4", "n2d-standard-4"] }, [
      ".instanceTypes",
      "has no effect on GKE, where a node pool has one machine type. Write instanceType.",
    ]),
    "only Arm machines, on which GKE runs no images for amd64": [
      { nodePools: { general: { min: 3, instanceType: "c4a-standard-4" } } },
      [
        "nodePools",
        "the cluster's own pods always need a node without taints, and no pool guarantees one. The cloud itself adds a taint to the nodes of general (kubernetes.io/arch=arm64:NoSchedule). Add a pool without taints and gpu, with a min of at least 1.",
      ],
    ],
    "machines that share no kind of disk": [
      {
        nodePools: {
          general: { min: 3, instanceType: "n4-standard-4" },
          old: { min: 3, instanceType: "n1-standard-4" },
        },
      },
      [
        "nodePools",
        "the machines of general can use only Hyperdisk, and those of old only persistent disks, so no storage class fits both. Choose machine families that share a kind of disk.",
      ],
    ],
  });
});

describe("a node pool on GKE refuses as its GPUs", () => {
  itRefuses({
    "a machine type with GPUs without a block that says so": second({ instanceType: "g2-standard-24", min: 0 }, [
      ".gpu",
      'is missing: g2-standard-24 has GPUs, and without this block no pod can use them. Write gpu: { type: "nvidia-l4", count: 2 }.',
    ]),
    "another GPU than that of the machine type": second(
      { instanceType: "g2-standard-8", gpu: { type: "nvidia-tesla-t4" } },
      [".gpu.type", '"nvidia-tesla-t4" is not the GPU of g2-standard-8. Write nvidia-l4.'],
    ),
    "another number than that of the machine type": second(
      { instanceType: "g2-standard-24", gpu: { type: "nvidia-l4" } },
      [".gpu.count", "1 is not the number of GPUs of g2-standard-24. Write count: 2."],
    ),
    "GPUs for the default machine type": second({ gpu: { type: "nvidia-l4" } }, [
      ".instanceType",
      "is missing. Name a type that has the GPUs, such as g2-standard-8.",
    ]),
    "GPUs for a machine type that cannot have any": second(
      { instanceType: "n2-standard-8", gpu: { type: "nvidia-tesla-t4" } },
      [
        ".instanceType",
        '"n2-standard-8" has no GPU, and none can be attached; write a type that has one, such as g2-standard-8.',
      ],
    ),
    "a GPU that cannot be attached": second({ instanceType: "n1-standard-8", gpu: { type: "nvidia-l4" } }, [
      ".gpu.type",
      '"nvidia-l4" cannot be attached to n1-standard-8; write one of nvidia-tesla-t4, nvidia-tesla-p4, nvidia-tesla-p100, nvidia-tesla-v100.',
    ]),
    "a GPU with the name of what every object inherits": second(
      { instanceType: "n1-standard-8", gpu: { type: "constructor" } },
      [
        ".gpu.type",
        '"constructor" cannot be attached to n1-standard-8; write one of nvidia-tesla-t4, nvidia-tesla-p4, nvidia-tesla-p100, nvidia-tesla-v100.',
      ],
    ),
    "three GPUs": second({ instanceType: "n1-standard-8", gpu: { type: "nvidia-tesla-t4", count: 3 } }, [
      ".gpu.count",
      "3 is not a number of nvidia-tesla-t4 that can be attached to a machine; write one of 1, 2, 4.",
    ]),
    "more GPUs of a model than fit into a machine": second(
      { instanceType: "n1-standard-32", gpu: { type: "nvidia-tesla-p100", count: 8 } },
      [".gpu.count", "8 is not a number of nvidia-tesla-p100 that can be attached to a machine; write one of 1, 2, 4."],
    ),
    "the taint that GKE sets on nodes with GPUs": second(
      {
        instanceType: "g2-standard-8",
        gpu: { type: "nvidia-l4" },
        taints: [{ key: "nvidia.com/gpu", value: "true", effect: TaintEffect.NoExecute }],
      },
      [".taints[0]", "nvidia.com/gpu is set by GKE on nodes with GPUs. Leave it out."],
    ),
  });
});

/** A network with room for many nodes. */
const wide = { gcp: { network: { nodesCidr: "10.0.0.0/18", podsCidr: "10.64.0.0/10" } } };

describe("a node pool on GKE refuses as its size and place", () => {
  itRefuses({
    "fewer nodes than zones of the region": pool({ min: 1, max: 2 }, [
      ".max",
      "2 is too small: the pool starts with the same number of nodes in each of its 3 zones, so 1 become 3. Write max: 3, or name fewer zones.",
    ]),
    "a number of nodes that its zones cannot share": pool(
      { min: 1, desired: 4, max: 5, zones: ["us-central1-a", "us-central1-b", "us-central1-c"] },
      [
        ".max",
        "5 is too small: the pool starts with the same number of nodes in each of its 3 zones, so 4 become 6. Write max: 6, or name fewer zones.",
      ],
    ),
    "a zone of another region": pool({ zones: ["europe-west1-b"] }, [
      ".zones[0]",
      '"europe-west1-b" is not a zone of us-central1.',
    ]),
    "a region instead of a zone": pool({ zones: ["us-central1"] }, [
      ".zones[0]",
      '"us-central1" is not a zone, such as us-central1-a.',
    ]),
    "more nodes than GKE allows in a zone": [
      { ...wide, nodePools: { general: { min: 3, max: 1001, zones: ["us-central1-a"] } } },
      ["nodePools.general.max", "1001 is too much; GKE allows 1000 nodes in each zone of a node pool, here 1000."],
    ],
    "more nodes than GKE allows in three zones": [
      { ...wide, nodePools: { general: { min: 3, max: 3001 } } },
      ["nodePools.general.max", "3001 is too much; GKE allows 1000 nodes in each zone of a node pool, here 3000."],
    ],
    "a pool for each zone": pool({ perZone: true }, [
      ".perZone",
      "has no effect on GKE, whose autoscaler adds nodes in the zone that a pod needs. Leave it out.",
    ]),
    "a disk that there is not": pool({ diskSizeGb: 70_000 }, [
      ".diskSizeGb",
      "70000 is too much; a disk has at most 65536 GiB.",
    ]),
    "a label that Kubernetes reserves": pool({ labels: { "kubernetes.io/role": "ml" } }, [
      ".labels.kubernetes.io/role",
      '"kubernetes.io/role" is reserved for Kubernetes; use your own prefix, such as example.org/.',
    ]),
    "labels that GKE sets itself": pool(
      { labels: { "cloud.google.com/gke-nodepool": "ml", "iam.gke.io/gke-metadata-server-enabled": "false" } },
      [
        ".labels.cloud.google.com/gke-nodepool",
        '"cloud.google.com/gke-nodepool" is set by GKE; use your own prefix, such as example.org/.',
      ],
      [
        ".labels.iam.gke.io/gke-metadata-server-enabled",
        '"iam.gke.io/gke-metadata-server-enabled" is set by GKE; use your own prefix, such as example.org/.',
      ],
    ),
    "taints that GKE and Kubernetes set themselves": second(
      {
        taints: ["kubernetes.io/arch", "node.kubernetes.io/not-ready"].map((key) => ({
          key,
          effect: TaintEffect.NoSchedule,
        })),
      },
      [".taints[0]", "kubernetes.io/arch is set by GKE on nodes with Arm processors. Leave it out."],
      [
        ".taints[1]",
        "node.kubernetes.io/not-ready is set and removed by Kubernetes, as the state of a node changes. Use your own key, such as dedicated.",
      ],
    ),
    "a name with a digit first": [
      { nodePools: { "1st": { min: 3 } } },
      [
        "nodePools.1st",
        "\"1st\" is not a name for a node pool of GKE; use a-z, 0-9 and '-', start with a letter, and end with a letter or digit.",
      ],
    ],
    "a name that is too long": [
      { nodePools: { ["p".repeat(41)]: { min: 3 } } },
      [
        `nodePools.${"p".repeat(41)}`,
        '"ppppppppppppppppppppppppppppppppppppppppp" is too long for the name of a node pool of GKE; use at most 40 characters.',
      ],
    ],
  });
});
