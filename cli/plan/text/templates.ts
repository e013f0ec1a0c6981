import { SECRET, UNKNOWN, type PlainValue, type PlannedResource } from "../../../recorder/graph";

const PLACEHOLDER = /\{(@?)([^}]+)\}/g;

/**
 * Replaces `{scalingConfig.minSize}` with the value at that path of a resource's inputs, and `{@subnetId}` with the name of
 * the resource that the input comes from. Empty if one of the values is missing, secret or not known yet.
 */
export function fillTemplate(template: string, resource: PlannedResource): string {
  const filled = (reference: string, path: string): string =>
    reference === "@" ? originOf(resource, path) : textOf(valueAt(resource.inputs.values, path));
  const placeholders = [...template.matchAll(PLACEHOLDER)];
  if (placeholders.some(([, reference = "", path = ""]) => filled(reference, path) === "")) return "";
  return template.replace(PLACEHOLDER, (_, reference: string, path: string) => filled(reference, path));
}

/**
 * The value at a path such as `scalingConfig.minSize` or `blockDeviceMappings[0].ebs`; with `[*]`, as in `cidrBlocks[*].cidrBlock`,
 * the list of the values in every element.
 */
export function valueAt(value: PlainValue | undefined, path: string): PlainValue | undefined {
  const [list = "", rest] = path.split("[*].");
  if (rest !== undefined) {
    const elements = valueAt(value, list);
    return Array.isArray(elements)
      ? (elements as readonly PlainValue[]).flatMap((element) => valueAt(element, rest) ?? [])
      : elements;
  }
  const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
  return keys.reduce<PlainValue | undefined>(
    (at, key) =>
      typeof at === "object" && at !== null ? (at as Readonly<Record<string, PlainValue>>)[key] : undefined,
    value,
  );
}

/** True for a text that is neither secret nor unknown. */
export function isKnownText(value: PlainValue | undefined): value is string {
  return typeof value === "string" && value !== UNKNOWN && value !== SECRET;
}

const originOf = ({ propertyDependencies }: PlannedResource, input: string): string =>
  propertyDependencies[input]?.[0]?.split("::").at(-1) ?? "";

function textOf(value: PlainValue | undefined): string {
  if (Array.isArray(value)) {
    const texts = (value as readonly PlainValue[]).map(textOf);
    return texts.includes("") ? "" : texts.join(", ");
  }
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return isKnownText(value) ? value : "";
}
