import type { Properties } from "../property-values";
import { ApiError } from "../cloud/api-error";
import type { CloudResource, Made, ResourceType, Settings } from "../cloud/resource-type";
import { type Rule, type Shapes, text, texts } from "../cloud/shape";
import { textAt } from "../cloud/values";
import type { AzureCloud } from "./azure-cloud";

/** A row of the table of Azure. */
export type AzureType = ResourceType<AzureCloud>;

/** A row as its file writes it. Names, ids, locations and tags come from `azureType`. */
interface Row extends Omit<AzureType, "create" | "update" | "autoname"> {
  /**
   * The path of the resource's id with the names of inputs, from below the subscription on, or from an input that holds an id:
   * `resourceGroups/{resourceGroupName}/providers/Microsoft.Network/natGateways/{natGatewayName}`. The last one is the name.
   */
  readonly path: string;
  /** Whether it lies in a region and carries tags: what Resource Manager calls a tracked resource. @default true */
  readonly tracked?: boolean;
  /** What its name may be. */
  readonly name: Rule<string>;
  /** The form of an invented name: with random digits, a GUID, or the name in the program. @default "digits" */
  readonly naming?: "digits" | "guid" | "copy";
  /** Returns what only Azure knows. */
  create(cloud: AzureCloud, inputs: Properties, id: string): Promise<Created> | Created;
  update?(cloud: AzureCloud, resource: CloudResource, news: Properties): Promise<void> | void;
}

/** What a creation hands back besides the id. */
type Created = Omit<Made, "id"> & { readonly id?: string };

const GROUP = "azure-native:resources:ResourceGroup";
const LOCK = "azure-native:authorization:ManagementLockByScope";

/** A row as the provider works with it (pulumi-azure-native v3, provider/pkg/provider/provider.go). */
export function azureType({ path, tracked = true, name, naming = "digits", ...row }: Row): AzureType {
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter = ""]) => parameter);
  const property = parameters.at(-1) ?? "";
  // Whatever stands in the path replaces the resource when it changes (diff.go, calculateDetailedDiff).
  const inPath: Shapes = Object.fromEntries(
    parameters.map((parameter) => [
      parameter,
      parameter === property ? text({ replaces: true, rule: name }) : text({ required: true, replaces: true }),
    ]),
  );
  const place: Shapes = tracked ? { location: text({ computed: true, replaces: true }), tags: texts() } : {};
  const outputs = [...row.outputs, "name", ...(tracked ? ["location"] : [])];
  return {
    ...row,
    inputs: { ...row.inputs, ...inPath, ...place },
    outputs,
    // A preview of an update knows nothing of the answer but name and location (provider.go, Update).
    renewed: row.outputs,
    // provider.go, Diff: a flag among the old inputs says whether their name was invented.
    autoname: { property, maxLength: 260, isJudgedByOldName: true, ...NAMINGS[naming] },
    create: async (cloud, inputs, settings): Promise<Made> => {
      const id = idOf(cloud, path, inputs, settings);
      if (cloud.resource(id)) throw new Error(`cannot create already existing resource "${id}"`);
      const located: Properties = tracked ? { location: locationOf(cloud, inputs, settings) } : {};
      checkParent(cloud, id);
      const made = await row.create(cloud, { ...inputs, ...located }, id);
      const known = { ...located, name: textAt(inputs, property) };
      return { id, ...made, inputs: { ...located, ...made.inputs }, outputs: { ...made.outputs, ...known } };
    },
    delete: async (cloud, resource) => {
      checkLocks(cloud, resource.id);
      await row.delete?.(cloud, resource);
      for (const child of cloud.below(resource.id)) cloud.remove(child);
    },
  };
}

/** How names are invented (provider.go, getDefaultName). Only beside a random one can a replacement be created first. */
const NAMINGS = {
  digits: { invent: (name: string, digits: string) => name + digits.slice(0, 8) },
  guid: { invent: (_name: string, digits: string) => asGuid(digits) },
  copy: { invent: (name: string) => name, isUnique: false },
};

const asGuid = (digits: string): string =>
  [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join("-");

function idOf(cloud: AzureCloud, path: string, inputs: Properties, settings: Settings): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, parameter: string) => textAt(inputs, parameter));
  return filled.startsWith("/") ? filled : `/subscriptions/${cloud.subscriptionOf(settings)}/${filled}`;
}

/** The region of a resource: its own, the provider's, or its group's (provider.go, getDefaultLocation). */
function locationOf(cloud: AzureCloud, inputs: Properties, settings: Settings): string {
  const group = cloud.resources(GROUP).find(({ outputs }) => outputs.name === inputs.resourceGroupName);
  const location = textAt(inputs, "location") || settings.location || textAt(group?.inputs, "location");
  if (!location) {
    throw new Error(
      "missing required property 'location'. Either set it explicitly or configure it with 'pulumi config set azure-native:location <value>'.",
    );
  }
  return location.toLowerCase().replaceAll(" ", "");
}

/** Resource Manager answers 404 for what is to lie in something that does not exist. */
function checkParent(cloud: AzureCloud, id: string): void {
  const group = /^(\/subscriptions\/[^/]+\/resourceGroups\/([^/]+))\/./i.exec(id);
  if (group && !cloud.find(GROUP, group[1] ?? "")) {
    throw new ApiError("ResourceGroupNotFound", `Resource group '${group[2] ?? ""}' could not be found.`);
  }
  const parent = parentOf(id);
  if (parent !== undefined && !cloud.resource(parent)) {
    throw new ApiError("ParentResourceNotFound", `The resource '${parent}' of '${id}' could not be found.`);
  }
}

/** `…/providers/A/b/c` is no child; of `…/providers/A/b/c/d/e` the parent is `…/c`, and of what extends a resource that resource. */
function parentOf(id: string): string | undefined {
  const at = id.toLowerCase().lastIndexOf("/providers/");
  if (at < 0) return undefined;
  const names = id
    .slice(at + 1)
    .split("/")
    .slice(2);
  if (names.length > 2) return id.split("/").slice(0, -2).join("/");
  const scope = id.slice(0, at);
  return scope.toLowerCase().includes("/providers/") ? scope : undefined;
}

/** Azure Resource Manager documentation, "Lock your resources to protect your infrastructure": locks are inherited. */
function checkLocks(cloud: AzureCloud, id: string): void {
  const lock = cloud.resources(LOCK).find(({ id: lockId, inputs }) => {
    const scope = textAt(inputs, "scope").toLowerCase();
    return lockId !== id && `${id.toLowerCase()}/`.startsWith(`${scope.replace(/\/$/, "")}/`);
  });
  if (lock) {
    const reason = `The scope '${id}' cannot perform delete operation because following scope(s) are locked: '${textAt(lock.inputs, "scope")}'. Please remove the lock and try again.`;
    throw new ApiError("ScopeLocked", reason);
  }
}

/** A name of these characters. */
export const named =
  (pattern: RegExp, meaning: string): Rule<string> =>
  (value) =>
    pattern.test(value) ? undefined : `the name ${JSON.stringify(value)} is invalid: ${meaning}`;
