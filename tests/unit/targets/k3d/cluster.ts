import type { MlClusterArgs } from "../../../../components";
import type { PlainValue } from "../../../../recorder/graph";
import { recordedCluster } from "../recorded-cluster";

/** Arguments of a cluster, of which nothing is said. */
export const clusterArgs = ({ k3d, ...common }: Partial<MlClusterArgs> = {}): MlClusterArgs => ({
  k3d: { ...k3d },
  ...common,
});

export const {
  cluster: k3d,
  clusterIn: k3dIn,
  commands,
} = recordedCluster(clusterArgs, {
  "random:index/randomId:RandomId": () => ({ outputs: { hex: "5eed" } }),
  "command:local:Command": (name, { create }) => ({
    id: `${name}0a1b2c3d`,
    outputs: { stdout: printed(create), stderr: "" },
  }),
});

/** It logs in with the certificate of an administrator, as such a cluster's does. */
const KUBECONFIG = [
  ...["apiVersion: v1", "kind: Config", "users:", "- name: admin", "  user:"],
  ...["    client-certificate-data: Y2VydA==", "    client-key-data: a2V5", ""],
].join("\n");

function printed(create: PlainValue | undefined): string {
  if (typeof create === "string" && create.startsWith("create the k3d cluster:"))
    return JSON.stringify({ server: "c0ffee", network: "172.25.0.0/16" });
  return create === "read the kubeconfig of the k3d cluster" ? KUBECONFIG : "";
}
