import type { Release } from "@pulumi/kubernetes/helm/v3/release";
import * as pulumi from "@pulumi/pulumi";
import { after } from "../shared/component";
import type { ExistingObject } from "../shared/existing-object";
import { installationOf, provide } from "../shared/installations";
import { shown } from "../shared/invalid-args";
import { refuseLate } from "../shared/late-refusal";
import type { IngressLayerArgs } from "./args";
import type { Controller, Installed } from "./controllers/controller";
import { installDns } from "./dns";
import { wantedAnnotations } from "./exposure";
import { installMetalLb, type InstalledMetalLb } from "./metallb";
import {
  poolOwnerOf,
  publicPoolProblems,
  rememberPools,
  warnOfPrivateAddresses,
  type PoolOwner,
} from "./metallb/gateway";
import type { KnownPools } from "./metallb/pools";
import { poolsOf } from "./metallb/problems";
import { clusterProblems } from "./problems";
import type { IngressSpec } from "./spec";
import { createCertificates, installCertManager, type Certificates } from "./tls";
import { certificatePlaceProblems } from "./tls/load-balancer";

/** The chosen controller, and the arguments with their defaults. */
export interface CheckedLayer {
  readonly controller: Controller;
  readonly args: IngressLayerArgs;
  readonly spec: IngressSpec;
}

/** Everything that a layer created. */
interface InstalledLayer {
  readonly installed: Installed;
  readonly service: ExistingObject | undefined;
  /** Releases by chart name. */
  readonly releases: Record<string, Release>;
  readonly certManager: Release | undefined;
  readonly certificates: Certificates | undefined;
  readonly pools: InstalledMetalLb | undefined;
}

type Options = pulumi.ComponentResourceOptions | undefined;

/** Creates the controller, and beside it what the inputs ask for: cert-manager and certificates, external-dns, MetalLB. */
export function installLayer(
  name: string,
  { controller, args, spec }: CheckedLayer,
  opts: Options,
  layer: pulumi.ComponentResource,
): InstalledLayer {
  const parent = { parent: layer };
  const { labels, overrides, tls } = spec;
  const otherOwner = poolOwnerOf(args, opts);
  const clusterIsRight = lateCheck(name, { controller, args, spec }, otherOwner);
  const first = after(args.cluster.ready, clusterIsRight);
  const placed = { labels, overrides, first };
  const dns = spec.dns && installDns(name, spec.dns, { cluster: args.cluster, ...placed }, layer);
  const certManager = tls && installCertManager(name, tls, { ...placed, access: dns?.certManager }, parent);

  // On destroy, external-dns is deleted after the controller and its namespace. Until then it removes its records, which it does
  // 5 seconds after the gateway's Service is gone, and it is told nothing else.
  const externalDns = dns?.externalDns;
  // Without the addresses of another layer's MetalLB, the release of the gateway would wait in vain.
  const addresses = args.metallb === undefined ? (installationOf(opts, "MetalLB")?.resources ?? []) : [];
  const before = [...(externalDns === undefined ? [] : [externalDns]), ...addresses].map(({ urn }) => urn);
  const beforeController = before.length === 0 ? first : after(args.cluster.ready, clusterIsRight, ...before);
  const installed = controller.install(name, args, spec, beforeController, parent);

  const gateway = {
    namespace: installed.gatewayNamespace,
    ingressClassName: installed.ingressClassName,
    certManager: certManager === undefined ? (installationOf(opts, "cert-manager")?.resources ?? []) : [certManager],
    solvers: spec.dns?.service.solvers,
    labels,
  };
  const certificates = tls && createCertificates(name, tls, gateway, parent);
  const { metallb } = args;
  const pools = metallb && installMetalLb(name, { ...args, metallb }, spec, first, parent);

  const by = `IngressLayer "${name}"`;
  if (certManager !== undefined) provide(opts, "cert-manager", { by, resources: [certManager] });
  if (pools !== undefined) provide(opts, "MetalLB", { by, resources: pools.resources });
  const owner = metallb ? { by, pools: metallb.pools, known: poolsOf(args) as pulumi.Input<KnownPools> } : otherOwner;
  if (pools !== undefined && owner !== undefined) rememberPools(pools.resources, owner);
  if (owner !== undefined) warnOfPrivateAddresses(by, args, owner);
  const releases = {
    ...installed.releases,
    ...(certManager === undefined ? {} : { "cert-manager": certManager }),
    ...(pools === undefined ? {} : { metallb: pools.release }),
    ...(externalDns === undefined ? {} : { "external-dns": externalDns }),
  };
  return { installed, service: installed.service, releases, certManager, certificates, pools };
}

/** Refuses a layer whose cluster turns out not to fit, before anything of it is created. */
function lateCheck(
  name: string,
  { controller, args, spec }: CheckedLayer,
  owner: PoolOwner | undefined,
): pulumi.Output<unknown> {
  const { kubernetesVersion, identity, [wantedAnnotations(spec.service)]: wanted } = args.cluster;
  return pulumi
    .all([kubernetesVersion, wanted, identity, spec.tls?.atLoadBalancer, owner?.known])
    .apply(([version, annotations, known, certificate, pools]) =>
      refuseLate(`IngressLayer "${name}"`, [
        ...(owner === undefined || pools === undefined ? [] : publicPoolProblems(args, owner, pools, shown)),
        ...clusterProblems(controller, args, spec, version, annotations),
        ...certificatePlaceProblems(certificate, known),
      ]),
    );
}
