import type { TargetOperations } from "../operations";
import { guardrails } from "./guardrails";

/** An existing cluster may run on any cloud. This covers the clouds that have no target folder of their own yet. */
export const operations: TargetOperations = {
  createsCluster: false,
  clusterTypes: /^digitalocean:index\/kubernetesCluster:KubernetesCluster$/,
  loadBalancerAnnotations: {
    // DigitalOcean, Oracle Cloud, OpenStack, IBM Cloud, Alibaba Cloud, Hetzner Cloud.
    "service.beta.kubernetes.io/do-loadbalancer-network": { internal: ["INTERNAL"], public: ["EXTERNAL"] },
    "service.beta.kubernetes.io/oci-load-balancer-internal": { internal: ["true"], public: ["false"] },
    "oci-network-load-balancer.oraclecloud.com/internal": { internal: ["true"], public: ["false"] },
    "service.beta.kubernetes.io/openstack-internal-load-balancer": { internal: ["true"], public: ["false"] },
    "service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type": { internal: ["private"], public: ["public"] },
    "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type": {
      internal: ["intranet"],
      public: ["internet"],
    },
    "load-balancer.hetzner.cloud/disable-public-network": { internal: ["true"], public: ["false"] },
  },
  httpsAnnotations: {
    // DigitalOcean: docs/controllers/services/annotations.md of its cloud controller manager, of 2026-11.
    "service.beta.kubernetes.io/do-loadbalancer-protocol": ["tcp"],
    "service.beta.kubernetes.io/do-loadbalancer-certificate-id": [],
    "service.beta.kubernetes.io/do-loadbalancer-certificate-name": [],
    "service.beta.kubernetes.io/do-loadbalancer-tls-ports": [],
    "service.beta.kubernetes.io/do-loadbalancer-tls-passthrough": ["false"],
    "service.beta.kubernetes.io/do-loadbalancer-http2-ports": [],
    "service.beta.kubernetes.io/do-loadbalancer-http3-port": [],
    "service.beta.kubernetes.io/do-loadbalancer-redirect-http-to-https": ["false"],
    // Oracle Cloud: docs/load-balancer-annotations.md of its cloud controller manager, of 2026-11.
    "service.beta.kubernetes.io/oci-load-balancer-ssl-ports": [],
    "service.beta.kubernetes.io/oci-load-balancer-tls-secret": [],
    "service.beta.kubernetes.io/oci-load-balancer-tls-backendset-secret": [],
    "service.beta.kubernetes.io/oci-load-balancer-backend-protocol": ["TCP"],
    // Alibaba Cloud, OpenStack, Hetzner Cloud.
    "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-cert-id": [],
    "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-protocol-port": [],
    "loadbalancer.openstack.org/default-tls-container-ref": [],
    "load-balancer.hetzner.cloud/protocol": ["tcp"],
    "load-balancer.hetzner.cloud/http-certificates": [],
    "load-balancer.hetzner.cloud/http-redirect-http": ["false"],
  },
  accessAnnotations: {
    // DigitalOcean: https://docs.digitalocean.com/products/kubernetes/how-to/configure-load-balancers/, of 2026-11.
    "service.beta.kubernetes.io/do-loadbalancer-allow-rules": {
      against: ["sourceRanges"],
      effect: "one of the two lists of sources is ignored",
    },
    // Oracle Cloud: "Specifying Security List Management Options" in the documentation of Container Engine, of 2026-11.
    "service.beta.kubernetes.io/oci-load-balancer-security-list-management-mode": {
      against: ["sourceRanges"],
      harmless: ["All", "Frontend"],
      effect: "no security list is changed, and the ranges are never applied",
    },
    "oci-network-load-balancer.oraclecloud.com/security-list-management-mode": {
      against: ["sourceRanges"],
      harmless: ["All", "Frontend"],
      effect: "no security list is changed, and the ranges are never applied",
    },
    // Cilium: https://docs.cilium.io/en/stable/network/kubernetes/kubeproxy-free/, of 2026-11.
    "service.cilium.io/src-ranges-policy": {
      against: ["sourceRanges"],
      harmless: ["allow"],
      effect: "the ranges are those that are kept out",
    },
  },
  get guardrails() {
    return guardrails;
  },
};
