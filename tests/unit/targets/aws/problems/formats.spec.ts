import assert from "node:assert/strict";
import type { Check } from "../../../../../components/shared/checks";
import { publicAccessCidr } from "../../../../../components/targets/api-access";
import * as cidrs from "../../../../../components/targets/aws/problems/cidrs";
import * as formats from "../../../../../components/targets/aws/problems/formats";

const NO_REGION = "is not an AWS region, such as us-east-1";
const NO_TYPE = "is not an EC2 instance type; write a family, a dot and a size, such as m5.large";
const NO_CLUSTER_NAME =
  "is not a name for an EKS cluster; use A-Z, a-z, 0-9, '-' and '_', and start with a letter or digit";
const NO_POOL_NAME =
  "is not a name for an EKS node group; use A-Z, a-z, 0-9, '-' and '_', and start with a letter or digit";
const NO_CIDR = "is a single address; write 10.0.0.0/32 for it alone, or the block that contains it";
const NOT_PRIVATE = "is not private; write a block within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16";
const NO_GPU = "has no NVIDIA GPU; write a type that has one, such as g5.xlarge";
const NO_NODE_LABEL = "is reserved for Kubernetes and EKS; use your own prefix, such as example.org/";
const NO_TAG = "is not allowed in a tag; use letters, digits, spaces, and + - = . _ : / @";
const OUR_TAG = "is set by this package or by AWS; use another key";
const ELSEWHERE =
  "is private, so it never reaches the public endpoint; write the block that your network has on the internet";
const NO_VERSION = "is not a Kubernetes version of EKS, such as 1.35";

const unknownType = (advice: string) =>
  `is not an EC2 instance type that the installed @pulumi/aws knows; ${advice}install a newer version of it`;
const unusable = (what: string) =>
  `has ${what}, and this package installs no driver and no device plugin for them; write another type, such as m5.large or g5.xlarge`;

/** Values that a check accepts, and values that it refuses with the rule they break. */
const table: Record<string, { check: Check; fine: string[]; wrong: Record<string, string> }> = {
  region: {
    check: formats.region,
    fine: ["us-east-1", "ap-southeast-7", "us-gov-west-1", "cn-north-1", "us-iso-east-1", "eusc-de-east-1"],
    wrong: {
      "us-east-1a": "is a zone, not a region; write us-east-1",
      "us-gov-west-1b": "is a zone, not a region; write us-gov-west-1",
      "us-west-2-lax-1a": "is a zone, not a region; write us-west-2",
      "us-east-1-wl1-bos-wlz-1": "is a zone, not a region; write us-east-1",
      "us-central1": NO_REGION,
      centralus: NO_REGION,
      "US-EAST-1": NO_REGION,
      "us-east": NO_REGION,
      "us-east-1 ": NO_REGION,
      "us-esat-1":
        "is not an AWS region that the installed @pulumi/aws knows; write us-east-1, or install a newer version of it",
      "eu-west-9":
        "is not an AWS region that the installed @pulumi/aws knows; write eu-west-1, or install a newer version of it",
      "": NO_REGION,
    },
  },
  instanceType: {
    check: formats.instanceType,
    fine: ["m5.large", "g5.xlarge", "u-6tb1.metal", "c8g.metal-48xl", "p6e-gb200.36xlarge", "u7i-12tb.224xlarge"],
    wrong: {
      Standard_D8ds_v5: NO_TYPE,
      "n2-standard-4": NO_TYPE,
      "M5.large": NO_TYPE,
      m5: NO_TYPE,
      "m5.": NO_TYPE,
      "1.35": NO_TYPE,
      "m5.large,m5.xlarge": NO_TYPE,
      "m5.larg": unknownType("write m5.large, or "),
      "m55.large": unknownType("write m5.large, or "),
      "zz9.plural": unknownType(""),
      "inf2.xlarge": unusable("AWS Neuron chips"),
      "trn1.2xlarge": unusable("AWS Neuron chips"),
      "trn2.48xlarge": unusable("AWS Neuron chips"),
      "g4ad.xlarge": unusable("AMD GPUs"),
      "dl1.24xlarge": unusable("Gaudi or Qualcomm accelerators"),
      "f2.6xlarge": unusable("FPGAs"),
      "vt1.3xlarge": unusable("video accelerators"),
      "p2.xlarge":
        "has NVIDIA GPUs that the driver in the image of EKS no longer supports; write another type, such as m5.large or g5.xlarge",
      "a1.large":
        "has a processor that Amazon Linux 2023 does not support; write another type, such as m5.large or g5.xlarge",
      "mac2-m2.metal":
        "is a Mac on a dedicated host, which no node group can use; write another type, such as m5.large or g5.xlarge",
    },
  },
  gpuInstanceType: {
    check: formats.gpuInstanceType,
    fine: [
      "g4dn.xlarge",
      "g5g.xlarge",
      "g6e.48xlarge",
      "gr6.4xlarge",
      "p3.2xlarge",
      "p4d.24xlarge",
      "p6-b200.48xlarge",
    ],
    wrong: Object.fromEntries(
      ["m5.large", "g4ad.xlarge", "m7g.large", "inf2.xlarge", "trn1.32xlarge"].map((type) => [type, NO_GPU]),
    ),
  },
  nodeLabelKey: {
    check: formats.nodeLabelKey,
    fine: ["team", "example.org/team", "nvidia.com/gpu.count", "k8s.amazonaws.com/accelerator", "mykubernetes.io/x"],
    wrong: Object.fromEntries(
      ["kubernetes.io/x", "node-role.kubernetes.io/ml", "k8s.io/x", "a.b.k8s.io/x", "eks.amazonaws.com/nodegroup"].map(
        (key) => [key, NO_NODE_LABEL],
      ),
    ),
  },
  tagKey: {
    check: formats.tagKey,
    fine: ["team", "cost centre", "example.org/team", "größe", "a+b-c.d_e:f@g", "username", "x".repeat(128)],
    wrong: {
      "": "has 0 characters; AWS allows 1 to 128",
      ["x".repeat(129)]: "has 129 characters; AWS allows 1 to 128",
      "aws:x": "starts with aws:, which is reserved for AWS",
      "AWS:x": "starts with aws:, which is reserved for AWS",
      "a,b": NO_TAG,
      "a=b": "contains a =; controllers in the cluster read tags as key=value, so leave it out",
      Name: OUR_TAG,
      name: OUR_TAG,
      "eks:cluster-name": OUR_TAG,
      "kubernetes.io/cluster/ml": OUR_TAG,
      "k8s.io/cluster-autoscaler/enabled": OUR_TAG,
      "elbv2.k8s.aws/cluster": OUR_TAG,
    },
  },
  tagValue: {
    check: formats.tagValue,
    fine: ["", "ml", "kubernetes.io/x", "name", "x".repeat(256)],
    wrong: {
      ["x".repeat(257)]: "has 257 characters; AWS allows 0 to 256",
      "aws:x": "starts with aws:, which is reserved for AWS",
      "a\tb": NO_TAG,
      "50%": NO_TAG,
    },
  },
  clusterName: {
    check: formats.clusterName(0),
    fine: ["ml", "ML_1-x", "0", "x".repeat(100)],
    wrong: {
      "": NO_CLUSTER_NAME,
      "-ml": NO_CLUSTER_NAME,
      "ml.prod": NO_CLUSTER_NAME,
      "ml prod": NO_CLUSTER_NAME,
      ["x".repeat(101)]: "is too long for the name of an EKS cluster; use at most 100 characters",
    },
  },
  "clusterName with a suffix": {
    check: formats.clusterName(7),
    fine: ["x".repeat(93)],
    wrong: {
      ["x".repeat(94)]:
        "is too long for the name of an EKS cluster; use at most 93 characters (100, of which 7 are added)",
    },
  },
  nodePoolName: {
    check: formats.nodePoolName(0),
    fine: ["general", "gpu-spot", "x".repeat(63)],
    wrong: {
      "": NO_POOL_NAME,
      _gpu: NO_POOL_NAME,
      ["x".repeat(64)]: "is too long for the name of an EKS node group; use at most 63 characters",
    },
  },
  "nodePoolName with what is added to it": {
    check: formats.nodePoolName(11),
    fine: ["x".repeat(52)],
    wrong: {
      ["x".repeat(53)]:
        "is too long for the name of an EKS node group; use at most 52 characters (63, of which 11 are added)",
    },
  },
  vpcCidr: {
    check: cidrs.vpcCidr,
    fine: ["10.0.0.0/16", "100.64.0.0/20", "10.0.1.0/24"],
    wrong: {
      "10.0.0.0/15": "is a /15; a VPC that is divided into subnets must be a /16 to /24, such as 10.0.0.0/16",
      "10.0.0.0/29": "is a /29; a VPC that is divided into subnets must be a /16 to /24, such as 10.0.0.0/16",
      "10.0.0.1/16": "has bits set beyond its prefix; write 10.0.0.0/16",
      "2001:db8::/56": "is an IPv6 block; a VPC that is divided into subnets needs IPv4, such as 10.0.0.0/16",
      "10.0.0.0": NO_CIDR,
    },
  },
  publicAccessCidr: {
    check: publicAccessCidr,
    fine: ["203.0.113.0/24", "0.0.0.0/0", "100.0.0.0/10", "100.128.0.0/9", "169.253.0.0/16"],
    wrong: {
      "10.1.0.0/16": ELSEWHERE,
      "172.16.0.0/12": ELSEWHERE,
      "192.168.1.0/24": ELSEWHERE,
      "100.64.0.0/10": ELSEWHERE,
      "100.127.3.0/24": ELSEWHERE,
      "169.254.0.0/16": ELSEWHERE,
      "127.0.0.1/32": ELSEWHERE,
      "2001:db8::/32": "is an IPv6 block, but the cluster has IPv4 only",
    },
  },
  serviceCidr: {
    check: cidrs.serviceCidr("10.0.0.0/16"),
    fine: ["172.20.0.0/16", "10.100.0.0/16", "172.16.0.0/12", "192.168.3.0/24", "10.1.0.0/16"],
    wrong: {
      "10.0.0.0/12": "overlaps the VPC (10.0.0.0/16); write a block outside of it",
      "10.0.255.0/24": "overlaps the VPC (10.0.0.0/16); write a block outside of it",
      "100.64.0.0/16": NOT_PRIVATE,
      "192.160.0.0/12": NOT_PRIVATE,
      "172.32.0.0/16": NOT_PRIVATE,
      "10.0.0.0/8": "is a /8; the Service network of EKS must be a /12 to /24, such as 172.20.0.0/16",
      "172.20.0.0/25": "is a /25; the Service network of EKS must be a /12 to /24, such as 172.20.0.0/16",
      "fd00::/108": "is an IPv6 block; the Service network of EKS needs IPv4, such as 172.20.0.0/16",
      "172.20.0.1/16": "has bits set beyond its prefix; write 172.20.0.0/16",
    },
  },
  "serviceCidr in a VPC that exists": {
    check: cidrs.serviceCidr(),
    fine: ["10.0.0.0/16", "172.20.0.0/16"],
    wrong: { "100.64.0.0/16": NOT_PRIVATE },
  },
  "serviceCidr beside a VPC that is wrong itself": {
    check: cidrs.serviceCidr("10.0.0.0"),
    fine: ["10.0.0.0/16"],
    wrong: {},
  },
  kubernetesVersion: {
    check: formats.kubernetesVersion,
    fine: ["1.35", "1.36"],
    wrong: {
      "1.35.2": "has more than a minor version, and EKS chooses the patch version itself; write 1.35",
      "v1.35": "has more than a minor version, and EKS chooses the patch version itself; write 1.35",
      "1.35.2-eks-1a2b3c4": "has more than a minor version, and EKS chooses the patch version itself; write 1.35",
      "1.9": NO_VERSION,
      "1.350": NO_VERSION,
      "2.10": NO_VERSION,
      latest: NO_VERSION,
      "": NO_VERSION,
    },
  },
};

describe("a check of AWS formats", () => {
  for (const [name, { check, fine, wrong }] of Object.entries(table)) {
    for (const value of fine) it(`${name} accepts "${value}"`, () => assert.equal(check(value), undefined));
    for (const [value, rule] of Object.entries(wrong)) {
      it(`${name} refuses "${value}"`, () => assert.equal(check(value), rule));
    }
  }
});
