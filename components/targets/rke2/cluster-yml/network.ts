import { ownValue } from "../../../shared/own-value";
import { shown } from "../../../shared/shown";
import { Rke2Cni, type Rke2ClusterArgs } from "../args";
import { domain, ipv4, portRange } from "../formats";
import { checkedText, ipv4Cidr } from "./checked-text";
import { at, type Field } from "./field";
import type { Findings } from "./findings";

type NetworkInputs = Pick<
  Rke2ClusterArgs,
  "cni" | "clusterCidr" | "serviceCidr" | "clusterDns" | "clusterDomain" | "nodePortRange"
>;

/** The networks of pods and Services, which the file says in several places. */
export function networkOf(file: Field, findings: Findings): NetworkInputs {
  const services = at(file, "services");
  const [api, controller, kubelet] = ["kube-api", "kube-controller", "kubelet"].map((name) => at(services, name));
  return {
    cni: cniOf(at(file, "network", "plugin"), findings),
    clusterCidr: checkedText(at(controller, "cluster_cidr"), findings, ipv4Cidr),
    serviceCidr: serviceCidrOf(
      at(api, "service_cluster_ip_range"),
      at(controller, "service_cluster_ip_range"),
      findings,
    ),
    clusterDns: checkedText(at(kubelet, "cluster_dns_server"), findings, ipv4),
    clusterDomain: checkedText(at(kubelet, "cluster_domain"), findings, domain),
    nodePortRange: checkedText(at(api, "service_node_port_range"), findings, portRange),
  };
}

const KNOWN: Readonly<Record<string, Rke2Cni>> = {
  canal: Rke2Cni.Canal,
  calico: Rke2Cni.Calico,
  flannel: Rke2Cni.Flannel,
  // RKE does not have it, but who moves to RKE2 may write it.
  cilium: Rke2Cni.Cilium,
};

const REASONS: Readonly<Record<string, string>> = {
  weave: "is Weave, which has ended.",
  aci: "is Cisco ACI, which RKE2 does not bring.",
  none: "leaves the cluster without a network, and nothing could run on it.",
};

function cniOf(field: Field | undefined, findings: Findings): Rke2Cni | undefined {
  const plugin = findings.text(field);
  const cni = plugin === undefined ? undefined : ownValue(KNOWN, plugin);
  if (field !== undefined && plugin !== undefined && cni === undefined) {
    const known = ownValue(REASONS, plugin);
    const reason = known ?? `${shown(plugin)} is no network plugin of RKE2.`;
    findings.problem(field, `${reason} Write canal, calico, flannel or cilium.`);
  }
  return cni;
}

/** RKE wants the block of Services twice: for the API server, and for the controller manager. */
function serviceCidrOf(api: Field | undefined, controller: Field | undefined, findings: Findings): string | undefined {
  const [ofApi, ofController] = [api, controller].map((field) => checkedText(field, findings, ipv4Cidr));
  if (controller !== undefined && ofApi !== undefined && ofController !== undefined && ofApi !== ofController)
    findings.problem(
      controller,
      `${shown(ofController)} differs from ${shown(ofApi)} of kube-api. Services have one block: write it in both places.`,
    );
  return ofApi ?? ofController;
}
