import type { Api } from "./api";

/** An object of any kind. */
export interface AnyObject {
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [field: string]: unknown;
}

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  readonly finalizers?: readonly string[];
}

/**
 * Every object of every kind, without keys of certificates that are being issued. With kubectl it takes ten times as long, most of it to parse definitions and print them.
 * @param except matches the plurals of kinds that are left out
 */
export const allObjects = (api: Api, except: RegExp): Promise<AnyObject[]> => list(api, except);

/** Every object of every kind as `Kind namespace/name`, sorted, each once. The API server sends only the metadata. */
export async function allNames(api: Api, except: RegExp): Promise<string[]> {
  const objects = await list(api, except, "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
  return [
    ...new Set(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ""}/${metadata.name}`)),
  ].sort();
}

/** Label of the Secret in which cert-manager keeps a key until its certificate is issued. It goes a moment after the certificate is ready. */
const NEXT_PRIVATE_KEY = "cert-manager.io/next-private-key";

async function list(api: Api, except: RegExp, accept?: string): Promise<AnyObject[]> {
  const objects: AnyObject[] = [];
  for (const { apiVersion, kind, plural, path } of await listedKinds(api)) {
    if (except.test(plural)) continue;
    const { items } = (await api.get(path, accept)) as { items: AnyObject[] | null };
    for (const object of items ?? []) {
      if (object.metadata.labels?.[NEXT_PRIVATE_KEY] === "true") continue;
      objects.push({ ...object, apiVersion, kind }); // in a list, objects do not say what they are
    }
  }
  return objects;
}

interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly path: string;
}

/** What an API server answers about its kinds (apidiscovery.k8s.io/v2); versions stand in order of preference. */
interface Discovery {
  readonly items: readonly {
    readonly metadata: { readonly name?: string };
    readonly versions: readonly {
      readonly version: string;
      readonly resources?: readonly {
        readonly resource: string;
        readonly responseKind: { readonly kind: string };
        readonly verbs: readonly string[];
      }[];
    }[];
  }[];
}

/** The kinds that can be listed, each in the version that is preferred. */
async function listedKinds(api: Api): Promise<Kind[]> {
  const form = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
  const [core, groups] = (await Promise.all([api.get("/api", form), api.get("/apis", form)])) as [Discovery, Discovery];
  const kinds = new Map<string, Kind>();
  for (const { metadata, versions } of [...core.items, ...groups.items]) {
    const { name: group = "" } = metadata;
    for (const { version, resources = [] } of versions) {
      const apiVersion = group === "" ? version : `${group}/${version}`;
      for (const { resource: plural, responseKind, verbs } of resources) {
        if (!verbs.includes("list") || kinds.has(`${plural}.${group}`)) continue;
        const path = `/${group === "" ? "api" : "apis"}/${apiVersion}/${plural}`;
        kinds.set(`${plural}.${group}`, { apiVersion, kind: responseKind.kind, plural, path });
      }
    }
  }
  return [...kinds.values()];
}
