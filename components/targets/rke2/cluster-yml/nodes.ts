import { labelKey, labelValue } from "../../../shared/checks";
import { nearest } from "../../../shared/nearest";
import { ownValue } from "../../../shared/own-value";
import { shown } from "../../../shared/shown";
import { TaintEffect, type TaintArgs } from "../../node-pool-args";
import type { Rke2NodeArgs } from "../args";
import { host, nodeName, ownIpv4, user } from "../formats";
import { checkedText, portOf, withValues } from "./checked-text";
import { at, isEmpty, type Field } from "./field";
import type { Findings } from "./findings";
import { loginOf } from "./login";
import { dutyOf, serverProblems, type Duty } from "./roles";

/** The nodes of the file. `keyPath` is the key of all nodes that name none of their own. */
export function nodesOf(file: Field, keyPath: string | undefined, findings: Findings): Rke2NodeArgs[] {
  const list = at(file, "nodes");
  const items = findings.items(list);
  if (items.length === 0) {
    if (isEmpty(list))
      findings.problem(
        { ...(list ?? file), path: "nodes" },
        "is empty. Write at least one node, with address, user and role.",
      );
    return [];
  }
  const duties = items.map((item) => dutyOf(item, findings));
  serverProblems(list ?? file, duties, findings);
  repeated(items, "address", findings);
  repeated(items, "hostname_override", findings);
  return items.flatMap((item, index) => nodeOf(item, duties[index], keyPath, findings) ?? []);
}

function nodeOf(
  item: Field,
  duty: Duty | undefined,
  keyPath: string | undefined,
  findings: Findings,
): Rke2NodeArgs | undefined {
  const required = (name: string, check: typeof host, example: string): string | undefined => {
    const field = at(item, name);
    if (findings.text(field) === undefined)
      findings.problem({ ...item, ...field, path: `${item.path}.${name}` }, `is missing. Write ${example}.`);
    return checkedText(field, findings, check);
  };
  if (item.fields === undefined) {
    findings.problem(item, "is not a map. Write address, user and role of a node.");
    return undefined;
  }
  const address = required("address", host, "the address of the machine");
  const login = { user: required("user", user, "the user for SSH, such as ubuntu") };
  const rest = {
    ...login,
    port: portOf(at(item, "port"), findings),
    ...loginOf(item, keyPath, findings),
    internalAddress: checkedText(at(item, "internal_address"), findings, ownIpv4),
    hostname: checkedText(at(item, "hostname_override"), findings, nodeName),
    labels: labelsOf(at(item, "labels"), findings),
    taints: taintsOf(at(item, "taints"), findings),
  };
  return address === undefined || duty === undefined ? undefined : { address, ...duty, ...withValues(rest) };
}

function labelsOf(field: Field | undefined, findings: Findings): Record<string, string> | undefined {
  const labels = findings.entries(field).map(([key, value]): [string, string] => {
    const rule = labelKey(key);
    if (rule !== undefined) findings.problem(value, `${shown(key)} ${rule}.`);
    return [key, checkedText(value, findings, labelValue) ?? ""];
  });
  return labels.length === 0 ? undefined : Object.fromEntries(labels);
}

const EFFECTS: Readonly<Record<string, TaintEffect>> = TaintEffect;

function taintsOf(field: Field | undefined, findings: Findings): TaintArgs[] | undefined {
  const taints = findings.items(field).flatMap((item): TaintArgs[] => {
    const key = checkedText(at(item, "key"), findings, labelKey);
    const value = checkedText(at(item, "value"), findings, labelValue);
    const written = findings.text(at(item, "effect")) ?? "";
    const effect = ownValue(EFFECTS, written);
    if (findings.text(at(item, "key")) === undefined)
      findings.problem(item, "has no key. Write key, effect and perhaps value.");
    else if (effect === undefined)
      findings.problem(
        at(item, "effect") ?? item,
        `${shown(written)} is not the effect of a taint; ${nearest(written, Object.keys(EFFECTS))}.`,
      );
    return key === undefined || effect === undefined ? [] : [{ key, ...withValues({ value }), effect }];
  });
  return taints.length === 0 ? undefined : taints;
}

/** Two nodes with one address or name would be one machine. */
function repeated(items: readonly Field[], name: string, findings: Findings): void {
  const seen = new Map<string, Field>();
  for (const item of items) {
    const field = at(item, name);
    const text = field?.text?.trim().toLowerCase() ?? "";
    const first = seen.get(text);
    if (field === undefined || text === "") continue;
    if (first === undefined) seen.set(text, field);
    else
      findings.problem(
        field,
        `${shown(text)} is that of the node in line ${String(first.line)} too. Write one node for each machine.`,
      );
  }
}
