/** A whole platform on this machine: a cluster of k3d with MetalLB, and what it serves. */
import * as pulumi from "@pulumi/pulumi";
import { MlCluster, type K3dClusterArgs } from "../../components";
import { objectIn } from "../component-config";
import { fromConfig, type ConfigWords } from "../config-words";
import { installServing } from "../serving";
import { exampleSite } from "./example-site";

const config = new pulumi.Config();
const domain = config.require("domain");
// As in Seldon's quickstart: 8 GB of memory, and MetalLB instead of ServiceLB.
const k3d: K3dClusterArgs = {
  serversMemory: "8G",
  serviceLb: false,
  ...objectIn(config, { key: "k3d", type: "K3dClusterArgs", example: '{"httpPort": 9080}' }),
};

const words: ConfigWords = { keys: { name: "k3d.name" } };
const cluster = fromConfig(
  words,
  () =>
    new MlCluster("ml", {
      k3d,
      kubernetesVersion: config.get("kubernetesVersion") || undefined,
      deletionProtection: config.requireBoolean("deletionProtection"),
      allowUntestedVersions: config.requireBoolean("allowUntestedVersions"),
    }),
);

// Only this machine reaches the Docker network, so the gateway needs no source ranges. Ports that ServiceLB answers at can be open to others.
const isOpen = k3d.serviceLb === true && k3d.listenAddress !== undefined && !k3d.listenAddress.startsWith("127.");
const isInternal =
  !isOpen && config.requireObject<string[]>("sourceRanges").length === 0 && !config.requireBoolean("allowPublic");
const { ingress, outputs } = installServing(cluster, {
  gateway: {
    ...(isInternal && { internal: true }),
    ...(k3d.serviceLb === true ? {} : { metallb: { pools: { default: { fromClusterNetwork: true } } } }),
  },
  jupyterHub: {
    inputs: {
      host: `jupyterhub.${domain}`,
      login: { sharedPassword: {}, allowAll: true, adminUsers: ["admin"] },
    },
    keys: { host: "domain" },
  },
});
const site = exampleSite(`nginx.${domain}`, {
  cluster,
  ingress,
  imageRegistry: config.get("imageRegistry") || "docker.io",
});

export = {
  ...outputs,
  siteUrl: site.url,
  // ServiceLB answers at a port of this machine, MetalLB at an address of the Docker network.
  localUrl: k3d.serviceLb === true ? `http://localhost:${String(k3d.httpPort ?? 8080)}` : outputs.url,
};
