import { randomBytes } from "node:crypto";
import { ClusterCloud, type LoadBalancer } from "../cloud/cluster-cloud";
import type { Settings } from "../cloud/resource-type";
import { textAt } from "../cloud/values";
import { S3Objects } from "./s3/objects";

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

/** A load balancer of AWS. */
export interface AwsLoadBalancer extends LoadBalancer {
  readonly hostname: string;
  readonly cluster: string;
  readonly controller: "cloud-provider" | "aws-load-balancer-controller";
  readonly vpcId: string;
  /** It has a network interface in each. */
  readonly subnetIds: readonly string[];
}

/** An AWS account with everything in it, and one API server to hand out. */
export class AwsCloud extends ClusterCloud<AwsLoadBalancer> {
  readonly account = "123456789012";
  readonly partition = "aws";
  // What EKS says of clusters and node groups.
  override readonly beingMade = { status: "CREATING" };
  /** What is in buckets. */
  readonly objects = new S3Objects((bucket) =>
    this.find("aws:s3/bucket:Bucket", bucket) === undefined ? undefined : this.#keepsVersions(bucket),
  );
  /** Every `aws eks get-token`, in order. */
  readonly tokenRequests: TokenRequest[] = [];

  /** An identifier of a resource: `vpc-0123456789abcdef0`. */
  newId(prefix: string): string {
    return `${prefix}-0${randomBytes(8).toString("hex")}`;
  }

  arn(service: string, region: string, resource: string): string {
    return `arn:${this.partition}:${service}:${region}:${this.account}:${resource}`;
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

  #keepsVersions(bucket: string): boolean {
    const versioning = this.find("aws:s3/bucketVersioning:BucketVersioning", bucket)?.inputs.versioningConfiguration;
    return textAt(versioning, "status") === "Enabled";
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
