import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";
import { gatewayName, validatedOutput } from "../checks";
import { IngressController, type IngressFacts } from "../facts";
import { isDeferred } from "../invalid-args";
import { refuseLate } from "../late-refusal";
import { after } from "../component";
import { couldTakeModels, modelHostProblems, routeObjects, type RouteSpec } from ".";

/** What a route consists of. */
export interface CreatedRoute {
  /** The VirtualService, Mapping or Ingress. */
  readonly route: pulumi.CustomResource;
  /** Resolves when the route is there and the ingress routes. */
  readonly ready: pulumi.Output<unknown>;
}

/** Who creates a route. */
interface Owner {
  /** The component in errors: `Route "lab"`. */
  readonly component: string;
  /** Name of the route's resource, and the beginning of the names of the others. */
  readonly name: string;
  readonly parent: pulumi.Resource;
}

/** Creates the objects of a route, whose inputs were checked. Facts that are known later are checked before anything uses them. */
export function createRoute(
  { component, name, parent }: Owner,
  facts: IngressFacts,
  spec: RouteSpec,
  needs: readonly pulumi.Input<unknown>[] = [],
): CreatedRoute {
  const ingress = { ...facts, gateway: checkedGateway(component, facts) };
  // The address of a load balancer is known only when it exists.
  const hostIsRight = couldTakeModels(ingress)
    ? pulumi.output(ingress.host).apply((host) => refuseLate(component, modelHostProblems(ingress, spec, host)))
    : undefined;
  const dependsOn = after(ingress.crdsReady ?? ingress.ready, hostIsRight, ...needs);
  const created = routeObjects(ingress, spec).map(
    ({ part, manifest }) => new CustomResource(part === "" ? name : `${name}-${part}`, manifest, { parent, dependsOn }),
  );
  return {
    route: created[created.length - 1] as pulumi.CustomResource,
    ready: pulumi.all([ingress.ready, ...created.map(({ id }) => id)]),
  };
}

/** The Gateway; a name that is known later is checked when it resolves, so that no route without a Gateway is created. */
function checkedGateway(component: string, { controller, gateway }: IngressFacts): IngressFacts["gateway"] {
  if (controller !== IngressController.Istio || !isDeferred(gateway)) return gateway;
  const resolved = pulumi.output(gateway).apply((known) => known ?? "");
  return validatedOutput(component, "ingress.gateway", resolved, gatewayName);
}
