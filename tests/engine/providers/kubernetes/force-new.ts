import type { Gvk } from "./tokens";
import type { Properties } from "../property-values";

const IDENTITY = ["metadata.name", "metadata.namespace"];

/** Nothing in a pod's spec can change but a few fields, which the provider does not single out inside containers. */
const POD_SPEC = [
  "affinity",
  "automountServiceAccountToken",
  "dnsConfig",
  "dnsPolicy",
  "enableServiceLinks",
  "hostAliases",
  "hostIPC",
  "hostNetwork",
  "hostPID",
  "hostname",
  "imagePullSecrets",
  "nodeName",
  "nodeSelector",
  "overhead",
  "preemptionPolicy",
  "priority",
  "priorityClassName",
  "readinessGates",
  "restartPolicy",
  "runtimeClassName",
  "schedulerName",
  "securityContext",
  "serviceAccount",
  "serviceAccountName",
  "shareProcessNamespace",
  "subdomain",
  "terminationGracePeriodSeconds",
  "volumes",
];
const CONTAINER = [
  "args",
  "command",
  "env",
  "image",
  "imagePullPolicy",
  "lifecycle",
  "livenessProbe",
  "ports",
  "readinessProbe",
  "resources",
  "securityContext",
  "stdin",
  "stdinOnce",
  "terminationMessagePath",
  "terminationMessagePolicy",
  "tty",
  "volumeDevices",
  "volumeMounts",
  "workingDir",
];
const VOLUME_SOURCES = [
  "awsElasticBlockStore",
  "azureDisk",
  "azureFile",
  "cephfs",
  "cinder",
  "csi",
  "fc",
  "flexVolume",
  "flocker",
  "gcePersistentDisk",
  "glusterfs",
  "hostPath",
  "iscsi",
  "local",
  "nfs",
  "photonPersistentDisk",
  "portworxVolume",
  "quobyte",
  "rbd",
  "scaleIO",
  "storageos",
  "vsphereVolume",
];

function inSpec(...fields: string[]): string[] {
  return fields.map((field) => `spec.${field}`);
}

/** Fields whose change the provider answers with a replacement (kubernetes provider 4.32, pkg/provider/diff.go). */
const FORCE_NEW: Record<string, string[]> = {
  "apps/DaemonSet": inSpec("selector"),
  "apps/Deployment": inSpec("selector"),
  "apps/StatefulSet": inSpec(
    "podManagementPolicy",
    "revisionHistoryLimit",
    "selector",
    "serviceName",
    "volumeClaimTemplates",
  ),
  "batch/Job": inSpec("completions", "parallelism", "selector", "template"),
  "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/RoleBinding": ["roleRef"],
  "storage.k8s.io/StorageClass": ["parameters", "provisioner"],
  "/PersistentVolume": inSpec(...VOLUME_SOURCES),
  "/PersistentVolumeClaim": inSpec("accessModes", "selector", "storageClassName", "volumeName"),
  "/Pod": inSpec(
    ...POD_SPEC,
    ...CONTAINER.map((field) => `containers[*].${field}`),
    ...CONTAINER.map((field) => `initContainers[*].${field}`),
  ),
  "/ResourceQuota": inSpec("scopes"),
  "/Service": inSpec("clusterIP"),
};

/** Whether the provider's settings let ConfigMaps and Secrets change in place; otherwise their pods would not notice. */
export interface MutableData {
  configMaps: boolean;
  secrets: boolean;
}

/** The fields of an object that cannot change in place. */
export function forceNewFields(object: Properties, gvk: Gvk, isPatch: boolean, mutable: MutableData): string[] {
  if (isPatch) return IDENTITY;
  const immutable = object.immutable === true;
  if (gvk.group === "" && gvk.kind === "Secret") {
    return mutable.secrets && !immutable ? [...IDENTITY, "type"] : [...IDENTITY, "type", "stringData", "data"];
  }
  if (gvk.group === "" && gvk.kind === "ConfigMap") {
    return mutable.configMaps && !immutable ? IDENTITY : [...IDENTITY, "binaryData", "data"];
  }
  return [...IDENTITY, ...(FORCE_NEW[`${gvk.group}/${gvk.kind}`] ?? [])];
}
