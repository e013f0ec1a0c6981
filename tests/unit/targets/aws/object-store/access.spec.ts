import assert from "node:assert/strict";
import type { Deployed } from "../../../../helpers/deploy";
import { accessProblems, type Policies, type Purpose } from "./access-problems";
import type { Policy, Statement } from "./evaluate";
import { ACCOUNTS, IDENTITY, inputsOf, KEY, store } from "./store";

const policiesOf = (graph: Deployed): Policies => ({
  trust: JSON.parse(inputsOf(graph, "aws:iam/role:Role")["assumeRolePolicy"] as string) as Policy,
  access: inputsOf(graph, "aws:iam/rolePolicy:RolePolicy")["policy"] as unknown as Policy,
  bucket: inputsOf(graph, "aws:s3/bucketPolicy:BucketPolicy")["policy"] as unknown as Policy,
});

const purpose: Purpose = {
  bucketArn: "arn:aws:s3:::pachyderm-bucket-0a1b2c3",
  issuer: IDENTITY.oidcIssuer.replace("https://", ""),
  providerArn: IDENTITY.providerArn,
  accounts: ACCOUNTS.map(({ namespace, name }) => `${namespace}:${name}`),
};

/** The policies with other fields in one statement. */
const changed = (policies: Policies, policy: keyof Policies, index: number, fields: Partial<Statement>): Policies => ({
  ...policies,
  [policy]: {
    Statement: policies[policy].Statement.map((one, at) => (at === index ? { ...one, ...fields } : one)),
  },
});

const { bucketArn, issuer } = purpose;
const subjects = ["system:serviceaccount:pachyderm:pachyderm", "system:serviceaccount:pachyderm:pachyderm-worker"];
const claims = { [`${issuer}:aud`]: "sts.amazonaws.com", [`${issuer}:sub`]: subjects };

/** Policies that allow more than they should: which policy, which statement, what is different in it, and one problem of it. */
const widened: Readonly<Record<string, readonly [keyof Policies, number, Partial<Statement>, problem: string]>> = {
  "every action on the bucket": ["access", 0, { Action: "s3:*" }, `allows s3:DeleteBucket on ${bucketArn}`],
  "a wildcard in an action": ["access", 1, { Action: ["s3:GetObject*"] }, "names s3:GetObject*"],
  "one more action": ["access", 1, { Action: ["s3:PutObjectAcl"] }, `allows s3:PutObjectAcl on ${bucketArn}/a/b`],
  "all actions but one": [
    "access",
    0,
    { Action: undefined, NotAction: "s3:DeleteBucket" },
    `allows s3:PutBucketPolicy on ${bucketArn}`,
  ],
  "objects of every bucket": [
    "access",
    1,
    { Resource: "arn:aws:s3:::*/*" },
    "allows s3:GetObject on arn:aws:s3:::other/a/b",
  ],
  "buckets whose names start with that of the bucket": [
    "access",
    0,
    { Resource: `${bucketArn}*` },
    `allows s3:ListBucket on ${bucketArn}-2`,
  ],
  "every resource": ["access", 0, { Resource: "*" }, "allows s3:ListBucket on arn:aws:s3:::other"],
  "all resources but one": [
    "access",
    0,
    { Resource: undefined, NotResource: "arn:aws:s3:::logs" },
    "allows s3:ListBucket on arn:aws:s3:::other",
  ],
  "every key": ["access", 2, { Resource: "arn:aws:kms:*:*:key/*" }, `allows kms:Decrypt on ${KEY}1`],
  "requests without TLS": [
    "bucket",
    0,
    { Condition: { Bool: { "aws:SecureTransport": "x" } } },
    "allows s3:GetObject without TLS",
  ],
  "every service account of the cluster": [
    "trust",
    0,
    { Condition: { StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com" } } },
    "allows pods of pachyderm:default",
  ],
  "every service account of a namespace": [
    "trust",
    0,
    { Condition: { StringLike: { ...claims, [`${issuer}:sub`]: "system:serviceaccount:pachyderm:*" } } },
    "allows pods of pachyderm:default",
  ],
  "one more service account": [
    "trust",
    0,
    {
      Condition: {
        StringEquals: { ...claims, [`${issuer}:sub`]: [...subjects, "system:serviceaccount:pachyderm:default"] },
      },
    },
    "allows pods of pachyderm:default",
  ],
  "tokens for others than STS": [
    "trust",
    0,
    { Condition: { StringEquals: { [`${issuer}:sub`]: subjects } } },
    "allows tokens for others than STS",
  ],
  "every provider of tokens": ["trust", 0, { Principal: { Federated: "*" } }, "allows another provider"],
  "every way to assume the role": ["trust", 0, { Action: "sts:*" }, "allows sts:AssumeRole"],
};

/** Policies that allow less than pods need. */
const narrowed: typeof widened = {
  "no list of objects": ["access", 0, { Action: ["s3:GetBucketLocation"] }, `refuses s3:ListBucket on ${bucketArn}`],
  "objects at the top only": ["access", 1, { Resource: bucketArn }, `refuses s3:GetObject on ${bucketArn}/a/b`],
  "one service account": [
    "trust",
    0,
    { Condition: { StringEquals: { ...claims, [`${issuer}:sub`]: subjects[0] ?? "" } } },
    "refuses pods of pachyderm:pachyderm-worker",
  ],
};

describe("the role for a bucket of S3", () => {
  it("lets exactly its service accounts do exactly what they need, with this bucket alone", async () => {
    assert.deepEqual(accessProblems(policiesOf(await store()), purpose), []);
  });

  it("also lets them use the bucket's key", async () => {
    const graph = await store({ block: { kmsKeyArn: KEY } });
    assert.deepEqual(accessProblems(policiesOf(graph), { ...purpose, keyArn: KEY }), []);
  });

  it("lets them use no key if the bucket has none", async () => {
    const policies = policiesOf(await store({ block: { kmsKeyArn: KEY } }));
    assert.ok(accessProblems(policies, purpose).includes(`names ${KEY}`));
  });
});

describe("the check of the role for a bucket refuses a policy with", () => {
  for (const [title, [policy, index, fields, problem]] of Object.entries({ ...widened, ...narrowed })) {
    it(title, async () => {
      const policies = policiesOf(await store({ block: { kmsKeyArn: KEY } }));
      const problems = accessProblems(changed(policies, policy, index, fields), { ...purpose, keyArn: KEY });
      assert.ok(problems.includes(problem), problems.join("\n"));
    });
  }
});
