import type { Check } from "./checks";

const QUANTITY = /^\+?(\d+|\d+\.\d*|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

const SCALE: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A Kubernetes quantity: `500m`, `2`, `1.5`, `2Gi`, `1e3`. */
export const quantity: Check = (value) =>
  QUANTITY.test(value) ? undefined : "is not a Kubernetes quantity, such as 500m, 2 or 4Gi";

/** A quantity as a number, to compare two of them; `NaN` if the text is not a quantity. */
export function amount(value: string): number {
  const [, digits = "", suffix = ""] = QUANTITY.exec(value) ?? [];
  if (digits === "") return NaN;
  return SCALE[suffix] === undefined ? Number(value) : Number(digits) * SCALE[suffix];
}
