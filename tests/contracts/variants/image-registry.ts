import {
  AcmeChallenge,
  IngressLayer,
  JupyterHub,
  MlCluster,
  PachydermServiceType,
  PachydermStore,
  RancherServer,
  SeldonCore,
} from "../../../components";
import { HTTPS, LOGINS } from "../../unit/jupyter-hub/hub";
import { withSeed } from "../../unit/pachyderm-store/pachyderm";
import { cluster, clusterFacts, ingressFacts } from "../../unit/platform";
import { sampleOf } from "../../unit/targets/sample";
import type { Variant } from "./variant";

/** Every component with every chart that takes images from a registry. */
export const withRegistry = (imageRegistry: string | undefined): readonly Variant[] => {
  const common = { imageRegistry };
  const onCluster = (create: (ml: MlCluster, k8s: { provider: MlCluster["provider"] }) => unknown) => () => {
    const ml = cluster();
    create(ml, { provider: ml.provider });
  };
  const target = (name: string, more: object = {}): Variant => {
    const { args, mocks } = sampleOf(name);
    return { title: name, program: () => new MlCluster("ml", { ...args, ...more, ...common }), ...mocks };
  };
  const internal = { service: { type: PachydermServiceType.ClusterIP } };
  return [
    {
      title: "Istio with everything beside it",
      program: onCluster((_, k8s) => {
        const facts = { ...clusterFacts, providesLoadBalancers: false, loadBalancerNetwork: "172.25.0.0/16" };
        new IngressLayer(
          "ingress",
          {
            ...{ cluster: facts, istio: {}, internal: true, hosts: ["models.example.org"], ...common },
            metallb: { pools: { lan: { addresses: ["172.25.1.1-172.25.1.100"] } } },
            tls: { letsEncrypt: { email: "ml@example.org", challenge: AcmeChallenge.Dns01 } },
            dns: {
              cloudDns: {
                ...{ zones: ["example.org"], project: "my-project" },
                serviceAccount: "dns@my-project.iam.gserviceaccount.com",
              },
            },
          },
          k8s,
        );
      }),
    },
    {
      title: "Emissary",
      program: onCluster(
        (ml, k8s) => new IngressLayer("ingress", { cluster: ml, emissary: {}, allowPublic: true, ...common }, k8s),
      ),
    },
    {
      title: "Seldon Core",
      program: onCluster((ml, k8s) => new SeldonCore("seldon", { cluster: ml, ingress: ingressFacts, ...common }, k8s)),
    },
    {
      title: "Pachyderm on SeaweedFS",
      program: onCluster(
        (ml, k8s) => new PachydermStore("pach", { cluster: ml, seaweedFs: {}, ...internal, ...common }, k8s),
      ),
      outputs: withSeed,
    },
    {
      title: "JupyterHub",
      program: onCluster((ml, k8s) => {
        const login = LOGINS.sharedPassword;
        const args = { cluster: ml, ingress: HTTPS, host: "hub.example.org", login, prePuller: true, ...common };
        new JupyterHub("hub", args, k8s);
      }),
      outputs: withSeed,
    },
    {
      title: "Rancher",
      program: onCluster(
        (ml, k8s) =>
          new RancherServer("rancher", { cluster: ml, host: "r.example.org", ingress: HTTPS, ...common }, k8s),
      ),
    },
    target("aws", {
      nodePools: { general: { min: 1 }, gpu: { instanceType: "g5.xlarge", min: 0, gpu: { type: "a10g", count: 1 } } },
    }),
    target("rke2"),
  ];
};
