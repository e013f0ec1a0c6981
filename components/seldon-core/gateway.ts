import * as pulumi from "@pulumi/pulumi";
import { checked, dns1123Label, validatedOutput, type Check } from "../shared/checks";
import { IngressController } from "../shared/facts";
import type { Problem } from "../shared/invalid-args";
import type { SeldonCoreArgs } from "./args";

const gatewayName: Check = (value) => {
  const parts = value.split("/");
  return parts.length === 2 && parts.every((part) => dns1123Label(part) === undefined)
    ? undefined
    : "is not <namespace>/<name> of a Gateway";
};

/** Which Gateway models are routed through, and which input says so. */
const chosen = ({ gateway, ingress }: SeldonCoreArgs): [path: string, gateway: SeldonCoreArgs["ingress"]["gateway"]] =>
  gateway === undefined ? ["ingress.gateway", ingress.gateway ?? undefined] : ["gateway", gateway];

/** What is wrong with the Gateway: Istio needs one, and nothing else has any. */
export function gatewayProblems(args: SeldonCoreArgs): Problem[] {
  const { gateway, ingress } = args;
  if (ingress.controller !== IngressController.Istio) {
    return gateway === undefined
      ? []
      : [{ path: "gateway", reason: `applies to Istio only, and the ingress is ${ingress.controller}. Leave it out.` }];
  }
  const [path, value] = chosen(args);
  return value === undefined
    ? [{ path: "gateway", reason: "is missing, and the ingress names none. Write <namespace>/<name> of a Gateway." }]
    : checked(path, value as pulumi.Input<string>, gatewayName);
}

/** The Gateway; one that is known only later is judged when it resolves. */
export function gatewayOf(name: string, args: SeldonCoreArgs): pulumi.Input<string> | undefined {
  const [path, value] = chosen(args);
  if (args.ingress.controller !== IngressController.Istio || value === undefined || typeof value === "string") {
    return value as string | undefined;
  }
  // An absent Gateway is as bad as a malformed one.
  const late = pulumi.output(value).apply((gateway) => gateway ?? "");
  return validatedOutput(`SeldonCore "${name}"`, path, late, gatewayName);
}
