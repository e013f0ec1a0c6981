import { parseAllDocuments } from "yaml";
import { allOperations, operationsOf } from "../../components/targets/operations";
import { targetNames } from "../../components/targets/target";
import { isHidden, isMap, type PlainValue, type PlannedResource } from "../../recorder/graph";
import { known, type Values } from "../inputs";
import { ownLoginsOf } from "../own-logins";
import { unknown, violation, type CheckedStack, type Rule } from "../rule";
import { writtenFor } from "../written";

/** What people type to log in, also with a word right before it: `PGPASSWORD`. */
const PASSWORDS = /(password|passwd|passphrase)$/;

/** Names under which programs keep what logs in for as long as nobody changes it, in small letters. Words may stand before: `root_password`. */
const NAMES =
  /(password|passwd|passphrase)$|(^|_)(access_?key(_id)?|secret_?key|(auth)?token|pwd|client_?secret|private_?key|api_?key|client_key_data)$/;

/** `rootPassword`, `ROOT_PASSWORD`, `root-password` and `rootPasswordWo`, which a provider does not store, are `root_password`. */
const inSmallLetters = (name: string): string =>
  name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1_$2")
    .replaceAll(/[-.]/g, "_")
    .toLowerCase()
    .replace(/_wo$/, "");

/** Whether a name is one of {@link NAMES}. */
const isName = (name: string): boolean => NAMES.test(inSmallLetters(name));

/** What takes the value of a variable, or is filled in later. */
const REFERENCE = /^(\$\([^()]+\)|\$\{[^{}]+\}|\{\{.*\}\})$/;

/**
 * What gives itself away: keys of AWS, private keys in PEM, signed tokens, tokens of GitHub, GitLab, Hugging Face, Slack and Google, and a
 * password in a URL.
 */
const LOOKS = new RegExp(
  [
    ...[/\b(AKIA|ASIA)[A-Z0-9]{16}\b/, /secret_access_key\s*=\s*["']?[\w/+]/, /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
    ...[/\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]+/, /\b(gh[pousr]_|hf_)[A-Za-z0-9]{30,}/, /\bgithub_pat_\w{30,}/],
    ...[/\bglpat-[\w-]{20,}/, /\bxox[abprs]-[\w-]{10,}/, /\bAIza[\w-]{35}/, /:\/\/[^\s/:@]+:[^\s/@$<{*]+@/],
  ]
    .map(({ source }) => source)
    .join("|"),
);

/** A variable of a shell, or a flag of a command line, with its value. One that is filled in elsewhere is no value. */
const ASSIGNMENT = /(?:^|[\s;&"'])(?:--?([A-Za-z][\w-]*)|([A-Z][A-Z\d_]*))=["']?[^\s"'$`<({%*;&|)]/g;

/** Logins of registries, as Docker keeps them. */
const OF_REGISTRY = /(^|\.)auths\..*\.auth$/;

/** Secrets of Kubernetes. */
const SECRET_TYPE = /^kubernetes:core\/v1:Secret(Patch)?$/;

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
    if (KEY_TYPES.has(resource.type) || isServiceAccountToken(resource)) {
      return violation("is a key that is valid until somebody deletes it: let pods and people log in by roles.");
    }
    const brought = allowWritten ? broughtPaths(resource, stack) : [];
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

/**
 * Paths of logins that a user brings: those of a component of this package that records it, and the same logins elsewhere, such as in a
 * provider that the program makes of the cluster's kubeconfig.
 */
function broughtPaths(resource: PlannedResource, stack: CheckedStack): string[] {
  if (!BROUGHT.has(resource.type)) return [];
  const own = ownBroughtPaths(resource, stack);
  const others = stack.resources
    .filter(({ type, urn }) => type === resource.type && urn !== resource.urn)
    .flatMap((other) =>
      ownBroughtPaths(other, stack).map((path) => ({ path, value: known(other.inputs.values, path) })),
    );
  const isSame = ({ path, value }: (typeof others)[number]): boolean =>
    typeof value === "string" && value === known(resource.inputs.values, path);
  return [...own, ...others.filter(isSame).map(({ path }) => path)];
}

function ownBroughtPaths(resource: PlannedResource, stack: CheckedStack): string[] {
  const targets = writtenFor(resource, stack).flatMap(({ broughtLogin }) => broughtLogin ?? []);
  return targets
    .filter((target) => targetNames().includes(target))
    .flatMap((target) => operationsOf(target).guardrails?.broughtLogins?.[resource.type] ?? []);
}

/** Types with such logins. */
const BROUGHT = new Set(allOperations().flatMap(({ guardrails }) => Object.keys(guardrails?.broughtLogins ?? {})));

/** A token that Kubernetes makes for a service account, and never changes. */
const isServiceAccountToken = ({ type, inputs: { values } }: PlannedResource): boolean =>
  SECRET_TYPE.test(type) && values["type"] === "kubernetes.io/service-account-token";

/** Where a credential stands. */
interface Credential {
  readonly path: string;
  readonly isKnown: boolean;
}

/** Where static keys and tokens stand in the inputs of a resource, except logins of what its own component installs. */
export function foreignCredentialsIn(resource: PlannedResource, stack: Pick<CheckedStack, "resources">): Credential[] {
  const own = [...ownLoginsOf(resource, stack), ...(isOfCertificate(resource) ? KEYS_OF_CERTIFICATE : [])];
  return credentialsIn(decoded(resource)).filter(({ path }) => !isBelow(path, own));
}

/** The key of a certificate shows who a server is. It logs nobody in. */
const KEYS_OF_CERTIFICATE = ["data.tls.key", "stringData.tls.key"];

const isOfCertificate = ({ type, inputs: { values } }: PlannedResource): boolean =>
  SECRET_TYPE.test(type) && values["type"] === "kubernetes.io/tls";

/** The inputs of a resource, with the data of a Secret as its text. */
function decoded({ type, inputs: { values } }: PlannedResource): Values {
  const { data } = values;
  if (!SECRET_TYPE.test(type) || !isMap(data)) return values;
  const text = (value: PlainValue): PlainValue =>
    typeof value === "string" && !isHidden(value) ? Buffer.from(value, "base64").toString("utf8") : value;
  return { ...values, data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, text(value)])) };
}

const isBelow = (path: string, starts: readonly string[]): boolean =>
  starts.some((start) => path === start || path.startsWith(`${start}.`) || path.startsWith(`${start}[`));

/** Where static keys and tokens stand in inputs, also inside of YAML and JSON: `kubeconfig.users[0].user.token`. */
const credentialsIn = (value: PlainValue, path = ""): Credential[] => {
  if (typeof value === "string") {
    if (LOOKS.test(value) || assigns(value)) return [{ path, isKnown: true }];
    const document = documentIn(value);
    return document === undefined ? [] : credentialsIn(document, path);
  }
  if (typeof value !== "object" || value === null) return [];
  // In a list of variables or of settings, the name stands beside the value.
  const beside = (value as Values)["name"];
  return Object.entries(value as Values).flatMap(([key, item]) => {
    const at = Array.isArray(value) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    const name = key === "value" && typeof beside === "string" ? beside : key;
    const isNamed = isLogin(name, item) || (OF_REGISTRY.test(at) && typeof item === "string");
    // In an ExternalSecret, this is the name of an entry.
    const isEntry = key === "secretKey" && "remoteRef" in (value as Values);
    return isNamed && !isEntry ? [{ path: at, isKnown: !isHidden(item) }] : credentialsIn(item, at);
  });
};

/** Whether a value under this name logs in. Numbers are passwords too; numbers of tokens are limits. */
function isLogin(name: string, value: PlainValue): boolean {
  if (typeof value === "number") return PASSWORDS.test(inSmallLetters(name));
  return typeof value === "string" && value !== "" && !REFERENCE.test(value) && isName(name);
}

/** Whether a text gives a value to a variable or a flag with such a name. */
const assigns = (text: string): boolean =>
  [...text.matchAll(ASSIGNMENT)].some(([, flag, variable]) => isName(flag ?? variable ?? ""));

/** What stands in a text such as a kubeconfig or a policy; a list, if it has several documents. Warnings would print lines of the text. */
function documentIn(text: string): PlainValue | undefined {
  if (!/^\s*[{[]|\n/.test(text)) return undefined;
  try {
    const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: "error" })
      .filter(({ errors }) => errors.length === 0)
      .map((document) => document.toJS() as PlainValue);
    const [document] = documents;
    return documents.length > 1 ? documents : typeof document === "object" ? document : undefined;
  } catch {
    return undefined;
  }
}
