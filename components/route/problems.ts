import type * as pulumi from "@pulumi/pulumi";
import { checked, checkedCount, dns1123Label, dns1123Subdomain, gatewayName, type Check } from "../shared/checks";
import { whenKnown } from "../shared/deferred";
import { IngressController } from "../shared/facts";
import { fullHostName } from "../shared/host-name";
import { problemIf, type Problem } from "../shared/invalid-args";
import type { RouteArgs, RequestHeadersArgs } from "./args";

/** Characters that are neither a query nor read differently by proxies. */
const path: Check = (value) =>
  /^\/$|^(\/[A-Za-z0-9_~!$&'()*+,;=:@-][A-Za-z0-9._~!$&'()*+,;=:@-]*)+\/?$/.test(value)
    ? undefined
    : "is not an absolute path, such as /notebooks; use letters, digits and characters that need no escaping in a URL";

const headerName: Check = (value) => {
  if (!/^[A-Za-z0-9!#$&'*+.^_`|~-]+$/.test(value)) return "is not the name of a header, such as X-Forwarded-Proto";
  return value.toLowerCase() === "host"
    ? "must not be changed: it names the host of the request, and WebSockets of notebooks need the original; leave it out"
    : undefined;
};

/** Longest time limit, in seconds. */
const LONGEST = 86_400;

/** Istio reads a selector without labels as one for every pod. */
const EMPTY_SELECTOR = {
  path: "ingress.gatewaySelector",
  reason:
    'is empty, so the route would be at every gateway of the cluster. Write the labels of one, such as { istio: "ingressgateway" }.',
};

/** What is wrong with single inputs. */
export const fieldProblems = (name: string, args: RouteArgs): Problem[] => [
  ...checked("name", name, dns1123Label),
  ...checked("namespace", args.namespace, dns1123Label),
  ...(args.ingress.controller === IngressController.Istio
    ? checked("ingress.gateway", args.ingress.gateway as pulumi.Input<string> | undefined, gatewayName)
    : []),
  ...checked("host", args.host, fullHostName),
  ...checked("path", args.path, path),
  ...checked("rewrite", args.rewrite, path),
  ...checked("service.name", args.service.name, dns1123Label),
  ...problemIf(
    !Number.isInteger(args.service.port) || args.service.port < 1 || args.service.port > 65535,
    "service.port",
    `${String(args.service.port)} is not a port: write a whole number from 1 to 65535.`,
  ),
  ...checkedCount("timeoutSeconds", args.timeoutSeconds, 1),
  ...whenKnown(args.timeoutSeconds, (seconds, show) =>
    problemIf(
      seconds > LONGEST,
      "timeoutSeconds",
      `${show(seconds, "timeoutSeconds")} is more than a day. Write a shorter time, or leave it out for no limit.`,
    ),
  ),
  ...(Object.keys(args.ingress.gatewaySelector ?? { any: "" }).length === 0 ? [EMPTY_SELECTOR] : []),
  ...headerProblems(args.requestHeaders ?? {}),
  ...checked("tls.secretName", args.tls?.secretName, dns1123Subdomain),
  ...checked("tls.issuer.name", args.tls?.issuer?.name, dns1123Subdomain),
];

function headerProblems({ set = {}, remove = [] }: RequestHeadersArgs): Problem[] {
  const names = [
    ...Object.keys(set).map((header) => ({ header, at: `requestHeaders.set.${header}` })),
    ...remove.map((header, index) => ({ header, at: `requestHeaders.remove[${String(index)}]` })),
  ];
  const seen = new Set<string>();
  return [
    ...names.flatMap(({ header, at }) => {
      const isRepeated = seen.has(header.toLowerCase());
      seen.add(header.toLowerCase());
      return [
        ...checked(at, header, headerName),
        ...problemIf(isRepeated, at, "changes a header that another entry changes already. Keep one of them."),
      ];
    }),
    ...Object.entries(set).flatMap(([header, value]) =>
      // A value may be a token, so it is not shown.
      whenKnown(value, (known) =>
        problemIf(
          !/^[\x20-\x7e]+$/.test(known) || known.includes("%") || known.trim() !== known,
          `requestHeaders.set.${header}`,
          "has characters that a proxy would change or refuse. Write printable ASCII without %, and no blanks at its ends.",
        ),
      ),
    ),
  ];
}

/** What is wrong with a separate certificate. */
export const tlsProblems = ({ tls, ingress }: RouteArgs): Problem[] =>
  tls === undefined
    ? []
    : [
        ...problemIf(
          tls.issuer !== undefined && tls.secretName !== undefined,
          "tls",
          "has issuer and secretName. Write the issuer of a new certificate, or the Secret of one that exists.",
        ),
        ...problemIf(
          tls.issuer === undefined && tls.secretName === undefined && ingress.issuer === undefined,
          "tls",
          "has neither issuer nor secretName, and the ingress has no issuer. Write one of them.",
        ),
      ];
