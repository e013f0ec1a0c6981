import { isAllowed, type Policy, type Request } from "./evaluate";

/** The policies of a role for a bucket, and of the bucket. */
export interface Policies {
  readonly trust: Policy;
  readonly access: Policy;
  readonly bucket: Policy;
}

/** For what and for whom the role is. */
export interface Purpose {
  readonly bucketArn: string;
  readonly keyArn?: string;
  readonly issuer: string;
  readonly providerArn: string;
  /** `<namespace>:<name>` of each service account. */
  readonly accounts: readonly string[];
}

const ON_THE_BUCKET = ["s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads"];
const ON_OBJECTS = [
  ...["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
  ...["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
];
const ON_THE_KEY = ["kms:GenerateDataKey", "kms:Decrypt"];

/** Actions that pods do not need, of every kind that a wildcard would allow. */
const NEVER = [
  ...["s3:DeleteBucket", "s3:PutBucketPolicy", "s3:PutLifecycleConfiguration", "s3:PutBucketVersioning"],
  ...[
    "s3:ListBucketVersions",
    "s3:GetObjectVersion",
    "s3:DeleteObjectVersion",
    "s3:PutObjectAcl",
    "s3:GetBucketPolicy",
  ],
  ...["s3:ListAllMyBuckets", "kms:Encrypt", "kms:DescribeKey", "kms:CreateGrant", "kms:ScheduleKeyDeletion"],
  ...["iam:PassRole", "sts:AssumeRole"],
];

/** What the policies allow or refuse and should not, a line each: `allows s3:DeleteBucket on arn:aws:s3:::data`. */
export const accessProblems = (policies: Policies, purpose: Purpose): string[] => [
  ...writtenProblems(policies.access, purpose),
  ...permissionProblems(policies, purpose),
  ...trustProblems(policies.trust, purpose),
];

/** What can be told from the text alone: an action or a resource that is not on the list. */
function writtenProblems({ Statement }: Policy, { bucketArn, keyArn }: Purpose): string[] {
  const actions = [...ON_THE_BUCKET, ...ON_OBJECTS, ...(keyArn === undefined ? [] : ON_THE_KEY)];
  const resources = [bucketArn, `${bucketArn}/*`, ...(keyArn === undefined ? [] : [keyArn])];
  const unknown = (values: readonly string[], known: readonly string[]) =>
    values.filter((value) => !known.includes(value)).map((value) => `names ${value}`);
  return Statement.flatMap(({ Action = [], Resource = [], NotAction, NotResource }) => [
    ...unknown([Action].flat(), actions),
    ...unknown([Resource].flat(), resources),
    ...(NotAction === undefined ? [] : ["names actions that are not allowed"]),
    ...(NotResource === undefined ? [] : ["names resources that are not allowed"]),
  ]);
}

/** Tries every action on every kind of resource, with and without TLS. */
function permissionProblems({ access, bucket }: Policies, { bucketArn, keyArn }: Purpose): string[] {
  const key = keyArn ?? "arn:aws:kms:us-east-1:111122223333:key/0";
  const allowed: Readonly<Record<string, readonly string[]>> = {
    [bucketArn]: ON_THE_BUCKET,
    [`${bucketArn}/a/b`]: ON_OBJECTS,
    [key]: keyArn === undefined ? [] : ON_THE_KEY,
    [`${bucketArn}-2`]: [],
    [`${bucketArn}-2/a/b`]: [],
    "arn:aws:s3:::other": [],
    "arn:aws:s3:::other/a/b": [],
    [`${key}1`]: [],
    "*": [],
  };
  const actions = [...ON_THE_BUCKET, ...ON_OBJECTS, ...ON_THE_KEY, ...NEVER];
  return Object.entries(allowed).flatMap(([resource, names]) =>
    actions.flatMap((action) => {
      const ask = (tls: boolean): Request => ({ action, resource, context: { "aws:SecureTransport": String(tls) } });
      const isOfBucket = resource === bucketArn || resource.startsWith(`${bucketArn}/`);
      return [
        ...wrong(isAllowed([access, bucket], ask(true)), names.includes(action), `${action} on ${resource}`),
        ...(isOfBucket ? wrong(isAllowed([access, bucket], ask(false)), false, `${action} without TLS`) : []),
      ];
    }),
  );
}

/** Tries tokens of the service accounts, and others that differ in one claim. */
function trustProblems(trust: Policy, { issuer, providerArn, accounts }: Purpose): string[] {
  const ask = (subject: string, { aud = "sts.amazonaws.com", of = issuer, by = providerArn } = {}): Request => ({
    action: "sts:AssumeRoleWithWebIdentity",
    principal: `Federated ${by}`,
    context: { [`${of}:aud`]: aud, [`${of}:sub`]: `system:serviceaccount:${subject}` },
  });
  const [first = ""] = accounts;
  const [namespace = "", name = ""] = first.split(":");
  const others = [`${namespace}:default`, `default:${name}`, `${first}-2`, `${namespace}-2:${name}`, `${namespace}:*`];
  const isTrusted = (request: Request) => isAllowed([trust], request);
  return [
    ...accounts.flatMap((account) => wrong(isTrusted(ask(account)), true, `pods of ${account}`)),
    ...others.flatMap((account) => wrong(isTrusted(ask(account)), false, `pods of ${account}`)),
    ...wrong(isTrusted(ask(first, { aud: "example.org" })), false, "tokens for others than STS"),
    ...wrong(isTrusted(ask(first, { of: "oidc.example.org" })), false, "tokens of another issuer"),
    ...wrong(isTrusted(ask(first, { by: `${providerArn}0` })), false, "another provider"),
    ...wrong(isTrusted({ ...ask(first), action: "sts:AssumeRole" }), false, "sts:AssumeRole"),
    ...wrong(isTrusted({ ...ask(first), action: "sts:TagSession" }), false, "sts:TagSession"),
  ];
}

const wrong = (is: boolean, shouldBe: boolean, what: string): string[] =>
  is === shouldBe ? [] : [`${is ? "allows" : "refuses"} ${what}`];
