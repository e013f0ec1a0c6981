import { type ApiServer, isNotFound } from "../../cluster/api-client";
import type { Desired } from "./desired";
import type { KubernetesObject, SeldonDeployment } from "./model";

/** How the API server calls the kinds that the operator makes. */
const PLURALS = {
  Deployment: "/apis/apps/v1 deployments",
  Service: "/api/v1 services",
  HorizontalPodAutoscaler: "/apis/autoscaling/v2 horizontalpodautoscalers",
  PodDisruptionBudget: "/apis/policy/v1 poddisruptionbudgets",
  VirtualService: "/apis/networking.istio.io/v1alpha3 virtualservices",
  DestinationRule: "/apis/networking.istio.io/v1alpha3 destinationrules",
  Mapping: "/apis/getambassador.io/v2 mappings",
};

/** A kind that the operator makes. */
export type Kind = keyof typeof PLURALS;

/** The path of the objects of a kind. */
export function pathOf(kind: Kind, namespace: string): string {
  const [version = "", plural = ""] = PLURALS[kind].split(" ");
  return `${version}/namespaces/${namespace}/${plural}`;
}

/** Creates an object or changes it into what is wanted; gives it as it is then, with its status. */
export async function apply<T extends KubernetesObject>(
  api: ApiServer,
  namespace: string,
  wanted: Desired,
): Promise<T> {
  const path = `${pathOf(wanted.kind as Kind, namespace)}/${wanted.metadata.name}`;
  const query = { fieldManager: "seldon-operator", force: "true" };
  return api.send<T>({ method: "PATCH", path, query, body: wanted, contentType: "application/apply-patch+yaml" });
}

/** Deletes what was made for a model and is not wanted any more. */
export async function removeOthers(
  api: ApiServer,
  { metadata: { namespace, uid } }: SeldonDeployment,
  kinds: readonly Kind[],
  wanted: readonly Desired[],
): Promise<void> {
  for (const kind of kinds) {
    const path = pathOf(kind, namespace);
    const { items } = await api.send<{ items: KubernetesObject[] }>({
      method: "GET",
      path,
      query: { labelSelector: "seldon-deployment-id" },
    });
    const keep = new Set(wanted.filter((one) => one.kind === kind).map(({ metadata }) => metadata.name));
    for (const { metadata } of items) {
      if (keep.has(metadata.name) || !metadata.ownerReferences?.some((owner) => owner.uid === uid)) continue;
      const body = { propagationPolicy: "Background" };
      await api.send({ method: "DELETE", path: `${path}/${metadata.name}`, body }).catch((error: unknown) => {
        if (!isNotFound(error)) throw error;
      });
    }
  }
}
