import type { Claim } from "../shared/claims";
import type { ModelDeploymentArgs } from "./args";
import { IngressController } from "../shared/facts";
import { inputPath } from "./input-path";
import type { SeldonDeployment } from "./manifest";
import { routingClaims } from "./routing";
import { derivedNames } from "./rules/derived-names";

/** The model itself and everything that the operator names after it. */
export function modelClaims(args: ModelDeploymentArgs, manifest: SeldonDeployment): Claim[] {
  const { name, namespace } = manifest.metadata;
  const { controller, ambassadorId = "" } = args.seldon;
  const where = `in namespace "${namespace}"`;
  return [
    {
      object: `SeldonDeployment ${namespace}/${name}`,
      path: inputPath(args, ["metadata", "name"]),
      reason: (other) => `"${name}" is already the name of ${other} ${where}. Use another name.`,
    },
    ...derivedNames(manifest, args.seldon.controller).map(({ kind, name, at }): Claim => ({
      object: `${kind} ${namespace}/${name}`,
      path: inputPath(args, at),
      reason: (other) => `needs the ${kind} "${name}" ${where}, which ${other} already has. Rename one of them.`,
    })),
    ...(controller === IngressController.Emissary
      ? [
          {
            object: `gRPC name ${name} at the Emissary ${ambassadorId}`,
            path: inputPath(args, ["metadata", "name"]),
            reason: (other: string) =>
              `"${name}" is also the name of ${other} in another namespace, and Emissary routes gRPC by the name alone. Use another name.`,
          },
        ]
      : []),
    ...routingClaims(args, manifest),
  ];
}
