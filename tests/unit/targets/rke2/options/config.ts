import { Rke2Cni } from "../../../../../components";
import type { DataRow } from "./row";

/** What an option that is only in the servers' config.yaml changes. */
const ON_SERVERS = ["~ Command ml-s1: stdin", "~ Command ml-s1-login: environment"];
const ON_AGENTS = ["~ Command ml-a1: stdin", "~ Command ml-a1-login: environment"];
const ON_ALL = [...ON_AGENTS, ...ON_SERVERS];

const ofServers = (option: string, rke2: object, line: string): DataRow => ({
  option: `rke2.${option}`,
  args: { rke2 },
  expected: ON_SERVERS,
  data: { "ml-s1": { CONFIG: line } },
});

const s3 = { bucket: "snapshots", accessKey: "AKIA", secretKey: "s3cret" };
const ofS3 = (option: string, more: object, line: string): DataRow => ({
  option: `rke2.etcdSnapshots.s3.${option}`,
  args: { rke2: { etcdSnapshots: { s3: { ...s3, ...more } } } },
  than: { rke2: { etcdSnapshots: { s3 } } },
  expected: ON_SERVERS,
  data: { "ml-s1": { CONFIG: line } },
});

/** Options that become keys of config.yaml. */
export const configRows: readonly DataRow[] = [
  ofServers("tlsSans", { tlsSans: ["k8s.example.org"] }, 'tls-san: ["k8s.example.org","10.0.0.1"]'),
  ofServers("cni", { cni: Rke2Cni.Flannel }, 'cni: "flannel"'),
  ofServers("clusterCidr", { clusterCidr: "10.100.0.0/16" }, 'cluster-cidr: "10.100.0.0/16"'),
  ofServers("serviceCidr", { serviceCidr: "10.101.0.0/16" }, 'service-cidr: "10.101.0.0/16"'),
  ofServers("clusterDns", { clusterDns: "10.43.0.53" }, 'cluster-dns: "10.43.0.53"'),
  ofServers("clusterDomain", { clusterDomain: "ml.local" }, 'cluster-domain: "ml.local"'),
  ofServers("nodePortRange", { nodePortRange: "31000-31999" }, 'service-node-port-range: "31000-31999"'),
  ofServers(
    "etcdSnapshots.schedule",
    { etcdSnapshots: { schedule: "0 3 * * *" } },
    'etcd-snapshot-schedule-cron: "0 3 * * *"',
  ),
  ofServers("etcdSnapshots.retention", { etcdSnapshots: { retention: 9 } }, "etcd-snapshot-retention: 9"),
  ofServers("etcdSnapshots.retention in a bucket", { etcdSnapshots: { s3, retention: 9 } }, "etcd-s3-retention: 9"),
  ofServers("etcdSnapshots.s3.bucket", { etcdSnapshots: { s3 } }, 'etcd-s3-bucket: "snapshots"'),
  ofS3("endpoint", { endpoint: "minio.example.org:9000" }, 'etcd-s3-endpoint: "minio.example.org:9000"'),
  ofS3("region", { region: "eu-west-1" }, 'etcd-s3-region: "eu-west-1"'),
  ofS3("folder", { folder: "ml" }, 'etcd-s3-folder: "ml"'),
  ofS3("accessKey", { accessKey: "OTHER" }, 'etcd-s3-access-key: "OTHER"'),
  ofS3("secretKey", { secretKey: "other" }, 'etcd-s3-secret-key: "other"'),
  ofServers("serverConfig.*", { serverConfig: { "kube-apiserver-arg": ["v=2"] } }, 'kube-apiserver-arg: ["v=2"]'),
  {
    option: "rke2.agentConfig.*",
    args: { rke2: { agentConfig: { "kubelet-arg": ["max-pods=50"] } } },
    expected: ON_AGENTS,
    data: { "ml-a1": { CONFIG: 'kubelet-arg: ["max-pods=50"]' } },
  },
  {
    option: "rke2.cisProfile",
    args: { rke2: { cisProfile: true } },
    expected: ["~ Command ml-a1-check: stdin", "~ Command ml-s1-check: stdin", ...ON_ALL],
    data: { "ml-a1": { CONFIG: 'profile: "cis"' }, "ml-s1-check": { CIS: "yes" } },
  },
  {
    option: "rke2.registrationAddress",
    args: { rke2: { registrationAddress: "k8s.example.org" } },
    expected: [...ON_ALL, "~ Command ml-kubeconfig: stdin", "~ MlCluster ml: endpoint"],
    data: {
      "ml-a1": { CONFIG: 'server: "https://k8s.example.org:9345"' },
      "ml-s1": { CONFIG: 'tls-san: ["k8s.example.org","10.0.0.1"]' },
      "ml-kubeconfig": { API_ADDRESS: "k8s.example.org" },
    },
  },
];
