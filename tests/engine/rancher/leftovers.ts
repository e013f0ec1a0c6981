/*
 * What Rancher leaves in a cluster. Names, marks and finalizers are those of rancher/rancher v2.15 (pkg/namespace,
 * pkg/controllers/management/auth/project_cluster/common.go, pkg/controllers/managementuser/rbac/namespace_handler.go,
 * pkg/controllers/managementuser/secret/project_scoped_secrets.go) and of rancher/fleet.
 */

/** The finalizer that Rancher puts on every namespace of the cluster, also on those of users. */
export const ON_NAMESPACES = "controller.cattle.io/namespace-auth";

const LIFECYCLE = "lifecycle.cattle.io/create.namespace-auth";

const namespace = (name: string, metadata: object = {}) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, finalizers: [ON_NAMESPACES], annotations: { [LIFECYCLE]: "true" }, ...metadata },
});

/** Of a project, a user and a cluster: only this mark tells them from users' namespaces. */
const system = (name: string) => namespace(name, { annotations: { "management.cattle.io/system-namespace": "true" } });

const object = (kind: string, apiVersion: string, metadata: object, more: object = {}) => ({
  apiVersion,
  kind,
  metadata,
  ...more,
});

const RBAC = "rbac.authorization.k8s.io/v1";
const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" };
const subjects = [{ kind: "User", apiGroup: "rbac.authorization.k8s.io", name: "u-abcde" }];
const norman = { "cattle.io/creator": "norman" };

const deployment = (name: string, inNamespace: string) =>
  object(
    "Deployment",
    "apps/v1",
    { name, namespace: inNamespace },
    {
      spec: {
        selector: { matchLabels: { app: name } },
        template: { metadata: { labels: { app: name } }, spec: { containers: [{ name, image: `rancher/${name}` }] } },
      },
    },
  );

/** Namespaces that Rancher creates, but for `local`, which belongs to an object. */
export const namespaces = [
  ...["cattle-capi-system", "cattle-fleet-system", "cattle-fleet-local-system", "cattle-global-data"].map((name) =>
    namespace(name),
  ),
  ...["cattle-impersonation-system", "fleet-default", "fleet-local"].map((name) => namespace(name)),
  ...["p-abcde", "user-abcde", "local-p-fghij"].map(system),
  namespace("cluster-fleet-local-local-1a3d67d0a899", { labels: { "fleet.cattle.io/managed": "true" } }),
];

/** The namespace of the cluster itself. */
export const local = (uid: string) =>
  namespace("local", {
    ownerReferences: [{ apiVersion: "management.cattle.io/v3", kind: "Cluster", name: "local", uid }],
  });

/** Its objects, in its own namespaces, in those of users and in none. */
export const objects = [
  object("Cluster", "management.cattle.io/v3", {
    name: "local",
    finalizers: ["controller.cattle.io/mgmt-cluster-rbac"],
  }),
  object("Setting", "management.cattle.io/v3", { name: "server-url" }),
  object("Project", "management.cattle.io/v3", {
    name: "p-abcde",
    namespace: "fleet-local",
    finalizers: ["clusterscoped.controller.cattle.io/project-namespace-auth_local", "example.org/of-a-cloud"],
  }),
  object("Bundle", "fleet.cattle.io/v1alpha1", {
    name: "models",
    namespace: "models",
    finalizers: ["fleet.cattle.io/bundle-finalizer"],
  }),
  object("Plan", "upgrade.cattle.io/v1", { name: "nodes", namespace: "fleet-local" }),
  object("Machine", "cluster.x-k8s.io/v1beta1", {
    name: "worker",
    namespace: "fleet-default",
    finalizers: ["machine.cluster.x-k8s.io"],
  }),
  object("Secret", "v1", {
    name: "local-kubeconfig",
    namespace: "fleet-local",
    finalizers: ["wrangler.cattle.io/cloud-config-secret-remover"],
  }),
  object(
    "RoleBinding",
    RBAC,
    { name: "request-abcde", namespace: "fleet-local", finalizers: ["wrangler.cattle.io/auth-prov-v2-rb"] },
    { subjects, roleRef },
  ),
  object("RoleBinding", RBAC, { name: "rb-abcde", namespace: "models", labels: norman }, { subjects, roleRef }),
  object("ClusterRole", RBAC, {
    name: "cattle-globalrole-admin",
    labels: norman,
    finalizers: ["controller.cattle.io/grb-sync"],
  }),
  object("ClusterRole", RBAC, {
    name: "fleet-controller",
    annotations: { "meta.helm.sh/release-namespace": "cattle-fleet-system" },
  }),
  object("ClusterRoleBinding", RBAC, { name: "globaladmin-u-abcde", labels: norman }, { subjects, roleRef }),
  object(
    "ClusterRoleBinding",
    RBAC,
    { name: "gitjob-binding" },
    {
      subjects: [{ kind: "ServiceAccount", name: "gitjob", namespace: "cattle-fleet-system" }],
      roleRef,
    },
  ),
  object("Lease", "coordination.k8s.io/v1", { name: "cattle-controllers", namespace: "kube-system" }),
  object(
    "Service",
    "v1",
    { name: "imperative-api-extension", namespace: "cattle-system" },
    { spec: { ports: [{ port: 6666 }] } },
  ),
  deployment("rancher-webhook", "cattle-system"),
  deployment("fleet-controller", "cattle-fleet-system"),
  object(
    "Pod",
    "v1",
    { name: "helm-operation-abcde", namespace: "cattle-system" },
    {
      spec: { containers: [{ name: "helm", image: "rancher/shell" }] },
    },
  ),
  object(
    "APIService",
    "apiregistration.k8s.io/v1",
    { name: "v1.ext.cattle.io" },
    {
      spec: {
        ...{ group: "ext.cattle.io", version: "v1", groupPriorityMinimum: 100, versionPriority: 100 },
        service: { namespace: "cattle-system", name: "imperative-api-extension", port: 6666 },
        insecureSkipTLSVerify: true,
      },
    },
  ),
];

/** Its webhooks, planted last: nothing answers them, so they refuse every change of a namespace. */
export const webhooks = ["Mutating", "Validating"].map((kind) =>
  object(
    `${kind}WebhookConfiguration`,
    "admissionregistration.k8s.io/v1",
    { name: "rancher.cattle.io" },
    {
      webhooks: [
        {
          name: "rancher.cattle.io.namespaces",
          clientConfig: { service: { namespace: "cattle-system", name: "rancher-webhook", path: "/v1/webhook" } },
          rules: [
            { apiGroups: [""], apiVersions: ["v1"], operations: ["UPDATE", "DELETE"], resources: ["namespaces"] },
          ],
          ...{ failurePolicy: "Fail", sideEffects: "None", timeoutSeconds: 2, admissionReviewVersions: ["v1"] },
        },
      ],
    },
  ),
);
