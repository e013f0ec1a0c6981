import type { PulumiFn } from "@pulumi/pulumi/automation";
import { MlCluster, type MlClusterArgs } from "../../../components";
import { serving } from "../../../programs/serving";

/** The pool of that program. */
export const GENERAL = { min: 2, max: 6 };

/** The program `azure` as its config in the tests has it but with a larger pool, and with other arguments for the cluster. */
export const azurePlatform =
  (changed: Partial<MlClusterArgs>): PulumiFn =>
  () => {
    const cluster = new MlCluster("ml", {
      azure: { location: "centralus" },
      kubernetesVersion: "1.35",
      nodePools: { general: GENERAL },
      apiAccess: { cidrs: ["203.0.113.0/24"] },
      ...changed,
    });
    return Promise.resolve(serving(cluster));
  };
