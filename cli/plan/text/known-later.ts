import type { PlannedResource } from "../graph";

/**
 * Inputs that a reader misses because only a provider knows them. What comes from another resource of the plan is not
 * missed, and no id ever is; only a name that an object of Kubernetes will get is, wherever it comes from.
 */
export function knownLater({ type, inputs, propertyDependencies }: PlannedResource): string[] {
  return inputs.unknowns.filter((path) => {
    if (type.startsWith("kubernetes:") && IDENTITY.includes(path)) return true;
    const [input = ""] = path.split(/[.[]/);
    return (propertyDependencies[input] ?? []).length === 0 && !/(^id|Ids?|Arns?)(\[\d+\])?$/.test(path);
  });
}

const IDENTITY = ["name", "namespace", "metadata.name", "metadata.namespace"];
