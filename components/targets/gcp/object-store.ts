import { Provider } from "@pulumi/gcp/provider";
import * as pulumi from "@pulumi/pulumi";
import { componentName, warnOfDistance } from "../../shared/store-distance";
import type { ObjectStore, StoreRequest } from "../object-stores";
import { useBucket, type Project } from "./bucket";
import { grantToAccount, grantToPods } from "./bucket-access";
import type { GcsStoreArgs } from "./bucket-args";
import { fieldProblems, identityProblems, ruleProblems } from "./problems/bucket";
import { regionOf } from "./spec";
import { ambientProject, stackSettings } from "./stack-settings";

/** A bucket of Cloud Storage, and access by Workload Identity. No key of an account exists. */
export const objectStore: ObjectStore<GcsStoreArgs> = {
  fieldProblems,
  ruleProblems,
  identityProblems: (path, _block, identity) => identityProblems(path, identity),

  create(request, parent) {
    const { name, block } = request;
    const passed = parent.getProvider("gcp:storage/bucket:Bucket") as Provider | undefined;
    const opts = { parent, provider: passed ?? new Provider(`${name}-gcp`, stackSettings(), { parent }) };
    const project = projectOf(request, passed);
    const { name: bucketName, location, resources } = useBucket(request, project, opts);
    warnOfDistance("gcs", {
      component: componentName(parent, name),
      location,
      region: regionOfCluster(request),
      price: "0.02",
    });
    const { grants, ...access } =
      block.serviceAccount === true
        ? grantToAccount(request, bucketName, project, opts)
        : grantToPods(request, bucketName, opts);
    return { bucketName, region: location, ...access, podLabels: {}, dependsOn: [...resources, ...grants] };
  },
};

/**
 * The project of the block; else that of the provider, for which nothing is written; else the cluster's. Only then does the bucket
 * wait for the cluster.
 */
function projectOf({ block, identity }: StoreRequest<GcsStoreArgs>, passed: Provider | undefined): Project {
  if (block.project !== undefined) return pulumi.output(block.project);
  return passed !== undefined || ambientProject() !== undefined ? undefined : identity.apply(({ project }) => project);
}

const regionOfCluster = ({ region }: StoreRequest<GcsStoreArgs>): pulumi.Output<string | undefined> =>
  region.apply((known) => (known === undefined ? undefined : regionOf(known)));
