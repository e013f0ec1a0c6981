import * as pulumi from "@pulumi/pulumi";
import type { ChartOverrides } from "./install-chart";
import type { Values } from "./values";

/** Values of the chart with these keys hold secrets, such as `imagePullSecret.password` and `hub.services.<name>.apiToken`. */
const HOLDS_SECRET = /(?:password|secret|token|secret_?key|private_?key)$/i;

/** The name of a Secret is none. */
const NAMES_SECRET = "existingSecret";

/** The overrides with all secrets in values of the caller marked as such, or they would be plain text in the state. */
export function withSecretValues(overrides: ChartOverrides): ChartOverrides {
  const { charts = {} } = overrides;
  const marked = Object.entries(charts).map(([name, chart]) => [
    name,
    chart.values === undefined ? chart : { ...chart, values: markedBelow(chart.values) },
  ]);
  return { ...overrides, charts: Object.fromEntries(marked) as typeof charts };
}

const markedBelow = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, marked(value, key)]));

function marked(value: unknown, key: string): unknown {
  if (pulumi.Output.isInstance(value)) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => marked(item, ""));
  if (typeof value === "object" && value !== null) return markedBelow(value as Values);
  const isSecret = typeof value === "string" && HOLDS_SECRET.test(key) && key !== NAMES_SECRET;
  return isSecret ? pulumi.secret(value) : value;
}
