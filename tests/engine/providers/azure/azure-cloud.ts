import { randomBytes, randomUUID } from "node:crypto";
import { ClusterCloud, type LoadBalancer } from "../cloud/cluster-cloud";
import { ApiError } from "../cloud/api-error";
import type { CloudResource, Settings } from "../cloud/resource-type";

/** One call of `kubelogin get-token`, as Entra ID saw it. */
export interface LoginRequest {
  /** How it logs in: `azurecli`, `workloadidentity`, `spn` or `msi`. */
  readonly login: string;
  readonly tenantId: string;
  /** The object id of the caller. */
  readonly principalId: string;
  /** Whether the API server lets the token in. */
  readonly granted: boolean;
}

/** A load balancer that AKS made for a Service, in the node resource group. */
export interface AzureLoadBalancer extends LoadBalancer {
  readonly ip: string;
  /** The resource id of the subnet of an internal one. */
  readonly subnetId?: string;
}

/** A principal of the directory. */
export interface Principal {
  readonly type: "User" | "Group" | "ServicePrincipal";
  /** When it was created, in milliseconds since 1970: for a while after that not every replica knows it. */
  readonly createdAt: number;
}

/** An Azure subscription with its Entra ID tenant, and one API server to hand out. */
export class AzureCloud extends ClusterCloud<AzureLoadBalancer> {
  readonly subscription = "11111111-1111-4111-8111-111111111111";
  readonly tenant = "22222222-2222-4222-8222-222222222222";
  /** Who runs the programs of tests: a service principal, as in a pipeline. */
  readonly deployer = "33333333-3333-4333-8333-333333333333";
  /** The client id of that service principal. */
  readonly deployerClient = "44444444-4444-4444-8444-444444444444";
  // What Resource Manager says of what it is creating.
  override readonly beingMade = { provisioningState: "Creating" };
  /** Who is known to Entra ID, by object id. Tests add people and groups. */
  readonly directory = new Map<string, Principal>([[this.deployer, { type: "ServicePrincipal", createdAt: 0 }]]);
  /** The members of groups, by object id of the group. */
  readonly members = new Map<string, readonly string[]>();
  /** How long a new principal is unknown to some replicas of Entra ID. */
  replicationMs = 60_000;
  /** Identities of which a federated credential is being written, by id. */
  readonly busyIdentities = new Set<string>();
  /** Names of storage accounts that somebody else has. */
  readonly foreignAccounts = new Set<string>();
  /** Names of blobs, by the id of their container in small letters. Tests add some. */
  readonly blobs = new Map<string, string[]>();
  /** Every `kubelogin get-token`, in order. */
  readonly logins: LoginRequest[] = [];

  /** Resource ids differ in case between what is asked for and what Azure answers (`resourcegroups`), and are the same nevertheless. */
  override find(type: string, id: string): CloudResource | undefined {
    return super.find(type, id) ?? this.resources(type).find((resource) => isSame(resource.id, id));
  }

  /** Whatever has that id. */
  resource(id: string): CloudResource | undefined {
    return this.resources().find((resource) => isSame(resource.id, id));
  }

  /** A resource that a request refers to by its id. */
  referred(type: string, id: string): CloudResource {
    return this.needed(type, id, "InvalidResourceReference", `Resource ${id} referenced by the request was not found.`);
  }

  /** Everything whose id begins with this one, itself left out. */
  below(id: string): CloudResource[] {
    const prefix = `${id.toLowerCase()}/`;
    return this.resources().filter((resource) => resource.id.toLowerCase().startsWith(prefix));
  }

  /** Deletes the blobs of a container, or of all containers of an account. */
  forgetBlobs(id: string): void {
    const place = id.toLowerCase();
    for (const container of this.blobs.keys())
      if (`${container}/`.startsWith(`${place}/`)) this.blobs.delete(container);
  }

  /** A new principal of a managed identity. */
  newPrincipal(): string {
    const id = randomUUID();
    this.directory.set(id, { type: "ServicePrincipal", createdAt: Date.now() });
    return id;
  }

  /** Refuses to assign a role to whom the directory does not know. */
  checkPrincipal(principalId: string, type: string | undefined): void {
    const known = this.directory.get(principalId);
    // With a type, Azure does not look the principal up (aka.ms/docs-principaltype; Azure/azure-cli #33586).
    if (type === undefined && (known === undefined || Date.now() < known.createdAt + this.replicationMs)) {
      const advice =
        "If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.";
      throw new ApiError(
        "PrincipalNotFound",
        `Principal ${principalId} does not exist in the directory ${this.tenant}. ${advice}`,
      );
    }
    if (type !== undefined && known !== undefined && known.type !== type) {
      const reason = `The PrincipalId '${principalId}' has type '${known.type}', which is different from the specified principalType '${type}'.`;
      throw new ApiError("UnmatchedPrincipalType", reason);
    }
  }

  /** Where resources of these settings lie: the subscription of the provider, or the one that the Azure CLI is logged in to. */
  subscriptionOf(settings: Settings): string {
    return settings.subscriptionId || this.subscription;
  }

  /** A new GUID. */
  guid(): string {
    return randomUUID();
  }

  /** Some hexadecimal digits, as Azure puts them into names. */
  digits(count: number): string {
    return randomBytes(count).toString("hex").slice(0, count);
  }
}

/** Whether two resource ids name one resource. */
export const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
