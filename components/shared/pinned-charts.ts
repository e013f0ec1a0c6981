/** Where a chart comes from, and the version that we test. */
export interface ChartPin {
  /** The chart's own name, as in its `Chart.yaml`. */
  readonly chart: string;
  /** Version of the chart, as in its `Chart.yaml`. */
  readonly version: string;
  /** Helm repository: an HTTP repository's URL, or the `oci://` folder that holds the chart. */
  readonly repository: string;
  /** Path of the chart in an OCI mirror, unique among all charts, as some chart names are only `base` or `gateway`. */
  readonly mirror: string;
}

/** The version of Istio that is installed if the caller chooses none. */
const ISTIO_VERSION = "1.30.3";

/** The patch version of Istio for a minor version that the caller chooses. Each minor has its evidence in `tested-versions.ts`. */
export const istioVersions: Readonly<Record<string, string>> = {
  "1.30": ISTIO_VERSION,
  "1.31": "1.31.4",
  "1.32": "1.32.0",
};

const ISTIO = { version: ISTIO_VERSION, repository: "https://blob.istio.io/istio-release/charts" };

/** The version of Rancher that is installed if the cluster's version of Kubernetes is not known. */
const RANCHER_VERSION = "2.15.0";

/** The patch version of Rancher for a minor version. Each minor has its evidence in `tested-versions.ts`. */
export const rancherVersions: Readonly<Record<string, string>> = {
  "2.13": "2.13.8",
  "2.14": "2.14.4",
  "2.15": RANCHER_VERSION,
};

const EMISSARY = { version: "4.1.0", repository: "oci://ghcr.io/emissary-ingress" };

/** Every chart that this package installs: the one place for chart names, repositories and versions. */
export const charts = {
  "istio-base": { chart: "base", mirror: "istio/base", ...ISTIO },
  istiod: { chart: "istiod", mirror: "istio/istiod", ...ISTIO },
  "istio-gateway": { chart: "gateway", mirror: "istio/gateway", ...ISTIO },
  "emissary-crds": { chart: "emissary-crds-chart", mirror: "emissary/emissary-crds-chart", ...EMISSARY },
  "emissary-ingress": { chart: "emissary-ingress", mirror: "emissary/emissary-ingress", ...EMISSARY },
  ambassador: {
    chart: "ambassador",
    version: "6.9.5",
    repository: "https://app.getambassador.io",
    mirror: "datawire/ambassador",
  },
  metallb: {
    chart: "metallb",
    version: "0.16.1",
    repository: "https://metallb.github.io/metallb",
    mirror: "metallb/metallb",
  },
  "seldon-core-operator": {
    chart: "seldon-core-operator",
    version: "1.17.1",
    repository: "https://storage.googleapis.com/seldon-charts",
    mirror: "seldon/seldon-core-operator",
  },
  pachyderm: {
    chart: "pachyderm",
    version: "2.11.5",
    repository: "https://helm.pachyderm.com",
    mirror: "pachyderm/pachyderm",
  },
  jupyterhub: {
    chart: "jupyterhub",
    version: "4.4.0",
    repository: "https://hub.jupyter.org/helm-chart/",
    mirror: "jupyterhub/jupyterhub",
  },
  rancher: {
    chart: "rancher",
    version: RANCHER_VERSION,
    // `stable` gets a version only weeks later.
    repository: "https://releases.rancher.com/server-charts/latest",
    mirror: "rancher/rancher",
  },
  seaweedfs: {
    chart: "seaweedfs",
    version: "4.44.0",
    repository: "https://seaweedfs.github.io/seaweedfs/helm",
    mirror: "seaweedfs/seaweedfs",
  },
  "cert-manager": {
    chart: "cert-manager",
    version: "v1.21.1",
    repository: "oci://quay.io/jetstack/charts",
    mirror: "jetstack/cert-manager",
  },
  "external-dns": {
    chart: "external-dns",
    version: "1.21.1",
    repository: "https://kubernetes-sigs.github.io/external-dns",
    mirror: "external-dns/external-dns",
  },
  "aws-load-balancer-controller": {
    chart: "aws-load-balancer-controller",
    version: "3.5.0",
    repository: "https://aws.github.io/eks-charts",
    mirror: "eks/aws-load-balancer-controller",
  },
  "cluster-autoscaler": {
    chart: "cluster-autoscaler",
    version: "9.59.0",
    repository: "https://kubernetes.github.io/autoscaler",
    mirror: "autoscaler/cluster-autoscaler",
  },
  "local-path-provisioner": {
    chart: "local-path-provisioner",
    version: "0.0.36",
    repository: "oci://ghcr.io/rancher/local-path-provisioner/charts",
    mirror: "rancher/local-path-provisioner",
  },
  "nvidia-device-plugin": {
    chart: "nvidia-device-plugin",
    version: "0.20.0",
    repository: "https://nvidia.github.io/k8s-device-plugin",
    mirror: "nvidia/nvidia-device-plugin",
  },
} as const satisfies Record<string, ChartPin>;

/** The name under which callers override a chart. */
export type ChartName = keyof typeof charts;
