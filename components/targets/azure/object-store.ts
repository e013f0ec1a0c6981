import { Provider } from "@pulumi/azure-native/provider";
import type * as pulumi from "@pulumi/pulumi";
import { componentName, warnOfDistance } from "../../shared/store-distance";
import type { ObjectStore, StoreRequest } from "../object-stores";
import { useContainer } from "./bucket";
import { shareIdentity, shareKey } from "./bucket-access";
import type { AzureBlobStoreArgs } from "./bucket-args";
import { fieldProblems, identityProblems, ruleProblems } from "./problems/bucket";
import { locationSpec } from "./spec";
import { stackSettings } from "./stack-settings";

/** A container of Blob Storage, which pods reach with the key of its account, or by workload identity. */
export const objectStore: ObjectStore<AzureBlobStoreArgs> = {
  fieldProblems,
  ruleProblems,
  identityProblems,

  create(request, parent) {
    const passed = parent.getProvider("azure-native:storage:StorageAccount");
    const opts = { parent, provider: passed ?? new Provider(`${request.name}-azure`, stackSettings(), { parent }) };
    const container = useContainer(request, opts);
    const component = componentName(parent, request.name);
    warnOfDistance("azureBlob", {
      component,
      location: container.location,
      region: regionOfCluster(request),
      price: "0.02",
    });
    const { grants, ...access } =
      request.block.workloadIdentity === true ? shareIdentity(request, container, opts) : shareKey(container, opts);
    return {
      bucketName: container.name,
      region: container.location,
      ...access,
      dependsOn: [...container.resources, ...grants],
    };
  },
};

const regionOfCluster = ({ region }: StoreRequest<AzureBlobStoreArgs>): pulumi.Output<string | undefined> =>
  region.apply((known) => (known === undefined ? undefined : locationSpec(known)));
