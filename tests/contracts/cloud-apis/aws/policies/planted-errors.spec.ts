import assert from "node:assert/strict";
import { trust, permit, policy } from "../../../../../components/targets/aws/policies/document";
import { webIdentityTrust } from "../../../../../components/targets/aws/policies/trust";
import { policyProblems } from "./review";

const ISSUER = "oidc.eks.us-east-1.amazonaws.com/id/0123";
const webIdentity = (issuer: string) =>
  webIdentityTrust({
    issuer,
    providerArn: `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`,
    accounts: [{ namespace: "models", name: "iris" }],
  });
const condition = (key: string) => ({ StringEquals: { [key]: "true" } });
const zone = "arn:aws:route53:::hostedzone/Z1";

type Rows = Readonly<Record<string, readonly [document: object, problem: string]>>;

const permissions: Rows = {
  "an unknown action": [
    policy(permit(["eks:DescribeNodegroups"], "*")),
    "UNKNOWN_ACTION Unknown action eks:DescribeNodegroups",
  ],
  "an unknown service": [policy(permit(["ekss:DescribeNodegroup"], "*")), "UNKNOWN_PREFIX Unknown prefix ekss"],
  "a resource that the action does not have": [
    policy(permit(["route53:ListHostedZones"], zone)),
    'RESOURCE_MISMATCH [{"action":"route53:ListHostedZones","required_format":"*"}]',
  ],
  "an action on objects that is allowed on their bucket": [
    policy(permit(["s3:GetObject"], "arn:aws:s3:::data")),
    'RESOURCE_MISMATCH [{"action":"s3:GetObject","required_format":"arn:*:s3:::*/*"}]',
  ],
  "an ARN that is none": [policy(permit(["route53:GetChange"], "Z1")), "INVALID_ARN Does not have 6 parts"],
  "all resources where the action can be restricted": [
    policy(permit(["route53:GetChange"])),
    'RESOURCE_STAR ["route53:GetChange"]',
  ],
  "a condition that the action does not have": [
    policy(permit(["route53:GetChange"], "arn:aws:route53:::change/*", condition("route53:Zone"))),
    "UNKNOWN_CONDITION_FOR_ACTION Unknown condition route53:Zone for action route53:GetChange",
  ],
  "an unknown operator": [
    policy(permit(["route53:GetChange"], "arn:aws:route53:::change/*", { StringIs: { "aws:SourceAccount": "1" } })),
    "UNKNOWN_OPERATOR StringIs",
  ],
  "an unknown element": [{ ...policy(), Statements: [] }, "MALFORMED Policy contains an unknown element"],
};

const trusts: Rows = {
  "an action that STS does not have": [
    policy(trust("ec2.amazonaws.com", ["sts:Assume"])),
    "UNKNOWN_ACTION Unknown action sts:Assume",
  ],
  "a claim of another issuer than the provider's": [
    webIdentity("https://oidc.eks.us-east-1.amazonaws.com/id/4567"),
    "UNKNOWN_CONDITION_FOR_ACTION Unknown condition oidc.eks.us-east-1.amazonaws.com/id/4567:aud for action sts:AssumeRoleWithWebIdentity",
  ],
};

const bucketPolicies: Rows = {
  "an action that S3 does not have": [
    policy(permit(["s3:GetObjects"], "arn:aws:s3:::data/*")),
    "UNKNOWN_ACTION Unknown action s3:GetObjects",
  ],
};

const ACCEPTED = "claims of the provider's own issuer";

describe("the check of IAM policies", () => {
  let problems: string[] = [];
  before(async function () {
    this.timeout(300_000);
    const role = (name: string, document: object) => ({
      type: "aws:iam/role:Role",
      name,
      inputs: { assumeRolePolicy: JSON.stringify(document) },
    });
    const resources = [
      ...Object.entries(permissions).map(([name, [document]]) => ({
        type: "aws:iam/rolePolicy:RolePolicy",
        name,
        inputs: { policy: JSON.stringify(document) },
      })),
      // A policy of a bucket is passed as an object.
      ...Object.entries(bucketPolicies).map(([name, [policy]]) => ({
        type: "aws:s3/bucketPolicy:BucketPolicy",
        name,
        inputs: { policy },
      })),
      ...Object.entries(trusts).map(([name, [document]]) => role(name, document)),
      role(ACCEPTED, webIdentity(`https://${ISSUER}`)),
    ];
    problems = await policyProblems(resources, this);
  });

  const first = (name: string) => problems.find((problem) => problem.startsWith(`${name}: `));

  for (const [name, [, problem]] of Object.entries(permissions)) {
    it(`refuses ${name}`, () => {
      assert.equal(first(name), `${name}: ${problem}`);
    });
  }

  for (const [name, [, problem]] of Object.entries(trusts)) {
    it(`refuses ${name} in a trust policy`, () => {
      assert.equal(first(name), `${name}: ${problem}`);
    });
  }

  for (const [name, [, problem]] of Object.entries(bucketPolicies)) {
    it(`refuses ${name} in the policy of a bucket`, () => {
      assert.equal(first(name), `${name}: ${problem}`);
    });
  }

  it(`accepts ${ACCEPTED} in a trust policy`, () => {
    assert.equal(first(ACCEPTED), undefined);
  });

  it("says which allowances no policy needs any longer", () => {
    assert.deepEqual(
      problems.filter((problem) => problem.startsWith("no policy ")),
      [
        "no policy -load-balancers has RESOURCE_STAR any longer",
        "no policy -load-balancers has UNKNOWN_CONDITION_FOR_ACTION any longer",
        "no policy has elasticloadbalancing:ModifyIpPools any longer",
      ],
    );
  });
});
