import { Service } from "@pulumi/gcp/projects/service";
import type { GcpContext } from "./context";

/** The Google APIs that a cluster and its nodes use. */
const APIS = ["artifactregistry", "compute", "container", "iam", "iamcredentials", "logging", "monitoring", "storage"];

/**
 * Turns on the APIs. They belong to the project, not to the cluster: others may use them too, so they stay on when the cluster is
 * deleted.
 */
export const enableApis = (name: string, { opts, project }: GcpContext): Service[] =>
  APIS.map(
    (api) =>
      new Service(
        `${name}-${api}`,
        { project, service: `${api}.googleapis.com`, disableOnDestroy: false },
        { ...opts, retainOnDelete: true },
      ),
  );
