import type { PulumiFn } from "@pulumi/pulumi/automation";
import { MlCluster, type MlClusterArgs } from "../../../components";
import { serving } from "../../../programs/serving";

/** The pool of the program. */
export const GENERAL = { min: 3, max: 6 };

/** The program `gcp` as its config in the tests has it, with other arguments for the cluster. */
export const gcpPlatform =
  (changed: Partial<MlClusterArgs>): PulumiFn =>
  () => {
    const cluster = new MlCluster("ml", {
      gcp: { project: "ml-prod-123456", location: "us-central1" },
      kubernetesVersion: "1.35",
      nodePools: { general: GENERAL },
      ...changed,
    });
    return Promise.resolve(serving(cluster));
  };
