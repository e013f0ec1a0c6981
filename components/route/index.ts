import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";
import { claimObjects } from "../shared/claims";
import { after, keptChildren, publicOutputs } from "../shared/component";
import type { IngressFacts } from "../shared/facts";
import { isDeferred, refuse } from "../shared/invalid-args";
import { providerProblems } from "../shared/provider";
import { routeClaims, routeObjects, routeProblems, routeUrl, type RouteSpec } from "../shared/route";
import { validated } from "../shared/shape";
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
  /** The URL. It resolves when the route is there and the ingress routes. */
  readonly ready: pulumi.Output<string>;

  constructor(name: string, args: RouteArgs, opts?: pulumi.ComponentResourceOptions) {
    const { ingress, spec } = checkedRoute(name, args, opts);
    super("mlplatform:index:Route", name, {}, opts);

    const dependsOn = after(ingress.crdsReady ?? ingress.ready);
    const created = routeObjects(ingress, spec).map(
      ({ part, manifest }) =>
        new CustomResource(part === "" ? name : `${name}-${part}`, manifest, {
          parent: this,
          dependsOn,
        }),
    );
    children.keep(this, { route: created[created.length - 1] as pulumi.CustomResource });

    this.url = routeUrl(ingress, spec);
    const last = pulumi.all([ingress.ready, ...created.map(({ id }) => id)]);
    this.ready = pulumi.all([this.url, last]).apply(([url]) => url);
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
  refuse("Route", name, [...providerProblems(opts, {}), ...tlsProblems(args), ...routeProblems(args.ingress, spec)]);
  claimObjects("Route", name, opts, routeClaims(args.ingress, spec, layerOf(args.ingress)));
  return { ingress: args.ingress, spec };
}

/** Numbers of the layers of this program, which have no name that is known before they exist. */
const layers = new WeakMap<object, string>();
let count = 0;

/** What tells a layer from others of its cluster. */
function layerOf(ingress: IngressFacts): string {
  if (!pulumi.Resource.isInstance(ingress)) {
    const known = [ingress.gateway, ingress.ambassadorId, ingress.ingressClassName];
    return known.map((fact) => (fact === undefined || isDeferred(fact) ? "" : (fact as string))).join(" ");
  }
  const layer = layers.get(ingress) ?? `layer ${String(++count)}`;
  layers.set(ingress, layer);
  return layer;
}
