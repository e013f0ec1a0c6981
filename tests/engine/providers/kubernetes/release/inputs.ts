import { readFileSync } from "node:fs";
import { parse } from "yaml";
import {
  type Properties,
  Unknown,
  type Value,
  isAsset,
  isProperties,
  objectAt,
  stringAt,
  withoutSecrets,
} from "../../property-values";
import { mergeDeep } from "../changes";

/** The inputs and outputs of a release, in the order of the SDK's reference. Everything else a program passes is dropped. */
export const RELEASE_FIELDS = [
  "allowNullValues",
  "atomic",
  "chart",
  "cleanupOnFail",
  "createNamespace",
  "dependencyUpdate",
  "description",
  "devel",
  "disableCRDHooks",
  "disableOpenapiValidation",
  "disableWebhooks",
  "forceUpdate",
  "keyring",
  "lint",
  "maxHistory",
  "name",
  "namespace",
  "postrender",
  "recreatePods",
  "renderSubchartNotes",
  "replace",
  "repositoryOpts",
  "resetValues",
  "reuseValues",
  "skipAwait",
  "skipCrds",
  "takeOwnership",
  "timeout",
  "values",
  "verify",
  "version",
  "waitForJobs",
];

/** Release outputs that are computed, never given. */
export interface ReleaseOutputs {
  resourceNames: Record<string, string[]>;
  status: Properties;
}

const UNSUPPORTED = ["postrender", "recreatePods", "verify", "keyring"];

/** A release as the provider works with it: plain values, no secrets; what is unknown is absent. */
export class ReleaseInputs {
  private constructor(private readonly fields: Properties) {}

  /** Reads a release's inputs, or the outputs of an earlier run. */
  static read(bag: Properties): ReleaseInputs {
    const plain = withoutUnknowns(withoutSecrets(bag)) as Properties;
    const files = Array.isArray(bag.valueYamlFiles) ? bag.valueYamlFiles.map(readValuesFile) : [];
    const values = [...files, objectAt(plain, "values")].reduce(mergeDeep, {});
    const known = Object.entries({ ...plain, values }).filter(([key]) => RELEASE_FIELDS.includes(key));
    return new ReleaseInputs(Object.fromEntries(known));
  }

  text(field: string): string {
    return stringAt(this.fields, field) ?? "";
  }

  flag(field: string): boolean {
    return this.fields[field] === true;
  }

  number(field: string): number {
    const value = this.fields[field];
    return typeof value === "number" ? value : 0;
  }

  get name(): string {
    return this.text("name");
  }

  get namespace(): string {
    return this.text("namespace");
  }

  get values(): Properties {
    return objectAt(this.fields, "values");
  }

  repository(field: "repo" | "username" | "password" | "caFile" | "certFile" | "keyFile"): string {
    return stringAt(objectAt(this.fields, "repositoryOpts"), field) ?? "";
  }

  /** The same release with some fields changed. */
  with(changes: Properties): ReleaseInputs {
    return new ReleaseInputs({ ...this.fields, ...changes });
  }

  /** The fields that say something; at their zero value the real provider leaves them out. */
  toProperties(): Properties {
    return Object.fromEntries(Object.entries(this.fields).filter(([, value]) => !isZero(value)));
  }

  /** Throws where the program asks for what only the real provider can do. */
  refuseUnsupported(): void {
    const asked = UNSUPPORTED.filter((field) => !isZero(this.fields[field] ?? null));
    if (asked.length > 0)
      throw new Error(`the stand-in for the Kubernetes provider does not support ${asked.join(", ")} of a release`);
  }
}

/** `valueYamlFiles` holds assets: text, or the path of a file. */
function readValuesFile(file: Value): Properties {
  const asset = withoutSecrets(file);
  if (!isAsset(asset)) throw new Error("unsupported type for 'valueYamlFiles' arg");
  const path = stringAt(asset, "path");
  const parsed: unknown = parse(stringAt(asset, "text") ?? (path === undefined ? "" : readFileSync(path, "utf8")));
  return isProperties(parsed as Value) ? (parsed as Properties) : {};
}

function withoutUnknowns(value: Value): Value {
  if (value instanceof Unknown) return null;
  if (Array.isArray(value)) return value.map(withoutUnknowns);
  if (!isProperties(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withoutUnknowns(child)]));
}

function isZero(value: Value): boolean {
  if (value === null || value === false || value === 0 || value === "") return true;
  return isProperties(value) && Object.keys(value).length === 0;
}
