/** A whole platform on machines of one's own: RKE2 over SSH, MetalLB, Istio, Seldon Core and Rancher. */
import * as pulumi from "@pulumi/pulumi";
import { MlCluster, type Rke2ClusterArgs } from "../../components";
import { inputsIn, type ConfigKey } from "../component-config";
import { fromConfig, type ConfigWords } from "../config-words";
import { installServing } from "../serving";
import { rancherFromConfig } from "./rancher";

const config = new pulumi.Config();
const domain = config.require("domain");
const KEY: ConfigKey = {
  key: "rke2",
  type: "Rke2ClusterArgs",
  example: '{"rkeClusterYml": "../cluster.yml"}',
  decided: {},
  secrets: { "etcdSnapshots.s3.secretKey": "rke2SnapshotSecretKey" },
  block: "machines",
};
const rke2 = (inputsIn(config, KEY)?.inputs ?? {}) as Rke2ClusterArgs;

const secretKeys = Object.entries(KEY.secrets).map(([path, own]) => [`rke2.${path}`, own]);
const cluster = fromConfig(
  { keys: Object.fromEntries(secretKeys) as Record<string, string> },
  () =>
    new MlCluster("ml", {
      rke2,
      kubernetesVersion: config.get("kubernetesVersion") || undefined,
      deletionProtection: config.requireBoolean("deletionProtection"),
      allowUntestedVersions: config.requireBoolean("allowUntestedVersions"),
      mirror: config.get("mirror") || undefined,
      imageRegistry: config.get("imageRegistry") || undefined,
    }),
);

// With its CIS profile, RKE2 only lets pods of the restricted standard run in namespaces without this label.
const labels = rke2.cisProfile === true ? { "pod-security.kubernetes.io/enforce": "privileged" } : undefined;
const rancherHost = `rancher-demo.${domain}`;
const network = rke2.loadBalancerNetwork;
const example = "such as 192.168.86.240/28";
const gatewayWords: ConfigWords = {
  keys: { "metallb.pools.default.fromClusterNetwork": "rke2.loadBalancerNetwork" },
  advice: { "Write addresses instead.": `Write a larger block, ${example}.` },
  ...(network === undefined && {
    instead: {
      "service.type": {
        path: "rke2.loadBalancerNetwork",
        reason: `is missing, so nothing gives the gateway an address. Write a block of free addresses in the network of the machines, ${example}.`,
      },
    },
  }),
};

// Only the network of the machines reaches addresses of MetalLB, unless the config says who else does.
const isInternal = config.requireObject<string[]>("sourceRanges").length === 0 && !config.requireBoolean("allowPublic");
const { ingress, outputs } = installServing(cluster, {
  labels,
  gateway: {
    ...(isInternal && { internal: true }),
    ...(network !== undefined && { metallb: { pools: { default: { fromClusterNetwork: true } } } }),
    // Rancher answers HTTPS only.
    hosts: [`models.${domain}`, rancherHost],
    tls: { selfSigned: {} },
  },
  gatewayWords,
});

export = { ...outputs, ...rancherFromConfig(config, rancherHost, { cluster, ingress, labels }) };
