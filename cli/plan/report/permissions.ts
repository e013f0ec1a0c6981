import { opensInternet } from "../../../components/shared/internet-ranges";
import { ownValue } from "../../../components/shared/own-value";
import { allOperations, type PermissionForm } from "../../../components/targets/operations";
import {
  isHidden,
  isMap,
  UNKNOWN,
  type PlainValue,
  type PlanGraph,
  type PlannedResource,
} from "../../../recorder/graph";
import { fillDetail } from "../text/details";
import { isKnownText, valueAt } from "../text/templates";
import { named, type ResourceName } from "./resource-name";

/** Something that a resource permits, or forbids. */
export interface Permission {
  readonly resource: ResourceName;
  /** Who may do it: a role, an account, pods. */
  readonly to: string;
  /** What is permitted. */
  readonly may: string;
  /** On what; empty where the plan does not say. */
  readonly on: string;
  /** True if it is forbidden. */
  readonly denied: boolean;
}

type Row = Omit<Permission, "resource">;
type Values = Readonly<Record<string, PlainValue>>;

const LATER = "known later";

/** The forms of permissions of all clouds, by type. */
const FORMS = Object.assign({}, ...allOperations().map(({ permissions }) => permissions)) as Readonly<
  Record<string, PermissionForm>
>;

/** The permissions of a plan, in the order of registration: of clouds and of Kubernetes. Charts also have roles, which no plan contains. */
export const permissionsOf = (graph: Pick<PlanGraph, "resources">): Permission[] =>
  graph.resources
    .filter(({ read }) => !read)
    .flatMap((resource) => rowsOf(resource).map((row) => ({ resource: named(resource), ...row })));

function rowsOf(resource: PlannedResource): Row[] {
  const form = ownValue(FORMS, resource.type);
  if (form !== undefined) return rowsOfForm(form, resource);
  if (RULES.test(resource.type)) return rowsOfRules(resource.inputs.values);
  return BINDING.test(resource.type) ? rowsOfBinding(resource) : [];
}

function rowsOfForm({ to, may, on = "", statements }: PermissionForm, resource: PlannedResource): Row[] {
  const [who, scope] = [fillDetail(to, resource), fillDetail(on, resource)];
  const document = statements === undefined ? undefined : valueAt(resource.inputs.values, statements);
  const found = document === undefined ? [] : statementsOf(document);
  if (found.length === 0) {
    const someone = who || (isHidden(document) ? LATER : "");
    return someone === "" ? [] : [{ to: someone, may: fillDetail(may, resource) || LATER, on: scope, denied: false }];
  }
  return found.map((statement) => ({
    to: principalOf(statement) || who || LATER,
    may: textOf(statement["Action"] ?? statement["NotAction"], LATER) + conditionOf(statement["Condition"]),
    on: textOf(statement["Resource"], scope || LATER) || scope,
    denied: statement["Effect"] === "Deny",
  }));
}

/** Whom a statement is about. Empty for a statement of a role's policy, which is about those who have the role. */
function principalOf({ Principal, NotPrincipal }: Values): string {
  if (NotPrincipal !== undefined) return `everyone but ${textOf(NotPrincipal, LATER)}`;
  return namesIn(Principal).includes("*") ? "everyone" : textOf(Principal, LATER);
}

/** Whether a resource permits something to everyone, and the input that decides. */
export function permitsEveryone({ type, inputs: { values } }: PlannedResource): {
  readonly answer: "yes" | "no" | "unknown";
  readonly input: string;
  /** Whether the components of this package decide theirs alone. */
  readonly byComponents: boolean;
} {
  const found = grantsOf(type).map((grant) => ({ answer: grantsEveryone(valueAt(values, grant.input)), ...grant }));
  const of = (wanted: string) => found.find(({ answer }) => answer === wanted);
  return of("yes") ?? of("unknown") ?? { answer: "no", input: "", byComponents: false };
}

/** The inputs of a type that say who may do something. */
function grantsOf(type: string): { readonly input: string; readonly byComponents: boolean }[] {
  const principals = ownValue(FORMS, type)?.principals;
  if (principals !== undefined) return [{ input: principals, byComponents: false }];
  return GRANTS.filter(({ types }) => types.test(type)).map(({ input, byComponents = false }) => ({
    input,
    byComponents,
  }));
}

const GRANTS = allOperations().flatMap(({ grants }) => grants ?? []);

/** Whether one name, several, or a policy document permits something to everyone. */
function grantsEveryone(value: PlainValue | undefined): "yes" | "no" | "unknown" {
  if (isHidden(value)) return "unknown";
  const document = documentOf(value);
  const answers = isMap(document)
    ? listOf(document["Statement"]).map((statement) => statementPermitsEveryone(statement))
    : listOf(value).map((member) => isEveryone(member));
  return (["yes", "unknown"] as const).find((answer) => answers.includes(answer)) ?? "no";
}

const isEveryone = (member: PlainValue): "yes" | "no" | "unknown" => {
  if (isHidden(member)) return "unknown";
  return EVERYONE.some((name) => name === member) ? "yes" : "no";
};

/** Who is everyone, for the policies of clouds. */
const EVERYONE = ["*", "allUsers", "allAuthenticatedUsers"];

/** Conditions on how something is asked for, not on who asks. */
const OF_TRANSPORT = ["aws:securetransport", "s3:tlsversion"];

/** Tests that also hold where nobody says who asks, and those that only leave somebody out. */
const LIMITS_NOBODY = /^Null$|IfExists$|^ForAllValues:|Not/;

/** Whether a test of a condition limits who asks. Values that are not known yet count as limits. */
const isLimit = (operator: string, test: PlainValue): boolean =>
  !LIMITS_NOBODY.test(operator) &&
  isMap(test) &&
  Object.entries(test).some(([key, values]) => {
    const texts = listOf(values).filter(isKnownText);
    return (
      !OF_TRANSPORT.includes(key.toLowerCase()) && !texts.some((text) => /^\*+$/.test(text)) && !opensInternet(texts)
    );
  });

function statementPermitsEveryone(statement: PlainValue): "yes" | "no" | "unknown" {
  if (isHidden(statement)) return "unknown";
  if (!isMap(statement)) return "no";
  const { Effect, Principal, NotPrincipal, Condition } = statement;
  const principals = namesIn(Principal).map((principal) => isEveryone(principal));
  const isOpen = NotPrincipal !== undefined || principals.includes("yes");
  const tests = isMap(Condition) ? Object.entries(Condition) : [];
  const isLimited = tests.some(([operator, test]) => isLimit(operator, test));
  if (Effect === "Deny" || isLimited || !(isOpen || principals.includes("unknown"))) return "no";
  return isOpen && ![Effect, Condition, ...tests.map(([, test]) => test)].some(isHidden) ? "yes" : "unknown";
}

/** The statements of a policy document, which may be JSON. */
const statementsOf = (document: PlainValue): Values[] =>
  listOf(valueAt(documentOf(document), "Statement")).filter(isMap);

const documentOf = (document: PlainValue | undefined): PlainValue | undefined =>
  isKnownText(document) ? parsed(document) : document;

function parsed(text: string): PlainValue {
  try {
    return JSON.parse(text) as PlainValue;
  } catch {
    return null;
  }
}

/** A text or a list of them, with `later` in place of what only a provider knows. */
function textOf(value: PlainValue | undefined, later: string): string {
  const texts = namesIn(value).filter((text) => typeof text === "string");
  return [...new Set(texts.map((text) => (text === UNKNOWN ? later : text)))].join(", ");
}

/** ` (depends on aws:SecureTransport)`: what a condition looks at. */
function conditionOf(condition: PlainValue | undefined): string {
  const keys = isMap(condition)
    ? Object.values(condition).flatMap((tests) => (isMap(tests) ? Object.keys(tests) : []))
    : [];
  return keys.length === 0 ? "" : ` (depends on ${[...new Set(keys)].join(", ")})`;
}

const RULES = /^kubernetes:rbac\.authorization\.k8s\.io\/v1:(Cluster)?Role$/;
const BINDING = /^kubernetes:rbac\.authorization\.k8s\.io\/v1:(Cluster)?RoleBinding$/;

/** Each rule of a role: verbs on resources, or on paths. */
function rowsOfRules(values: Values): Row[] {
  const [name, rules] = [valueAt(values, "metadata.name"), values["rules"]];
  return (Array.isArray(rules) ? (rules as readonly PlainValue[]) : []).filter(isMap).map((rule) => ({
    to: `who is bound to ${isKnownText(name) ? name : "it"}`,
    may: textOf(rule["verbs"], LATER),
    on: [textOf(rule["resources"] ?? rule["nonResourceURLs"], LATER), groupsOf(rule["apiGroups"])].join(""),
    denied: false,
  }));
}

/** The core group has no name. */
function groupsOf(groups: PlainValue | undefined): string {
  const named = Array.isArray(groups) ? (groups as readonly PlainValue[]).map((group) => group || "core") : groups;
  const text = textOf(named, LATER);
  return text === "" ? "" : ` of ${text}`;
}

function rowsOfBinding({ inputs: { values }, type }: PlannedResource): Row[] {
  const subjects = values["subjects"];
  const names = (Array.isArray(subjects) ? (subjects as readonly PlainValue[]) : []).filter(isMap).map((subject) => {
    const name = [subject["namespace"], subject["name"]].filter(isKnownText).join("/");
    return `${isKnownText(subject["kind"]) ? subject["kind"] : ""} ${name || LATER}`.trim();
  });
  const role = [valueAt(values, "roleRef.kind"), valueAt(values, "roleRef.name")].filter(isKnownText).join(" ");
  const namespace = valueAt(values, "metadata.namespace");
  const scope = type.includes("Cluster")
    ? "the whole cluster"
    : `namespace ${isKnownText(namespace) ? namespace : LATER}`;
  return [{ to: names.join(", ") || LATER, may: role || LATER, on: scope, denied: false }];
}

/** Names in a policy: one, a list, or a map of both by their kind, such as `{ AWS: [...] }`. */
const namesIn = (value: PlainValue | undefined): readonly PlainValue[] =>
  isMap(value) ? Object.values(value).flatMap(listOf) : listOf(value);

/** The elements of a list; a single value is a list of one. */
function listOf(value: PlainValue | undefined): readonly PlainValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly PlainValue[]) : [value];
}
