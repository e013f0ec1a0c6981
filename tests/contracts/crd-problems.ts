import { structuralProblems } from "./structural-problems";
import type { StructuralSchema } from "./structural-schema";
import { isRecord } from "./value-path";

/** A CustomResourceDefinition, as far as the check reads it. */
export interface Crd {
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly schema?: { readonly openAPIV3Schema?: StructuralSchema };
    }[];
  };
}

/** A Kubernetes object as a program declares it. */
export interface KubernetesObject {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: unknown;
  readonly [field: string]: unknown;
}

/** What a user may set of ObjectMeta (Kubernetes API, meta/v1); the rest is the API server's own. */
const METADATA: StructuralSchema = {
  type: "object",
  properties: {
    name: { type: "string" },
    generateName: { type: "string" },
    namespace: { type: "string" },
    labels: { type: "object", additionalProperties: { type: "string" } },
    annotations: { type: "object", additionalProperties: { type: "string" } },
    finalizers: { type: "array", items: { type: "string" } },
    ownerReferences: { type: "array", items: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
  },
};

/**
 * What is wrong with a custom resource: no such group, version or kind, a namespace where there is none or none where
 * there must be one, a value its schema refuses, or a field its schema does not have. CEL rules
 * (x-kubernetes-validations) and formats are not evaluated here: the API server of the engine rung does that.
 */
export function crdProblems(object: KubernetesObject, crds: readonly Crd[]): string[] {
  const { apiVersion, kind, metadata = {} } = object;
  if (typeof apiVersion !== "string" || typeof kind !== "string") return ["apiVersion and kind must be strings"];
  const [group = "", version = ""] = apiVersion.split("/");
  const kindsOfGroup = crds.filter(({ spec }) => spec.group === group);
  const crd = kindsOfGroup.find(({ spec }) => spec.names.kind === kind);
  if (!crd) {
    const known = kindsOfGroup.map(({ spec }) => spec.names.kind).sort();
    return [`kind: no ${kind} in group "${group}"; the contracts have ${known.join(", ") || "no kind of that group"}`];
  }
  const served = crd.spec.versions.filter((one) => one.served);
  const schema = served.find(({ name }) => name === version)?.schema?.openAPIV3Schema;
  if (!schema) {
    return [`apiVersion: ${kind} is not served as "${version}", but as ${served.map(({ name }) => name).join(", ")}`];
  }
  return [
    ...structuralProblems(metadata, METADATA, "metadata"),
    ...scopeProblems(metadata, crd.spec.scope),
    // `apiVersion`, `kind` and `metadata` exist in every object, whether or not the schema mentions them.
    ...structuralProblems(object, withObjectFields(schema), "").map((problem) => problem.replace(/^: /, "object: ")),
  ];
}

function scopeProblems(metadata: unknown, scope: string): string[] {
  const namespace = isRecord(metadata) ? metadata.namespace : undefined;
  if (scope === "Namespaced" && !namespace) return ["metadata.namespace: is required, the kind is namespaced"];
  if (scope === "Cluster" && namespace !== undefined) {
    return [`metadata.namespace: must be absent, the kind is cluster-wide, is ${JSON.stringify(namespace)}`];
  }
  return [];
}

function withObjectFields(schema: StructuralSchema): StructuralSchema {
  const objectFields = {
    apiVersion: { type: "string" },
    kind: { type: "string" },
    metadata: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
  };
  return { ...schema, properties: { ...schema.properties, ...objectFields } };
}
