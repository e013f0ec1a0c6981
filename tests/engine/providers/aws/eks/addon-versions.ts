import { ApiError } from "../../cloud/api-error";

/** An add-on of EKS: whether its pods need a node, and its versions, the default first. `%` stands for the minor of Kubernetes. */
interface AddonKind {
  readonly needsNodes: boolean;
  readonly versions: readonly string[];
}

/** DaemonSets are healthy without nodes, Deployments are not. Version numbers are invented, in the form of the real ones. */
const ADDONS: Readonly<Record<string, AddonKind>> = {
  "vpc-cni": { needsNodes: false, versions: ["v1.20.4-eksbuild.1", "v1.21.1-eksbuild.1"] },
  "kube-proxy": { needsNodes: false, versions: ["v1.%.0-eksbuild.2", "v1.%.1-eksbuild.1"] },
  "eks-pod-identity-agent": { needsNodes: false, versions: ["v1.3.8-eksbuild.2", "v1.3.10-eksbuild.1"] },
  coredns: { needsNodes: true, versions: ["v1.12.3-eksbuild.1", "v1.13.1-eksbuild.1"] },
  "aws-ebs-csi-driver": { needsNodes: true, versions: ["v1.50.1-eksbuild.1", "v1.53.0-eksbuild.1"] },
  "metrics-server": { needsNodes: true, versions: ["v0.8.0-eksbuild.2", "v0.8.0-eksbuild.5"] },
};

function known(name: string): AddonKind {
  const kind = ADDONS[name];
  if (kind) return kind;
  throw new ApiError("InvalidParameterException", `Addon ${name} specified is not supported`);
}

/** The versions of an add-on for a version of Kubernetes, the default first and the most recent last. */
export function addonVersions(name: string, kubernetesVersion: string): string[] {
  const minor = kubernetesVersion.split(".")[1] ?? "";
  return known(name).versions.map((version) => version.replace("%", minor));
}

/** Whether an add-on is degraded as long as there is no node for its pods. */
export function needsNodes(name: string): boolean {
  return known(name).needsNodes;
}
