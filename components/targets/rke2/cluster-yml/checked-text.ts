import { cidr, type Check } from "../../../shared/checks";
import { ipv4Block } from "../../../shared/cidr";
import { shown } from "../../../shared/shown";
import type { Field } from "./field";
import type { Findings } from "./findings";

/** The text of a field that passes a check. Nothing if it is empty, and if it is wrong, which is a problem then. */
export function checkedText(field: Field | undefined, findings: Findings, check: Check): string | undefined {
  const text = findings.text(field);
  const rule = text === undefined ? undefined : check(text);
  if (field === undefined || rule === undefined) return text;
  findings.problem(field, `${shown(text)} ${rule}.`);
  return undefined;
}

/** A whole number of a field. Nothing if it is empty, 0 included, and if it is wrong, which is a problem then. */
export function wholeNumber(
  field: Field | undefined,
  findings: Findings,
  most: number,
  what: string,
): number | undefined {
  const isWhole: Check = (text) =>
    /^\d+$/.test(text) && Number(text) <= most
      ? undefined
      : `is not ${what}; write a whole number from 1 to ${String(most)}`;
  const text = checkedText(field, findings, isWhole);
  return text === undefined || Number(text) === 0 ? undefined : Number(text);
}

/** The port of an SSH server. RKE writes it as text. */
export const portOf = (field: Field | undefined, findings: Findings): number | undefined => {
  if (field?.text?.trim() === "0") findings.problem(field, "0 is not a port; write a whole number from 1 to 65535.");
  return wholeNumber(field, findings, 65535, "a port");
};

/** A block of IPv4. RKE2 can have one of IPv6 beside it, but the inputs of this package cannot. */
export const ipv4Cidr: Check = (text) => {
  if (text.includes(",")) return "is a list of two blocks; write the block of IPv4 alone";
  return cidr(text) ?? (ipv4Block(text) === undefined ? "is not a block of IPv4, such as 10.42.0.0/16" : undefined);
};

/** Whether a field says yes. */
export const isYes = (field: Field | undefined): boolean => /^(?:true|yes|on)$/i.test(field?.text?.trim() ?? "");

/** The inputs that have a value. */
export const withValues = <Inputs extends object>(inputs: Inputs): Inputs =>
  Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined)) as Inputs;
