/**
 * The groups of the Kubernetes API itself. Their kinds have no contract here and are skipped knowingly: the API server
 * of the engine rung checks them, in strict mode. Any other group must have its CRDs among the contracts.
 */
export const BUILT_IN_GROUPS: ReadonlySet<string> = new Set([
  "", // v1: Namespace, Service, ConfigMap, Secret, …
  "admissionregistration.k8s.io",
  "apiextensions.k8s.io",
  "apiregistration.k8s.io",
  "apps",
  "autoscaling",
  "batch",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "networking.k8s.io",
  "policy",
  "rbac.authorization.k8s.io",
  "scheduling.k8s.io",
  "storage.k8s.io",
]);
