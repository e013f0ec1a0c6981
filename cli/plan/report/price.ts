import { ownValue } from "../../../components/shared/own-value";
import type { Price } from "../../../components/targets/operations";
import type { PlainValue } from "../../../recorder/graph";
import { valueAt } from "../text/templates";

/** A price that the inputs of a resource decide. */
export interface KnownPrice {
  readonly price: number;
  readonly per: "hour" | "month";
}

/** The price for inputs; nothing if the price list has none for them. */
export function priceOf(price: Price, values: Readonly<Record<string, PlainValue>>): KnownPrice | undefined {
  if ("perHour" in price) return { price: price.perHour, per: "hour" };
  if ("perHourBy" in price) return listed(price.prices, valueAt(values, price.perHourBy), (found) => found, "hour");
  const gb = valueAt(values, price.gb);
  if (typeof gb !== "number") return undefined;
  if ("steps" in price) {
    const step = price.steps.find(({ above, upTo }) => gb > above && gb <= upTo);
    return step && { price: step.perMonth, per: "month" };
  }
  return listed(price.prices, valueAt(values, price.perGbMonthBy), (perGb) => perGb * gb, "month");
}

function listed(
  prices: Readonly<Record<string, number>>,
  key: PlainValue | undefined,
  total: (found: number) => number,
  per: KnownPrice["per"],
): KnownPrice | undefined {
  const found = typeof key === "string" ? ownValue(prices, key) : undefined;
  return found === undefined ? undefined : { price: total(found), per };
}
