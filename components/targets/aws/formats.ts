import { cidr, type Check } from "../../shared/checks";
import { contains, ipv4Block, overlaps, type Ipv4Block } from "../../shared/cidr";

/** `us-east-1`, `us-gov-west-1`, `eusc-de-east-1`. */
export const REGION = "[a-z]{2,4}(?:-[a-z]+)+-\\d";
const REGION_ALONE = new RegExp(`^${REGION}$`);
/** `us-east-1a`; local and Wavelength zones have a location in between: `us-west-2-lax-1a`. */
const ZONE = new RegExp(`^(${REGION})(?:[a-z]|-[a-z0-9-]+)$`);

/** A region. A zone is refused with the region it is in. */
export const region: Check = (value) => {
  if (REGION_ALONE.test(value)) return undefined;
  const [, meant] = ZONE.exec(value) ?? [];
  return meant === undefined
    ? "is not an AWS region, such as us-east-1"
    : `is a zone where its region is meant; write ${meant}`;
};

/** A zone, of the cluster's region where that is known. */
export const zone =
  (region: string | undefined): Check =>
  (value) => {
    const [, found] = ZONE.exec(value) ?? [];
    if (found === undefined) return `is not a zone, such as ${region ?? "us-east-1"}a`;
    return region === undefined || found === region ? undefined : `is not a zone of ${region}`;
  };

/** An EC2 instance type: `m5.large`, `u-6tb1.metal`. */
export const instanceType: Check = (value) =>
  /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/.test(value)
    ? undefined
    : "is not an EC2 instance type; write a family and a size with a dot between them, such as m5.large";

/** An instance type with GPUs of NVIDIA, whose families begin with `g`, `gr` or `p`; those of `g4ad` are AMD's. */
export const gpuInstanceType: Check = (value) =>
  /^(?:gr?|p)\d/.test(value) && !value.startsWith("g4ad.")
    ? undefined
    : "has no GPU of NVIDIA; take a type that has one, such as g5.xlarge";

/** Key of a label that a node group may have: EKS refuses these, or its nodes never join. */
export const nodeLabelKey: Check = (value) =>
  /^(?:[^/]*\.)?(?:kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//.test(value)
    ? "is for Kubernetes and EKS to write; use a prefix of your own, such as example.org/"
    : undefined;

/** Text of a tag in what all of AWS takes, and not with the prefix of AWS's own. */
const tagText =
  (least: number, most: number): Check =>
  (value) => {
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+@-]*$/u.test(value)) {
      return "is not for tags; use letters, digits, spaces, and + - = . _ : / @";
    }
    if (/^aws:/i.test(value)) return "begins with aws:, which only AWS may write";
    return value.length >= least && value.length <= most
      ? undefined
      : `has ${String(value.length)} characters; AWS takes ${String(least)} to ${String(most)}`;
  };

/** Key of a tag, apart from those that the cluster's own resources have. */
export const tagKey: Check = (value) => {
  if (/^(?:name$|eks:|(?:[^/]*\.)?(?:kubernetes\.io|k8s\.io|k8s\.aws)\/)/i.test(value)) {
    return "is among what the cluster and AWS write themselves; use another key";
  }
  // The controllers of load balancers and disks take a list of key=value.
  return value.includes("=") ? "has a =, at which controllers in the cluster divide tags" : tagText(1, 128)(value);
};

/** Value of a tag. */
export const tagValue: Check = tagText(0, 256);

/** A name of at most `limit` characters, where `added` more come to those that the caller wrote. */
const named =
  (what: string, limit: number) =>
  (added: number): Check =>
  (value) => {
    if (!/^[0-9A-Za-z][A-Za-z0-9_-]*$/.test(value)) {
      return `is not a name for ${what}; use A-Z, a-z, 0-9, '-' and '_', with a letter or digit first`;
    }
    if (value.length + added <= limit) return undefined;
    const why = added === 0 ? "" : ` of ${String(limit)} less the ${String(added)} that are added`;
    return `is too long a name for ${what}; use at most ${String(limit - added)} characters${why}`;
  };

export const LONGEST_ROLE_NAME = 64;

/** Name of an IAM role, to which `added` characters come. */
export const roleName = named("an IAM role", LONGEST_ROLE_NAME);

/** Name of an EKS cluster, to which `added` characters come, such as those of a suffix. */
export const clusterName = named("an EKS cluster", 100);

/** Name of a node pool, to which `added` characters come in the name of its EKS node group. */
export const nodePoolName = named("an EKS node group", 63);

/** A block of IPv4 no larger than `/largest` and no smaller than `/smallest`. */
const sized = (value: string, what: string, largest: number, smallest: number, example: string): string | undefined => {
  const block = ipv4Block(value);
  if (block === undefined) return cidr(value) ?? `is a block of IPv6; ${what} needs IPv4, such as ${example}`;
  if (block.length >= largest && block.length <= smallest) return undefined;
  return `is a /${String(block.length)}; ${what} takes /${String(largest)} to /${String(smallest)}, such as ${example}`;
};

/**
 * The CIDR block of a VPC, of which subnets are made and therefore no smaller than `/smallest`:
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html.
 */
export const vpcCidr =
  (smallest: number): Check =>
  (value) =>
    sized(value, "a VPC that is divided", 16, smallest, "10.0.0.0/16");

/** RFC 1918. */
const PRIVATE_BLOCKS = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
/** What else is on no way through the internet: behind carriers' NAT (RFC 6598), of one link (3927), of one host (1122). */
const UNROUTED_BLOCKS = [...PRIVATE_BLOCKS, "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8"];

const isWithin = (blocks: readonly string[], block: Ipv4Block): boolean =>
  blocks.some((text) => {
    const outer = ipv4Block(text);
    return outer !== undefined && contains(outer, block);
  });

/**
 * A block that reaches the public endpoint of a cluster: of IPv4, and with addresses of the internet
 * (https://docs.aws.amazon.com/eks/latest/userguide/config-cluster-endpoint.html).
 */
export const publicAccessCidr: Check = (value) => {
  const block = ipv4Block(value);
  if (block === undefined) return value.includes(":") ? "is a block of IPv6, and the cluster has IPv4 only" : undefined;
  return isWithin(UNROUTED_BLOCKS, block)
    ? "is private, which never arrives from outside; write the block that your network has on the internet"
    : undefined;
};

/**
 * The CIDR block of a cluster's Services, apart from its VPC where that is known; cannot be changed later. The rules
 * are those of `serviceIpv4Cidr` in https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html.
 */
export const serviceCidr =
  (vpc?: string): Check =>
  (value) => {
    const wrong = sized(value, "the Service network of EKS", 12, 24, "172.20.0.0/16");
    const [block, network] = [ipv4Block(value), ipv4Block(vpc ?? "")];
    if (wrong !== undefined || block === undefined) return wrong;
    if (!isWithin(PRIVATE_BLOCKS, block)) return `is not private; take a block within ${PRIVATE_BLOCKS.join(", ")}`;
    if (network === undefined || !overlaps(block, network)) return undefined;
    return `overlaps the VPC (${String(vpc)}); take a block outside of it`;
  };

/** A minor version, which is all that EKS lets one choose. */
export const kubernetesVersion: Check = (value) => {
  if (/^1\.\d{2}$/.test(value)) return undefined;
  const [, minor] = /^v?(1\.\d{2})(?:[.+-].*)?$/.exec(value) ?? [];
  return minor === undefined
    ? "is not a Kubernetes version of EKS, such as 1.35"
    : `says more than the minor version, which is all EKS lets you choose; write ${minor}`;
};
