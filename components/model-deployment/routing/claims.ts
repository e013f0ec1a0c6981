import { objectClaim, type Claim } from "../../shared/claims";
import type { ModelDeploymentArgs } from "../args";
import type { SeldonDeployment } from "../manifest";
import { matchKey } from "./headers";
import { ownMappings } from "./needs";
import { routingObjects } from "./objects";

/** What a model has that leads all requests to it by Mappings of its own. */
export const ownMappingsObject = (namespace: string, name: string): string =>
  `own Mappings of model ${namespace}/${name}`;

/** The objects of a model's own routes, and the requests that it takes from another deployment. */
export function routingClaims(args: ModelDeploymentArgs, manifest: SeldonDeployment): Claim[] {
  const { name, namespace } = manifest.metadata;
  const { serviceName, headers = [] } = args.ambassador ?? {};
  const rename = "Use another name for the component or its deployment.";
  return [
    ...routingObjects(args, manifest).flatMap(({ manifest: { kind, metadata } }) => {
      const { name: own, namespace: where } = metadata as { name: unknown; namespace: unknown };
      return typeof own === "string" && typeof where === "string"
        ? [
            objectClaim(
              `${kind} ${where}/${own}`,
              args.deploymentName === undefined ? "name" : "deploymentName",
              rename,
            ),
          ]
        : [];
    }),
    ...(ownMappings(args).length === 0 ? [] : [objectClaim(ownMappingsObject(namespace, name), "name", rename)]),
    ...(serviceName === undefined
      ? []
      : [
          {
            object: `requests to ${namespace}/${serviceName} with ${matchKey(headers)}`,
            path: "ambassador.headers",
            reason: (other: string) =>
              `already lead to ${other}, which has the same serviceName and headers. Use other headers.`,
          },
        ]),
  ];
}
