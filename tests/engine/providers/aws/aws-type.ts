import { type Properties, objectAt } from "../property-values";
import { ApiError } from "../cloud/api-error";
import type { Made, ResourceType, Settings } from "../cloud/resource-type";
import { type Failure, type Shapes, text, texts } from "../cloud/shape";
import { textAt } from "../cloud/values";
import type { AwsCloud } from "./aws-cloud";

/** A row of the table of AWS. */
export type AwsType = ResourceType<AwsCloud>;

/** Inputs that nearly all types of AWS have: a region of their own since v7 of the provider, and tags. */
const REGION: Shapes = { region: text({ computed: true, replaces: true }) };
const TAGS: Shapes = { tags: texts() };

/** A row whose resources lie in a region, or in none (`global`), and carry tags, or cannot (`untagged`). */
export function awsType(row: AwsType, { global = false, untagged = false } = {}): AwsType {
  const tagged = (inputs: Properties): Properties => (untagged ? {} : { tagsAll: objectAt(inputs, "tags") });
  return {
    ...row,
    inputs: { ...row.inputs, ...(global ? {} : REGION), ...(untagged ? {} : TAGS) },
    outputs: [...row.outputs, ...(untagged ? [] : ["tagsAll"])],
    refuse: (inputs) => [...reservedTags(inputs), ...(row.refuse?.(inputs) ?? [])],
    create: async (cloud, inputs, settings): Promise<Made> => {
      const region: Properties = global ? {} : { region: regionOf(inputs, settings) };
      const made = await row.create(cloud, { ...inputs, ...region }, settings);
      return { ...made, inputs: { ...region, ...made.inputs }, outputs: { ...made.outputs, ...tagged(inputs) } };
    },
    update: async (cloud, resource, news) => {
      await row.update?.(cloud, resource, news);
      resource.outputs = { ...resource.outputs, ...tagged(news) };
    },
  };
}

/** The region of a resource: its own, or the provider's. */
export function regionOf(inputs: Properties, settings: Settings): string {
  const region = textAt(inputs, "region") || settings.region;
  if (!region) throw new ApiError("MissingRegion", "could not find region configuration");
  return region;
}

/** EC2 User Guide, "Tag your Amazon EC2 resources": the prefix `aws:` is reserved. */
function reservedTags(inputs: Properties): Failure[] {
  const reserved = Object.keys(objectAt(inputs, "tags")).filter((key) => key.toLowerCase().startsWith("aws:"));
  return reserved.map((key) => ({
    property: `tags.${key}`,
    reason: "aws: prefixed tag key names are not allowed for external use",
  }));
}
