import type * as pulumi from "@pulumi/pulumi";
import { IngressController, type ClusterFacts, type IngressFacts } from "./facts";
import { isDeferred } from "./invalid-args";

/** Facts that a cluster was given as plain values, so that wrong ones can be refused before anything exists. */
const plainFacts = new WeakMap<object, Partial<ClusterFacts>>();

/** Remembers the facts that a cluster was created with: its outputs do not tell whether a value was known at first. */
export const declareFacts = (cluster: object, facts: Partial<ClusterFacts>): void => {
  plainFacts.set(cluster, facts);
};

/** A fact of a cluster if its value is known now; `known` tells an absent value from one that is not known yet. */
export function plainFact<Name extends keyof ClusterFacts>(
  cluster: Pick<ClusterFacts, Name>,
  name: Name,
): { known: true; value: pulumi.Unwrap<ClusterFacts[Name]> } | { known: false } {
  const value: unknown = (plainFacts.get(cluster) ?? cluster)[name];
  return isDeferred(value) ? { known: false } : { known: true, value: value as pulumi.Unwrap<ClusterFacts[Name]> };
}

/** What identifies the layer among those of its cluster, for layers of this program. */
const layers = new WeakMap<object, string | undefined>();

/** The facts of a layer that tell it from others of its cluster. */
export type LayerIdentity = Pick<IngressFacts, "controller" | "gateway" | "ambassadorId" | "ingressClassName">;

/** Remembers the facts that a layer was created with: its outputs do not tell whether a value was known at first. */
export const declareLayer = (layer: object, facts: LayerIdentity): void => void layers.set(layer, identityOf(facts));

/** What identifies a layer among those of its cluster; undefined if it is known only later. */
export const layerIdentity = (facts: LayerIdentity): string | undefined =>
  layers.has(facts) ? layers.get(facts) : identityOf(facts);

function identityOf({ controller, gateway, ambassadorId = "default", ingressClassName }: LayerIdentity) {
  const byController: Record<IngressController, unknown> = {
    [IngressController.Istio]: gateway,
    [IngressController.Emissary]: ambassadorId,
    [IngressController.Other]: ingressClassName,
  };
  const name = byController[controller];
  return typeof name === "string" ? `${controller} ${name}` : undefined;
}

/** What identifies a cluster. */
export type ClusterIdentity = Pick<ClusterFacts, "clusterIdentifier">;

/** The cluster that was passed to a component: the component's output does not tell whether its identifier was known at first. */
const clusters = new WeakMap<ClusterIdentity, ClusterIdentity>();

/** Remembers the cluster that a component works in. */
export const declareCluster = (component: ClusterIdentity, cluster: ClusterIdentity): void => {
  clusters.set(component, cluster);
};

/** The cluster of a component of this program; for the facts of another stack, those facts. */
export const clusterOf = (facts: ClusterIdentity): ClusterIdentity => clusters.get(facts) ?? facts;

/** Kubeconfigs of clusters of this program. They are no facts, because facts contain no secret. */
const kubeconfigs = new WeakMap<object, pulumi.Output<string>>();

/** Remembers the secret kubeconfig of a cluster, for components that must reach it without a Kubernetes provider. */
export const declareKubeconfig = (cluster: object, kubeconfig: pulumi.Output<string>): void =>
  void kubeconfigs.set(cluster, kubeconfig);

/** The kubeconfig of a cluster; undefined if it is not one of this program. */
export const kubeconfigOf = (cluster: object): pulumi.Output<string> | undefined => kubeconfigs.get(cluster);
