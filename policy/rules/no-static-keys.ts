import { parse } from "yaml";
import { allOperations, operationsOf } from "../../components/targets/operations";
import { targetNames } from "../../components/targets/target";
import type { PlainValue, PlannedResource } from "../../recorder/graph";
import { isHidden, type Values } from "../inputs";
import { unknown, violation, type Rule } from "../rule";
import { writtenFor } from "../written";

/** Names under which programs keep what logs in for as long as nobody changes it. */
const NAMES =
  /^(aws_?)?(access_?key(_?id)?|secret_?(access_?)?key|(session_?)?token|password|passwd|client_?secret|private_?key|api_?key|client-key-data)$/i;

/** What gives itself away: an access key's id, a private key in PEM, a signed token. */
const LOOKS = /\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]+/;

const KEY_TYPES = new Set(allOperations().flatMap(({ guardrails }) => guardrails?.staticKeys ?? []));

/** No key or token that is valid until somebody changes it. */
export const rule: Rule = {
  name: "no-static-keys",
  description:
    "No input holds a static key, token or password, and no resource is one, unless the program brings it to log in to its own machines or cluster.",
  level: "mandatory",
  needs: "resource",
  options: { allow: [], allowWritten: true },
  check(resource, stack, { allowWritten }) {
    if (KEY_TYPES.has(resource.type)) {
      return violation("is a key that is valid until somebody deletes it: let pods and people log in by roles.");
    }
    const targets = allowWritten ? writtenFor(resource, stack).flatMap(({ broughtLogin }) => broughtLogin ?? []) : [];
    const brought = targets.flatMap((target) => broughtBy(target, resource));
    return credentialsIn(resource.inputs.values)
      .filter(({ path }) => !brought.some((start) => path === start || path.startsWith(`${start}.`)))
      .flatMap(({ path, isKnown }) =>
        isKnown
          ? violation(
              `${path} looks like a static key, token or password: log in by a role or a workload identity instead.`,
            )
          : unknown(path),
      );
  },
};

/** Paths of the logins that a user of the target brings. */
function broughtBy(target: string, { type }: PlannedResource): readonly string[] {
  if (!targetNames().includes(target)) return [];
  return operationsOf(target).guardrails?.broughtLogins?.[type] ?? [];
}

/** Where a credential stands. */
interface Credential {
  readonly path: string;
  readonly isKnown: boolean;
}

/** Where static keys and tokens stand in inputs, also inside of YAML and JSON: `kubeconfig.users[0].user.token`. */
export const credentialsIn = (value: PlainValue, path = ""): Credential[] => {
  if (typeof value === "string") {
    if (LOOKS.test(value)) return [{ path, isKnown: true }];
    const document = documentIn(value);
    return document === undefined ? [] : credentialsIn(document, path);
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value as Values).flatMap(([key, item]) => {
    const at = Array.isArray(value) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    const isNamed = typeof item === "string" && item !== "" && NAMES.test(key);
    return isNamed ? [{ path: at, isKnown: !isHidden(item) }] : credentialsIn(item, at);
  });
};

/** What stands in a text such as a kubeconfig or a policy. */
function documentIn(text: string): PlainValue | undefined {
  if (!/^\s*[{[]|\n/.test(text)) return undefined;
  try {
    const document = parse(text) as PlainValue;
    return typeof document === "object" ? document : undefined;
  } catch {
    return undefined;
  }
}
