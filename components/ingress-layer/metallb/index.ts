import type { Release } from "@pulumi/kubernetes/helm/v3";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import { Secret } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { installChart } from "../../shared/install-chart";
import { shown } from "../../shared/invalid-args";
import { refuseLate } from "../../shared/late-refusal";
import { namespaceSpec, useNamespace } from "../../shared/namespace";
import { ownValue } from "../../shared/own-value";
import { labelled } from "../../shared/values";
import type { IngressLayerArgs } from "../args";
import type { IngressSpec } from "../spec";
import type { MetalLbArgs } from "./args";
import {
  advertisementManifest,
  METALLB_NAMESPACE,
  metalLbChart,
  passwordName,
  peerManifest,
  poolManifest,
  PRIVILEGED,
} from "./manifest";
import { addressesOf, type KnownPools } from "./pools";
import { announced, knownPoolProblems, poolsOf } from "./problems";

/** What was installed. */
export interface InstalledMetalLb {
  readonly release: Release;
  /** The pools and what announces them. */
  readonly resources: pulumi.Resource[];
}

/**
 * Installs MetalLB with its pools. A gateway does not wait for it: its Service gets an address as soon as there is a pool. On destroy,
 * the pools are deleted before the release, because the release deletes their definitions.
 */
export function installMetalLb(
  name: string,
  args: IngressLayerArgs & { metallb: MetalLbArgs },
  { labels, overrides }: IngressSpec,
  first: pulumi.Output<pulumi.Resource[]>,
  opts: pulumi.CustomResourceOptions,
): InstalledMetalLb {
  const { metallb } = args;
  const namespace = useNamespace(`${name}-metallb-namespace`, namespaceSpec(metallb.namespace, METALLB_NAMESPACE), {
    labels: { ...labels, ...PRIVILEGED },
    opts: { ...opts, dependsOn: first },
  });
  const release = installChart(
    `${name}-metallb`,
    metalLbChart,
    overrides,
    { release: "metallb", namespace, timeout: 600 },
    opts,
  );

  // The controller's webhook must answer before any of these objects.
  const after = { ...opts, dependsOn: [release] };
  const place = { namespace, labels };
  const addresses = judgedAddresses(`IngressLayer "${name}"`, args);
  const pools = Object.entries(metallb.pools).map(
    ([pool, own]) =>
      new CustomResource(
        `${name}-pool-${pool}`,
        poolManifest(
          pool,
          own,
          addresses.apply((all) => ownValue(all, pool) ?? []),
          place,
        ),
        after,
      ),
  );
  const advertise = (kind: "L2Advertisement" | "BGPAdvertisement", part: string) =>
    new CustomResource(`${name}-${part}`, advertisementManifest(kind, part, Object.keys(metallb.pools), place), after);
  const { l2, bgp } = announced(args);
  return {
    release,
    resources: [
      ...pools,
      ...(l2 ? [advertise("L2Advertisement", "l2")] : []),
      ...(bgp ? [advertise("BGPAdvertisement", "bgp")] : []),
      ...peers(name, metallb, place, after),
    ],
  };
}

/** The addresses of each pool; they resolve once they were checked. */
const judgedAddresses = (component: string, args: IngressLayerArgs): pulumi.Output<Record<string, string[]>> => {
  const pools = pulumi.output(poolsOf(args)) as pulumi.Output<KnownPools>;
  return pulumi.all([pools, pulumi.isSecret(pools)]).apply(async ([known, isSecret]) => {
    const show = isSecret ? () => "the secret value" : shown;
    await refuseLate(component, knownPoolProblems(args, known, show));
    return addressesOf(known);
  });
};

function peers(
  name: string,
  { bgpPeers = {} }: MetalLbArgs,
  place: { readonly namespace: pulumi.Output<string>; readonly labels: Record<string, pulumi.Input<string>> },
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResource[] {
  return Object.entries(bgpPeers).map(([peer, own]) => {
    const resource = `${name}-bgp-peer-${peer}`;
    const secret =
      own.password === undefined
        ? undefined
        : new Secret(
            `${resource}-password`,
            {
              metadata: { name: passwordName(peer), namespace: place.namespace, ...labelled(place.labels) },
              type: "kubernetes.io/basic-auth",
              stringData: { password: pulumi.secret(own.password) },
            },
            opts,
          );
    return new CustomResource(resource, peerManifest(peer, own, secret?.metadata.name, place), opts);
  });
}
