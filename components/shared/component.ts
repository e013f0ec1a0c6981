import * as pulumi from "@pulumi/pulumi";

/** A value for `dependsOn` that waits for what these values come from, though none of them flows into an input. */
export const after = (...values: pulumi.Input<unknown>[]): pulumi.Output<pulumi.Resource[]> =>
  pulumi.all(values).apply(() => []);

/** Main children of a component, for its getters: an instance field would become an output of the schema. */
export function keptChildren<Children extends object>(): {
  keep(component: pulumi.Resource, children: Children): void;
  of(component: pulumi.Resource): Children;
} {
  const children = new WeakMap<pulumi.Resource, Children>();
  return {
    keep: (component, made) => void children.set(component, made),
    of: (component) => {
      const made = children.get(component);
      if (made === undefined) throw new Error("the children of a component are there once its constructor is done");
      return made;
    },
  };
}

/** What a component registers as its outputs: its instance fields, which is also what the schema analyzer sees. */
export const publicOutputs = (component: pulumi.ComponentResource): pulumi.Inputs =>
  Object.fromEntries(Object.entries(component).filter(([field]) => field !== "urn" && !field.startsWith("__")));
