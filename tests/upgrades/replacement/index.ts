import { EKS_CLUSTER, PLACE, ofCloud } from "./clouds";
import type { ReplacingPaths } from "./inputs";
import { ofKubernetes, ofKubernetesProvider } from "./kubernetes";

export type { Inputs } from "./inputs";

const CLOUD_PROVIDERS = ["aws", "azure-native", "gcp"];

/** Which inputs replace a resource of a type; `undefined` if that is not known here. */
export function replacingPaths(type: string): ReplacingPaths | undefined {
  const [pkg = "", module, name = ""] = type.split(":");
  if (type === "pulumi:providers:kubernetes") return ofKubernetesProvider;
  if (pkg === "pulumi" && module === "providers") return () => (CLOUD_PROVIDERS.includes(name) ? PLACE : []);
  if (pkg === "kubernetes") return ofKubernetes(type);
  // pulumi-command 1.2, provider/pkg/provider/common/inputs.go.
  if (pkg === "command") return () => ["triggers"];
  if (type === "eks:index:Cluster") return () => EKS_CLUSTER;
  return ofCloud(type);
}
