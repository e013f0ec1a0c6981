import type { ImageValues } from "../shared/image-values";

/** Values by which the images of the chart come from another registry; that of notebooks is an input. */
export const imageValues: ImageValues = (registry) => {
  const image = (path: string) => ({ image: { name: `${registry}/${path}` } });
  const pause = image("pause");
  return {
    hub: image("jupyterhub/k8s-hub"),
    proxy: { chp: image("jupyterhub/configurable-http-proxy") },
    singleuser: { networkTools: image("jupyterhub/k8s-network-tools") },
    scheduling: { userScheduler: image("kube-scheduler"), userPlaceholder: pause },
    prePuller: { hook: image("jupyterhub/k8s-image-awaiter"), pause },
  };
};
