import { IAMMember } from "@pulumi/gcp/projects/iammember";
import { Account } from "@pulumi/gcp/serviceaccount/account";
import * as pulumi from "@pulumi/pulumi";
import type { GcpContext } from "./context";

/** The service account of the nodes. */
export interface NodeAccount {
  readonly email: pulumi.Output<string>;
  /** What the account may do; nodes must wait for it. */
  readonly grants: readonly pulumi.Resource[];
}

/**
 * What a node needs: writing logs and metrics, and pulling images of the project. Pods have their own identities, which Workload
 * Identity gives them.
 */
const ROLES = { logs: "roles/container.defaultNodeServiceAccount", images: "roles/artifactregistry.reader" };

/** Most characters of an account's id: https://cloud.google.com/iam/docs/service-accounts-create. */
export const ACCOUNT_ID = { most: 30, suffix: "-nodes-".length + 6 };

/** Creates the account. GKE's default, the account of Compute Engine, may change almost everything in a project. */
export function createNodeAccount(
  name: string,
  { opts, project, suffix }: GcpContext,
  enabled: readonly pulumi.Resource[],
): NodeAccount {
  const account = new Account(
    `${name}-nodes`,
    {
      project,
      accountId: pulumi.interpolate`${name}-nodes-${suffix}`,
      displayName: `Nodes of the cluster ${name}`,
    },
    { ...opts, dependsOn: [...enabled] },
  );
  const grants = Object.entries(ROLES).map(
    ([use, role]) => new IAMMember(`${name}-nodes-${use}`, { project, role, member: account.member }, opts),
  );
  return { email: account.email, grants };
}
