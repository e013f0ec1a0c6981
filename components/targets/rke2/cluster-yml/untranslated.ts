import { closest } from "../../../shared/nearest";
import { ownValue } from "../../../shared/own-value";
import { shown } from "../../../shared/shown";
import { at, isEmpty, type Field } from "./field";
import type { Findings } from "./findings";
import { FILE, NODE, type Fate, type Section } from "./known-fields";

/** Warns about every field that has no effect: those without an equivalent in RKE2, and those that RKE does not know. */
export function warnOfUntranslated(file: Field, findings: Findings): void {
  walk(file, FILE, findings);
  for (const node of at(file, "nodes")?.items ?? []) if (node.fields !== undefined) walk(node, NODE, findings);
}

function walk(field: Field, section: Section, findings: Findings): void {
  for (const [key, inner] of findings.entries(field)) {
    const fate = ownValue(section.fields, key);
    if (fate === undefined) findings.warning(inner, unknown(key, section));
    else judge(inner, fate, findings);
  }
}

function judge(field: Field, fate: Fate, findings: Findings): void {
  if (typeof fate === "symbol" || isEmpty(field)) return;
  if (typeof fate === "string") findings.warning(field, fate);
  else if ("fields" in fate) walk(field, fate, findings);
  else if (!fate.harmless.test(field.text?.trim() ?? "")) findings.warning(field, fate.reason);
}

/** An unknown key is a warning, because RKE ignores it too. */
function unknown(key: string, { fields }: Section): string {
  const meant = closest(key, Object.keys(fields));
  return `is no field of RKE, so ${shown(key)} has no effect. ${meant === undefined ? "Remove it." : `Did you mean ${meant}?`}`;
}
