import * as pulumi from "@pulumi/pulumi";
import { checked, gatewayName, validatedOutput } from "../shared/checks";
import { IngressController } from "../shared/facts";
import { problemIf, type Problem } from "../shared/invalid-args";
import type { SeldonCoreArgs } from "./args";

/** The Gateway that models are routed through, and the path of the input that names it. */
const chosen = (args: SeldonCoreArgs): [path: string, gateway: SeldonCoreArgs["ingress"]["gateway"]] => {
  const [path, own] = written(args);
  return own === undefined ? ["ingress.gateway", args.ingress.gateway ?? undefined] : [path, own];
};

/** The Gateway that the caller names; of an operator that exists, the one that it has. */
const written = ({ gateway, existing }: SeldonCoreArgs): [path: string, gateway: SeldonCoreArgs["gateway"]] =>
  existing === undefined ? ["gateway", gateway] : ["existing.gateway", existing.gateway];

/** What is wrong with the Gateway's name. Only Istio reads that of the ingress. */
export function gatewayFieldProblems(args: SeldonCoreArgs): Problem[] {
  const [path, value] = chosen(args);
  if (written(args)[1] === undefined && args.ingress.controller !== IngressController.Istio) return [];
  return checked(path, value as pulumi.Input<string> | undefined, gatewayName);
}

/** Istio needs a Gateway, and no other controller has one. */
export function gatewayProblems(args: SeldonCoreArgs): Problem[] {
  const { ingress } = args;
  const [path, own] = written(args);
  const isIstio = ingress.controller === IngressController.Istio;
  return [
    ...problemIf(
      !isIstio && own !== undefined,
      path,
      `applies to Istio only, and the ingress is ${ingress.controller}. Leave it out.`,
    ),
    ...problemIf(
      isIstio && chosen(args)[1] === undefined,
      path,
      "is missing, and the ingress has no Gateway. Write one as <namespace>/<name>.",
    ),
  ];
}

/** The Gateway for the chart; a name that is not known yet is checked when it resolves. */
export function gatewayOf(name: string, args: SeldonCoreArgs): pulumi.Input<string> | undefined {
  const [path, value] = chosen(args);
  if (args.ingress.controller !== IngressController.Istio || value === undefined || typeof value === "string") {
    return value as string | undefined;
  }
  // An absent Gateway is as wrong as a malformed one.
  const resolved = pulumi.output(value).apply((gateway) => gateway ?? "");
  return validatedOutput(`SeldonCore "${name}"`, path, resolved, gatewayName);
}
