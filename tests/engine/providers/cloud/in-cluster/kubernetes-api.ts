import { KubeConfig } from "@kubernetes/client-node";
import { type Properties, isProperties } from "../../property-values";
import { objectsAt } from "../values";
import { ApiError, ApiServer } from "../../../cluster/api-client";

/** The API server that the cluster of a cloud hands out, as seen from inside of the cloud: with the rights of an administrator. */
export class KubernetesApi {
  readonly endpoint: string;
  /** The certificate authority, in base64. */
  readonly certificateAuthority: string;
  readonly token: string;
  private readonly server: ApiServer;

  constructor(kubeconfigText: string) {
    const kubeconfig = new KubeConfig();
    kubeconfig.loadFromString(kubeconfigText);
    this.server = new ApiServer(kubeconfig, new AbortController().signal);
    this.endpoint = kubeconfig.getCurrentCluster()?.server ?? "";
    this.certificateAuthority = kubeconfig.getCurrentCluster()?.caData ?? "";
    this.token = kubeconfig.getCurrentUser()?.token ?? "";
  }

  async get(path: string): Promise<Properties | undefined> {
    try {
      return await this.server.send<Properties>({ method: "GET", path });
    } catch (error) {
      if (error instanceof ApiError && error.code === 404) return undefined;
      throw error;
    }
  }

  async list(path: string, labelSelector?: string): Promise<Properties[]> {
    return objectsAt(await this.server.send<Properties>({ method: "GET", path, query: { labelSelector } }), "items");
  }

  /** The objects as the API server's cache has them, which may lag a moment: for who looks again soon. */
  async recent(path: string): Promise<Properties[]> {
    const query = { resourceVersion: "0" };
    return objectsAt(await this.server.send<Properties>({ method: "GET", path, query }), "items");
  }

  async create(path: string, body: object): Promise<void> {
    await this.server.send({ method: "POST", path, body });
  }

  /** Changes an object by a JSON merge patch; one that is gone meanwhile needs no change. */
  async patch(path: string, body: object): Promise<void> {
    await this.unlessGone({ method: "PATCH", path, body, contentType: "application/merge-patch+json" });
  }

  async delete(path: string): Promise<void> {
    await this.unlessGone({ method: "DELETE", path });
  }

  /** Deletes a pod whose machine is gone, so that no kubelet would end it. */
  async deleteNow(path: string): Promise<void> {
    await this.unlessGone({ method: "DELETE", path, query: { gracePeriodSeconds: "0" } });
  }

  private async unlessGone(request: Parameters<ApiServer["send"]>[0]): Promise<void> {
    try {
      await this.server.send(request);
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 404)) throw error;
    }
  }
}

/** The metadata of an object. */
export function metadataOf(object: Properties): Properties {
  return isProperties(object.metadata) ? object.metadata : {};
}
