import type { ServiceAccount } from "../../dns-roles";
import { actions, policy, trust, type PolicyDocument, type TrustStatement } from "./document";

type TrustDocument = PolicyDocument<TrustStatement>;

const ASSUME = actions("sts", "AssumeRole");
/** With session tags, in which EKS writes for which pod or cluster it assumes the role. */
const ASSUME_AND_TAG = actions("sts", "AssumeRole", "TagSession");

/**
 * Trust in EKS, for the role of a control plane. It has no condition on account or cluster, because EKS sends no such values
 * (https://github.com/prowler-cloud/prowler/issues/4745).
 */
export const clusterTrust: TrustDocument = policy(trust("eks.amazonaws.com", ASSUME_AND_TAG));

/** Partitions where EC2 has another service name (the same as in eksctl). */
const EC2_SERVICE_NAMES: Readonly<Record<string, string>> = {
  "aws-cn": "ec2.amazonaws.com.cn",
  "aws-iso": "ec2.c2s.ic.gov",
  "aws-iso-b": "ec2.sc2s.sgov.gov",
};

/** Pods of some service accounts, as the OIDC issuer of their cluster knows them. */
export interface WebIdentity {
  /** URL of the issuer, with `https://`. */
  readonly issuer: string;
  /** ARN of the IAM provider for that issuer. */
  readonly providerArn: string;
  /** At least one; no other pods are trusted. */
  readonly accounts: readonly ServiceAccount[];
}

/** Trust in the tokens of these service accounts, for the role of a workload in a cluster that may not have EKS Pod Identity. */
export function webIdentityTrust({ issuer, providerArn, accounts }: WebIdentity): TrustDocument {
  const key = issuer.replace(/^https:\/\//, "");
  const subjects = accounts.map(({ namespace, name }) => `system:serviceaccount:${namespace}:${name}`);
  return policy({
    Effect: "Allow",
    Principal: { Federated: providerArn },
    Action: actions("sts", "AssumeRoleWithWebIdentity"),
    Condition: {
      StringEquals: {
        [`${key}:aud`]: "sts.amazonaws.com",
        [`${key}:sub`]: subjects.length === 1 ? (subjects[0] ?? "") : subjects,
      },
    },
  });
}

/** Trust in EC2, for the role of nodes. */
export const nodeTrust = (partition: string): TrustDocument =>
  policy(trust(EC2_SERVICE_NAMES[partition] ?? "ec2.amazonaws.com", ASSUME));

/** Which pods may use a role through EKS Pod Identity. A missing value is not restricted. */
export interface PodIdentityLimits {
  /** Account of the cluster, in 12 digits. */
  readonly account?: string;
  /** ARN of the cluster. */
  readonly clusterArn?: string;
  /** Namespace of the pods. */
  readonly namespace?: string;
  /** Service account of the pods. */
  readonly serviceAccount?: string;
}

/**
 * Trust in EKS Pod Identity, for the role of a workload. Cluster, namespace and service account are matched by the tags
 * that every session carries (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html): a condition on
 * `aws:SourceArn` locks the pods out (https://github.com/awslabs/mountpoint-s3-csi-driver/issues/781).
 */
export function podIdentityTrust(limits: PodIdentityLimits = {}): TrustDocument {
  const keys: [string, string | undefined][] = [
    ["aws:SourceAccount", limits.account],
    ["aws:RequestTag/eks-cluster-arn", limits.clusterArn],
    ["aws:RequestTag/kubernetes-namespace", limits.namespace],
    ["aws:RequestTag/kubernetes-service-account", limits.serviceAccount],
  ];
  const equal = keys.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  const condition = equal.length === 0 ? undefined : { StringEquals: Object.fromEntries(equal) };
  return policy(trust("pods.eks.amazonaws.com", ASSUME_AND_TAG, condition));
}
