import type { CostItem, Range } from "../report/cost";

const FORMAT = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });

/** `$73.00`; a price with more digits than cents shows all of them. */
export const money = (amount: number): string => FORMAT.format(amount);

/** `$140.16 to $280.32`, or one amount if both are the same. */
export const moneyRange = ({ least, most }: Range): string =>
  least === most ? money(least) : `${money(least)} to ${money(most)}`;

/** `2 to 4`, or one number. */
export const countRange = ({ least, most }: Range): string =>
  least === most ? String(least) : `${String(least)} to ${String(most)}`;

/** `$0.0225 an hour`. */
export const unitPrice = ({ price, per }: Pick<CostItem, "price" | "per">): string =>
  `$${String(price)} ${per === "hour" ? "an hour" : "a month"}`;
