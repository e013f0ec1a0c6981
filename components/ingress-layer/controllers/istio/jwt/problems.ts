import { checked, checkedEach, notEmpty, repeatedProblems, type Check } from "../../../../shared/checks";
import { whenKnown } from "../../../../shared/deferred";
import { problemIf, type Problem } from "../../../../shared/invalid-args";
import { isServed } from "../../../../shared/route";
import { ServiceType } from "../../../args";
import { fullHostName } from "../../../../shared/host-name";
import type { IngressSpec } from "../../../spec";
import type { JwtArgs } from "./args";
import { isPrefix } from "./manifests";

const AT = "istio.jwt";

/** What is wrong with single inputs. */
export const jwtFieldProblems = (jwt: JwtArgs): Problem[] => [
  ...checked(`${AT}.issuer`, jwt.issuer, issuer),
  ...checked(`${AT}.jwksUri`, jwt.jwksUri, keysUrl),
  ...whenKnown(jwt.jwks, (text) => {
    const rule = keySetProblem(text);
    return rule === undefined ? [] : [{ path: `${AT}.jwks`, reason: `${rule}.` }];
  }),
  ...checkedEach(`${AT}.audiences`, jwt.audiences, notEmpty),
  ...checkedEach(`${AT}.openHosts`, jwt.openHosts, fullHostName),
  ...checkedEach(`${AT}.openPaths`, jwt.openPaths, openPath),
];

/** What is wrong with inputs that are right by themselves. `isShared`: the control plane belongs to another layer. */
export function jwtRuleProblems(jwt: JwtArgs, { hosts, tls, service }: IngressSpec, isShared: boolean): Problem[] {
  const { openHosts = [], openPaths = [] } = jwt;
  return [
    ...problemIf(
      (jwt.jwksUri === undefined) === (jwt.jwks === undefined),
      AT,
      "needs exactly one of jwksUri and jwks: where the issuer's public keys are, or the keys themselves.",
    ),
    ...problemIf(
      jwt.audiences?.length === 0,
      `${AT}.audiences`,
      "is empty. Write an audience, or leave audiences out.",
    ),
    ...problemIf(
      tls === undefined && service.type === ServiceType.LoadBalancer && !service.internal,
      AT,
      "needs tls, because tokens would cross the network in plain HTTP. Write tls, or internal: true.",
    ),
    ...openHosts.flatMap((host, index) =>
      problemIf(
        !isServed({ hosts: [...hosts] }, host),
        `${AT}.openHosts[${String(index)}]`,
        `"${host}" is not among the hosts of the layer: ${hosts.join(", ")}. Add it to hosts, or leave it out.`,
      ),
    ),
    ...problemIf(
      hosts.length > 0 && hosts.every((host) => openHosts.includes(host)),
      `${AT}.openHosts`,
      "has all hosts of the layer, so that only models need a token. Leave out at least one.",
    ),
    ...repeatedProblems(`${AT}.openHosts`, openHosts),
    ...repeatedProblems(`${AT}.openPaths`, openPaths),
    ...openPaths.flatMap((path, index) =>
      problemIf(
        isShared && isPrefix(path),
        `${AT}.openPaths[${String(index)}]`,
        `"${path}" needs a setting of the control plane, which belongs to another layer. Write single paths.`,
      ),
    ),
  ];
}

/** Istio reads `*` at either end of a principal as a wildcard. */
const issuer: Check = (value) =>
  value === "" || /[\s*]/.test(value)
    ? "is not an issuer; write the claim iss of its tokens, such as https://login.example.org, without spaces and *"
    : undefined;

/** Keys that travel in plain HTTP could be exchanged on the way. */
const keysUrl: Check = (value) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isInCluster = url?.protocol === "http:" && /\.svc(\.cluster\.local)?$/.test(url.hostname);
  if (url !== undefined && (url.username !== "" || url.password !== ""))
    return "has a name or a password; leave them out";
  return url?.protocol === "https:" || isInCluster
    ? undefined
    : "is not an https:// URL, or http:// of a Service in the cluster, such as http://keycloak.auth.svc/certs";
};

const openPath: Check = (value) => {
  if (value === "/*" || value === "*") return "opens every path; leave jwt out instead";
  return /^(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._~!$&'()+,;=:@-]+)+(\/\*?)?$|^\/$/.test(value)
    ? undefined
    : "is not an absolute path such as /health, or /docs/* for every path below it";
};

/** What is wrong with a key set. The text is never shown, because it may hold a private key. */
function keySetProblem(text: string): string | undefined {
  const keys = keysOf(text);
  if (keys === undefined || keys.length === 0)
    return 'is not a JSON Web Key Set. Write the public keys, such as {"keys": [{"kty": "RSA", "kid": …, "n": …, "e": …}]}';
  const isPublic = keys.every((key) => isRecord(key) && key["kty"] !== "oct" && !("d" in key) && !("k" in key));
  return isPublic
    ? undefined
    : "has a key that is not public, and everyone who reads the cluster's objects would see it. Write public keys only";
}

function keysOf(text: string): unknown[] | undefined {
  try {
    const set: unknown = JSON.parse(text);
    return isRecord(set) && Array.isArray(set["keys"]) ? set["keys"] : undefined;
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
