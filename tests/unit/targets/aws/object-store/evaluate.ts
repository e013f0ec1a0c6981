/** A statement of any policy, as IAM reads it. */
export interface Statement {
  readonly Effect: string;
  readonly Principal?: string | Readonly<Record<string, string>>;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A policy that is already an object. */
export interface Policy {
  readonly Statement: readonly Statement[];
}

/** What somebody wants to do. */
export interface Request {
  readonly action: string;
  /** ARN of the resource; absent for the trust policy of a role, which has none. */
  readonly resource?: string;
  /** Who asks, for policies that name somebody: `Federated arn:…`. */
  readonly principal?: string;
  /** Keys of conditions with their values: `aws:SecureTransport`. */
  readonly context?: Readonly<Record<string, string>>;
}

/** Whether policies allow a request: one must allow it, and none may deny it. */
export function isAllowed(policies: readonly Policy[], request: Request): boolean {
  const effects = policies
    .flatMap(({ Statement }) => Statement)
    .filter((statement) => applies(statement, request))
    .map(({ Effect }) => Effect);
  return effects.includes("Allow") && !effects.includes("Deny");
}

function applies(statement: Statement, { action, resource, principal, context = {} }: Request): boolean {
  const { Action, NotAction = [], Resource, NotResource = [], Principal, Condition = {} } = statement;
  const isAction = Action === undefined ? !matchesOne(NotAction, action, "i") : matchesOne(Action, action, "i");
  const isResource =
    resource === undefined ||
    (Resource === undefined ? !matchesOne(NotResource, resource) : matchesOne(Resource, resource));
  return isAction && isResource && isPrincipal(Principal, principal) && holds(Condition, context);
}

function isPrincipal(named: Statement["Principal"], principal: string | undefined): boolean {
  if (named === undefined || named === "*") return true;
  return Object.entries(named).some(([kind, name]) => name === "*" || `${kind} ${name}` === principal);
}

/** All operators and keys must hold, and of each key one value. */
function holds(condition: NonNullable<Statement["Condition"]>, context: NonNullable<Request["context"]>): boolean {
  return Object.entries(condition).every(([operator, keys]) => {
    const compare = OPERATORS[operator];
    if (compare === undefined) throw new Error(`the evaluation does not know the operator ${operator}`);
    return Object.entries(keys).every(([key, values]) => {
      const found = context[key];
      return found !== undefined && [values].flat().some((value) => compare(value, found));
    });
  });
}

const OPERATORS: Readonly<Record<string, (wanted: string, found: string) => boolean>> = {
  StringEquals: (wanted, found) => wanted === found,
  StringLike: (wanted, found) => pattern(wanted).test(found),
  Bool: (wanted, found) => wanted === found,
};

const matchesOne = (patterns: string | readonly string[], text: string, flags = ""): boolean =>
  [patterns].flat().some((one) => pattern(one, flags).test(text));

/** `*` is any text and `?` any character. IAM ignores the case of actions only. */
const pattern = (text: string, flags = ""): RegExp =>
  new RegExp(
    `^${text
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    flags,
  );
