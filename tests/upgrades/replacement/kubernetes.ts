import { isDeepStrictEqual } from "node:util";
import { UNKNOWN } from "../../../recorder/graph";
import type { ReplacingPaths } from "./inputs";

/** Of every object (pulumi-kubernetes 4.34, provider/pkg/provider/diff.go, as all of this file that names no other one). */
const METADATA = ["metadata.name", "metadata.namespace"];

const SELECTOR = ["spec.selector"];
const ROLE = ["roleRef"];

/** By API group and kind, in any version of it. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  "apps DaemonSet": SELECTOR,
  "apps Deployment": SELECTOR,
  "apps StatefulSet": [
    ...SELECTOR,
    ...["podManagementPolicy", "revisionHistoryLimit", "serviceName", "volumeClaimTemplates"].map(
      (key) => `spec.${key}`,
    ),
  ],
  "batch Job": [...SELECTOR, "spec.completions", "spec.parallelism", "spec.template"],
  // Unless the provider is told otherwise; of an immutable one always.
  "core ConfigMap": ["binaryData", "data"],
  "core Secret": ["type", "data", "stringData"],
  "core PersistentVolume": ["spec"],
  "core PersistentVolumeClaim": [...SELECTOR, "spec.accessModes", "spec.storageClassName", "spec.volumeName"],
  "core Pod": ["spec"],
  "core ResourceQuota": ["spec.scopes"],
  "core Service": ["spec.clusterIP"],
  "rbac.authorization.k8s.io ClusterRoleBinding": ROLE,
  "rbac.authorization.k8s.io RoleBinding": ROLE,
  "storage.k8s.io StorageClass": ["parameters", "provisioner"],
};

/** provider/pkg/provider/helm_release.go, `Diff`. */
const RELEASE = ["name", "namespace"];

/** What replaces an object of Kubernetes, also of a kind that a definition adds, or a Helm release. */
export function ofKubernetes(type: string): ReplacingPaths {
  if (type === "kubernetes:helm.sh/v3:Release") return () => RELEASE;
  const [, groupVersion = "", kind = ""] = type.split(":");
  const [group = ""] = groupVersion.split("/");
  return () => [...METADATA, ...(KINDS[`${group} ${kind}`] ?? [])];
}

/**
 * What replaces the provider, and with it all its objects (provider.go, `DiffConfig`). With an identifier of the cluster only another
 * identifier does. Without one, the address of the cluster in the kubeconfig decides, which may be hidden here.
 */
export const ofKubernetesProvider: ReplacingPaths = (before, after) => {
  const identifiers = [before, after].map(({ clusterIdentifier }) => clusterIdentifier);
  const [former, current] = identifiers;
  if (former !== undefined && current !== undefined && !isDeepStrictEqual(former, current))
    return ["clusterIdentifier"];
  if (current !== undefined && isDeepStrictEqual(former, current)) return [];
  const unknown = ["kubeconfig", "context", "cluster"].filter((key) => after[key] === UNKNOWN);
  return unknown.length > 0 ? unknown : ["kubeconfig", "context", "cluster", "renderYamlToDirectory"];
};
