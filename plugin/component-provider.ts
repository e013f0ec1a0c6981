import * as pulumi from "@pulumi/pulumi";
import * as exported from "../components";
import { constructorArgs } from "./constructor-args";
import type { PackageSchema } from "./package-schema";
import { readReferences } from "./referenced-component";

/** A component's constructor, as the engine calls it. */
type Component = new (name: string, args: object, opts: pulumi.ComponentResourceOptions) => pulumi.ComponentResource;

/** The components that the package exports, by the last part of their type. */
const components = new Map(
  Object.entries<unknown>(exported).filter((entry): entry is [string, Component] => isComponent(entry[1])),
);

function isComponent(value: unknown): value is Component {
  return typeof value === "function" && value.prototype instanceof pulumi.ComponentResource;
}

/** Constructs our components for programs in other languages. */
export class ComponentProvider implements pulumi.provider.Provider {
  readonly version: string;
  private readonly types: PackageSchema;

  constructor(readonly schema: string) {
    this.types = JSON.parse(schema) as PackageSchema;
    this.version = this.types.version;
    readReferences(this.types);
  }

  async construct(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    opts: pulumi.ComponentResourceOptions,
  ): Promise<pulumi.provider.ConstructResult> {
    const [pkg, , className = ""] = type.split(":");
    const Class = pkg === this.types.name ? components.get(className) : undefined;
    const outputs = this.types.resources[type]?.properties;
    if (Class === undefined || outputs === undefined) {
      const known = [...components.keys()].join(", ");
      throw new Error(`there is no component ${type} in ${this.types.name} ${this.version}; there are ${known}`);
    }
    const component = new Class(name, await constructorArgs(this.types, type, name, inputs), opts);
    return { urn: component.urn, state: picked(component, Object.keys(outputs)) };
  }
}

const picked = (component: object, fields: readonly string[]): pulumi.Inputs => {
  const all = component as Record<string, unknown>;
  return Object.fromEntries(fields.map((field) => [field, all[field]]));
};
