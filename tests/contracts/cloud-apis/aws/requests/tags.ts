import { isRecord } from "../../../value-path";
import type { Field } from "../../requests";
import { written } from "../../writers";

/** Tags as EC2 and IAM list them. */
export const tagList = (tags: unknown): unknown =>
  isRecord(tags) ? Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) : tags;

/** Tags of a new resource of EC2, whose type they name. */
export const taggedAs = (ResourceType: string): Field =>
  written("TagSpecifications", (tags) => [{ ResourceType, Tags: tagList(tags) }]);
