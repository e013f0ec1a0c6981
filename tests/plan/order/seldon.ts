import type { WantedEdges } from "./order-only-edges";

export const edges: readonly WantedEdges[] = [
  {
    resource: /^SeldonDeployment iris$/,
    after: /^Release seldon$/,
    reason: "the chart brings the definition and the webhook of models, and its operator deletes what a model owns",
  },
  {
    resource: /^SeldonDeployment iris$/,
    after: /^Namespace seldon-models-models$/,
    reason: "the model is in this namespace",
  },
];
