import assert from "node:assert/strict";
import { AwsAutoscaling } from "../../../../../components";
import { eks, existingNetwork, clusterArgs } from "../eks";
import { refusalsOf, untyped } from "../../refused";

const itRefuses = refusalsOf(clusterArgs);

const ROLE = "arn:aws:iam::111122223333:role/team";
const USER = "arn:aws:iam::111122223333:user/me";
const NO_PRINCIPAL = "is not the ARN of an IAM role or user, such as arn:aws:iam::111122223333:role/admin.";
const blocks = (count: number) => Array.from({ length: count }, (_, index) => `198.51.100.${String(index)}/32`);

describe("a cluster on AWS refuses apiAccess", () => {
  itRefuses({
    "nothing said": [
      { apiAccess: undefined },
      [
        "apiAccess",
        "does not say who reaches the API server. Write cidrs with the CIDR blocks from which you run Pulumi, such as 203.0.113.0/24; or allowPublic: true; or, if you run Pulumi inside an existing network, privateOnly: true with its blocks as cidrs.",
      ],
    ],
    "everybody, without writing it out": [
      { apiAccess: { cidrs: ["0.0.0.0/0"] } },
      ["apiAccess.cidrs[0]", '"0.0.0.0/0" allows the whole internet. Write a smaller block, or allowPublic: true.'],
    ],
    "an empty list": [
      { apiAccess: { cidrs: [] } },
      [
        "apiAccess.cidrs",
        "is empty. Write the CIDR blocks from which you run Pulumi, such as 203.0.113.0/24; or, if you run Pulumi inside an existing network, its blocks with privateOnly: true.",
      ],
    ],
    "a block that is no list": [
      untyped({ apiAccess: { cidrs: "203.0.113.0/24" } }),
      ["apiAccess.cidrs", '"203.0.113.0/24" is text, not a list.'],
    ],
    "a list of what is no text": [
      untyped({ apiAccess: { cidrs: [3] } }),
      ["apiAccess.cidrs[0]", "3 is a number, not text."],
    ],
    "blocks without a name": [untyped({ apiAccess: ["203.0.113.0/24"] }), ["apiAccess", "is a list, not an object."]],
    "a misspelt list": [
      untyped({ apiAccess: { cidr: ["203.0.113.0/24"] } }),
      ["apiAccess.cidr", 'unknown input "cidr"; did you mean "cidrs"?'],
    ],
    "an address": [
      { apiAccess: { cidrs: ["203.0.113.7"] } },
      [
        "apiAccess.cidrs[0]",
        '"203.0.113.7" is a single address; write 203.0.113.7/32 for it alone, or the block that contains it.',
      ],
    ],
    "a block of IPv6": [
      { apiAccess: { cidrs: ["203.0.113.0/24", "2001:db8::/32"] } },
      ["apiAccess.cidrs[1]", '"2001:db8::/32" is an IPv6 block, but the cluster has IPv4 only.'],
    ],
    "a private block": [
      { apiAccess: { cidrs: ["10.0.0.0/8"] } },
      [
        "apiAccess.cidrs[0]",
        '"10.0.0.0/8" is private, so it never reaches the public endpoint; write the block that your network has on the internet.',
      ],
    ],
    "the internet in halves": [
      { apiAccess: { cidrs: ["0.0.0.0/1", "128.0.0.0/1"] } },
      ...["0.0.0.0/1", "128.0.0.0/1"].map((block, index): [string, string] => [
        `apiAccess.cidrs[${String(index)}]`,
        `"${block}" is wider than /8. Write a smaller block, or allowPublic: true.`,
      ]),
    ],
    "more blocks than EKS takes": [
      { apiAccess: { cidrs: blocks(41) } },
      ["apiAccess.cidrs", "41 blocks are too many; EKS allows 40."],
    ],
  });
});

describe("a cluster on AWS refuses admins and viewers", () => {
  itRefuses({
    "an account": [{ admins: ["111122223333"] }, ["admins[0]", `"111122223333" ${NO_PRINCIPAL}`]],
    "the session of a role": [
      { viewers: [ROLE, "arn:aws:sts::111122223333:assumed-role/team/me"] },
      [
        "viewers[1]",
        `"arn:aws:sts::111122223333:assumed-role/team/me" is the ARN of a session; write the ARN of its role, ${ROLE} (with its path, if it has one).`,
      ],
    ],
    "one twice": [{ admins: [ROLE, USER, ROLE] }, ["admins[2]", `"${ROLE}" is listed twice. Remove one.`]],
    "one in both lists": [
      { admins: [ROLE], viewers: [USER, ROLE] },
      ["viewers[1]", `"${ROLE}" is also in admins. Leave it out.`],
    ],
    "one that is an output": [
      untyped({ admins: [Promise.resolve(ROLE)] }),
      ["admins[0]", "is not known yet, but decides what is created. Write a value, not an output."],
    ],
  });
});

describe("a cluster on AWS refuses tags", () => {
  const tags = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${String(index)}`, "ml"]));
  itRefuses({
    "more than there is room for": [
      { tags: tags(45) },
      ["tags", "45 tags are too many; write at most 44 (AWS allows 50, and 6 are in use)."],
    ],
    "a name, which is ours to give": [
      { tags: { Name: "platform" } },
      ["tags.Name", '"Name" is set by this package or by AWS; use another key.'],
    ],
    "one that differs in case only": [
      { tags: { team: "ml", Team: "ml" } },
      ["tags.Team", 'differs from "team" in upper and lower case only, and IAM refuses both together. Leave one out.'],
    ],
    "a key that controllers in the cluster cannot tell from its value": [
      { tags: { "cost=centre": "7" } },
      [
        "tags.cost=centre",
        '"cost=centre" contains a =; controllers in the cluster read tags as key=value, so leave it out.',
      ],
    ],
    "a value that AWS does not take": [
      { tags: { team: "ml, or others" } },
      ["tags.team", '"ml, or others" is not allowed in a tag; use letters, digits, spaces, and + - = . _ : / @.'],
    ],
  });

  const MAP =
    "has a colon at its end or before a space, which the charts of the cluster's controllers read as a map; leave the colon or the space out.";
  const SPACE =
    "starts or ends with a space, or contains a line separator, which the charts of the cluster's controllers lose; leave it out.";
  itRefuses({
    "a value that charts read as a map": [{ tags: { Owner: "team: vision" } }, ["tags.Owner", `"team: vision" ${MAP}`]],
    "a value that ends like a key": [{ tags: { Owner: "team:" } }, ["tags.Owner", `"team:" ${MAP}`]],
    "a key that charts read as a map": [{ tags: { "a: b": "c" } }, ["tags.a: b", `"a: b" ${MAP}`]],
    "a value with a space at its end": [{ tags: { Owner: "team " } }, ["tags.Owner", `"team " ${SPACE}`]],
    "a value with two lines": [{ tags: { Owner: "a\u2028b" } }, ["tags.Owner", `"a\u2028b" ${SPACE}`]],
  });

  it("but not those that only charts misread, in Auto Mode, which has no charts", async () => {
    const graph = await eks({
      aws: { existingNetwork, autoscaling: AwsAutoscaling.AutoMode },
      tags: { Owner: "team: vision" },
    });
    const { tags: found } = graph.byName("eks:index:Cluster", "ml").inputs.values;
    assert.deepEqual(found, { Name: "ml", Owner: "team: vision" });
  });

  it("only if they are more than AWS allows besides ours", async () => {
    const graph = await eks({ tags: tags(44) });
    const { tags: found } = graph.byName("eks:index:Cluster", "ml").inputs.values;
    assert.equal(Object.keys(found as object).length, 45);
  });
});

describe("a cluster on AWS refuses identities of another partition", () => {
  const MINE = "arn:aws:iam::111122223333";
  const elsewhere = (region: string, partition: string) =>
    `is not in the partition of the region; write the ARN of an identity in the partition of ${region}, which starts with arn:${partition}:`;
  itRefuses({
    "that of another cloud's admins and viewers": [
      { aws: { region: "cn-north-1" }, admins: [`${MINE}:role/a`], viewers: [`${MINE}:user/b`] },
      ["admins[0]", `"${MINE}:role/a" ${elsewhere("cn-north-1", "aws-cn")}.`],
      ["viewers[0]", `"${MINE}:user/b" ${elsewhere("cn-north-1", "aws-cn")}.`],
    ],
    "that of another cloud's login": [
      { aws: { region: "us-gov-west-1", login: { roleArn: `${MINE}:role/a` } } },
      ["aws.login.roleArn", `"${MINE}:role/a" ${elsewhere("us-gov-west-1", "aws-us-gov")}.`],
    ],
  });
});

describe("a cluster on AWS refuses versions, log retention and charts", () => {
  const UNTESTED = "is not a Kubernetes version we test (tested: 1.34, 1.35, 1.36).";
  itRefuses({
    "what is no version, once": [
      { kubernetesVersion: "latest" },
      ["kubernetesVersion", '"latest" is not a version, such as 1.35 or 1.30.3.'],
    ],
    "an empty version, once": [
      { kubernetesVersion: "" },
      ["kubernetesVersion", "is empty, so it is not a version, such as 1.35 or 1.30.3."],
    ],
    "a number for a version, once": [
      untyped({ kubernetesVersion: 1.4 }),
      ["kubernetesVersion", "1.4 is a number, not text."],
    ],
    "a minor version that is untested": [
      { kubernetesVersion: "1.40" },
      ["kubernetesVersion", `"1.40" ${UNTESTED} Choose a tested one, or write allowUntestedVersions: true.`],
    ],
    "a patch version whose minor version is untested, before the latter": [
      { kubernetesVersion: "1.40.1" },
      [
        "kubernetesVersion",
        '"1.40.1" has more than a minor version, and EKS chooses the patch version itself; write 1.40.',
      ],
    ],
    "a patch version where untested ones are allowed": [
      { kubernetesVersion: "1.40.1", allowUntestedVersions: true },
      [
        "kubernetesVersion",
        '"1.40.1" has more than a minor version, and EKS chooses the patch version itself; write 1.40.',
      ],
    ],
    "charts of other versions than ours": [
      {
        nodePools: { general: {}, gpu: { instanceType: "g5.xlarge", gpu: { type: "nvidia-a10g" } } },
        charts: {
          "aws-load-balancer-controller": { version: "1.0.0" },
          "cluster-autoscaler": { version: "9.50.0" },
          "nvidia-device-plugin": { version: "0.19.0" },
        },
      },
      ...(
        [
          ["aws-load-balancer-controller", "1.0.0", "3.5.0"],
          ["cluster-autoscaler", "9.50.0", "9.59.0"],
          ["nvidia-device-plugin", "0.19.0", "0.20.0"],
        ] as const
      ).map(([chart, wanted, pinned]): [string, string] => [
        `charts.${chart}.version`,
        `${wanted} is not the version we test (${pinned}). Leave it out, or write allowUntestedVersions: true.`,
      ]),
    ],
    "a patch version": [
      { kubernetesVersion: "1.35.2" },
      [
        "kubernetesVersion",
        '"1.35.2" has more than a minor version, and EKS chooses the patch version itself; write 1.35.',
      ],
    ],
    "a retention that CloudWatch does not know": [
      { logRetentionDays: 100 },
      [
        "logRetentionDays",
        "100 is not a period that CloudWatch offers; write one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653.",
      ],
    ],
    "a chart that no cluster has": [
      { charts: { "metrics-server": {} } },
      [
        "charts.metrics-server",
        "there is no such chart here; the charts are aws-load-balancer-controller, cluster-autoscaler.",
      ],
    ],
    "the device plugin's chart without GPUs": [
      { charts: { "nvidia-device-plugin": {} } },
      [
        "charts.nvidia-device-plugin",
        "there is no such chart here; the charts are aws-load-balancer-controller, cluster-autoscaler.",
      ],
    ],
    "the autoscaler's chart where nobody scales": [
      { aws: { autoscaling: AwsAutoscaling.None }, charts: { "cluster-autoscaler": {} } },
      ["charts.cluster-autoscaler", "there is no such chart here; the charts are aws-load-balancer-controller."],
    ],
    "in Auto Mode, what is for nodes and charts of ours": [
      {
        aws: { autoscaling: AwsAutoscaling.AutoMode },
        nodePools: { general: {} },
        charts: { "cluster-autoscaler": {} },
        mirror: "https://charts.example.org",
        imageRegistry: "registry.example.org",
      },
      ["nodePools", "has no effect with Auto Mode, which creates nodes as pods need them. Leave it out."],
      ["charts", "has no effect with Auto Mode, which needs no chart. Leave it out."],
      ["mirror", "has no effect with Auto Mode, which needs no chart. Leave it out."],
      ["imageRegistry", "has no effect with Auto Mode, which needs no chart. Leave it out."],
    ],
    "values that take away what inputs promise": [
      {
        tags: { team: "ml" },
        charts: {
          "aws-load-balancer-controller": {
            values: {
              defaultTags: null,
              defaultLoadBalancerScheme: "internet-facing",
              controllerConfig: { featureGates: { NLBSecurityGroup: false } },
            },
          },
        },
      },
      [
        "charts.aws-load-balancer-controller.values.defaultTags",
        "null contradicts tags, which makes it the object. Set tags instead.",
      ],
      [
        "charts.aws-load-balancer-controller.values.defaultLoadBalancerScheme",
        `the value is not allowed: with this value, a Service without annotations is public, although the cluster's facts say that it is internal. Leave it out.`,
      ],
      [
        "charts.aws-load-balancer-controller.values.controllerConfig.featureGates.NLBSecurityGroup",
        "false is not allowed: with this value, load balancers have no security group, and ranges of sources are never applied. Leave it out.",
      ],
    ],
    "values that contradict what the cluster is": [
      {
        charts: {
          "aws-load-balancer-controller": { values: { clusterName: "other", vpcId: "vpc-9", serviceAccount: null } },
          "cluster-autoscaler": { values: { cloudProvider: "gce", awsRegion: "eu-west-1" } },
        },
      },
      [
        "charts.aws-load-balancer-controller.values.clusterName",
        "the value contradicts the component's name, which decides it. Set the component's name instead.",
      ],
      [
        "charts.aws-load-balancer-controller.values.vpcId",
        "the value contradicts aws.existingNetwork, which decides it. Set aws.existingNetwork instead.",
      ],
      [
        "charts.aws-load-balancer-controller.values.serviceAccount",
        "null is not an object. Write the keys to change below it.",
      ],
      [
        "charts.cluster-autoscaler.values.cloudProvider",
        'the value contradicts aws, which makes it "aws". Set aws instead.',
      ],
      [
        "charts.cluster-autoscaler.values.awsRegion",
        "the value contradicts aws.region, which decides it. Set aws.region instead.",
      ],
    ],
    "a mirror that is none": [
      { mirror: "charts.example.org" },
      [
        "mirror",
        '"charts.example.org" is not a source of charts; write https://…, http://… or oci://…, or a folder that starts with ./ or /.',
      ],
    ],
  });
});
