import type { Properties } from "../property-values";
import type { Made, ResourceType } from "../cloud/resource-type";
import { type Shapes, text } from "../cloud/shape";
import { textAt } from "../cloud/values";
import { type GcpCloud, GcpError } from "./gcp-cloud";

/** A row of the table of Google Cloud. */
export type GcpType = ResourceType<GcpCloud>;

/** Nearly every resource says its project, or gets that of its provider. */
const PROJECT: Shapes = { project: text({ computed: true, replaces: true }) };

/** A row whose resources belong to a project, and whose requests go to an API that must be on (`compute`). */
export function gcpType(row: GcpType, api: string): GcpType {
  const create = async (
    cloud: GcpCloud,
    inputs: Properties,
    settings: Parameters<GcpType["create"]>[2],
  ): Promise<Made> => {
    const project = textAt(inputs, "project") || cloud.projectOf(settings);
    if (project === undefined) throw new Error("project: required field is not set");
    checkProject(cloud, project);
    if (!(await cloud.eventually(() => cloud.apis.has(api)))) throw apiIsOff(project, api);
    const made = await row.create(cloud, { ...inputs, project }, settings);
    return { ...made, inputs: { project, ...made.inputs } };
  };
  return { ...row, inputs: { ...row.inputs, ...PROJECT }, create };
}

/** Resource Manager answers for a project that does not exist as for one that the caller may not see. */
export function checkProject(cloud: GcpCloud, project: string): void {
  if (project === cloud.project) return;
  throw new GcpError(403, `The caller does not have permission to project ${project}, or it may not exist`);
}

/** Service Usage, "Enabling and disabling services": what every API answers while it is off. */
const apiIsOff = (project: string, api: string): GcpError =>
  new GcpError(
    403,
    `The ${api} API has not been used in project ${project} before or it is disabled. Enable it, then retry. If you enabled this API recently, wait a few minutes`,
    "accessNotConfigured",
  );

/** Names of Compute Engine (RFC 1035). */
export const COMPUTE_NAME = /^(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)$/;
