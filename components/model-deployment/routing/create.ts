import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import type * as pulumi from "@pulumi/pulumi";
import type { ModelDeploymentArgs } from "../args";
import type { SeldonDeployment } from "../manifest";
import { routingObjects } from "./objects";

/**
 * Creates a model's own routes. They depend on the model, so that they are changed when its new pods answer, and are deleted before it.
 * A predictor must have no share any more before it is removed, because the model is then changed first.
 */
export const createRouting = (
  name: string,
  args: ModelDeploymentArgs,
  manifest: SeldonDeployment,
  opts: { readonly parent: pulumi.Resource; readonly dependsOn: pulumi.Resource },
): CustomResource[] =>
  routingObjects(args, manifest).map(({ part, manifest }) => new CustomResource(`${name}-${part}`, manifest, opts));
