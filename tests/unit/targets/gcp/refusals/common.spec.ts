import { refusalsOf, untyped } from "../../refused";
import { clusterArgs, existingNetwork } from "../gke";

const itRefuses = refusalsOf(clusterArgs);

describe("a cluster on GKE refuses admins and viewers", () => {
  itRefuses({
    "an e-mail without its type": [
      { admins: ["ada@example.org"] },
      ["admins[0]", '"ada@example.org" has no type; write user:ada@example.org, or group:ada@example.org.'],
    ],
    "a service account without its type": [
      { viewers: ["ci@p-123456.iam.gserviceaccount.com"] },
      [
        "viewers[0]",
        '"ci@p-123456.iam.gserviceaccount.com" has no type; write serviceAccount:ci@p-123456.iam.gserviceaccount.com.',
      ],
    ],
    "an ARN": [
      { admins: ["arn:aws:iam::111122223333:role/team"] },
      [
        "admins[0]",
        '"arn:aws:iam::111122223333:role/team" is not a principal; write user:<e-mail>, group:<e-mail> or serviceAccount:<e-mail>.',
      ],
    ],
    // An error shows nothing that may be a password before an @.
    "capital letters, which RBAC would not find": [
      { admins: ["user:Ada@Example.org"] },
      ["admins[0]", '"Example.org" has capital letters; write user:ada@example.org.'],
    ],
    "characters that the name of a role binding cannot have": [
      { admins: ["user:a/b@example.org"], viewers: ["user:a%b@example.org"] },
      ...["admins[0]", "viewers[0]"].map((path): [string, string] => [
        path,
        `"example.org" has a character that the name of a role binding cannot have; use a principal without '/' and '%'.`,
      ]),
    ],
    everybody: [
      { viewers: ["allAuthenticatedUsers"] },
      [
        "viewers[0]",
        '"allAuthenticatedUsers" is not a principal; write user:<e-mail>, group:<e-mail> or serviceAccount:<e-mail>.',
      ],
    ],
    "one twice": [
      { admins: ["user:ada@example.org", "user:ada@example.org"] },
      ["admins[1]", '"user:ada@example.org" is listed twice. Remove one.'],
    ],
    "one in both lists": [
      { admins: ["user:ada@example.org"], viewers: ["user:ada@example.org"] },
      ["viewers[0]", '"user:ada@example.org" is also in admins. Leave it out here.'],
    ],
    "groups of two domains": [
      { admins: ["group:ml@example.org"], viewers: ["group:data@example.com"] },
      [
        "viewers[0]",
        "is a group of example.com, but a cluster can use groups of one domain only, here example.org. Use a group of that domain.",
      ],
    ],
  });
});

describe("a cluster on GKE refuses apiAccess", () => {
  itRefuses({
    "everybody, without writing it out": [
      { apiAccess: { cidrs: ["0.0.0.0/0"] } },
      ["apiAccess.cidrs[0]", '"0.0.0.0/0" allows the whole internet. Write a smaller block, or allowPublic: true.'],
    ],
    "a private block that never reaches the public address": [
      { apiAccess: { cidrs: ["10.0.0.0/8"] } },
      [
        "apiAccess.cidrs[0]",
        '"10.0.0.0/8" is private, so it never reaches the public endpoint; write the block that your network has on the internet.',
      ],
    ],
    "a block of the internet that never reaches a private address": [
      { gcp: { existingNetwork }, apiAccess: { privateOnly: true, cidrs: ["203.0.113.0/24"] } },
      [
        "apiAccess.cidrs[0]",
        '"203.0.113.0/24" is not private, so it never reaches the private endpoint; write a private block of the VPC or of a network connected to it.',
      ],
    ],
    "a network that does not exist yet, from which alone it can be reached": [
      { apiAccess: { privateOnly: true, cidrs: ["10.200.0.0/16"] } },
      [
        "apiAccess.privateOnly",
        "needs gcp.existingNetwork: Pulumi must run inside the network, and the network does not exist yet if it is created here. Fill gcp.existingNetwork, or leave out apiAccess: then IAM decides who reaches the API server.",
      ],
    ],
    "more blocks than GKE takes": [
      { apiAccess: { cidrs: Array.from({ length: 101 }, (_, index) => `198.51.100.${String(index)}/32`) } },
      ["apiAccess.cidrs", "101 blocks are too many; GKE allows 100."],
    ],
    "a block of IPv6": [
      { apiAccess: { cidrs: ["2001:db8::/32"] } },
      ["apiAccess.cidrs[0]", '"2001:db8::/32" is an IPv6 block, but the cluster has IPv4 only.'],
    ],
  });
});

describe("a cluster on GKE refuses as its other common inputs", () => {
  itRefuses({
    "a version of EKS": [
      { kubernetesVersion: "1.35.2-eks-1" },
      [
        "kubernetesVersion",
        '"1.35.2-eks-1" is not a Kubernetes version of GKE, such as 1.35, 1.35.2 or 1.35.2-gke.1000.',
      ],
    ],
    "the class of disks that every cluster has": [
      { storage: { className: "premium-rwo" } },
      [
        "storage.className",
        '"premium-rwo" is a class that every GKE cluster has already. Use another name, or leave it out.',
      ],
    ],
    "a label with upper case": [
      { tags: { Team: "ml" } },
      [
        "tags.Team",
        "\"Team\" is not the key of a label of Google Cloud; use at most 63 lower-case letters, digits, '-' and '_', and start with a letter.",
      ],
    ],
    "a label of Google": [
      { tags: { "goog-ml": "x" } },
      ["tags.goog-ml", '"goog-ml" starts with goog-, which is reserved for Google.'],
    ],
    "a value with a space": [
      { tags: { team: "machine learning" } },
      [
        "tags.team",
        "\"machine learning\" is not the value of a label of Google Cloud; use at most 63 lower-case letters, digits, '-' and '_'.",
      ],
    ],
    "more labels than a resource can have": [
      { tags: Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`t${String(index)}`, ""])) },
      ["tags", "has 65 tags; Google Cloud allows 64 labels."],
    ],
    "inputs that have no effect": [
      untyped({ logRetentionDays: 30, mirror: "https://charts.example.org", charts: {} }),
      ...["logRetentionDays", "mirror", "charts"].map((input): [string, string] => [
        input,
        "has no effect on the target gcp. Leave it out.",
      ]),
    ],
  });
});
