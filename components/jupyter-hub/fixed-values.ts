import type { FixedValues } from "../shared/fixed-values";

/** Plain data without an SDK, because the command line reads it. */
export const jupyterHubFixedValues: FixedValues = {
  component: "mlplatform:index:JupyterHub",
  values: [
    {
      chart: "jupyterhub",
      key: "hub.db.pvc.storage",
      refused: "decrease",
      path: "database.capacity",
      why: "No volume can shrink.",
    },
    {
      chart: "jupyterhub",
      key: "hub.db.pvc.storageClassName",
      refused: "change",
      path: "database.storageClass",
      why: "Kubernetes cannot change the class of a claim.",
    },
  ],
};
