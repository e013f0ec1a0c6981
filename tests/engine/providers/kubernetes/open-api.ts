import type { ApiServer } from "./api-server";
import { isNotFound } from "./api-error";
import { type Gvk, formatApiVersion } from "./tokens";

/** As much of an OpenAPI schema as the walk over an object needs. */
export interface Schema {
  $ref?: string;
  allOf?: Schema[];
  type?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  required?: string[];
  "x-kubernetes-group-version-kind"?: Gvk[];
}

interface Document {
  components: { schemas: Record<string, Schema> };
}

/** The API server's schemas of its kinds (`/openapi/v3`), one document per group and version. */
export class OpenApi {
  private readonly documents = new Map<string, Promise<Map<string, Schema>>>();

  constructor(private readonly server: ApiServer) {}

  /** The schema of a kind, or undefined. */
  async schemaOf(gvk: Gvk): Promise<Schema | undefined> {
    const schemas = await this.document(formatApiVersion(gvk));
    return [...schemas.values()].find((schema) =>
      schema["x-kubernetes-group-version-kind"]?.some(
        ({ group, version, kind }) => group === gvk.group && version === gvk.version && kind === gvk.kind,
      ),
    );
  }

  /** Follows a reference inside the document of `gvk`; gives the schema and its name. */
  async resolver(gvk: Gvk): Promise<(schema: Schema) => { name: string; schema: Schema }> {
    const schemas = await this.document(formatApiVersion(gvk));
    const resolve = (schema: Schema): { name: string; schema: Schema } => {
      const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
      if (reference === undefined) return { name: "", schema };
      const name = reference.replace("#/components/schemas/", "");
      return { name, schema: schemas.get(name) ?? {} };
    };
    return resolve;
  }

  private document(apiVersion: string): Promise<Map<string, Schema>> {
    let document = this.documents.get(apiVersion);
    if (!document) {
      document = this.load(apiVersion);
      this.documents.set(apiVersion, document);
      document.catch(() => this.documents.delete(apiVersion));
    }
    return document;
  }

  private async load(apiVersion: string): Promise<Map<string, Schema>> {
    const root = apiVersion.includes("/") ? "apis" : "api";
    try {
      const document = await this.server.send<Document>({ method: "GET", path: `/openapi/v3/${root}/${apiVersion}` });
      return new Map(Object.entries(document.components.schemas));
    } catch (error) {
      if (isNotFound(error)) return new Map();
      throw error;
    }
  }
}
