import * as pulumi from "@pulumi/pulumi";
import { SECRET, type PlainValue, type PlanGraph, type Properties } from "./graph";
import { join } from "./wire-values";

/**
 * Marks the stack's outputs that are secret and not known yet: of those the SDK says only the latter (@pulumi/pulumi
 * 3.248, runtime/rpc.js, `serializeProperty`). The program ran in this process, so what it exported can be asked.
 */
export async function withSecretExports(graph: PlanGraph, exported: unknown): Promise<PlanGraph> {
  const [stack, ...others] = graph.resources;
  if (stack?.outputs === undefined) return graph;
  const { unknowns } = stack.outputs;
  const secrets = (await secretPaths(exported, "", [])).filter((path) => unknowns.includes(path));
  return { ...graph, resources: [{ ...stack, outputs: withSecrets(stack.outputs, secrets) }, ...others] };
}

/** Walks what a program exported as the SDK does (runtime/stack.js, `massage`), once all of it is settled. */
async function secretPaths(value: unknown, path: string, above: readonly object[]): Promise<string[]> {
  if (value instanceof Promise) return secretPaths(await value, path, above);
  if (pulumi.Output.isInstance(value)) return (await pulumi.isSecret(value)) ? [path] : [];
  if (typeof value !== "object" || value === null || above.includes(value)) return [];
  const paths: string[] = [];
  for (const [key, item] of Object.entries(value)) {
    if (pulumi.Resource.isInstance(value) && key.startsWith("__")) continue;
    const below = Array.isArray(value) ? `${path}[${key}]` : join(path, key);
    paths.push(...(await secretPaths(item, below, [...above, value])));
  }
  return paths;
}

function withSecrets({ values, secrets, unknowns }: Properties, more: readonly string[]): Properties {
  const visit = (value: PlainValue, path: string): PlainValue => {
    if (more.includes(path)) return SECRET;
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((item: PlainValue, index) => visit(item, `${path}[${index}]`));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item, join(path, key))]));
  };
  const marked = visit(values, "") as Properties["values"];
  return { values: marked, secrets: [...new Set([...secrets, ...more])].sort(), unknowns };
}
