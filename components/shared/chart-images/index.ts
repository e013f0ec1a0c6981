import type { ChartName } from "../pinned-charts";
import {
  certManagerImages,
  istiodImages,
  jupyterHubImages,
  localPathImages,
  pachydermImages,
  seaweedFsImages,
  seldonImages,
} from "./later-images";
import { podImages, type FindImages } from "./pod-images";

/** How the images of each chart are found. A chart whose operator creates further pods says where their images are. */
const find: Readonly<Record<ChartName, FindImages>> = {
  "istio-base": podImages,
  istiod: istiodImages,
  // The image of its pods is `auto`, which istiod replaces with that of the proxy.
  "istio-gateway": () => [],
  "emissary-crds": podImages,
  "emissary-ingress": podImages,
  ambassador: podImages,
  metallb: podImages,
  "seldon-core-operator": seldonImages,
  pachyderm: pachydermImages,
  jupyterhub: jupyterHubImages,
  // What Rancher itself installs is in no object of the chart; its releases have a list of these images.
  rancher: podImages,
  seaweedfs: seaweedFsImages,
  "cert-manager": certManagerImages,
  "external-dns": podImages,
  "aws-load-balancer-controller": podImages,
  "cluster-autoscaler": podImages,
  "local-path-provisioner": localPathImages,
  "nvidia-device-plugin": podImages,
};

/** Every image that the rendered objects of a chart need, also for pods that are created later: sorted, each once. */
export const imagesOfChart = (name: ChartName, objects: readonly object[]): string[] =>
  [...new Set(find[name](objects))].sort();
