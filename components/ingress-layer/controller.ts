import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ChartPlan } from "../shared/chart";
import type { ExistingObject } from "../shared/existing-object";
import type { IngressController } from "../shared/facts";
import type { Problem } from "../shared/invalid-args";
import type { IngressLayerArgs } from "./args";
import type { IngressSpec } from "./spec";

/** An ingress controller behind an `IngressLayer`. Each folder beside this file exports one. */
export interface Controller {
  readonly kind: IngressController;
  /** Namespace it goes into where the caller names none. */
  readonly namespace: string;
  /** What is wrong with the controller's own block. */
  problemsIn(args: IngressLayerArgs): Problem[];
  /** The version that will be installed. */
  version(spec: IngressSpec): string;
  /** What is wrong with its version, on this version of Kubernetes where that is known. */
  versionProblems(spec: IngressSpec, kubernetesVersion: string | undefined): Problem[];
  /** The charts it installs, with their values. */
  charts(args: IngressLayerArgs, spec: IngressSpec): ChartPlan[];
  /** Creates everything. What comes first waits for `first`. */
  install(
    name: string,
    args: IngressLayerArgs,
    spec: IngressSpec,
    first: pulumi.Output<pulumi.Resource[]>,
    opts: pulumi.CustomResourceOptions,
  ): Installed;
}

/** What a controller hands back. */
export interface Installed {
  /** The gateway's Service as the cluster has it. */
  readonly service: ExistingObject;
  /** Releases by chart name, for the component's getter. */
  readonly releases: Record<string, kubernetes.helm.v3.Release>;
  /** Name of that Service inside the cluster. */
  readonly clusterHost: pulumi.Output<string>;
  /** Namespace of the gateway's pods. It waits for that namespace only. */
  readonly gatewayNamespace: pulumi.Output<string>;
  /** Name of the shared Gateway. It waits for the namespace only, because an operator may be told of it before it exists. */
  readonly gateway?: pulumi.Output<string>;
  readonly gatewaySelector?: Record<string, string>;
  readonly ingressClassName: pulumi.Output<string>;
  /** Outputs of what serves the custom resource definitions, and of what has to be there before pods of others start. */
  readonly crds: pulumi.Input<unknown>[];
  /** Outputs of what is created last. */
  readonly last: pulumi.Input<unknown>[];
}
