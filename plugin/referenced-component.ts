import * as pulumi from "@pulumi/pulumi";
import type { PackageSchema } from "./package-schema";

/**
 * A component of this package as an input of another one, such as `cluster=ml` in Python: its outputs as the engine knows
 * them. The program has only a reference, not the object that our constructor created.
 */
class ReferencedComponent extends pulumi.ComponentResource {
  constructor(type: string, name: string, urn: string, outputs: readonly string[]) {
    // With a URN the SDK registers nothing, and asks the engine for each of these.
    super(type, name, Object.fromEntries(outputs.map((output) => [output, undefined])), { urn }, true);
    const fields = this as unknown as Record<string, pulumi.Output<unknown>>;
    const known = pulumi.output(outputsOf(urn));
    for (const output of outputs) {
      const value = fields[output];
      // In a preview the SDK treats an output that the engine does not have as one that is not known yet.
      fields[output] = known.apply((names) => (names.includes(output) ? value : undefined));
    }
  }
}

/** Names of the outputs of a component that have a value. */
async function outputsOf(urn: string): Promise<string[]> {
  const found = (await pulumi.runtime.invoke("pulumi:pulumi:getResource", { urn })) as { state?: object };
  return Object.keys(found.state ?? {});
}

/** Lets the SDK read references to the components of a schema. */
export function readReferences({ name: pkg, version, resources }: PackageSchema): void {
  for (const module of new Set(Object.keys(resources).map((type) => type.split(":")[1] ?? ""))) {
    pulumi.runtime.registerResourceModule(pkg, module, {
      version,
      construct: (name, type, urn) =>
        new ReferencedComponent(type, name, urn, Object.keys(resources[type]?.properties ?? {})),
    });
  }
}
