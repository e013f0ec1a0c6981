/**
 * The hub creates the pods of notebooks itself, so Helm leaves them running when it removes the hub, without their network policy and
 * without anybody who stops them. With an owner, Kubernetes deletes them together with it. The owner is the hub's Service: each update
 * keeps it, and the hub may read it (zero-to-jupyterhub-k8s 4.4.0, `templates/hub/rbac.yaml`). It is read for each notebook, because
 * Kubernetes deletes a pod at once whose owner does not exist.
 */
const CODE = `from jupyterhub.utils import maybe_future
from kubernetes_asyncio.client import V1OwnerReference

def owned_by_hub(others):
    async def hook(spawner, pod):
        if others is not None:
            pod = await maybe_future(others(spawner, pod))
        try:
            hub = await spawner.api.read_namespaced_service("hub", spawner.namespace, _request_timeout=10)
        except Exception as error:
            spawner.log.warning("The notebook will outlive the hub, whose Service cannot be read: %s", error)
            return pod
        owner = V1OwnerReference(api_version="v1", kind="Service", name="hub", uid=hub.metadata.uid)
        pod.metadata.owner_references = [*(pod.metadata.owner_references or []), owner]
        return pod
    return hook

c.KubeSpawner.modify_pod_hook = owned_by_hub(c.KubeSpawner.get("modify_pod_hook"))
`;

/** Python for the hub, which runs it in the order of the names: last, so that it keeps a hook of the caller. */
export const NOTEBOOKS_END: Readonly<Record<string, string>> = { "zz-notebooks-end-with-hub": CODE };
