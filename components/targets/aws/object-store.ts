import { getRegionOutput } from "@pulumi/aws/getRegion";
import * as iam from "@pulumi/aws/iam";
import type { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { validatedOutput } from "../../shared/checks";
import { problemIf } from "../../shared/invalid-args";
import { refuseLate } from "../../shared/late-refusal";
import { componentName, warnOfDistance } from "../../shared/store-distance";
import type { CreatedStore, ObjectStore, StoreRequest } from "../object-stores";
import { createBucket, findBucket, type StoreBucket } from "./bucket";
import type { S3StoreArgs } from "./bucket-args";
import { ROLE_ANNOTATION } from "./operations";
import { createdProvider, passedProvider, regionOfIssuer } from "./pods-provider";
import { bucketAccessPolicy } from "./policies/bucket";
import { webIdentityTrust } from "./policies/trust";
import { kmsKeyArn } from "./problems/arns";
import { BUCKET_PART, bucketFieldProblems, bucketIdentityProblems, bucketRuleProblems } from "./problems/bucket";
import { ambientRegion } from "./stack-settings";

type Request = StoreRequest<S3StoreArgs>;

/** Buckets of Amazon S3. */
export const objectStore: ObjectStore<S3StoreArgs> = {
  fieldProblems: bucketFieldProblems,
  ruleProblems: bucketRuleProblems,
  identityProblems: bucketIdentityProblems,

  create(request, parent): CreatedStore {
    const { name, block, keepData, labels, accounts } = request;
    const isFound = block.create === false;
    const adopt = request.adopt && !isFound;
    const component = componentName(parent, name);
    const passed = passedProvider(parent, "aws:s3/bucket:Bucket");
    const wanted = pulumi.all([block.region, request.region]).apply(([own, ofCluster]) => own ?? ofCluster);
    const provider = passed ?? createdProvider(name, parent, providerRegion(wanted, request));
    const region = adopt && passed !== undefined ? regionToAdoptIn(component, wanted, passed, parent) : wanted;
    const plan = { region, keepData, adopt, labels, opts: { parent, provider } };
    const checked = { ...block, kmsKeyArn: keyIn(component, region, block) };
    const bucket = isFound ? findBucket(checked, plan) : createBucket(`${name}${BUCKET_PART}`, checked, plan);
    warnOfDistance("s3", { component, location: bucket.region, region: request.region, price: "0.01" });
    const { arn, policy } = createRole(request, bucket, checked, plan.opts);
    return {
      bucketName: bucket.name,
      region: bucket.region,
      annotations: { [ROLE_ANNOTATION]: arn },
      podLabels: {},
      identities: Object.fromEntries(accounts.map((account) => [account.name, arn])),
      dependsOn: [policy, ...bucket.guards],
    };
  },
};

/** Region of a provider that is created: that of the bucket, because the provider looks there for a bucket that it takes back. */
const providerRegion = (wanted: pulumi.Output<string | undefined>, { identity }: Request): pulumi.Output<string> =>
  wanted.apply((known) => {
    const plain = known ?? ambientRegion();
    return plain === undefined ? identity.apply(regionOfIssuer) : pulumi.output(plain);
  });

/** The region, if the provider that was passed can take a bucket back there: it looks in its own region only. */
const regionToAdoptIn = (
  component: string,
  wanted: pulumi.Output<string | undefined>,
  provider: Provider,
  parent: pulumi.ComponentResource,
): pulumi.Output<string | undefined> =>
  pulumi.all([wanted, getRegionOutput({}, { parent, provider })]).apply(async ([known, { region: own }]) => {
    const reason = `the bucket is in ${known ?? own}, but the AWS provider that was passed is for ${own}, and it can take back buckets of its own region only. Pass a provider for ${known ?? own}.`;
    await refuseLate(component, problemIf(known !== undefined && known !== own, "adopt", reason));
    return known;
  });

/** The key, if it is in the region of the bucket, which may not have been known before. */
const keyIn = (
  component: string,
  region: pulumi.Output<string | undefined>,
  { kmsKeyArn: key }: S3StoreArgs,
): pulumi.Output<string> | undefined =>
  key === undefined
    ? undefined
    : region.apply((known) => validatedOutput(component, "s3.kmsKeyArn", key, kmsKeyArn(known, "the bucket")));

/** A role that exactly the service accounts may use, for exactly this bucket. */
function createRole(
  { name, identity, accounts, labels }: Request,
  bucket: StoreBucket,
  { kmsKeyArn: keyArn }: S3StoreArgs,
  opts: pulumi.CustomResourceOptions,
): { arn: pulumi.Output<string>; policy: pulumi.Resource } {
  const trust = identity.apply(({ oidcIssuer = "", providerArn = "" }) =>
    webIdentityTrust({ issuer: oidcIssuer, providerArn, accounts }),
  );
  const resource = `${name}${BUCKET_PART}`;
  const role = new iam.Role(
    resource,
    {
      assumeRolePolicy: pulumi.jsonStringify(trust),
      description: `For pods of ${accounts.map((account) => `${account.namespace}/${account.name}`).join(" and ")}`,
      tags: { Name: resource, ...labels },
    },
    opts,
  );
  const policy = bucketAccessPolicy({ arn: bucket.arn, keyArn });
  return { arn: role.arn, policy: new iam.RolePolicy(resource, { role: role.name, policy }, opts) };
}
