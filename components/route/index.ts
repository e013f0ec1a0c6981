import * as pulumi from "@pulumi/pulumi";
import { claimedObjects, claimObjects } from "../shared/claims";
import { keptChildren, publicOutputs } from "../shared/component";
import { whenKnown } from "../shared/deferred";
import type { IngressFacts } from "../shared/facts";
import { refuse } from "../shared/invalid-args";
import { clusterOf, layerIdentity } from "../shared/known-facts";
import { providerProblems } from "../shared/provider";
import { modelHostProblems, routeClaims, routeProblems, routeUrl, type RouteSpec } from "../shared/route";
import { createRoute } from "../shared/route/create";
import { validated } from "../shared/shape";
import { withShortTraces } from "../shared/short-traces";
import type { RouteArgs } from "./args";
import { fieldProblems, tlsProblems } from "./problems";
import { routeSpec } from "./spec";

const children = keptChildren<{ route: pulumi.CustomResource }>();

/**
 * A route from a host and path of an ingress to a Service: a VirtualService, a Mapping or an Ingress, as the ingress needs it.
 *
 * Throws `InvalidArgs` before anything is created if an argument is wrong.
 */
export class Route extends pulumi.ComponentResource {
  /** Where the Service answers, such as `https://notebooks.example.org/lab`. */
  readonly url: pulumi.Output<string>;
  /** The URL. It resolves when the route is there and the ingress routes; a separate certificate may take longer. */
  readonly ready: pulumi.Output<string>;

  constructor(name: string, args: RouteArgs, opts?: pulumi.ComponentResourceOptions) {
    const { ingress, spec } = checkedRoute(name, args, opts);
    super("mlplatform:index:Route", name, {}, opts);

    const owner = { component: `Route "${name}"`, name, parent: this };
    const { route, ready } = withShortTraces(() => createRoute(owner, ingress, spec));
    children.keep(this, { route });

    this.url = routeUrl(ingress, spec);
    this.ready = pulumi.all([this.url, ready]).apply(([url]) => url);
    this.registerOutputs(publicOutputs(this));
  }

  /** The VirtualService, Mapping or Ingress. */
  get route(): pulumi.CustomResource {
    return children.of(this).route;
  }
}

/** The ingress, and the route with its defaults; throws `InvalidArgs` if an argument is wrong. */
function checkedRoute(
  name: string,
  given: RouteArgs,
  opts: pulumi.ComponentResourceOptions | undefined,
): { ingress: IngressFacts; spec: RouteSpec } {
  const { args, problems } = validated("Route", name, given);
  refuse("Route", name, [...problems, ...fieldProblems(name, args)]);
  const spec = routeSpec(name, args);
  const { ingress } = args;
  refuse("Route", name, [
    ...providerProblems(opts, clusterOf(ingress), "of `ingress`"),
    ...tlsProblems(args),
    ...routeProblems(ingress, spec),
    ...whenKnown(ingress.host, (host) => modelHostProblems(ingress, spec, host)),
  ]);
  const onLayer = { layer: layerIdentity(ingress), facts: ingress, route: spec };
  claimObjects("Route", name, opts, routeClaims(onLayer, claimedObjects(opts)));
  return { ingress, spec };
}
