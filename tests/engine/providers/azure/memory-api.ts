import { randomUUID } from "node:crypto";
import { stringify } from "yaml";
import { KubernetesApi } from "../cloud/in-cluster/kubernetes-api";
import { isProperties, objectAt, type Properties } from "../property-values";
import { textAt } from "../cloud/values";

/** An API server without a process, for tests that ask only for nodes and storage classes. Nodes are ready at once. */
export class MemoryApi extends KubernetesApi {
  private readonly objects = new Map<string, Properties>();

  constructor() {
    super(
      stringify({
        clusters: [{ name: "x", cluster: { server: "https://127.0.0.1:1", "certificate-authority-data": "eA==" } }],
        users: [{ name: "x", user: { token: randomUUID() } }],
        contexts: [{ name: "x", context: { cluster: "x", user: "x" } }],
        "current-context": "x",
      }),
    );
  }

  override get(path: string): Promise<Properties | undefined> {
    return Promise.resolve(this.objects.get(path));
  }

  override list(path: string, labelSelector = ""): Promise<Properties[]> {
    const [key = "", value] = labelSelector.split("=");
    const found = [...this.objects].filter(([at]) => at.startsWith(`${path}/`)).map(([, object]) => object);
    return Promise.resolve(
      found.filter((object) => {
        const labels = objectAt(objectAt(object, "metadata"), "labels");
        return key === "" || (value === undefined ? key in labels : labels[key] === value);
      }),
    );
  }

  override create(path: string, body: object): Promise<void> {
    const object = { ...(body as Properties), status: { conditions: [{ type: "Ready", status: "True" }] } };
    this.objects.set(`${path}/${textAt(objectAt(object, "metadata"), "name")}`, object);
    return Promise.resolve();
  }

  override patch(path: string, body: object): Promise<void> {
    const object = this.objects.get(path);
    if (object) this.objects.set(path, merged(object, body as Properties));
    return Promise.resolve();
  }

  override delete(path: string): Promise<void> {
    this.objects.delete(path);
    return Promise.resolve();
  }
}

/** A JSON merge patch (RFC 7386). */
function merged(object: Properties, patch: Properties): Properties {
  const result = { ...object };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(result, key);
    else result[key] = isProperties(value) ? merged(objectAt(result, key), value) : value;
  }
  return result;
}
