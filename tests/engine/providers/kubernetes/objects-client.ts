import type { Properties } from "../property-values";
import { objectAt, stringAt } from "../property-values";
import type { ApiServer } from "./api-server";
import type { Discovery } from "./discovery";
import { type Gvk, formatApiVersion, gvkOfObject } from "./tokens";

/** A query the API server understands on writes. */
export interface WriteOptions {
  fieldManager?: string;
  fieldValidation?: "Strict" | "Warn" | "Ignore";
  dryRun?: boolean;
  force?: boolean;
}

interface ObjectList {
  items: Properties[];
}

/** Objects of any kind, addressed by what they say they are. */
export class ObjectsClient {
  constructor(
    readonly server: ApiServer,
    readonly discovery: Discovery,
  ) {}

  async get(gvk: Gvk, namespace: string | undefined, name: string): Promise<Properties> {
    return this.server.send({ method: "GET", path: await this.path(gvk, namespace, name) });
  }

  async list(gvk: Gvk, namespace: string | undefined, query: Record<string, string> = {}): Promise<Properties[]> {
    const list = await this.server.send<ObjectList>({ method: "GET", path: await this.path(gvk, namespace), query });
    return list.items;
  }

  async create(object: Properties, options: WriteOptions): Promise<Properties> {
    return this.server.send({
      method: "POST",
      path: await this.pathOf(object, false),
      query: queryOf(options),
      body: object,
    });
  }

  async replace(object: Properties, options: WriteOptions): Promise<Properties> {
    return this.server.send({
      method: "PUT",
      path: await this.pathOf(object, true),
      query: queryOf(options),
      body: object,
    });
  }

  /** Server-side apply. JSON is YAML, so the body needs no conversion. */
  async apply(object: Properties, options: WriteOptions): Promise<Properties> {
    return this.server.send({
      method: "PATCH",
      path: await this.pathOf(object, true),
      query: queryOf(options),
      contentType: "application/apply-patch+yaml",
      body: object,
    });
  }

  async jsonPatch(object: Properties, operations: unknown[]): Promise<Properties> {
    return this.server.send({
      method: "PATCH",
      path: await this.pathOf(object, true),
      contentType: "application/json-patch+json",
      body: operations,
    });
  }

  async delete(gvk: Gvk, namespace: string | undefined, name: string, propagationPolicy: string): Promise<void> {
    await this.server.send({
      method: "DELETE",
      path: await this.path(gvk, namespace, name),
      body: { propagationPolicy },
    });
  }

  private async pathOf(object: Properties, named: boolean): Promise<string> {
    const metadata = objectAt(object, "metadata");
    return this.path(
      gvkOfObject(object),
      stringAt(metadata, "namespace"),
      named ? stringAt(metadata, "name") : undefined,
    );
  }

  private async path(gvk: Gvk, namespace: string | undefined, name?: string): Promise<string> {
    const { plural, namespaced } = await this.discovery.mapping(gvk);
    const root = gvk.group === "" ? "/api" : "/apis";
    const scope = namespaced ? `/namespaces/${encodeURIComponent(namespace || "default")}` : "";
    const object = name === undefined ? "" : `/${encodeURIComponent(name)}`;
    return `${root}/${formatApiVersion(gvk)}${scope}/${plural}${object}`;
  }
}

function queryOf(options: WriteOptions): Record<string, string | undefined> {
  return {
    fieldManager: options.fieldManager,
    fieldValidation: options.fieldValidation,
    dryRun: options.dryRun ? "All" : undefined,
    force: options.force ? "true" : undefined,
  };
}
