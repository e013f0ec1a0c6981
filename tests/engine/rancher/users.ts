import { ON_NAMESPACES } from "./leftovers";

/*
 * What a clean-up must leave as it is, but for Rancher's finalizers: objects of users and of RKE2. RKE2 and k3s put finalizers of
 * Rancher's library on nodes and on the charts of their add-ons (k3s-io/helm-controller, rancher/rke2 pkg/controllers/cisnetworkpolicy).
 */

const RBAC = "rbac.authorization.k8s.io/v1";

/** Names that merely begin as Rancher's do. */
export const NAMESPACES = ["models", "p-prices", "user-data", "cattle-prices", "cluster-tools"];

const namespaces = NAMESPACES.map((name) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, finalizers: ["example.org/budget"], labels: { team: "ml" } },
}));

/** Objects that no finalizer of Rancher is on. */
export const objects = [
  ...namespaces,
  { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "prices", namespace: "p-prices" }, data: { beef: "4" } },
  { apiVersion: RBAC, kind: "ClusterRole", metadata: { name: "rancher-readers", labels: { team: "ml" } } },
  {
    apiVersion: RBAC,
    kind: "ClusterRole",
    metadata: { name: "rke2-metrics", labels: { "objectset.rio.cattle.io/hash": "abc" } },
  },
  {
    apiVersion: "helm.cattle.io/v1",
    kind: "HelmChart",
    metadata: {
      name: "rke2-coredns",
      namespace: "kube-system",
      finalizers: ["wrangler.cattle.io/on-helm-chart-remove"],
    },
  },
  { apiVersion: "k3s.cattle.io/v1", kind: "Addon", metadata: { name: "rke2-coredns", namespace: "kube-system" } },
  {
    apiVersion: "example.org/v1",
    kind: "Herd",
    metadata: { name: "north", namespace: "cattle-prices", finalizers: ["example.org/fence"] },
  },
  {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "of-project", namespace: "models", finalizers: ["example.org/keep"] },
  },
];

/** Patches with which Rancher puts its finalizers beside those of users: the object, and all finalizers it then has. */
export const PATCHES: readonly (readonly [object: string, namespace: string, finalizers: readonly string[]])[] = [
  ...NAMESPACES.map((name) => [`namespace/${name}`, "default", ["example.org/budget", ON_NAMESPACES]] as const),
  ["namespace/kube-system", "default", [ON_NAMESPACES]],
  ["namespace/default", "default", [ON_NAMESPACES]],
  ["secret/of-project", "models", ["clusterscoped.controller.cattle.io/secretsController_c-abcde", "example.org/keep"]],
];

/** The node that RKE2 uses as a server. */
export const NODE_FINALIZERS = ["wrangler.cattle.io/managed-etcd-controller", "wrangler.cattle.io/node"];
