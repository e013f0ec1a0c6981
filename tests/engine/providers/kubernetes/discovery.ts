import type { ApiServer } from "./api-server";
import { NoMatchError, isNotFound } from "./api-error";
import { type Gvk, formatApiVersion, isBuiltIn, isClusterScopedBuiltIn } from "./tokens";

/** Where the objects of a kind are found. */
export interface Mapping {
  plural: string;
  namespaced: boolean;
}

interface ResourceList {
  resources: { name: string; kind: string; namespaced: boolean }[];
}

/** What kinds the API server knows, and the CRDs that the program itself is about to create. */
export class Discovery {
  private readonly groups = new Map<string, Promise<Map<string, Mapping>>>();
  private readonly announced = new Map<string, boolean>();

  constructor(private readonly server: ApiServer | undefined) {}

  /** Forgets what the server said: a CRD has been created. */
  reset(): void {
    this.groups.clear();
  }

  /** Remembers the scope of a kind whose CRD is not installed yet. */
  announce(group: string, kind: string, namespaced: boolean): void {
    this.announced.set(`${group}/${kind}`, namespaced);
  }

  /** The mapping of a kind; asks the server again before it gives up, because a CRD may just have been installed. */
  async mapping(gvk: Gvk): Promise<Mapping> {
    let found = await this.find(gvk);
    if (!found) {
      this.reset();
      found = await this.find(gvk);
    }
    if (!found) throw new NoMatchError(gvk);
    return found;
  }

  /** Whether the server knows the kind now. */
  async knows(gvk: Gvk): Promise<boolean> {
    return this.server !== undefined && (await this.find(gvk)) !== undefined;
  }

  /** Whether objects of the kind live in namespaces; undefined while nobody knows. */
  async isNamespaced(gvk: Gvk): Promise<boolean | undefined> {
    if (isBuiltIn(gvk)) return !isClusterScopedBuiltIn({ ...gvk, kind: gvk.kind.replace(/Patch$/, "") });
    const announced = this.announced.get(`${gvk.group}/${gvk.kind}`);
    if (announced !== undefined) return announced;
    return this.server && (await this.find(gvk))?.namespaced;
  }

  private async find(gvk: Gvk): Promise<Mapping | undefined> {
    const apiVersion = formatApiVersion(gvk);
    let kinds = this.groups.get(apiVersion);
    if (!kinds) {
      kinds = this.load(apiVersion);
      this.groups.set(apiVersion, kinds);
      // A failed look-up must not be remembered.
      kinds.catch(() => this.groups.delete(apiVersion));
    }
    return (await kinds).get(gvk.kind);
  }

  private async load(apiVersion: string): Promise<Map<string, Mapping>> {
    if (!this.server) throw new Error("no API server to ask");
    const path = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    try {
      const { resources } = await this.server.send<ResourceList>({ method: "GET", path });
      const objects = resources.filter(({ name }) => !name.includes("/"));
      return new Map(objects.map(({ name, kind, namespaced }) => [kind, { plural: name, namespaced }]));
    } catch (error) {
      if (isNotFound(error)) return new Map();
      throw error;
    }
  }
}
