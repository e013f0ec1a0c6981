/** A cluster on Amazon EKS, and models that it serves. */
import * as pulumi from "@pulumi/pulumi";
import { MlCluster } from "../../components";
import { serving } from "../serving";

const config = new pulumi.Config();
const nodes = config.requireNumber("nodes");
const cidrs = config.requireObject<string[]>("apiCidrs");
if (cidrs.length === 0) {
  throw new pulumi.RunError(
    "apiCidrs: is empty, so nobody can reach the API server; write the CIDR blocks from which you run Pulumi.",
  );
}

const cluster = new MlCluster("ml", {
  aws: { region: config.get("region") || undefined },
  kubernetesVersion: config.get("kubernetesVersion") || undefined,
  nodePools: {
    general: { instanceType: config.get("instanceType") || undefined, min: nodes, max: 2 * nodes },
  },
  apiAccess: { cidrs },
  admins: config.requireObject<string[]>("admins"),
  deletionProtection: config.requireBoolean("deletionProtection"),
  mirror: config.get("mirror") || undefined,
  allowUntestedVersions: config.requireBoolean("allowUntestedVersions"),
});

export const { kubeconfig, host, url, modelUrl } = serving(cluster);
