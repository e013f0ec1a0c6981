import * as pulumi from "@pulumi/pulumi";
import type { ClusterFacts } from "../../../../../components";
import { refuse } from "../../../../../components/shared/invalid-args";
import type { GcsStoreArgs } from "../../../../../components/targets/gcp/bucket-args";
import { objectStore } from "../../../../../components/targets/gcp/object-store";
import type { CreatedStore } from "../../../../../components/targets/object-stores";
import type { PlainValue } from "../../../../../recorder/graph";
import { deploy, type Deployed, type DeployOptions } from "../../../../helpers/deploy";
import { clusterFacts } from "../../../platform";

/** How pods of the cluster log in. */
export const IDENTITY = {
  project: "ml-prod-123456",
  projectNumber: "123456789012",
  pool: "ml-prod-123456.svc.id.goog",
};

/** The service accounts of Pachyderm. */
export const ACCOUNTS = ["pachyderm", "pachyderm-worker"].map((name) => ({ namespace: "pachyderm", name }));

/** A key in the region of the cluster. */
export const KEY = "projects/keys-123456/locations/us-central1/keyRings/ml/cryptoKeys/data";

/** What a test says of a store; the rest is as usual. */
export interface StoreSample {
  readonly name?: string;
  readonly block?: GcsStoreArgs;
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
    const cluster: ClusterFacts = { ...clusterFacts, identity: IDENTITY, region: "us-central1", ...sample.cluster };
    const { identity } = cluster;
    const known = pulumi.Output.isInstance(identity) ? IDENTITY : (identity as typeof IDENTITY);
    refuse("Store", name, objectStore.fieldProblems("gcs", block));
    refuse("Store", name, [
      ...objectStore.ruleProblems({ name, block, path: "gcs", cluster, adopt, labels }),
      ...objectStore.identityProblems("gcs", block, known),
    ]);
    super("test:index:Store", name, {}, opts);
    const request = {
      ...{ name, block, adopt, keepData, labels, accounts: ACCOUNTS },
      identity: pulumi.output(identity ?? {}),
      region: pulumi.output(cluster.region),
      subnetIds: pulumi.output([]),
    };
    this.created = objectStore.create(request, this);
  }
}

const text = (value: PlainValue | undefined): string => (typeof value === "string" ? value : "");

/** What Google Cloud would say of what was created. */
const outputs: DeployOptions["outputs"] = (type, name, inputs) => {
  if (type === "random:index/randomString:RandomString") return { outputs: { result: "x7k2p9" } };
  if (type === "gcp:storage/bucket:Bucket") {
    return { outputs: { name: inputs["name"] ?? `${name}-0a1b2c3`, location: text(inputs["location"]).toUpperCase() } };
  }
  if (type !== "gcp:serviceaccount/account:Account") return undefined;
  const project = text(inputs["project"]) || IDENTITY.project;
  const email = `${text(inputs["accountId"])}@${project}.iam.gserviceaccount.com`;
  return { outputs: { email, member: `serviceAccount:${email}`, name: `projects/p/serviceAccounts/${email}` } };
};

/** The account by which Cloud Storage uses keys of a project. */
export const agentOf = (project: unknown = "ambient") =>
  `serviceAccount:service-of-${String(project)}@gs-project-accounts.iam.gserviceaccount.com`;

/** What Google Cloud would say of a bucket that exists, and of a project. */
const answers: DeployOptions["answers"] = (token, { name, project }) => {
  if (token === "gcp:storage/getBucket:getBucket") return { name, location: "EU" };
  if (token !== "gcp:storage/getProjectServiceAccount:getProjectServiceAccount") return undefined;
  return { member: agentOf(project) };
};

/** A program that creates a store, and what the store returned. */
export const store = (sample: StoreSample = {}, options: DeployOptions = {}): Promise<Deployed> =>
  deploy(() => returned(new Store(sample).created), {
    ...(options.preview ? {} : { outputs, answers }),
    ...options,
  });

const returned = ({ dependsOn, ...rest }: CreatedStore) => ({
  ...rest,
  dependsOn: dependsOn.map(({ urn }) => urn.apply((known) => known.split("::").slice(2).join(" "))),
});
