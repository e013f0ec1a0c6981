import type { PulumiFn } from "@pulumi/pulumi/automation";
import { MlCluster, type MlClusterArgs } from "../../../components";
import { serving } from "../../../programs/serving";

/** The program `aws` as its config in the tests has it, with other arguments for the cluster. */
export const awsPlatform =
  (mirror: string, changed: Partial<MlClusterArgs>): PulumiFn =>
  () => {
    const cluster = new MlCluster("ml", {
      aws: { region: "us-east-1" },
      kubernetesVersion: "1.35",
      nodePools: { general: { min: 2, max: 4 } },
      apiAccess: { cidrs: ["203.0.113.0/24"] },
      mirror,
      ...changed,
    });
    return Promise.resolve(serving(cluster));
  };
