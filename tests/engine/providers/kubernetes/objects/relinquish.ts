import { type Properties, objectAt } from "../../property-values";
import type { Cluster } from "../session";

/** Gives up every field that `fieldManager` owns: an apply of nothing but the object's identity. */
export async function relinquish(cluster: Cluster, object: Properties, fieldManager: string): Promise<void> {
  const { name = null, namespace } = objectAt(object, "metadata");
  await cluster.objects.apply(
    {
      apiVersion: object.apiVersion ?? null,
      kind: object.kind ?? null,
      metadata: namespace === undefined ? { name } : { name, namespace },
    },
    { fieldManager },
  );
}
