import type * as pulumi from "@pulumi/pulumi";
import { claim, claimedBy } from "../shared/claims";
import type { Problem } from "../shared/invalid-args";
import type { ModelDeploymentArgs } from "./args";
import { inputPath } from "./input-path";
import type { SeldonDeployment } from "./manifest";
import { derivedNames } from "./rules/derived-names";

type Options = pulumi.ComponentResourceOptions | undefined;

/** The model itself and everything that the operator names after it. */
const claimsOf = (manifest: SeldonDeployment, { seldon }: ModelDeploymentArgs) =>
  [
    { kind: "SeldonDeployment", name: manifest.metadata.name, at: ["metadata", "name"] },
    ...derivedNames(manifest, seldon.controller),
  ].map((derived) => ({ ...derived, object: `${derived.kind} ${manifest.metadata.namespace}/${derived.name}` }));

/** A name that another model of the program has in this namespace; of several, the first, because they have one cause. */
export function claimProblems(args: ModelDeploymentArgs, manifest: SeldonDeployment, opts: Options): Problem[] {
  for (const { kind, name, at, object } of claimsOf(manifest, args)) {
    const other = claimedBy(opts, object);
    if (other === undefined) continue;
    const where = `in namespace "${manifest.metadata.namespace}"`;
    const reason =
      kind === "SeldonDeployment"
        ? `"${name}" is already the name of ${other} ${where}. Use another name.`
        : `needs the ${kind} "${name}" ${where}, which ${other} already has. Rename one of them.`;
    return [{ path: inputPath(args, at), reason }];
  }
  return [];
}

/** Remembers the names of a model that is about to be created. */
export const claimNames = (
  component: string,
  args: ModelDeploymentArgs,
  manifest: SeldonDeployment,
  opts: Options,
): void => {
  const objects = claimsOf(manifest, args).map(({ object }) => object);
  claim(opts, objects, component);
};
