import { version as awsVersion } from "@pulumi/aws/package.json";
import { version as azureVersion } from "@pulumi/azure-native/package.json";
import { version as gcpVersion } from "@pulumi/gcp/package.json";
import { version as randomVersion } from "@pulumi/random/package.json";
import { IDENTITY as AZURE } from "../../unit/targets/azure/object-store/store";
import { IDENTITY as GCP } from "../../unit/targets/gcp/object-store/store";
import { AwsCloud } from "../providers/aws/aws-cloud";
import { awsTable } from "../providers/aws/table";
import { AzureCloud } from "../providers/azure/azure-cloud";
import { azureTable } from "../providers/azure/table";
import { Cloud } from "../providers/cloud/cloud";
import { CloudServer } from "../providers/cloud/cloud-server";
import { cloudProvider } from "../providers/cloud/launcher";
import { questionsOf } from "../providers/cloud/questions";
import { CLUSTER as GKE_CLUSTER } from "../providers/gcp/container/cluster";
import { GcpCloud } from "../providers/gcp/gcp-cloud";
import { gcpTable } from "../providers/gcp/table";
import { randomTable } from "../providers/random/table";
import type { Properties } from "../providers/property-values";

const PATIENCE_MS = 1500;

/** All clouds at once, for one stack. Their clusters are not there; what buckets need of them is. */
export class Clouds {
  readonly aws = new AwsCloud(PATIENCE_MS, undefined);
  readonly gcp = new GcpCloud(PATIENCE_MS, undefined);
  readonly azure = new AzureCloud(PATIENCE_MS, undefined);
  /** The subnet of nodes in Azure. */
  readonly subnetId: string;
  private readonly untouched: ReadonlySet<object>;
  private server: CloudServer | undefined;

  readonly config = { "aws:region": "us-east-1", "gcp:project": GCP.project, "azure-native:location": "centralus" };
  readonly providers = [
    cloudProvider("aws", awsVersion),
    cloudProvider("gcp", gcpVersion),
    cloudProvider("azure-native", azureVersion),
    cloudProvider("random", randomVersion),
  ];

  constructor() {
    this.gcp.apis.add("storage");
    add(this.gcp, GKE_CLUSTER, "ml", { workloadIdentityConfig: { workloadPool: GCP.pool } });
    const location = "centralus";
    const group = `/subscriptions/${this.azure.subscription}/resourceGroups/${AZURE.resourceGroup}`;
    const network = `${group}/providers/Microsoft.Network/virtualNetworks/ml`;
    this.subnetId = `${network}/subnets/nodes`;
    add(this.azure, "azure-native:resources:ResourceGroup", group, { location });
    add(this.azure, "azure-native:network:VirtualNetwork", network, { location });
    add(this.azure, "azure-native:network:Subnet", this.subnetId, {
      serviceEndpoints: [{ service: "Microsoft.Storage" }],
    });
    this.untouched = new Set(this.all());
  }

  async start(): Promise<void> {
    this.server = await CloudServer.start({
      ...questionsOf("aws", this.aws, awsTable),
      ...questionsOf("gcp", this.gcp, gcpTable),
      ...questionsOf("azure-native", this.azure, azureTable),
      ...questionsOf("random", new Cloud(PATIENCE_MS), randomTable),
    });
  }

  /** What a stack needs in its environment. */
  get env(): Readonly<Record<string, string>> {
    return { MLPLATFORM_CLOUD: this.server?.address ?? "" };
  }

  /** The types of what was added since the start, sorted. */
  added(): string[] {
    return this.all()
      .filter((resource) => !this.untouched.has(resource))
      .map(({ type }) => type)
      .sort();
  }

  async stop(): Promise<void> {
    await this.server?.stop();
  }

  private all() {
    return [this.aws, this.gcp, this.azure].flatMap((cloud) => cloud.resources());
  }
}

/** Something that was there before. */
function add(cloud: Cloud, type: string, id: string, inputs: Properties): void {
  cloud.add({ type, id, name: "ml", inputs, outputs: { name: id.split("/").at(-1) ?? "" }, maker: "" });
}
