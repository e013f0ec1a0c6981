import { type Properties, stringAt } from "../property-values";

/** Group, version and kind of a Kubernetes object; the core group is "". */
export interface Gvk {
  group: string;
  version: string;
  kind: string;
}

/** The type of a Helm release, the one type that is no Kubernetes object. */
export const RELEASE_TYPE = "kubernetes:helm.sh/v3:Release";

/** The API groups that Kubernetes itself serves; all others belong to custom resources. */
const BUILT_IN_GROUPS = new Set([
  "",
  "admissionregistration.k8s.io",
  "apiextensions.k8s.io",
  "apiregistration.k8s.io",
  "apps",
  "authentication.k8s.io",
  "authorization.k8s.io",
  "autoscaling",
  "batch",
  "certificates.k8s.io",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "events.k8s.io",
  "flowcontrol.apiserver.k8s.io",
  "internal.apiserver.k8s.io",
  "networking.k8s.io",
  "node.k8s.io",
  "policy",
  "rbac.authorization.k8s.io",
  "resource.k8s.io",
  "scheduling.k8s.io",
  "storage.k8s.io",
  "storagemigration.k8s.io",
]);

/** The built-in kinds that live outside namespaces. Known without the API server, which may be unreachable. */
const CLUSTER_SCOPED = new Set([
  "APIService",
  "CSIDriver",
  "CSINode",
  "CertificateSigningRequest",
  "ClusterRole",
  "ClusterRoleBinding",
  "ClusterTrustBundle",
  "CustomResourceDefinition",
  "DeviceClass",
  "FlowSchema",
  "IPAddress",
  "IngressClass",
  "MutatingAdmissionPolicy",
  "MutatingAdmissionPolicyBinding",
  "MutatingWebhookConfiguration",
  "Namespace",
  "Node",
  "PersistentVolume",
  "PriorityClass",
  "PriorityLevelConfiguration",
  "ResourceSlice",
  "RuntimeClass",
  "ServiceCIDR",
  "StorageClass",
  "StorageVersion",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
  "VolumeAttachment",
  "VolumeAttributesClass",
]);

/** Splits `apps/v1` or `v1`; the SDK also writes the core group as `core/v1`. */
export function parseApiVersion(apiVersion: string): { group: string; version: string } {
  const [first = "", second] = apiVersion.split("/");
  return second === undefined
    ? { group: "", version: first }
    : { group: first === "core" ? "" : first, version: second };
}

/** `apps/v1`, or `v1` for the core group. */
export function formatApiVersion(gvk: Pick<Gvk, "group" | "version">): string {
  return gvk.group === "" ? gvk.version : `${gvk.group}/${gvk.version}`;
}

/** What a type token stands for: `kubernetes:apps/v1:Deployment`. */
export function gvkOfType(type: string): Gvk {
  const [, module = "", kind = ""] = type.split(":");
  const [group, version] = module.split("/");
  if (group === undefined || version === undefined) {
    throw new Error(`apiVersion does not have both a group and a version: ${JSON.stringify(module)}`);
  }
  return { group: group === "core" ? "" : group, version, kind };
}

/** What an object says it is. */
export function gvkOfObject(object: Properties): Gvk {
  return { ...parseApiVersion(stringAt(object, "apiVersion") ?? ""), kind: stringAt(object, "kind") ?? "" };
}

/** Whether the resource is `NamespacePatch` and the like, and not a custom resource whose kind ends in "Patch". */
export function isPatch(type: string, kind: string): boolean {
  return type.endsWith(`:${kind}Patch`);
}

/** Whether Kubernetes itself defines the kind. */
export function isBuiltIn(gvk: Pick<Gvk, "group">): boolean {
  return BUILT_IN_GROUPS.has(gvk.group);
}

/** Whether a built-in kind lives outside namespaces. */
export function isClusterScopedBuiltIn(gvk: Gvk): boolean {
  return isBuiltIn(gvk) && CLUSTER_SCOPED.has(gvk.kind);
}

/** Whether the object defines a custom resource. */
export function isCustomResourceDefinition(gvk: Gvk): boolean {
  return gvk.group === "apiextensions.k8s.io" && gvk.kind === "CustomResourceDefinition";
}

/** The ID of an object in the state: `namespace/name`, or `name`. */
export function objectId(namespace: string | undefined, name: string): string {
  return namespace ? `${namespace}/${name}` : name;
}

/** The opposite of `objectId`. */
export function parseObjectId(id: string): { namespace: string; name: string } {
  const [first = "", second] = id.split("/");
  return second === undefined ? { namespace: "", name: first } : { namespace: first, name: second };
}
