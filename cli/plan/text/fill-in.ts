import { SECRET, UNKNOWN, type PlainValue, type PlannedResource } from "../graph";

/**
 * Fills `{scalingConfig.minSize}` with the value at that path of a resource's inputs, and `{@subnetId}` with the name of
 * the resource that the input comes from. Empty where anything of that is missing, secret or not known yet.
 */
export function filledIn(template: string, resource: PlannedResource): string {
  const filled = (reference: string, path: string): string =>
    reference === "@" ? originOf(resource, path) : textOf(valueAt(resource.inputs.values, path));
  const blanks = [...template.matchAll(BLANK)];
  if (blanks.some(([, reference = "", path = ""]) => filled(reference, path) === "")) return "";
  return template.replace(BLANK, (_, reference: string, path: string) => filled(reference, path));
}

const BLANK = /\{(@?)([^}]+)\}/g;

/** What stands at a path such as `scalingConfig.minSize` or `blockDeviceMappings[0].ebs`. */
export function valueAt(value: PlainValue | undefined, path: string): PlainValue | undefined {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
  return keys.reduce<PlainValue | undefined>(
    (at, key) =>
      typeof at === "object" && at !== null ? (at as Readonly<Record<string, PlainValue>>)[key] : undefined,
    value,
  );
}

/** True for text that a reader may see, and that says something. */
export function isShowable(value: PlainValue | undefined): value is string {
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
  return isShowable(value) ? value : "";
}
