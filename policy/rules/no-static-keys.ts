import { parseAllDocuments } from "yaml";
import { allOperations, operationsOf } from "../../components/targets/operations";
import { targetNames } from "../../components/targets/target";
import { isHidden, type PlainValue, type PlannedResource } from "../../recorder/graph";
import type { Values } from "../inputs";
import { ownLoginsOf } from "../own-logins";
import { unknown, violation, type CheckedStack, type Rule } from "../rule";
import { writtenFor } from "../written";

/** Names under which programs keep what logs in for as long as nobody changes it, in small letters. Words may stand before: `root_password`. */
const NAMES =
  /(^|_)(access_?key(_id)?|secret_?key|(auth)?token|password|passwd|client_?secret|private_?key|api_?key|client_key_data)$/;

/** Whether a name is one of {@link NAMES}: `rootPassword`, `ROOT_PASSWORD` and `root-password` are `root_password`. */
const isName = (name: string): boolean =>
  NAMES.test(
    name
      .replaceAll(/([a-z\d])([A-Z])/g, "$1_$2")
      .replaceAll(/[-.]/g, "_")
      .toLowerCase(),
  );

/** A variable that takes the value of another one. */
const REFERENCE = /^\$\([^()]+\)$/;

/** What gives itself away: an access key's id, a private key in PEM, a signed token. */
const LOOKS = /\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]+/;

const KEY_TYPES = new Set(allOperations().flatMap(({ guardrails }) => guardrails?.staticKeys ?? []));

/** No key or token that is valid until somebody changes it. */
export const rule: Rule = {
  name: "no-static-keys",
  description:
    "No input holds a static key, token or password, and no resource is one, unless it is for the program's own machines or cluster, or for what a component installs there.",
  level: "mandatory",
  needs: "resource",
  options: { allow: [], allowWritten: true },
  check(resource, stack, { allowWritten }) {
    if (KEY_TYPES.has(resource.type)) {
      return violation("is a key that is valid until somebody deletes it: let pods and people log in by roles.");
    }
    const targets = allowWritten ? writtenFor(resource, stack).flatMap(({ broughtLogin }) => broughtLogin ?? []) : [];
    const brought = targets.flatMap((target) => broughtBy(target, resource));
    return foreignCredentialsIn(resource, stack)
      .filter(({ path }) => !isBelow(path, brought))
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

/** Where static keys and tokens stand in the inputs of a resource, except logins of what its own component installs. */
export function foreignCredentialsIn(resource: PlannedResource, stack: Pick<CheckedStack, "resources">): Credential[] {
  const own = ownLoginsOf(resource, stack);
  return credentialsIn(resource.inputs.values).filter(({ path }) => !isBelow(path, own));
}

const isBelow = (path: string, starts: readonly string[]): boolean =>
  starts.some((start) => path === start || path.startsWith(`${start}.`) || path.startsWith(`${start}[`));

/** Where static keys and tokens stand in inputs, also inside of YAML and JSON: `kubeconfig.users[0].user.token`. */
const credentialsIn = (value: PlainValue, path = ""): Credential[] => {
  if (typeof value === "string") {
    if (LOOKS.test(value)) return [{ path, isKnown: true }];
    const document = documentIn(value);
    return document === undefined ? [] : credentialsIn(document, path);
  }
  if (typeof value !== "object" || value === null) return [];
  // In a list of variables or of settings, the name stands beside the value.
  const beside = (value as Values)["name"];
  return Object.entries(value as Values).flatMap(([key, item]) => {
    const at = Array.isArray(value) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    const name = key === "value" && typeof beside === "string" ? beside : key;
    const isNamed = typeof item === "string" && item !== "" && !REFERENCE.test(item) && isName(name);
    return isNamed ? [{ path: at, isKnown: !isHidden(item) }] : credentialsIn(item, at);
  });
};

/** What stands in a text such as a kubeconfig or a policy; a list, if it has several documents. Warnings would print lines of the text. */
function documentIn(text: string): PlainValue | undefined {
  if (!/^\s*[{[]|\n/.test(text)) return undefined;
  try {
    const documents = parseAllDocuments(text, { logLevel: "error" })
      .filter(({ errors }) => errors.length === 0)
      .map((document) => document.toJS() as PlainValue);
    const [document] = documents;
    return documents.length > 1 ? documents : typeof document === "object" ? document : undefined;
  } catch {
    return undefined;
  }
}
