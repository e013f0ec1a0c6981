import { randomBytes } from "node:crypto";
import { Cloud } from "../cloud/cloud";
import { ApiError } from "../cloud/api-error";
import type { CloudResource, Settings } from "../cloud/resource-type";
import type { KubernetesApi } from "./in-cluster/kubernetes-api";

/** One call of `aws eks get-token`, as the cloud saw it. */
export interface TokenRequest {
  readonly cluster: string;
  readonly region: string;
  readonly roleArn?: string;
  readonly profile?: string;
  /** Who the caller is to the cloud. */
  readonly principalArn: string;
  /** Whether the API server lets the token in. */
  readonly granted: boolean;
}

/** A load balancer that a controller made for a Service. */
export interface LoadBalancer {
  readonly name: string;
  readonly hostname: string;
  /** `namespace/name` of the Service. */
  readonly service: string;
  readonly cluster: string;
  readonly controller: "cloud-provider" | "aws-load-balancer-controller";
  readonly scheme: "internet-facing" | "internal";
  readonly vpcId: string;
  /** It has a network interface in each. */
  readonly subnetIds: readonly string[];
}

/** A disk that the CSI driver made for a claim. */
export interface Volume {
  readonly id: string;
  /** The name of the PersistentVolume. */
  readonly persistentVolume: string;
  /** When it leaves its machine, in milliseconds since 1970, where it is to be deleted. */
  detachedAt?: number;
}

/** An AWS account with everything in it, and one API server to hand out. */
export class AwsCloud extends Cloud {
  readonly account = "123456789012";
  readonly partition = "aws";
  readonly loadBalancers = new Map<string, LoadBalancer>();
  readonly volumes = new Map<string, Volume>();
  /** How long a disk takes to leave its machine, before which it cannot be deleted: seconds, and at times minutes. */
  detachesMs = 2000;
  /** How many objects a bucket holds, by its name. */
  readonly objects = new Map<string, number>();
  /** Every `aws eks get-token`, in order. */
  readonly tokenRequests: TokenRequest[] = [];
  #nodes = 0;

  constructor(
    patience: number,
    private readonly apiServer: KubernetesApi | undefined,
  ) {
    super(patience);
  }

  /** The API server that stands for the control plane of the one EKS cluster there can be at a time. */
  get kubernetes(): KubernetesApi {
    if (!this.apiServer) throw new Error("the test's cloud was started without an API server, so it has no EKS");
    return this.apiServer;
  }

  /** A number that no node has had. */
  nextNode(): number {
    return this.#nodes++;
  }

  /** An identifier of a resource: `vpc-0123456789abcdef0`. */
  newId(prefix: string): string {
    return `${prefix}-0${randomBytes(8).toString("hex")}`;
  }

  arn(service: string, region: string, resource: string): string {
    return `arn:${this.partition}:${service}:${region}:${this.account}:${resource}`;
  }

  /** A resource that a request refers to; the cloud refuses the request where it does not exist. */
  needed(type: string, id: string, code: string, reason: string): CloudResource {
    const found = this.find(type, id);
    if (!found) throw new ApiError(code, reason);
    return found;
  }

  /** The zones that EC2 offers in a region. Real us-east-1 has more than most, and EKS does not run in all of them. */
  zones(region: string): string[] {
    const letters = region === "us-east-1" ? ["a", "b", "c", "d", "e", "f"] : ["a", "b", "c"];
    return letters.map((letter) => `${region}${letter}`);
  }

  /**
   * The zone that a name stands for in this account, such as `use1-az3`: AWS names them differently in each (RAM User
   * Guide, "Availability Zone IDs").
   */
  zoneId(zone: string): string {
    const [area = "", direction = "", number = ""] = zone.slice(0, -1).split("-");
    const here = [1, 3, 2, 4, 5, 6]["abcdef".indexOf(zone.at(-1) ?? "")];
    return `${area}${direction.charAt(0)}${number}-az${String(here)}`;
  }

  /** Who a provider instance is: the role it assumes, or the user of its profile. */
  principalOf(settings: Settings): string {
    const roles = JSON.parse(settings.assumeRoles ?? "[]") as { roleArn?: string }[];
    return this.principal(roles.at(-1)?.roleArn, settings.profile);
  }

  principal(roleArn: string | undefined, profile: string | undefined): string {
    return roleArn || `arn:${this.partition}:iam::${this.account}:user/${profile || "deployer"}`;
  }
}
