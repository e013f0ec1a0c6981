import { SECRET, UNKNOWN, type PlainValue } from "../../../recorder/graph";

/** An AuthorizationPolicy of Istio, as far as a plan line needs it. */
interface Policy {
  readonly action?: PlainValue;
  readonly rules?: readonly Rule[];
}

interface Rule {
  readonly from?: readonly { readonly source?: { readonly notRequestPrincipals?: readonly string[] } }[];
  readonly to?: readonly {
    readonly operation?: { readonly notHosts?: readonly string[]; readonly notPaths?: readonly string[] };
  }[];
}

/**
 * `requests need a token of https://login.example.org, except at lab.example.org and /health`: what a policy denies without a
 * token; nothing for other policies.
 */
export function tokensNeededBy(spec: PlainValue | undefined): string[] {
  const { action, rules = [] } = (spec ?? {}) as Policy;
  const [rule, ...others] = rules;
  const issuers = rule?.from?.flatMap(({ source }) => source?.notRequestPrincipals ?? []) ?? [];
  if (action !== "DENY" || issuers.length === 0) return [];
  const { notHosts = [], notPaths = [] } = rule?.to?.[0]?.operation ?? {};
  // A host stands there twice: also with a port.
  const open = [...notHosts.filter((host) => !host.endsWith(":*")), ...notPaths];
  const exceptions = open.length === 0 ? "" : `, except at ${open.join(", ")}`;
  const models = others.length === 0 ? "" : "; models need one at every host";
  return [`requests need a token of ${issuers.map(issuerOf).join(", ")}${exceptions}${models}`];
}

/** A principal is `<issuer>/<subject>`. */
const issuerOf = (principal: string): string =>
  principal === UNKNOWN || principal === SECRET ? "an issuer known later" : principal.replace(/\/\*$/, "");
