import { randomBytes } from "node:crypto";
import { ApiError } from "../cloud/api-error";
import { ClusterCloud, type LoadBalancer } from "../cloud/cluster-cloud";
import type { CloudResource, Settings } from "../cloud/resource-type";

/** One call of `gke-gcloud-auth-plugin`, as the cloud saw it. */
export interface TokenRequest {
  /** Who the caller is. */
  readonly account: string;
  /** Whether it took the application default credentials instead of the login of gcloud. */
  readonly isApplicationDefault: boolean;
  /** Whether the API server lets the token in. */
  readonly granted: boolean;
}

/** A forwarding rule that GKE made for a Service. */
export interface GcpLoadBalancer extends LoadBalancer {
  readonly ip: string;
  /** Self link of the network. */
  readonly network: string;
  /** What GKE made besides: firewall rules and network endpoint groups. */
  readonly parts: readonly Pick<CloudResource, "type" | "id">[];
}

/** What GKE makes in a network besides what a program declares. */
export const FIREWALL = "gcp:compute/firewall:Firewall";
export const ENDPOINT_GROUP = "gcp:compute/networkEndpointGroup:NetworkEndpointGroup";
export const SERVICE = "gcp:projects/service:Service";
const SHARED =
  /^(?:gcp:projects\/service:Service |gcp:kms\/cryptoKeyIAMMember:|gcp:projects\/iAMMember:.*\/roles\/container.clusterViewer\/)/;

/** A project of Google Cloud with everything in it, and one API server to hand out. */
export class GcpCloud extends ClusterCloud<GcpLoadBalancer> {
  readonly project = "ml-prod-123456";
  readonly projectNumber = "123456789012";
  /** Who runs Pulumi: an owner of the project. */
  readonly owner = "deployer@example.org";
  /** APIs that are on, such as `compute`. A new project has only those that turn on others. */
  readonly apis = new Set(["serviceusage", "cloudresourcemanager"]);
  // A cluster has its address only when it is made (GKE API reference, Cluster.endpoint).
  override readonly beingMade = { endpoint: "" };
  /** Names of buckets that somebody else has. */
  readonly foreignBuckets = new Set<string>();
  /** Names of objects, by bucket. Tests add some. */
  readonly objects = new Map<string, string[]>();
  /** Keys of Cloud KMS. */
  readonly keys = new Set<string>();
  readonly tokenRequests: TokenRequest[] = [];

  /** Characters that make a name unique. */
  hash(length = 8): string {
    return randomBytes(length).toString("hex").slice(0, length);
  }

  /** The project of a provider instance. */
  projectOf({ project }: Settings): string | undefined {
    return project || undefined;
  }

  /** The zones of a region. Most have three. */
  zones(region: string): string[] {
    const letters = { "us-central1": "abcf", "us-east1": "bcd", "europe-west1": "bcd" }[region] ?? "abc";
    return Array.from(letters).map((letter) => `${region}-${letter}`);
  }

  /** Services and grants that all clusters of a project share stay when a stack is destroyed. They cost nothing. */
  override leftovers(): string[] {
    return super.leftovers().filter((thing) => !SHARED.test(thing));
  }
}

/** The API's refusal of a request: `googleapi: Error 400: …, badRequest` (google.golang.org/api, googleapi.Error). */
export class GcpError extends ApiError {
  constructor(status: number, reason: string, code = CODES[status] ?? "badRequest") {
    super(code, `googleapi: Error ${status}: ${reason}, ${code}`);
    this.message = this.reason;
  }
}

const CODES: Readonly<Record<number, string>> = { 403: "forbidden", 404: "notFound", 409: "alreadyExists" };

/** Where something lies: `projects/p/regions/r` of a self link. */
export const shortLink = (link: string): string => link.replace(/^https:\/\/www\.googleapis\.com\/compute\/v1\//, "");

/** A self link of Compute Engine. */
export const selfLink = (id: string): string => `https://www.googleapis.com/compute/v1/${id}`;
