import * as pulumi from "@pulumi/pulumi";
import type { Claim } from "../../shared/claims";
import type { ClusterFacts, WorkloadIdentity } from "../../shared/facts";
import { checked, type Check } from "../../shared/checks";
import type { Problem } from "../../shared/invalid-args";
import { plainFact } from "../../shared/known-facts";
import { refuseLate } from "../../shared/late-refusal";
import type { Decided, Values } from "../../shared/values";
import { loadObjectStore, type CreatedStore, type ObjectStore } from "../../targets/object-stores";
import { ACCOUNTS, type Access, type Store } from "./store";

/** What differs between the clouds, as the chart sees them. */
export interface CloudKind {
  /** Name of the block in the arguments. */
  readonly path: string;
  readonly deployTarget: Store["deployTarget"];
  /** The URL of the bucket. */
  readonly url: (place: { bucket: string; region: string; prefix: string | undefined }) => string;
  /** Path inside the bucket, which the URL names. */
  readonly prefix?: pulumi.Input<string>;
  /** Where objects are kept, as claims name it. */
  readonly places: (name: string) => Claim[];
  /** Values below `pachd.storage`. */
  readonly storage: (created: Pick<CreatedStore, "bucketName" | "region" | "account">) => Values;
  /** The keys of those values, below `pachd.storage`. */
  readonly keys: readonly string[];
  /** Annotations and labels that decide as what pods log in. */
  readonly identityKeys: readonly string[];
}

/** A bucket of a cloud. Its folder under targets/ creates it, and lets exactly the service accounts of Pachyderm use it. */
export function cloudStore(kind: CloudKind, block: object): Store {
  const { path } = kind;
  const loaded = loadObjectStore(path);
  if ("missing" in loaded) return withoutSdk(kind, loaded.missing);
  const { objectStore } = loaded;
  return {
    ...common(kind),
    fieldProblems: () => [
      ...objectStore.fieldProblems(path, block),
      ...checked(`${path}.prefix`, kind.prefix, prefixPath),
    ],
    ruleProblems({ name, cluster, adopt, labels, opts }): Problem[] {
      const identity = plainFact(cluster, "identity");
      return [
        ...objectStore.ruleProblems({ name, block, path, cluster, adopt, labels, opts }),
        ...(identity.known ? objectStore.identityProblems(path, block, identity.value) : []),
      ];
    },
    planned: () => accessOf(kind, LATER),
    create({ name, spec, cluster }, parent) {
      const accounts = ACCOUNTS.map((account) => ({ namespace: spec.namespace.name, name: account }));
      const created = objectStore.create(
        {
          name,
          block,
          accounts,
          adopt: spec.adopt,
          keepData: !spec.deleteData,
          labels: spec.labels,
          identity: checkedIdentity(`PachydermStore "${name}"`, path, block, objectStore, cluster),
          region: pulumi.output(cluster.region),
          subnetIds: pulumi.output(cluster.privateSubnetIds ?? []),
        },
        parent,
      );
      return accessOf(kind, created);
    },
  };
}

/** A store whose SDK is not installed: its block is refused. */
const withoutSdk = (kind: CloudKind, missing: string): Store => ({
  ...common(kind),
  fieldProblems: () => [{ path: kind.path, reason: missing }],
  ruleProblems: () => [],
  planned: () => accessOf(kind, LATER),
  create() {
    throw new Error(missing);
  },
});

const common = ({
  path,
  deployTarget,
  keys,
  identityKeys,
  places,
}: CloudKind): Pick<Store, "deployTarget" | "releases" | "objects" | "places" | "charts" | "identityKeys"> & {
  decided: Decided;
} => ({
  deployTarget,
  releases: [],
  objects: () => [],
  places,
  identityKeys,
  charts: () => [],
  decided: Object.fromEntries(keys.map((key) => [`pachd.storage.${key}`, path])),
});

/** The identity of the cluster, which is checked again, because it may not have been known before. */
const checkedIdentity = (
  component: string,
  path: string,
  block: object,
  objectStore: ObjectStore<unknown>,
  cluster: ClusterFacts,
): pulumi.Output<WorkloadIdentity> =>
  pulumi.output(cluster.identity).apply(async (known = {}) => {
    await refuseLate(component, objectStore.identityProblems(path, block, known));
    return known;
  });

function accessOf(kind: CloudKind, created: CreatedStore): Access {
  const { bucketName, region, annotations, podLabels, identities, dependsOn } = created;
  return {
    storage: kind.storage(created),
    url: pulumi
      .all([bucketName, region, kind.prefix])
      .apply(([bucket, where, prefix]) => kind.url({ bucket, region: where, prefix })),
    bucketName,
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    ...(Object.keys(podLabels).length === 0 ? {} : { podLabels }),
    identities,
    dependsOn,
  };
}

const prefixPath: Check = (value) =>
  /^\/?[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\/?$/.test(value)
    ? undefined
    : "is not a path inside a bucket, such as teams/ml; use letters, digits, '-', '_' and '.'";

/** Stands for a bucket that does not exist yet. */
const LATER: CreatedStore = {
  bucketName: pulumi.output("known later"),
  region: pulumi.output("known later"),
  account: { name: pulumi.output("known later"), key: pulumi.output("known later") },
  annotations: { later: pulumi.output("known later") },
  podLabels: {},
  identities: {},
  dependsOn: [],
};
