/*
 * The keys of config.yaml are the flags of `rke2 server` and `rke2 agent` (rancher/rke2, pkg/cli/cmds/{server,agent,root}.go, of 2026-08).
 * RKE2 only warns about a key that it does not know there, so that a wrong one would silently do nothing.
 */

/** Keys of servers and agents. */
const COMMON = [
  ...["airgap-extra-registry", "audit-policy-file", "bind-address", "cloud-controller-manager-extra-env"],
  ...["cloud-controller-manager-extra-mount", "cloud-controller-manager-image", "cloud-provider-config"],
  ...["cloud-provider-name", "config", "container-runtime-endpoint", "control-plane-probe-configuration"],
  ...["control-plane-resource-limits", "control-plane-resource-requests", "data-dir", "debug", "default-runtime"],
  ...["disable-default-registry-endpoint", "enable-pprof", "etcd-extra-env", "etcd-extra-mount", "etcd-image"],
  ...["image-credential-provider-bin-dir", "image-credential-provider-config", "kube-apiserver-extra-env"],
  ...["kube-apiserver-extra-mount", "kube-apiserver-image", "kube-controller-manager-extra-env"],
  ...["kube-controller-manager-extra-mount", "kube-controller-manager-image", "kube-proxy-arg"],
  ...["kube-proxy-extra-env", "kube-proxy-extra-mount", "kube-proxy-image", "kube-scheduler-extra-env"],
  ...["kube-scheduler-extra-mount", "kube-scheduler-image", "kubelet-arg", "kubelet-path", "lb-server-port", "log"],
  ...["node-external-dns", "node-external-ip", "node-internal-dns", "node-ip", "node-label", "node-name"],
  ...["node-name-from-cloud-provider-metadata", "node-taint", "nonroot-devices", "pause-image"],
  ...["pod-security-admission-config-file", "private-registry", "profile", "protect-kernel-defaults"],
  ...["resolv-conf", "runtime-image", "selinux", "server", "snapshotter", "token", "token-file", "v", "vmodule"],
  ...["with-node-id", "alsologtostderr"],
];

/** Keys that only servers have. */
const OF_SERVERS = [
  ...["advertise-address", "agent-token", "agent-token-file", "cluster-cidr", "cluster-dns", "cluster-domain"],
  ...["cluster-reset", "cluster-reset-restore-path", "cni", "datastore-cafile", "datastore-certfile"],
  ...["datastore-endpoint", "datastore-keyfile", "disable", "disable-agent", "disable-apiserver"],
  ...["disable-cloud-controller", "disable-controller-manager", "disable-etcd", "disable-kube-proxy"],
  ...["disable-scheduler", "egress-selector-mode", "embedded-registry", "enable-servicelb", "etcd-arg"],
  ...["etcd-disable-snapshots", "etcd-expose-metrics", "etcd-s3", "etcd-s3-access-key", "etcd-s3-bucket"],
  ...["etcd-s3-bucket-lookup-type", "etcd-s3-config-secret", "etcd-s3-endpoint", "etcd-s3-endpoint-ca"],
  ...["etcd-s3-folder", "etcd-s3-insecure", "etcd-s3-proxy", "etcd-s3-region", "etcd-s3-retention"],
  ...["etcd-s3-secret-key", "etcd-s3-session-token", "etcd-s3-skip-ssl-verify", "etcd-s3-timeout"],
  ...["etcd-snapshot-compress", "etcd-snapshot-dir", "etcd-snapshot-name", "etcd-snapshot-reconcile-interval"],
  ...["etcd-snapshot-retention", "etcd-snapshot-schedule-cron", "helm-controller-arg", "helm-job-image"],
  ...["ingress-controller", "kube-apiserver-arg", "kube-cloud-controller-manager-arg"],
  ...["kube-controller-manager-arg", "kube-scheduler-arg", "prime", "secrets-encryption"],
  ...["secrets-encryption-provider", "service-cidr", "service-node-port-range", "servicelb-namespace"],
  ...["supervisor-metrics", "system-default-registry", "tls-san", "tls-san-security", "write-kubeconfig"],
  ...["write-kubeconfig-group", "write-kubeconfig-mode", "write-kubeconfig-name"],
];

/** Every key of a server. */
export const SERVER_KEYS: readonly string[] = [...COMMON, ...OF_SERVERS];
/** Every key of an agent. */
export const AGENT_KEYS: readonly string[] = COMMON;

/** What decides a key instead, for keys that nobody may write: another input, or the reason. */
export const DECIDED: Readonly<Record<string, string>> = {
  token: "is generated. Leave it out.",
  "token-file": "is not used, because the token is generated. Leave it out.",
  "agent-token": "is not used: agents join with the generated token. Leave it out.",
  "agent-token-file": "is not used: agents join with the generated token. Leave it out.",
  server: "follows from registrationAddress. Write that instead.",
  "node-name": "follows from hostname of the node. Write that instead.",
  "node-name-from-cloud-provider-metadata":
    "would make the names of nodes unknown. Write hostname of the node instead.",
  "with-node-id": "would make the names of nodes unknown. Leave it out.",
  "node-label": "follows from labels of the node. Write that instead.",
  "node-taint": "follows from taints of the node. Write that instead.",
  "node-ip": "follows from internalAddress of the node. Write that instead.",
  "node-external-ip": "follows from address and internalAddress of the node. Write these instead.",
  "advertise-address": "follows from internalAddress of the node. Write that instead.",
  "tls-san": "follows from tlsSans. Write that instead.",
  cni: "follows from rke2.cni. Write that instead.",
  "ingress-controller": "is none, because IngressLayer brings the controller. Leave it out.",
  "enable-servicelb": "contradicts MetalLB of IngressLayer, which gives load balancers their addresses. Leave it out.",
  "cluster-cidr": "follows from rke2.clusterCidr. Write that instead.",
  "service-cidr": "follows from rke2.serviceCidr. Write that instead.",
  "cluster-dns": "follows from rke2.clusterDns. Write that instead.",
  "cluster-domain": "follows from rke2.clusterDomain. Write that instead.",
  "service-node-port-range": "follows from rke2.nodePortRange. Write that instead.",
  profile: "follows from rke2.cisProfile. Write that instead.",
  "etcd-snapshot-schedule-cron": "follows from rke2.etcdSnapshots.schedule. Write that instead.",
  "etcd-snapshot-retention": "follows from rke2.etcdSnapshots.retention. Write that instead.",
  "etcd-s3-retention": "follows from rke2.etcdSnapshots.retention. Write that instead.",
  ...Object.fromEntries(
    ["", "-bucket", "-endpoint", "-region", "-folder", "-access-key", "-secret-key"].map((part) => [
      `etcd-s3${part}`,
      "follows from rke2.etcdSnapshots.s3. Write that instead.",
    ]),
  ),
  ...Object.fromEntries(
    [
      "config",
      "data-dir",
      "write-kubeconfig",
      "write-kubeconfig-group",
      "write-kubeconfig-mode",
      "write-kubeconfig-name",
    ].map((key) => [key, "would move a file that this package reads. Leave it out."]),
  ),
  ...Object.fromEntries(
    [
      ...["disable-agent", "disable-apiserver", "disable-controller-manager", "disable-etcd", "disable-scheduler"],
      ...["datastore-endpoint", "datastore-cafile", "datastore-certfile", "datastore-keyfile"],
    ].map((key) => [key, "contradicts role, as every server has the control plane and etcd. Leave it out."]),
  ),
  ...Object.fromEntries(
    ["cluster-reset", "cluster-reset-restore-path"].map((key) => [
      key,
      "would reset the cluster at each start. Run `rke2 server --cluster-reset` by hand instead.",
    ]),
  ),
};

const followsFrom = (input: string): string => `follows from ${input}. Write that instead.`;
const removed = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.map((name) => [name, "is an argument of older versions, with which today's does not start. Leave it out."]),
  );
const moved = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, "would move what RKE2 itself looks for. Leave it out."]));

/**
 * Arguments of the parts of Kubernetes that nobody may write, by the key of config.yaml. They would win over those of RKE2 itself, or keep the
 * part from starting (CHANGELOG of Kubernetes 1.20 to 1.35). Files of RKE have many of the older ones.
 */
export const DECIDED_ARGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "kube-apiserver-arg": {
    "service-cluster-ip-range": followsFrom("rke2.serviceCidr"),
    "service-node-port-range": followsFrom("rke2.nodePortRange"),
    ...moved(["etcd-servers", "secure-port"]),
    ...removed(["insecure-port", "insecure-bind-address", "basic-auth-file"]),
  },
  "kube-controller-manager-arg": {
    "cluster-cidr": followsFrom("rke2.clusterCidr"),
    "service-cluster-ip-range": followsFrom("rke2.serviceCidr"),
    ...removed(["address", "port"]),
  },
  "kube-scheduler-arg": removed(["address", "port", "policy-config-file", "algorithm-provider"]),
  "kubelet-arg": {
    "hostname-override": followsFrom("hostname of the node"),
    "node-ip": followsFrom("internalAddress of the node"),
    "node-labels": followsFrom("labels of the node"),
    "register-with-taints": followsFrom("taints of the node"),
    "cluster-dns": followsFrom("rke2.clusterDns"),
    "cluster-domain": followsFrom("rke2.clusterDomain"),
    ...moved(["root-dir", "kubeconfig", "container-runtime-endpoint"]),
    ...removed(["network-plugin", "network-plugin-mtu", "cni-bin-dir", "cni-conf-dir", "cni-cache-dir"]),
    ...removed(["container-runtime", "docker-endpoint", "image-pull-progress-deadline", "pod-infra-container-image"]),
  },
  "kube-proxy-arg": {
    "cluster-cidr": followsFrom("rke2.clusterCidr"),
    "hostname-override": followsFrom("hostname of the node"),
  },
  // RKE2 mounts its own folder into the pod of etcd: data at another place would be gone after a restart.
  "etcd-arg": moved(["data-dir", "wal-dir", "name", "initial-cluster", "listen-client-urls", "advertise-client-urls"]),
};
