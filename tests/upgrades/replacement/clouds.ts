import { SECRET, UNKNOWN, type PlainValue } from "../../../recorder/graph";
import { Desk as AwsDesk } from "../../engine/providers/aws/desk";
import { awsTable } from "../../engine/providers/aws/table";
import { Desk as AzureDesk } from "../../engine/providers/azure/desk";
import { azureTable } from "../../engine/providers/azure/table";
import { Cloud } from "../../engine/providers/cloud/cloud";
import { CloudDesk } from "../../engine/providers/cloud/desk";
import { Desk as GcpDesk } from "../../engine/providers/gcp/desk";
import { gcpTable } from "../../engine/providers/gcp/table";
import { UNKNOWN as UNKNOWN_VALUE, type Properties, type Value } from "../../engine/providers/property-values";
import { randomTable } from "../../engine/providers/random/table";
import type { Inputs, ReplacingPaths } from "./inputs";

type Replaced = (type: string, before: Properties, changed: Record<string, Value | undefined>) => string[];

/** What a desk of a cloud says that a change replaces. */
const asked =
  (desk: Pick<AwsDesk, "replacedBy">): Replaced =>
  (type, inputs, changed) =>
    desk.replacedBy({ type, id: "x", name: "x", inputs, outputs: {}, maker: "" }, changed);

/** The tables of the stand-ins, whose rows name the source of each input that replaces. */
const tables: readonly { readonly types: object; readonly replaced: Replaced }[] = [
  { types: awsTable.types, replaced: asked(new AwsDesk()) },
  { types: azureTable.types, replaced: asked(new AzureDesk()) },
  { types: gcpTable.types, replaced: asked(new GcpDesk()) },
  { types: randomTable.types, replaced: asked(new CloudDesk(new Cloud(0), randomTable, "random", {})) },
];

/** What replaces a resource of a cloud; `undefined` for a type that no stand-in has. */
export function ofCloud(type: string): ReplacingPaths | undefined {
  const table = tables.find(({ types }) => Object.hasOwn(types, type));
  if (table === undefined) return undefined;
  return (before, after) => {
    const absent = Object.fromEntries(Object.keys(before).map((key) => [key, undefined]));
    return table.replaced(type, propertiesOf(before), { ...absent, ...propertiesOf(after) });
  };
}

/** Inputs of `eks.Cluster` that become replacing inputs of the control plane (pulumi-eks 4.3, nodejs/eks/cluster/cluster.ts). */
export const EKS_CLUSTER = [
  "name",
  "bootstrapSelfManagedAddons",
  "encryptionConfigKeyArn",
  "kubernetesServiceIpAddressRange",
];

/** Inputs of a cloud's provider that say where its resources are: with another one, they would be looked for elsewhere. */
export const PLACE = ["project", "region", "zone", "location", "subscriptionId", "tenantId"];

const propertiesOf = (inputs: Inputs): Properties =>
  Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, valueOf(value)]));

/** What is hidden or not known equals only itself. */
function valueOf(value: PlainValue): Value {
  if (value === SECRET || value === UNKNOWN) return UNKNOWN_VALUE;
  if (Array.isArray(value)) return (value as readonly PlainValue[]).map(valueOf);
  return typeof value === "object" && value !== null ? propertiesOf(value as Inputs) : value;
}
