import { Secret } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { checked, checkedCount } from "../../shared/checks";
import { installChart, type ChartPlan } from "../../shared/install-chart";
import type { Problem } from "../../shared/invalid-args";
import { resourceFieldProblems, resourceProblems } from "../../shared/resources";
import { labelled } from "../../shared/values";
import type { Credentials } from "../credentials";
import { claimClass, claimSize } from "../../shared/claim-inputs";
import { s3Url } from "../storage-url";
import type { PachydermSpec } from "../spec";
import type { SeaweedFsStoreArgs } from "../store-args";
import { s3BucketName } from "./bucket-name";
import { DEFAULT_REGION, decidedByKeys, keyedAccess } from "./s3-compatible";
import { S3_PORT, SEAWEEDFS, SEAWEEDFS_CONFIG, seaweedFsChart } from "./seaweed-fs-values";
import type { Access, Store, StoreContext } from "./store";

/** SeaweedFS in the namespace of Pachyderm. */
export function seaweedFsStore(block: SeaweedFsStoreArgs): Store {
  const { bucket = "pachyderm", storageSize, metadataSize, servers, resources } = block;
  const chart = (spec: PachydermSpec): ChartPlan =>
    seaweedFsChart({ ...block, bucket, storageClass: block.storageClass ?? spec.storageClass });
  const access = ({ namespace }: PachydermSpec, keys: Pick<Credentials, "accessKeyId" | "secretAccessKey">): Access =>
    keyedAccess({
      url: seaweedFsUrl(bucket, namespace.name),
      bucket,
      region: DEFAULT_REGION,
      accessKeyId: keys.accessKeyId,
      secretAccessKey: keys.secretAccessKey,
    });
  return {
    deployTarget: "CUSTOM",
    installsSeaweedFs: true,
    releases: [SEAWEEDFS],
    // Its claims are in the namespace, which is its own.
    places: () => [],
    objects: (namespace) => [`Secret ${namespace}/${SEAWEEDFS_CONFIG}`],
    decided: decidedByKeys("seaweedFs"),
    fieldProblems: (): Problem[] => [
      ...checked("seaweedFs.bucket", block.bucket, s3BucketName),
      ...checkedCount("seaweedFs.servers", servers, 1, MOST_SERVERS),
      ...claimSize("seaweedFs.storageSize", storageSize),
      ...claimSize("seaweedFs.metadataSize", metadataSize),
      ...claimClass("seaweedFs.storageClass", block.storageClass),
      ...resourceFieldProblems("seaweedFs.resources", resources),
    ],
    ruleProblems: () => resourceProblems("seaweedFs.resources", resources),
    charts: (spec) => [chart(spec)],
    planned: (spec) => access(spec, { accessKeyId: LATER, secretAccessKey: LATER }),
    create(context, parent) {
      const { spec, credentials } = context;
      const release = installSeaweedFs(context, chart(spec), identitiesOf(bucket, credentials), parent);
      return { ...access(spec, credentials), dependsOn: [release] };
    },
  };
}

/** More servers than any test has seen are a mistake. */
const MOST_SERVERS = 100;

/** Keys are derived later. */
const LATER = pulumi.output("known later");

/** The URL of the bucket, for pods of the cluster. */
export const seaweedFsUrl = (bucket: string, namespace: string): string =>
  s3Url(bucket, DEFAULT_REGION, { host: `${SEAWEEDFS}-s3.${namespace}.svc.cluster.local:${S3_PORT}`, tls: false });

/** The configuration of SeaweedFS's S3 server: one identity, which can use one bucket only. It cannot create or delete buckets. */
export const seaweedFsIdentities = (bucket: string, accessKey: string, secretKey: string): string =>
  JSON.stringify({
    identities: [
      {
        name: "pachyderm",
        credentials: [{ accessKey, secretKey }],
        actions: ["Read", "Write", "List"].map((action) => `${action}:${bucket}`),
      },
    ],
  });

const identitiesOf = (bucket: string, { accessKeyId, secretAccessKey }: Credentials): pulumi.Output<string> =>
  pulumi.all([accessKeyId, secretAccessKey]).apply(([id, secret]) => seaweedFsIdentities(bucket, id, secret));

function installSeaweedFs(
  { name, spec, namespace, overrides }: StoreContext,
  plan: ChartPlan,
  identities: pulumi.Output<string>,
  parent: pulumi.ComponentResource,
): pulumi.Resource {
  const config = new Secret(
    `${name}-seaweedfs-config`,
    {
      metadata: { name: SEAWEEDFS_CONFIG, namespace, ...labelled(spec.labels) },
      stringData: { seaweedfs_s3_config: identities },
    },
    { parent },
  );
  return installChart(
    `${name}-seaweedfs`,
    plan,
    overrides,
    { release: SEAWEEDFS, namespace, timeout: 900 },
    { parent, dependsOn: [config] },
  );
}
