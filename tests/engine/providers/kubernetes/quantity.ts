/** Decimal steps of a thousand, from nano to exa. */
const DECIMAL_SUFFIXES = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
const BINARY_SUFFIXES = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const NANO = 1_000_000_000n;

/**
 * A resource quantity as the API server writes it: 0.5 -> "500m", "1000m" -> "1", "1024Mi" -> "1Gi".
 * What is no plain quantity (an exponent, a typing error) is returned as it is, for the server to judge.
 * (k8s.io/apimachinery, pkg/api/resource/quantity.go)
 */
export function canonicalQuantity(quantity: string | number): string {
  const text = String(quantity);
  const match = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(n|u|m|k|[KMGTPE]i|[MGTPE])?$/.exec(text);
  if (!match) return text;
  const [, sign = "", whole = "", fraction = "", suffix = ""] = match;

  const digits = BigInt(whole + fraction);
  const nanoPerDigit = (amount: bigint) => (digits * amount * NANO) / 10n ** BigInt(fraction.length);
  const isBinary = suffix.endsWith("i");
  const unit = isBinary ? 1024n ** BigInt(BINARY_SUFFIXES.indexOf(suffix)) : 1n;
  const steps = isBinary ? 0 : DECIMAL_SUFFIXES.indexOf(suffix) - DECIMAL_SUFFIXES.indexOf("");
  const nano = steps >= 0 ? nanoPerDigit(unit * 1000n ** BigInt(steps)) : nanoPerDigit(1n) / 1000n ** BigInt(-steps);

  const amount = isBinary && nano % NANO === 0n ? binary(nano / NANO) : decimal(nano);
  return amount === "0" ? "0" : (sign === "-" ? "-" : "") + amount;
}

function decimal(nano: bigint): string {
  let amount = nano;
  let step = 0;
  while (amount !== 0n && amount % 1000n === 0n && step < DECIMAL_SUFFIXES.length - 1) {
    amount /= 1000n;
    step += 1;
  }
  return amount === 0n ? "0" : `${amount}${DECIMAL_SUFFIXES[step] ?? ""}`;
}

function binary(whole: bigint): string {
  let amount = whole;
  let step = 0;
  while (amount !== 0n && amount % 1024n === 0n && step < BINARY_SUFFIXES.length - 1) {
    amount /= 1024n;
    step += 1;
  }
  return `${amount}${BINARY_SUFFIXES[step] ?? ""}`;
}
