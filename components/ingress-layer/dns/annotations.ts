import type * as pulumi from "@pulumi/pulumi";
import { checked, type Check } from "../../shared/checks";
import { problemIf, type Problem } from "../../shared/invalid-args";
import { OWN_EXTERNAL_DNS, ownExternalDnsProblem } from "../../shared/own-annotations";
import { ownValue } from "../../shared/own-value";
import type { DnsService } from "./service";
import type { DnsSpec } from "./spec";

/** Prefixes of the annotations that external-dns reads; the second one is that of version 0.22 and later. */
const PREFIX = /^external-dns\.(?:alpha\.)?kubernetes\.io\//;

/** The annotation that names the hosts for which external-dns writes records. */
export const HOSTS_ANNOTATION = "external-dns.alpha.kubernetes.io/hostname";

const LEAVE_OUT = "Leave it out.";

/**
 * Annotations that change which records are written, or where they lead
 * (https://github.com/kubernetes-sigs/external-dns/blob/v0.21.0/docs/annotations/annotations.md).
 */
const CONTRADICTING: Readonly<Record<string, string>> = {
  hostname: `would change which records are written, which hosts and dns decide. ${LEAVE_OUT}`,
  "internal-hostname": `leads records to an address inside the cluster. ${LEAVE_OUT}`,
  target: `leads the records to another address than the gateway's. ${LEAVE_OUT}`,
  "record-type": `asks for records of another type. ${LEAVE_OUT}`,
};

const timeToLive: Check = (value) =>
  /^(?:\d+|(?:\d+h)?(?:\d+m)?(?:\d+s)?)$/.test(value) && /[1-9]/.test(value)
    ? undefined
    : "is not a time to live: seconds, or a number with a unit, such as 60 or 5m";

const ownController: Check = (value) =>
  value === "dns-controller" ? undefined : "makes external-dns ignore the gateway. Leave it out";

/** Annotations that external-dns reads for every DNS service, and what their values must be. */
const CHECKED: Readonly<Record<string, Check>> = { ttl: timeToLive, controller: ownController };

/** What is wrong with annotations of the gateway's Service that external-dns reads; `dns` is absent if the layer has no zones. */
export const recordAnnotationProblems = (
  path: string,
  annotations: Readonly<Record<string, pulumi.Input<string>>>,
  dns: DnsSpec | undefined,
): Problem[] =>
  Object.entries(annotations).flatMap(([key, value]) => {
    const at = `${path}.${key}`;
    if (key === OWN_EXTERNAL_DNS) return [ownExternalDnsProblem(at)];
    const name = key.replace(PREFIX, "");
    // Without records of the layer, another external-dns may read them.
    return dns?.records === undefined || name === key ? [] : annotationProblems(at, name, value, dns.service);
  });

function annotationProblems(
  path: string,
  name: string,
  value: pulumi.Input<string>,
  { block, annotations }: DnsService,
): Problem[] {
  if (Object.hasOwn(CONTRADICTING, name)) return [{ path, reason: CONTRADICTING[name] ?? "" }];
  const check = ownValue(CHECKED, name);
  if (check !== undefined) return checked(path, value, check);
  const reason = `is not read for a load balancer with ${block}. ${LEAVE_OUT}`;
  return problemIf(annotations?.test(name) !== true, path, reason);
}
