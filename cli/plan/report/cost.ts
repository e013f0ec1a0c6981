import {
  allOperations,
  type CloudPrices,
  type PricedPart,
  type TargetOperations,
} from "../../../components/targets/operations";
import type { PlanGraph, PlannedResource } from "../../../recorder/graph";
import { fillDetail } from "../text/details";
import { valueAt } from "../text/templates";
import { loadBalancersIn } from "./load-balancers";
import { priceOf, type KnownPrice } from "./price";
import { named, type ResourceName } from "./resource-name";

/** A rough estimate of what a plan costs in a month, without anything that depends on use. */
export interface CostEstimate {
  readonly currency: "USD";
  readonly items: readonly CostItem[];
  readonly total: Range;
  /** What costs something that the estimate does not contain. */
  readonly notCounted: readonly NotCounted[];
  /** What the estimate takes for granted: sentences. Empty if nothing has a price. */
  readonly assumptions: readonly string[];
}

/** A lower and an upper bound: of a node group with its least and its most nodes. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** What one resource costs for existing. */
export interface CostItem {
  readonly resource: ResourceName;
  readonly what: string;
  readonly count: Range;
  /** The price of one, in a unit of time. */
  readonly price: number;
  readonly per: "hour" | "month";
  readonly monthly: Range;
}

/** Something that is paid for and not in the estimate. */
export interface NotCounted {
  readonly resource: ResourceName;
  readonly why: string;
}

/** Average hours of a month: 8,760 of a year by 12. */
export const HOURS_PER_MONTH = 730;

type Priced = TargetOperations & { readonly prices: CloudPrices };

const CLOUDS = allOperations().filter((operations): operations is Priced => operations.prices !== undefined);

/** What is only in the state, or runs where Pulumi runs. */
const WITHOUT_COST = /^(pulumi|kubernetes|random|command|tls|time|local|mlplatform):/;

/** Estimates what a plan costs in a month. */
export function costOf(graph: PlanGraph): CostEstimate {
  const items: CostItem[] = [];
  const notCounted: NotCounted[] = [];
  const used = new Set<Priced>();
  const skip = (resource: PlannedResource, why: string) => notCounted.push({ resource: named(resource), why });
  const add = (resource: PlannedResource, what: string, count: Range, { price, per }: KnownPrice) => {
    const month = price * (per === "hour" ? HOURS_PER_MONTH : 1);
    const monthly = { least: cents(count.least * month), most: cents(count.most * month) };
    // Sums of parts have many digits that say nothing.
    const one = Math.round(price * 1e6) / 1e6;
    if (price > 0) items.push({ resource: named(resource), what, count, price: one, per, monthly });
  };

  for (const resource of graph.resources.filter(({ read, custom, remote }) => (custom || remote) && !read)) {
    const cloud = CLOUDS.find(({ prices }) => prices.resources[resource.type] !== undefined);
    const byUse = CLOUDS.map(({ prices }) => prices.byUse[resource.type]).find((use) => use !== undefined);
    if (cloud !== undefined) {
      used.add(cloud);
      for (const part of cloud.prices.resources[resource.type] ?? []) addPart(resource, part);
    } else if (byUse !== undefined) skip(resource, byUse);
    else if (!WITHOUT_COST.test(resource.type) && !CLOUDS.some(({ prices }) => prices.free.test(resource.type))) {
      skip(resource, "no price is known");
    }
  }
  const sharing = new Set<string>();
  for (const { resource, cluster } of loadBalancersIn(graph, CLOUDS)) {
    if (cluster === undefined) skip(resource, "load balancer, which the cloud of the cluster may charge for");
    else if (cluster.operations.prices.loadBalancer.shared !== true || !sharing.has(cluster.urn)) {
      sharing.add(cluster.urn);
      const { perHour, shared = false } = cluster.operations.prices.loadBalancer;
      const what = shared ? "load balancer, shared by all Services" : "load balancer";
      add(resource, what, ONE, { price: perHour, per: "hour" });
    }
  }
  const total = {
    least: cents(items.reduce((sum, { monthly }) => sum + monthly.least, 0)),
    most: cents(items.reduce((sum, { monthly }) => sum + monthly.most, 0)),
  };
  return { currency: "USD", items, total, notCounted, assumptions: assumptionsOf([...used], graph) };

  function addPart(resource: PlannedResource, part: PricedPart): void {
    const of = part.from === undefined ? resource : originOf(resource, part.from);
    const what = of === undefined ? "" : fillDetail(part.what, of);
    const count = countOf(resource, part.count);
    const reason = part.unless && heldBy(resource, part.unless) ? part.unless.reason : undefined;
    const price = of && priceOf(part.price, of.inputs.values);
    // Disks of a pool are named with the resource that describes them; a pool need not have one.
    if (of === undefined) return;
    if (reason !== undefined) skip(resource, `${what}: ${reason}`);
    else if (price === undefined || count === undefined) skip(resource, `${what || "a part of it"}: no price is known`);
    else add(resource, what, count, price);
  }

  function originOf({ propertyDependencies }: PlannedResource, input: string): PlannedResource | undefined {
    const [urn] = propertyDependencies[input] ?? [];
    return graph.resources.find((other) => other.urn === urn);
  }
}

const ONE: Range = { least: 1, most: 1 };

function countOf({ inputs }: PlannedResource, count: PricedPart["count"]): Range | undefined {
  if (count === undefined) return ONE;
  const [least, most] = [valueAt(inputs.values, count.least), valueAt(inputs.values, count.most)];
  return typeof least === "number" && typeof most === "number" ? { least, most } : undefined;
}

const heldBy = ({ inputs }: PlannedResource, { when, contains }: { when: string; contains: string }): boolean =>
  JSON.stringify(valueAt(inputs.values, when) ?? null).includes(contains);

function assumptionsOf(clouds: readonly Priced[], { resources }: PlanGraph): string[] {
  if (clouds.length === 0) return [];
  const ofClouds = clouds.flatMap(({ prices: { region, regionInputs, source, assumptions } }) => {
    const found = resources.flatMap(({ type, inputs }) => valueAt(inputs.values, regionInputs[type] ?? "") ?? []);
    const own = found.find((value) => typeof value === "string" && !value.startsWith(region));
    const elsewhere = typeof own === "string" ? `, while the plan is for ${own}` : "";
    return [`Prices are those of ${region}${elsewhere}: ${source}.`, ...assumptions];
  });
  return [
    ...ofClouds,
    `A month has ${String(HOURS_PER_MONTH)} hours. Everything runs all the time, on demand, without discounts and taxes.`,
    "The lower figure is for the least nodes of each pool, the upper for the most.",
    "Not counted: traffic, requests, stored data, logs, the volumes that pods claim, and what exists already.",
  ];
}

const cents = (amount: number): number => Math.round(amount * 100) / 100;
