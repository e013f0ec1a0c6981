import type { ProtectedValue } from "../shared/values";
import type { SeldonCoreArgs } from "./args";
import { emissarySpec } from "./routes";

/** Ports to which models lead requests, if they have routes of their own beside the operator's. */
const PORTS: readonly ProtectedValue[] = [
  { keys: ["executor", "port"], value: 8000 },
  { keys: ["predictiveUnit", "httpPort"], value: 9000 },
  { keys: ["predictiveUnit", "grpcPort"], value: 9500 },
].map((port) => ({ ...port, why: "with this value, a model's own routes lead to ports where nothing answers" }));

/** Values of the chart with which the component would not do what its inputs say. Some follow from an input. */
export const protectedValues = (args: SeldonCoreArgs): readonly ProtectedValue[] => [
  ...(args.definition === undefined
    ? [
        {
          keys: ["crd", "create"],
          value: true,
          why: "with this value, the cluster does not know the kind SeldonDeployment",
        },
      ]
    : []),
  {
    keys: ["crd", "annotations", "helm.sh/resource-policy"],
    value: "keep",
    why: "with this value, deleting the operator deletes every model of the cluster",
  },
  {
    keys: ["namespaceOverride"],
    value: "",
    why: "with this value, the operator is not in `namespace`, where other resources expect it",
  },
  {
    keys: ["singleNamespace"],
    value: args.singleNamespace ?? false,
    why: "with this value, the operator serves other models than the input singleNamespace says",
  },
  {
    keys: ["controllerId"],
    value: args.controllerId ?? "",
    why: "with this value, the operator ignores models with the label that the input controllerId says",
  },
  {
    keys: ["managerCreateResources"],
    value: false,
    why: "with this value, the operator creates objects of its own, which remain on destroy",
  },
  ...PORTS,
  {
    keys: ["ambassador", "singleNamespace"],
    value: emissarySpec(args)?.shortPaths ?? false,
    why: "with this value, models have other URLs than the input emissary.shortPaths says",
  },
  {
    keys: ["serviceAccount", "name"],
    value: "seldon-manager",
    why: "with this value, the operator may not read Secrets and service accounts of models, because the chart gives that right to seldon-manager",
  },
  ...(args.controllerId === undefined
    ? []
    : [
        {
          keys: ["kubeflow"],
          value: false,
          why: "with this value, the webhook does not select by controllerId, and judges models of other operators",
        },
      ]),
];
