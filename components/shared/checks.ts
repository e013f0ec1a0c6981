import * as pulumi from "@pulumi/pulumi";
import { isIPv6 } from "node:net";
import { whenKnown, type Show } from "./deferred";
import { problemIf, shown, type Problem } from "./invalid-args";
import { cidrRange, ipRange, ipText, isIpv4InIpv6 } from "./ip-range";
import { refuseLate } from "./late-refusal";

/**
 * Returns the rule that a value breaks, or nothing if the value is right. Text that is derived from the value, such as the right
 * value, comes after `; write`, which errors about secret values leave out.
 */
export type Check = (value: string) => string | undefined;

const ofSecret = (rule: string): string => rule.split("; write ")[0] ?? rule;

/** A CIDR block such as `203.0.113.0/24`, in which no bit beyond the prefix is set. */
export const cidr: Check = (value) => {
  const block = cidrRange(value);
  const [, address = "", length = ""] = /^([^/%]+)\/(\d{1,3})$/.exec(value) ?? [];
  if (block === undefined) {
    const alone = ipRange(`${value}-${value}`);
    if (alone !== undefined)
      return `is a single address; write ${value}/${String(alone.bits)} for it alone, or the block that contains it`;
    return isIPv6(address) && isIpv4InIpv6(address)
      ? "is a block of IPv4 in the form of IPv6, which not every cloud reads; write it in the form of IPv4"
      : `is not a CIDR block; write ${withoutLeadingZeros(value, cidr) ?? "an address and a prefix length, such as 203.0.113.0/24"}`;
  }
  if (String(Number(length)) !== length)
    return `has a prefix length with a leading zero; write ${address}/${String(Number(length))}`;
  const first = cidrRange(`${address}/${String(block.bits)}`)?.first;
  return first === block.first
    ? undefined
    : `has bits set beyond its prefix; write ${ipText(block.first, block.bits)}/${length}`;
};

/** The text without leading zeros in its numbers, if it is right then. Some programs read such numbers as octal. */
export function withoutLeadingZeros(value: string, check: Check): string | undefined {
  const decimal = value.includes(":") ? value : value.replace(/\b0+(?=\d)/g, "");
  return decimal !== value && check(decimal) === undefined ? decimal : undefined;
}

/** All of IPv4. */
export const EVERYWHERE = "0.0.0.0/0";

/** Whether a CIDR block contains every address. */
export const isEverywhere = (value: string): boolean => /\/0+$/.test(value);

/** A text with at least one character. */
export const notEmpty: Check = (value) => (value === "" ? "is empty; write a text, or leave it out" : undefined);

/** The id of an Emissary that something else installed, so that nothing is named after it. */
export const ambassadorId: Check = (value) =>
  /^[a-z0-9]([\w.-]*[a-z0-9])?$/i.test(value)
    ? undefined
    : "is not the id of an Emissary: letters, digits, '-', '_' and '.', with a letter or digit first and last";

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** An RFC 1123 label: the form of a namespace's or a Service's name. */
export const dns1123Label: Check = (value) =>
  value.length <= 63 && LABEL.test(value)
    ? undefined
    : "is not a DNS-1123 label; use at most 63 characters: a-z, 0-9 and '-', with a letter or digit at both ends";

/** A name that charts can write without quotes: YAML 1.1 reads some words as numbers, booleans or null. */
export const unquotedName: Check = (value) =>
  /^(?:y|n|yes|no|on|off|true|false|null|\d+(?:e-?\d+)?|0[xob][0-9a-f]+)$/i.test(value)
    ? "is not read as text in charts, which write it without quotes; use a name that YAML reads as text, such as models"
    : undefined;

/** An RFC 1123 subdomain: labels joined by dots, as in the names of most Kubernetes objects. */
export const dns1123Subdomain: Check = (value) =>
  value.length <= 253 && value.split(".").every((label) => LABEL.test(label))
    ? undefined
    : "is not a DNS-1123 subdomain; use at most 253 characters: a-z, 0-9, '-' and '.', each part with a letter or digit at both ends";

/** A Gateway of Istio with its namespace: `istio-system/seldon-gateway`. */
export const gatewayName: Check = (value) => {
  const [namespace = "", name = "", ...rest] = value.split("/");
  const fine = rest.length === 0 && dns1123Label(namespace) === undefined && dns1123Subdomain(name) === undefined;
  return fine
    ? undefined
    : "is not the namespace and name of a Gateway; write <namespace>/<name>, such as istio-system/seldon-gateway";
};

/** Whether DNS can have a name: each part has at most 63 characters, and the last one is not only digits, as in an address. */
export const isDnsName = (value: string): boolean => {
  const labels = value.split(".");
  return (
    dns1123Subdomain(value) === undefined &&
    labels.every((label) => label.length <= 63) &&
    !/^\d+$/.test(labels.at(-1) ?? "")
  );
};

const LABEL_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** A label or annotation key: `team` or `example.org/team`. */
export const labelKey: Check = (value) => {
  const [name, prefix, ...rest] = value.split("/").reverse();
  const fine =
    rest.length === 0 &&
    LABEL_NAME.test(name ?? "") &&
    (prefix === undefined || (prefix !== "" && dns1123Subdomain(prefix) === undefined));
  return fine ? undefined : "is not a label key, such as team or example.org/team";
};

/** A label's value: empty, or at most 63 characters. */
export const labelValue: Check = (value) =>
  value === "" || LABEL_NAME.test(value)
    ? undefined
    : "is not a label value; use at most 63 characters: A-Z, a-z, 0-9, '-', '_' and '.', with a letter or digit at both ends";

/** Whether a text is an absolute URL of one of the given schemes. */
export const isUrl = (value: string, ...schemes: string[]): boolean =>
  URL.canParse(value) && new URL(value).host !== "" && schemes.includes(new URL(value).protocol.slice(0, -1));

/** An absolute URL of one of the given schemes, without the parts that can be secret. */
export const url =
  (...schemes: string[]): Check =>
  (value) => {
    if (!isUrl(value, ...schemes))
      return `is not a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(" or ")}`;
    const { username, password, search, hash } = new URL(value);
    return username + password + search + hash === ""
      ? undefined
      : "has a user name, a password, a query or a fragment, which can be secret; leave it out";
  };

/** A version as Kubernetes and charts write it: `1.35`, `v1.21.1`, `1.30.3-rc.1`. */
export const version: Check = (value) =>
  /^v?\d+\.\d+(\.\d+)?([-+][0-9A-Za-z.+-]+)?$/.test(value) ? undefined : "is not a version, such as 1.35 or 1.30.3";

const textProblems = (path: string, value: string, check: Check, show: Show): Problem[] => {
  const rule = check(value);
  if (rule === undefined) return [];
  if (show !== shown) return [{ path, reason: `${show(value, path)} ${ofSecret(rule)}.` }];
  if (value !== "" || !rule.startsWith("is ")) return [{ path, reason: `${shown(value, path)} ${rule}.` }];
  return [{ path, reason: `${rule.startsWith("is empty") ? rule : `is empty, so it ${rule}`}.` }];
};

/** Checks a text: at once if it is known, else when it resolves. */
export const checked = (path: string, value: pulumi.Input<string> | undefined, check: Check): Problem[] =>
  whenKnown(value, (known, show) => textProblems(path, known, check, show));

type Texts = pulumi.Input<pulumi.Input<string>[]>;

/** Checks each element of a list, with its index in the path. */
export const checkedEach = (path: string, values: Texts | undefined, check: Check): Problem[] =>
  whenKnown(values, (list, showList) =>
    list.flatMap((item, index) =>
      whenKnown(item, (known, show) =>
        textProblems(`${path}[${String(index)}]`, known, check, showList === shown ? show : showList),
      ),
    ),
  );

type TextMap = pulumi.Input<Record<string, pulumi.Input<string>>>;

/** Checks the keys and values of a label map. */
export const checkedLabels = (path: string, labels: TextMap | undefined): Problem[] =>
  whenKnown(labels, (map, showMap) =>
    Object.entries(map).flatMap(([key, value]) => [
      ...textProblems(`${path}.${key}`, key, labelKey, showMap),
      ...whenKnown(value, (known, show) =>
        textProblems(`${path}.${key}`, known, labelValue, showMap === shown ? show : showMap),
      ),
    ]),
  );

/** Largest number of the API's 32-bit fields, such as `replicas`. */
const LARGEST = 2 ** 31 - 1;

/**
 * Checks that a value is a whole number from `least` to `most`: at once if it is known, else when it resolves.
 *
 * @param most is by default the largest number that the Kubernetes API reads
 */
export const checkedCount = (
  path: string,
  value: pulumi.Input<number> | undefined,
  least: number,
  most = LARGEST,
): Problem[] =>
  whenKnown(value, (known, show) => {
    if (!Number.isInteger(known) || known < least)
      return [{ path, reason: `${show(known, path)} is not a whole number of at least ${String(least)}.` }];
    return problemIf(known > most, path, `${show(known, path)} is too large. Write at most ${String(most)}.`);
  });

/** Values of a list that stand in it before. The advice says what to do about a repeated one. */
export const repeatedProblems = (path: string, values: readonly unknown[] = [], advice = "Remove one"): Problem[] =>
  values.flatMap((value, index) =>
    problemIf(
      values.indexOf(value) !== index,
      `${path}[${String(index)}]`,
      `${shown(value)} is listed twice. ${advice}.`,
    ),
  );

/** An output that resolves only if the value passes the check, so that nothing is created from a wrong value. */
export const validatedOutput = (
  component: string,
  path: string,
  value: pulumi.Input<string>,
  check: Check,
): pulumi.Output<string> => {
  const output = pulumi.output(value);
  return pulumi.all([output, pulumi.isSecret(output)]).apply(async ([known, secret]) => {
    await refuseLate(component, textProblems(path, known, check, secret ? () => "the secret value" : shown));
    return known;
  });
};
