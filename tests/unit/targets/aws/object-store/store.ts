import * as pulumi from "@pulumi/pulumi";
import type { ClusterFacts } from "../../../../../components";
import type { PlainValue } from "../../../../../recorder/graph";
import { refuse } from "../../../../../components/shared/invalid-args";
import { objectStore } from "../../../../../components/targets/aws/object-store";
import type { S3StoreArgs } from "../../../../../components/targets/aws/bucket-args";
import type { CreatedStore } from "../../../../../components/targets/object-stores";
import { deploy, type Deployed, type DeployOptions } from "../../../../helpers/deploy";
import { clusterFacts } from "../../../platform";

const ISSUER = "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF";

/** How pods of the cluster log in. */
export const IDENTITY = {
  oidcIssuer: `https://${ISSUER}`,
  providerArn: `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`,
};

/** The service accounts of Pachyderm. */
export const ACCOUNTS = ["pachyderm", "pachyderm-worker"].map((name) => ({ namespace: "pachyderm", name }));

/** A key in the region of the cluster. */
export const KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** What a test says of a store; the rest is as usual. */
export interface StoreSample {
  readonly name?: string;
  readonly block?: S3StoreArgs;
  readonly cluster?: Partial<ClusterFacts>;
  readonly adopt?: boolean;
  readonly keepData?: boolean;
  readonly labels?: Record<string, pulumi.Input<string>>;
}

/** A component with a bucket, which is checked and created as by components that keep objects. */
export class Store extends pulumi.ComponentResource {
  readonly created: CreatedStore;

  constructor(sample: StoreSample = {}, opts: pulumi.ComponentResourceOptions = {}) {
    const { name = "pachyderm", block = {}, adopt = false, keepData = true, labels = {} } = sample;
    const cluster: ClusterFacts = { ...clusterFacts, identity: IDENTITY, region: "us-east-1", ...sample.cluster };
    const fields = objectStore.fieldProblems("s3", block);
    const { identity } = cluster;
    refuse("Store", name, fields);
    refuse("Store", name, [
      ...objectStore.ruleProblems({ name, block, path: "s3", cluster, adopt, labels, opts }),
      ...objectStore.identityProblems(
        "s3",
        block,
        pulumi.Output.isInstance(identity) ? IDENTITY : (identity as object),
      ),
    ]);
    super("mlplatform:test:Store", name, {}, opts);
    const request = {
      ...{ name, block, adopt, keepData, labels, accounts: ACCOUNTS },
      identity: pulumi.output(cluster.identity ?? {}),
      region: pulumi.output(cluster.region),
      subnetIds: pulumi.output([]),
    };
    this.created = objectStore.create(request, this);
  }
}

/** What AWS would say of what was created. */
const outputs: DeployOptions["outputs"] = (type, name, inputs) => {
  if (type === "aws:iam/role:Role") return { outputs: { name, arn: `arn:aws:iam::111122223333:role/${name}` } };
  if (type !== "aws:s3/bucket:Bucket") return undefined;
  const bucket = (inputs["bucket"] as string | undefined) ?? `${name}-0a1b2c3`;
  const region = inputs["region"] ?? "eu-central-1";
  return { id: bucket, outputs: { bucket, region, arn: `arn:aws:s3:::${bucket}` } };
};

/** What AWS would say of a bucket that exists, and of a provider. */
const answers: DeployOptions["answers"] = (token, { bucket, region = "eu-central-1" }) => {
  if (token === "aws:index/getRegion:getRegion") return { region: "us-east-1" };
  if (token !== "aws:s3/getBucket:getBucket") return undefined;
  return { bucket, arn: `arn:aws:s3:::${bucket as string}`, bucketRegion: region };
};

/** A program that creates a store, and what the store returned. */
export const store = (sample: StoreSample = {}, options: DeployOptions = {}): Promise<Deployed> =>
  deploy(() => returned(new Store(sample).created), { outputs, ...(options.preview ? {} : { answers }), ...options });

const returned = ({ dependsOn, ...rest }: CreatedStore) => ({
  ...rest,
  dependsOn: dependsOn.map(({ urn }) => urn.apply((known) => known.split("::").slice(2).join(" "))),
});

/** The inputs of the one resource of a type. */
export function inputsOf(graph: Deployed, type: string): Record<string, PlainValue> {
  const [resource, ...others] = graph.ofType(type);
  if (resource === undefined || others.length > 0) throw new Error(`not one ${type}`);
  return graph.revealInputs(resource);
}
