import { randomBytes } from "node:crypto";
import { type Properties, isProperties, stringAt } from "../property-values";
import type { CheckRequest, CheckResult } from "../stand-in";
import type { ResourceType } from "./resource-type";
import { DEFAULTS, failuresIn, withDefaults, withDocuments } from "./shape";

/** Fills in defaults and a name, and refuses inputs as the provider does before anything is asked of the cloud. */
export function checkInputs<Cloud>(type: ResourceType<Cloud>, request: CheckRequest): CheckResult {
  const given = withDocuments(type.inputs, withoutNulls(request.news));
  const filled = withDefaults(type.inputs, named(type, request, given));
  const invented = Object.keys(filled).filter((key) => !(key in given));
  return {
    inputs: { ...filled, [DEFAULTS]: invented },
    failures: [...failuresIn(type.inputs, filled), ...(type.refuse?.(filled) ?? [])],
  };
}

/** Whether the provider invented the resource's name; only then can a replacement exist beside what it replaces. */
export function isAutonamed<Cloud>({ autoname }: ResourceType<Cloud>, inputs: Properties): boolean {
  const invented = inputs[DEFAULTS];
  const isInvented = autoname !== undefined && Array.isArray(invented) && invented.includes(autoname.property);
  return isInvented && autoname.isUnique !== false;
}

/** Bridged providers name a resource after its name in the program and seven random digits. All providers keep an invented name. */
function named<Cloud>(type: ResourceType<Cloud>, request: CheckRequest, given: Properties): Properties {
  const { autoname } = type;
  if (!autoname || given[autoname.property] !== undefined) return given;
  const kept = isAutonamed(type, request.olds) ? stringAt(request.olds, autoname.property) : undefined;
  const seed = request.randomSeed.length > 0 ? Buffer.from(request.randomSeed) : randomBytes(16);
  const digits = seed.toString("hex").padEnd(32, "0");
  const invented = autoname.invent?.(request.name, digits) ?? `${request.name}-${digits.slice(0, 7)}`;
  return { ...given, [autoname.property]: kept ?? (request.autonaming?.proposedName || invented) };
}

function withoutNulls(inputs: Properties): Properties {
  const entries = Object.entries(inputs).filter(([key, value]) => value !== null && key !== DEFAULTS);
  return Object.fromEntries(entries.map(([key, value]) => [key, isProperties(value) ? withoutNulls(value) : value]));
}
