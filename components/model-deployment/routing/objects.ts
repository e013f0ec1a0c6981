import type { RouteObject } from "../../shared/route";
import type { ModelDeploymentArgs } from "../args";
import type { SeldonDeployment } from "../manifest";
import { emissaryObjects } from "./emissary";
import { istioObjects } from "./istio";
import { isEmissary, isIstio } from "./needs";

/** The objects of a model's own routes beside those of the operator, in the order in which they are created. */
export function routingObjects(args: ModelDeploymentArgs, manifest: SeldonDeployment): RouteObject[] {
  if (isIstio(args.seldon)) return istioObjects(args, manifest);
  return isEmissary(args.seldon) ? emissaryObjects(args, manifest) : [];
}
