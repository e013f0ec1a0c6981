import type { PlainValue, PlannedResource } from "../graph";
import { filledIn } from "./fill-in";

/** A text to fill in, or what can be said in no such way; an empty one is left out. */
type Part = string | ((resource: PlannedResource) => string);

/** What a reader wants to know of a resource besides its name, in a few words; empty for most. */
export const detailOf = (resource: PlannedResource): string =>
  (DETAILS[resource.type] ?? [])
    .map((part) => (typeof part === "string" ? filledIn(part, resource) : part(resource)))
    .filter((text) => text !== "")
    .join(" ");

/** By type, what is said of it. A type that is not here is still shown, with its name. */
const DETAILS: Readonly<Record<string, readonly Part[]>> = {
  "kubernetes:helm.sh/v3:Release": ["{chart}", "{version}", "from {repositoryOpts.repo}"],
  "kubernetes:storage.k8s.io/v1:StorageClass": [
    where(isDefault, "default"),
    where(has("parameters.encrypted", "true"), "encrypted"),
    "{parameters.type}",
    "by {provisioner}",
  ],
  "kubernetes:machinelearning.seldon.io/v1:SeldonDeployment": [sharesOf],
  "pulumi:providers:kubernetes": [firstOf("cluster {clusterIdentifier}", "cluster {context}")],
  "pulumi:providers:aws": [firstOf("aws {region}", "aws")],
  "eks:index:Cluster": ["Kubernetes {version}"],
  "aws:eks/nodeGroup:NodeGroup": [
    "{scalingConfig.minSize}-{scalingConfig.maxSize} × {instanceTypes}",
    where(has("capacityType", "SPOT"), "spot"),
    where(has("amiType", "NVIDIA"), "with GPUs"),
  ],
  "aws:eks/addon:Addon": ["{addonName}", "{addonVersion}"],
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": ["{namespace}/{serviceAccount} as {@roleArn}"],
  "aws:eks/accessEntry:AccessEntry": ["{principalArn}"],
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": ["{principalArn}"],
  "aws:ec2/vpc:Vpc": ["{cidrBlock}"],
  "aws:ec2/subnet:Subnet": ["{cidrBlock}"],
  "aws:ec2/natGateway:NatGateway": ["in {@subnetId}"],
  "aws:ec2/route:Route": [
    firstOf("{destinationCidrBlock} by {@gatewayId}", "{destinationCidrBlock} by {@natGatewayId}"),
  ],
  "aws:ec2/vpcEndpoint:VpcEndpoint": ["{serviceName}"],
  "aws:ec2/launchTemplate:LaunchTemplate": [
    "{blockDeviceMappings[0].ebs.volumeSize} GB",
    where(has("blockDeviceMappings[0].ebs.encrypted", "true"), "encrypted"),
    "{blockDeviceMappings[0].ebs.volumeType}",
  ],
  "aws:cloudwatch/logGroup:LogGroup": ["kept {retentionInDays} days"],
};

/** The first of several texts that can be filled in. */
function firstOf(...templates: string[]): Part {
  return (resource) => templates.map((template) => filledIn(template, resource)).find((text) => text !== "") ?? "";
}

/** A word, where something holds. */
function where(holds: (resource: PlannedResource) => boolean, word: string): Part {
  return (resource) => (holds(resource) ? word : "");
}

function has(input: string, word: string): (resource: PlannedResource) => boolean {
  return (resource) => filledIn(`{${input}}`, resource).includes(word);
}

function isDefault({ inputs }: PlannedResource): boolean {
  const { annotations } = (inputs.values["metadata"] ?? {}) as { annotations?: Record<string, PlainValue> };
  return annotations?.["storageclass.kubernetes.io/is-default-class"] === "true";
}

/** `main 75 %, canary 25 %`; who gets copies only has no share. */
function sharesOf({ inputs }: PlannedResource): string {
  const { predictors = [] } = (inputs.values["spec"] ?? {}) as { predictors?: Predictor[] };
  const shares = predictors.map(({ name, traffic, shadow }) =>
    shadow === true ? `${name} shadow` : `${name} ${traffic ?? 100} %`,
  );
  return shares.join(", ");
}

interface Predictor {
  readonly name: string;
  readonly traffic?: number;
  readonly shadow?: boolean;
}
