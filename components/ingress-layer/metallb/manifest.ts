import type * as pulumi from "@pulumi/pulumi";
import type { ChartPlan } from "../../shared/install-chart";
import { given, labelled, type Labels } from "../../shared/values";
import type { AddressPoolArgs, BgpPeerArgs } from "./args";

/** Namespace of MetalLB if the caller names none. */
export const METALLB_NAMESPACE = "metallb-system";

/** Name of the Secret with the password of a router. */
export const passwordName = (peer: string): string => `bgp-peer-${peer}`;

/** The speaker uses the nodes' network and raw sockets, which the stricter levels of Pod Security forbid. */
export const PRIVILEGED: Labels = Object.fromEntries(
  ["enforce", "audit", "warn"].map((mode) => [`pod-security.kubernetes.io/${mode}`, "privileged"]),
);

/** The chart `metallb` with its values. FRR is needed only for IPv6 and BFD in BGP, and needs more privileges. */
export const metalLbChart: ChartPlan = {
  name: "metallb",
  values: { frrk8s: { enabled: false } },
  decided: {},
  images: (registry) => {
    const frr = { image: { repository: `${registry}/frrouting/frr` } };
    return {
      controller: { image: { repository: `${registry}/metallb/controller` } },
      speaker: { image: { repository: `${registry}/metallb/speaker` }, frr },
      "frr-k8s": { frrk8s: { image: { repository: `${registry}/metallb/frr-k8s` }, frr } },
    };
  },
  protected: [
    { keys: ["crds", "enabled"], value: true, why: "with false, the cluster does not know the kind IPAddressPool" },
    { keys: ["controller", "enabled"], value: true, why: "with false, nobody gives addresses to load balancers" },
    { keys: ["speaker", "enabled"], value: true, why: "with false, nobody announces the addresses" },
    { keys: ["loadBalancerClass"], value: "", why: "with this value, MetalLB ignores the gateway's Service" },
    { keys: ["configInline"], why: "is refused by the chart; pools are inputs of `metallb`" },
  ],
};

/** Where the objects are, and their labels. */
interface Place {
  readonly namespace: pulumi.Input<string>;
  readonly labels: Labels;
}

const object = (apiVersion: string, kind: string, name: string, { namespace, labels }: Place, spec: object) => ({
  apiVersion: `metallb.io/${apiVersion}`,
  kind,
  metadata: { name, namespace, ...labelled(labels) },
  spec,
});

/** A pool of addresses. */
export const poolManifest = (
  name: string,
  { autoAssign, avoidBuggyIps }: AddressPoolArgs,
  addresses: pulumi.Input<string[]>,
  place: Place,
) => object("v1beta1", "IPAddressPool", name, place, given({ addresses, autoAssign, avoidBuggyIPs: avoidBuggyIps }));

/** Announces pools by ARP or by BGP. Without one, an address is assigned but cannot be reached. */
export const advertisementManifest = (
  kind: "L2Advertisement" | "BGPAdvertisement",
  name: string,
  pools: readonly string[],
  place: Place,
) => object("v1beta1", kind, name, place, { ipAddressPools: pools });

/** A router; `passwordSecret` is the Secret that holds its password. */
export const peerManifest = (
  name: string,
  { address, asn, myAsn, port }: BgpPeerArgs,
  passwordSecret: pulumi.Input<string> | undefined,
  place: Place,
) =>
  object(
    "v1beta2",
    "BGPPeer",
    name,
    place,
    given({
      peerAddress: address,
      peerASN: asn,
      myASN: myAsn,
      peerPort: port,
      passwordSecret: passwordSecret === undefined ? undefined : { name: passwordSecret },
    }),
  );
