import type { PlanDetail } from "./operations";

/**
 * List prices of a cloud, for a rough estimate of what a plan costs: on demand, without discounts and taxes. A target's folder has
 * them in `prices.ts`, each with its source.
 */
export interface CloudPrices {
  /** Currency of all prices. */
  readonly currency: "USD";
  /** The region whose prices these are. */
  readonly region: string;
  /** By type token, the input that says in which region a plan is. */
  readonly regionInputs: Readonly<Record<string, string>>;
  /** When the prices were read, and where: a part of a sentence. */
  readonly source: string;
  /** What else the estimate takes for granted: sentences. */
  readonly assumptions: readonly string[];
  /** What a resource costs for existing, by type token. */
  readonly resources: Readonly<Record<string, readonly PricedPart[]>>;
  /** Load balancers of Services. */
  readonly loadBalancer: LoadBalancerPrice;
  /** Types that cost by use, which a plan does not know, with what is counted. */
  readonly byUse: Readonly<Record<string, string>>;
  /** Types that cost nothing themselves. */
  readonly free: RegExp;
}

/** What load balancers of a cluster's Services cost. */
export interface LoadBalancerPrice {
  readonly perHour: number;
  /** Whether all Services of a cluster share one. @default false */
  readonly shared?: boolean;
}

/** A price in a plan. */
export interface PricedPart {
  /** What is paid for, in a few words, with inputs as in a plan line. */
  readonly what: PlanDetail;
  readonly price: Price;
  /** How many of it there are: numbers, or paths of inputs. @default 1 */
  readonly count?: { readonly least: string; readonly most: string };
  /** The input that comes from the resource whose inputs `price` and `what` name. @default the resource itself */
  readonly from?: string;
  /** When there is no price: if the input at the path `when` contains `contains`. */
  readonly unless?: { readonly when: string; readonly contains: string; readonly reason: string };
}

/** The price of one thing. A price that depends on an input is not known for values that it does not list. */
export type Price =
  | { readonly perHour: number }
  /** By the value of an input. */
  | { readonly perHourBy: string; readonly prices: Readonly<Record<string, number>> }
  /** For each GB that an input says, by the value of another input. */
  | { readonly perGbMonthBy: string; readonly prices: Readonly<Record<string, number>>; readonly gb: string }
  /** By the step into which an input's number of GB falls. */
  | { readonly gb: string; readonly steps: readonly PriceStep[] };

/** A disk of more than `above` and at most `upTo` GB. */
export interface PriceStep {
  readonly above: number;
  readonly upTo: number;
  readonly perMonth: number;
}
