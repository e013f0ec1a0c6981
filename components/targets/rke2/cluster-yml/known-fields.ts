/*
 * Every field of the format (rancher/rke, types/rke_types.go, of 2024-10), and what becomes of it.
 */

import {
  ADDONS,
  ADMISSION,
  AGENT,
  CERTIFICATE,
  CLOUD,
  DNS,
  DOCKER,
  EXTERNAL_ETCD,
  FOLDERS,
  IMAGES,
  INGRESS,
  METRICS,
  NETWORK,
  POD_SECURITY,
  RESTORE,
  ROTATION,
  WEBHOOK,
  WINDOWS,
} from "./reasons";

/** What becomes of a field: other files translate it, or it has no effect for a reason, or its own fields say. */
export type Fate = typeof TRANSLATED | string | Untranslated | Section;

/** The fields of a map. */
export interface Section {
  readonly fields: Readonly<Record<string, Fate>>;
}

/** A field without effect, some of whose values need no warning, because RKE2 does the same. */
export interface Untranslated {
  readonly reason: string;
  readonly harmless: RegExp;
}

/** Other files read the field and all below it. */
export const TRANSLATED = Symbol("translated");

const untranslated = (names: readonly string[], reason: string): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, reason]));
const translated = (...names: readonly string[]): Record<string, typeof TRANSLATED> =>
  Object.fromEntries(names.map((name) => [name, TRANSLATED]));
const section = (fields: Readonly<Record<string, Fate>>): Section => ({ fields });

/** The fields of every part of Kubernetes. */
const PART = {
  image: IMAGES,
  ...translated("extra_args", "extra_args_array", "extra_binds", "extra_env"),
  ...untranslated(["win_extra_args", "win_extra_args_array", "win_extra_binds", "win_extra_env"], WINDOWS),
};
const SSH = {
  ...translated("address", "port", "user", "ssh_key", "ssh_key_path"),
  ...untranslated(["ssh_cert", "ssh_cert_path"], CERTIFICATE),
  ssh_agent_auth: AGENT,
};
const PLACEMENT = ["node_selector", "tolerations", "update_strategy"];

/** The fields of one node. */
export const NODE: Section = section({
  ...SSH,
  ...translated("role", "internal_address", "hostname_override", "labels", "taints"),
  nodeName: "is the name of a machine of docker-machine. Leave it out, or write hostname_override.",
  docker_socket: DOCKER,
});

/** The fields of the file. */
export const FILE: Section = section({
  nodes: TRANSLATED,
  services: section({
    etcd: section({
      ...PART,
      ...untranslated(["external_urls", "ca_cert", "cert", "key", "path"], EXTERNAL_ETCD),
      ...untranslated(
        ["uid", "gid"],
        "is not used. RKE2 runs etcd as root, or as the user etcd with rke2.cisProfile: true.",
      ),
      ...translated("snapshot", "retention", "creation"),
      backup_config: section({
        ...translated("enabled", "interval_hours", "retention"),
        s3backupconfig: section({
          ...translated("access_key", "secret_key", "bucket_name", "region", "endpoint", "folder"),
          custom_ca:
            "is not translated. Write its file on the servers, and rke2.serverConfig with etcd-s3-endpoint-ca.",
        }),
        safe_timestamp: "is not needed: the names of RKE2's snapshots have no colon. Leave it out.",
        timeout: "is not translated. For uploads write rke2.serverConfig with etcd-s3-timeout.",
      }),
    }),
    "kube-api": section({
      ...PART,
      ...translated("service_cluster_ip_range", "service_node_port_range", "always_pull_images"),
      pod_security_policy:
        "is about pod security policies, which Kubernetes has not had since 1.25. Label namespaces with pod-security.kubernetes.io/enforce.",
      pod_security_configuration: { reason: POD_SECURITY, harmless: /^privileged$/ },
      secrets_encryption_config: section({
        // RKE2 always encrypts Secrets in etcd.
        enabled: TRANSLATED,
        custom_config: "is not used, because RKE2 makes its own key and encrypts Secrets with it. Leave it out.",
      }),
      audit_log:
        "is not translated. Write a policy on the servers, and rke2.serverConfig with audit-policy-file and kube-apiserver-arg: audit-log-maxage=<days>.",
      ...untranslated(["admission_configuration", "event_rate_limit"], ADMISSION),
    }),
    "kube-controller": section({ ...PART, ...translated("cluster_cidr", "service_cluster_ip_range") }),
    scheduler: section(PART),
    kubelet: section({
      ...PART,
      // RKE2 always signs the certificates of kubelets.
      ...translated("cluster_domain", "cluster_dns_server", "fail_swap_on", "generate_serving_certificate"),
      infra_container_image: IMAGES,
    }),
    kubeproxy: section(PART),
  }),
  network: section({
    plugin: TRANSLATED,
    ...untranslated(["options", "mtu", ...PLACEMENT], NETWORK),
    ...untranslated(
      ["calico", "canal", "flannel", "weave", "aci"].map((name) => `${name}_network_provider`),
      NETWORK,
    ),
    // `prepareHosts` loads the module, and the preflight asks for it.
    enable_br_netfilter: TRANSLATED,
  }),
  authentication: section({
    strategy: { reason: WEBHOOK, harmless: /^x509$/ },
    sans: TRANSLATED,
    webhook: WEBHOOK,
  }),
  addons: ADDONS,
  addons_include: ADDONS,
  system_images: IMAGES,
  ssh_key_path: TRANSLATED,
  ssh_cert_path: CERTIFICATE,
  ssh_agent_auth: AGENT,
  authorization: section({
    mode: { reason: "is not used, because RKE2 always has RBAC. Leave it out.", harmless: /^rbac$/ },
    options: "is not used, because RKE2 always has RBAC. Leave it out.",
  }),
  ...untranslated(
    [
      "ignore_docker_version",
      "enable_cri_dockerd",
      "cri_dockerd_stream_server_address",
      "cri_dockerd_stream_server_port",
    ],
    DOCKER,
  ),
  kubernetes_version:
    "is a release of RKE, which ended with Kubernetes 1.30. Write kubernetesVersion, or rke2.version with a release of RKE2.",
  private_registries: "is not translated. Write /etc/rancher/rke2/registries.yaml on each machine.",
  ingress: section({
    provider: { reason: INGRESS, harmless: /^none$/ },
    ...untranslated(["options", "extra_args", "dns_policy", "extra_envs", "extra_volumes", ...PLACEMENT], INGRESS),
    ...untranslated(["extra_volume_mounts", "http_port", "https_port", "network_mode", "default_backend"], INGRESS),
    ...untranslated(["default_http_backend_priority_class_name", "default_ingress_class"], INGRESS),
    nginx_ingress_controller_priority_class_name: INGRESS,
  }),
  cluster_name: {
    reason: "is not used, because the name of the component MlCluster names the cluster. Leave it out.",
    harmless: /^local$/,
  },
  cloud_provider: section({
    name: { reason: CLOUD, harmless: /^none$/ },
    useInstanceMetadataHostname: CLOUD,
    customCloudProvider: CLOUD,
    ...untranslated(
      ["aws", "azure", "openstack", "vsphere", "harvester"].map((name) => `${name}CloudProvider`),
      CLOUD,
    ),
  }),
  ...untranslated(["prefix_path", "win_prefix_path"], FOLDERS),
  // 45 is what RKE writes itself, and 30 is what its older releases wrote.
  addon_job_timeout: { reason: ADDONS, harmless: /^(?:30|45)$/ },
  bastion_host: section({
    ...SSH,
    ignore_proxy_env_vars: "is not needed, because Pulumi uses no proxy of the environment for SSH. Leave it out.",
  }),
  monitoring: section({
    provider: TRANSLATED,
    ...untranslated(["options", "replicas", "metrics_server_priority_class_name", ...PLACEMENT], METRICS),
  }),
  restore: section(untranslated(["restore", "snapshot_name"], RESTORE)),
  ...untranslated(["rotate_certificates", "rotate_encryption_key"], ROTATION),
  dns: section({
    provider: { reason: "is not used, because RKE2 installs CoreDNS. Leave it out.", harmless: /^coredns$/ },
    upstreamnameservers: "is not translated. Write rke2.nameservers with prepareHosts: true, which CoreDNS asks too.",
    ...untranslated(["options", "reversecidrs", "stubdomains", "nodelocal", "linear_autoscaler_params"], DNS),
    ...untranslated(PLACEMENT, DNS),
  }),
  upgrade_strategy: "is not used, because nodes are upgraded one after the other, each drained. Leave it out.",
});
