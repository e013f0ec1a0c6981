import type * as pulumi from "@pulumi/pulumi";
import { chartFieldProblems, chartProblems } from "../shared/chart";
import { checked, checkedEach, checkedLabels, cidr, labelKey } from "../shared/checks";
import type { Problem } from "../shared/invalid-args";
import { plainFact } from "../shared/known-facts";
import { namespaceProblems } from "../shared/namespace";
import { filled, oneOf, type Blocks } from "../shared/one-of";
import { providerProblems } from "../shared/provider";
import type { IngressLayerArgs } from "./args";
import { controllerNames, type Controller } from "./controllers/controller";
import { annotationProblems, exposureProblems, wantedAnnotations } from "./exposure";
import { scaleFieldProblems } from "./scale";
import type { IngressSpec } from "./spec";

const blocksOf = (args: IngressLayerArgs): Blocks =>
  Object.fromEntries(controllerNames().map((name) => [name, args[name as keyof IngressLayerArgs]]));

/** Names of the controllers whose block is filled. */
export const chosenControllers = (args: IngressLayerArgs): string[] => filled(blocksOf(args));

/** What is wrong with the choice of a controller. */
export const choiceProblems = (args: IngressLayerArgs): Problem[] => oneOf("", blocksOf(args), args);

/** What is wrong with single inputs that all controllers share. */
export const fieldProblems = (args: IngressLayerArgs): Problem[] => [
  ...namespaceProblems("namespace", args.namespace),
  ...checkedEach("sourceRanges", args.sourceRanges, cidr),
  ...Object.keys(args.service?.annotations ?? {}).flatMap((key) =>
    checked(`service.annotations.${key}`, key, labelKey),
  ),
  ...scaleFieldProblems("", args),
  ...checkedLabels("labels", args.labels),
  ...chartFieldProblems(args),
];

/** What is wrong with inputs that are right by themselves but do not fit together, the cluster or the charts. */
export function ruleProblems(
  args: IngressLayerArgs,
  spec: IngressSpec,
  controller: Controller,
  opts: pulumi.ComponentResourceOptions | undefined,
): Problem[] {
  const version = plainFact(args.cluster, "kubernetesVersion");
  const annotations = plainFact(args.cluster, wantedAnnotations(spec.service));
  return [
    ...providerProblems(opts, args.cluster),
    ...exposureProblems(args, spec.service),
    ...controller.ruleProblems(args, spec),
    ...chartProblems(spec.overrides, controller.charts(args, spec)),
    ...(version.known ? versionProblems(controller, spec, version.value) : []),
    ...(annotations.known ? annotationProblems(args.cluster, spec.service, annotations.value) : []),
  ];
}

/** What is wrong with facts of the cluster that may be known only when they resolve. */
export const clusterProblems = (
  controller: Controller,
  spec: IngressSpec,
  kubernetesVersion: string | undefined,
  annotations: Record<string, string> | undefined,
): Problem[] => [
  ...versionProblems(controller, spec, kubernetesVersion),
  ...annotationProblems(spec.cluster, spec.service, annotations),
];

const versionProblems = (controller: Controller, spec: IngressSpec, version: string | undefined): Problem[] =>
  spec.allowUntestedVersions ? [] : controller.versionProblems(spec, version);
