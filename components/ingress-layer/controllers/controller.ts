import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { readdirSync } from "node:fs";
import type { ChartPlan, ChartVersions } from "../../shared/install-chart";
import type { Claim } from "../../shared/claims";
import type { ExistingObject } from "../../shared/existing-object";
import type { IngressController, IngressFacts, IssuerReference } from "../../shared/facts";
import type { Problem } from "../../shared/invalid-args";
import type { LayerIdentity } from "../../shared/known-facts";
import type { IngressLayerArgs } from "../args";
import type { IngressSpec } from "../spec";

/**
 * An ingress controller behind an `IngressLayer`. Each folder beside this file exports one as `controller`; the folder's
 * name is the name of its block in the arguments.
 */
export interface Controller {
  /** Which kind of controller answers. */
  kind(args: IngressLayerArgs): IngressController;
  /** Inputs of the layer that it does not support, which are refused, and why. */
  readonly unsupported?: { readonly inputs: readonly (keyof IngressLayerArgs)[]; readonly why: string };
  /** Another layer whose parts it uses, with the path of the input; absent if it uses none. */
  uses?(args: IngressLayerArgs): { readonly path: string; readonly layer: IngressFacts } | undefined;
  /** Namespace of the controller if the caller names none; `name` is that of the layer. */
  namespace(name: string, args: IngressLayerArgs): string;
  /** What is wrong with single inputs of the controller's block. */
  fieldProblems(args: IngressLayerArgs): Problem[];
  /** What is wrong with inputs that are right by themselves but do not fit together. */
  ruleProblems(args: IngressLayerArgs, spec: IngressSpec): Problem[];
  /** Versions of charts that the controller's block chooses; absent if it has no such input. */
  chartVersions?(args: IngressLayerArgs): ChartVersions;
  /** The version that will be installed. */
  version(args: IngressLayerArgs, spec: IngressSpec): string;
  /** What is wrong with its version; on this version of Kubernetes, if that is known. */
  versionProblems(args: IngressLayerArgs, spec: IngressSpec, kubernetesVersion: string | undefined): Problem[];
  /** The charts it installs, with their values. */
  charts(args: IngressLayerArgs, spec: IngressSpec): ChartPlan[];
  /** The objects that it creates, except its namespace. */
  claims(args: IngressLayerArgs, spec: IngressSpec): Claim[];
  /** Creates everything. What is created first waits for `first`. */
  install(
    name: string,
    args: IngressLayerArgs,
    spec: IngressSpec,
    first: pulumi.Output<pulumi.Resource[]>,
    opts: pulumi.CustomResourceOptions,
  ): Installed;
}

/** What a controller created. */
export interface Installed {
  /** The gateway's Service as the cluster has it; absent if it is not known. */
  readonly service?: ExistingObject;
  /** Releases by chart name, for the component's getter. */
  readonly releases: Record<string, kubernetes.helm.v3.Release>;
  /** Where the gateway answers if its Service has no load balancer: the Service's name inside the cluster. */
  readonly clusterHost: pulumi.Output<string>;
  /** How it is reached, if `tls` does not decide it. */
  readonly endpoint?: { readonly https: boolean; readonly port: pulumi.Input<number> };
  /** Whether cert-manager is there, and the issuer of the hosts' certificates, if `tls` does not decide it. */
  readonly certManager?: boolean;
  readonly issuer?: IssuerReference;
  /** Namespace of the gateway's pods. It waits for that namespace only. */
  readonly gatewayNamespace: pulumi.Output<string>;
  /** Shared Gateway as `<namespace>/<name>`. It does not wait for the Gateway: an operator may learn the name before the Gateway exists. */
  readonly gateway?: pulumi.Output<string>;
  /** The name of the Gateway, or the class of another controller, before it waits for anything. It tells the layer from others. */
  readonly known?: Pick<LayerIdentity, "gateway" | "ingressClassName">;
  readonly gatewaySelector?: Record<string, string>;
  /** Emissary: the id that Mappings must name. */
  readonly ambassadorId?: string;
  /** Emissary: whether Mappings of `getambassador.io/v2` are served. */
  readonly legacyVersions?: boolean;
  /** Class of Kubernetes Ingresses; absent if no class leads to this gateway. */
  readonly ingressClassName?: pulumi.Output<string>;
  /** Outputs of what serves the custom resource definitions, and of what must exist before pods of others start. */
  readonly crds: pulumi.Input<unknown>[];
  /** Outputs of what is created last. */
  readonly last: pulumi.Input<unknown>[];
}

/** Names of the controllers, which are the folders beside this file. */
export const controllerNames = (): string[] =>
  readdirSync(__dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

/** Loads the controller in the folder of that name; throws if there is no such folder. */
export function loadController(name: string): Controller {
  const names = controllerNames();
  if (!names.includes(name)) throw new Error(`there is no controller ${name}; there are ${names.join(", ")}`);
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require(`./${name}`) as { controller: Controller }).controller;
}
