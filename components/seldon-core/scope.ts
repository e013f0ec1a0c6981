import type * as pulumi from "@pulumi/pulumi";
import { checked, dns1123Label, unquotedName, type Check } from "../shared/checks";
import { claimedBy, claimedObjects, type Claim } from "../shared/claims";
import { problemIf, type Problem } from "../shared/invalid-args";
import type { Labels } from "../shared/values";
import type { SeldonCoreArgs } from "./args";
import type { SeldonSpec } from "./spec";

/** Label of a model, or of its namespace, that gives it to one operator of several (1.17.1, Reconcile and webhook.yaml). */
export const CONTROLLER_ID = "seldon.io/controller-id";

/** The chart writes the id without quotes into a selector. */
const controllerId: Check = (value) => dns1123Label(value) ?? unquotedName(value);

/** What is wrong with the id by itself. */
export const scopeFieldProblems = (args: SeldonCoreArgs): Problem[] => [
  ...checked("controllerId", args.controllerId, controllerId),
  ...problemIf(
    (args.labels?.[CONTROLLER_ID] ?? "") !== "",
    `labels.${CONTROLLER_ID}`,
    "would make the operator ignore every model in the namespaces. Leave it out.",
  ),
];

/** Labels of the operator's namespace. Only operators of a single namespace have models there. */
export const scopeLabels = ({ singleNamespace, namespace }: SeldonSpec): Labels =>
  singleNamespace ? { [CONTROLLER_ID]: namespace.name } : {};

/** Namespaces in which models are sure to exist because of this component. */
export const namespacesOfModels = ({ singleNamespace, namespace, modelNamespaces }: SeldonSpec): string[] =>
  singleNamespace ? [namespace.name] : modelNamespaces;

const PREFIX = "Seldon Core's operator of ";
const OF_ALL = `${PREFIX}all models`;

/** What the operator serves: no other operator may serve the same models. */
export const scopeClaim = ({ singleNamespace, controllerId, namespace }: SeldonSpec): Claim => {
  if (singleNamespace) {
    const object = `${PREFIX}namespace ${namespace.name}`;
    return { object, path: "namespace.name", reason: () => `has an operator already. Use another namespace.` };
  }
  return controllerId === undefined
    ? {
        object: OF_ALL,
        path: "cluster",
        reason: (other) =>
          `already has the operator of ${other}. Use that one; or write a controllerId, or singleNamespace: true, for both.`,
      }
    : {
        object: `${PREFIX}models with the id ${controllerId}`,
        path: "controllerId",
        reason: (other) => `is also the id of ${other}. Use another one.`,
      };
};

/** What is wrong with the scope: inputs that exclude each other, and an operator of all models beside others. */
export function scopeProblems(
  args: SeldonCoreArgs,
  spec: SeldonSpec,
  opts: pulumi.ComponentResourceOptions | undefined,
): Problem[] {
  const isScoped = spec.singleNamespace || spec.controllerId !== undefined;
  const scoped = [...claimedObjects(opts)].find((object) => object.startsWith(PREFIX) && object !== OF_ALL);
  const other = claimedBy(opts, isScoped ? OF_ALL : (scoped ?? ""));
  return [
    ...problemIf(
      spec.singleNamespace && args.modelNamespaces !== undefined,
      "modelNamespaces",
      "cannot be written together with singleNamespace: true, because the operator sees its own namespace only. Leave one of them out.",
    ),
    ...problemIf(
      spec.singleNamespace && args.controllerId !== undefined,
      "controllerId",
      "is not needed together with singleNamespace: true, whose models no other operator serves. Leave one of them out.",
    ),
    ...problemIf(
      args.existing === undefined && other !== undefined,
      isScoped ? (spec.singleNamespace ? "singleNamespace" : "controllerId") : "cluster",
      isScoped
        ? `separates nothing, because ${other ?? ""} has neither a controllerId nor singleNamespace: on some clusters its webhook judges all models. Write one of them there too.`
        : `has the operator of ${other ?? ""} too, so this one needs a controllerId or singleNamespace: true. Write one of them.`,
    ),
  ];
}
