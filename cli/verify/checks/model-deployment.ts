import { MODEL_TYPE } from "../../stack/state";
import type { ComponentChecks } from "../check";
import { checkAvailable } from "../models/available";
import { modelManifest } from "../models/graph";
import { askByGrpc, askByRest } from "../models/questions";

/** A model: whether it is available, and whether it answers by REST and by gRPC where its users ask it. */
export const checks: ComponentChecks = {
  type: "ModelDeployment",
  of(component, platform) {
    const resource = platform.childrenOf(component).find(({ type }) => type === MODEL_TYPE);
    if (resource === undefined) return [];
    const manifest = modelManifest(resource);
    const model = { component, manifest, platform, body: platform.requests.get(component.name) };
    const { name } = component;
    return [
      {
        component: name,
        name: "model",
        run: async (limit) => checkAvailable(platform.clusterOf(component), manifest, limit),
      },
      { component: name, name: "REST", run: async ({ signal }) => askByRest(model, signal) },
      { component: name, name: "gRPC", run: async ({ signal }) => askByGrpc(model, signal) },
    ];
  },
};
