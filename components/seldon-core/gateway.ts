import * as pulumi from "@pulumi/pulumi";
import { checked, dns1123Label, dns1123Subdomain, validatedOutput, type Check } from "../shared/checks";
import { IngressController } from "../shared/facts";
import { problemIf, type Problem } from "../shared/invalid-args";
import type { SeldonCoreArgs } from "./args";

const gatewayName: Check = (value) => {
  const [namespace = "", name = "", ...rest] = value.split("/");
  return rest.length === 0 && dns1123Label(namespace) === undefined && dns1123Subdomain(name) === undefined
    ? undefined
    : "is not the namespace and name of a Gateway; write <namespace>/<name>";
};

/** The Gateway that models are routed through, and the path of the input that names it. */
const chosen = ({ gateway, ingress }: SeldonCoreArgs): [path: string, gateway: SeldonCoreArgs["ingress"]["gateway"]] =>
  gateway === undefined ? ["ingress.gateway", ingress.gateway ?? undefined] : ["gateway", gateway];

/** What is wrong with the Gateway's name. Only Istio reads that of the ingress. */
export function gatewayFieldProblems(args: SeldonCoreArgs): Problem[] {
  const [path, value] = chosen(args);
  if (args.gateway === undefined && args.ingress.controller !== IngressController.Istio) return [];
  return checked(path, value as pulumi.Input<string> | undefined, gatewayName);
}

/** Istio needs a Gateway, and no other controller has one. */
export function gatewayProblems(args: SeldonCoreArgs): Problem[] {
  const { gateway, ingress } = args;
  const isIstio = ingress.controller === IngressController.Istio;
  return [
    ...problemIf(
      !isIstio && gateway !== undefined,
      "gateway",
      `applies to Istio only, and the ingress is ${ingress.controller}. Leave it out.`,
    ),
    ...problemIf(
      isIstio && chosen(args)[1] === undefined,
      "gateway",
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
