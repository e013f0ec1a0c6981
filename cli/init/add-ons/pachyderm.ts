import { DELETE_DATA, type AddOn } from "../add-on";

/** Pachyderm on the object store of the target. */
export const addOn: AddOn = {
  title: "Pachyderm, on the object store of the cloud or on SeaweedFS",
  imports: ["PachydermServiceType", "PachydermStore"],
  code: `const pachyderm = new PachydermStore(
  "pachyderm",
  {
    cluster,
    {objectStore}: {},
    // Only pods and kubectl port-forward reach it.
    service: { type: PachydermServiceType.ClusterIP },
    deleteData: config.requireBoolean("deleteData"),
  },
  k8s,
);`,
  outputs: { pachydermCommand: "pachyderm.connectCommand" },
  config: [DELETE_DATA],
  readme: `**Pachyderm** is reached by pods, with the command in the output \`pachydermCommand\`. On your machine, \`pachctl port-forward\` and the kubeconfig of the cluster lead to it.`,
};
