import * as pulumi from "@pulumi/pulumi";
import { refuseSharedNames } from "./child-names";

/** A value for `dependsOn`: waits for the resources behind these values, although no input uses the values. */
export const after = (...values: pulumi.Input<unknown>[]): pulumi.Output<pulumi.Resource[]> =>
  pulumi.all(values).apply(() => []);

/** What a caller wrote out against a safe default. */
export interface WrittenChoices {
  /** Whether the whole internet may reach it. */
  readonly allowPublic?: boolean;
  /** Whether the cloud and Pulumi refuse to delete it. */
  readonly deletionProtection?: boolean;
  /** Whether a destroy deletes its data. */
  readonly deleteData?: boolean;
  /** The target whose machines or cluster are reached by a login that the caller brings. */
  readonly broughtLogin?: string;
}

/**
 * The inputs that a component records in the plan and in the state: the choices that differ from the default. Its resources alone do not
 * show that somebody chose what they have; the rules for plans ask for it (policy/written.ts).
 */
export const writtenChoices = ({
  allowPublic,
  deletionProtection,
  deleteData,
  broughtLogin,
}: WrittenChoices): pulumi.Inputs => ({
  ...(allowPublic === true && { allowPublic }),
  ...(deletionProtection === false && { deletionProtection }),
  ...(deleteData === true && { deleteData }),
  ...(broughtLogin !== undefined && { broughtLogin }),
});

/** Main children of a component, for its getters. An instance field would become an output in the schema. */
export function keptChildren<Children extends object>(): {
  keep(component: pulumi.Resource, children: Children): void;
  of(component: pulumi.Resource): Children;
} {
  const children = new WeakMap<pulumi.Resource, Children>();
  return {
    keep: (component, created) => void children.set(component, created),
    of: (component) => {
      const created = children.get(component);
      if (created === undefined)
        throw new Error("the children of a component are available after its constructor has run");
      return created;
    },
  };
}

/**
 * The outputs that a component registers at the end of its constructor: its instance fields, which the schema analyzer reads too.
 * Throws `InvalidArgs` if a child has the URN of another component's child.
 */
export function publicOutputs(component: pulumi.ComponentResource): pulumi.Inputs {
  refuseSharedNames(component);
  return Object.fromEntries(Object.entries(component).filter(([field]) => field !== "urn" && !field.startsWith("__")));
}
