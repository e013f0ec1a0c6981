import type { ProtectedValue } from "../shared/values";

/** Values of the chart with which the component would not do what its inputs say. */
export const PROTECTED: readonly ProtectedValue[] = [
  { keys: ["crd", "create"], value: true, why: "with it, the cluster does not know the kind SeldonDeployment" },
  {
    keys: ["crd", "annotations", "helm.sh/resource-policy"],
    value: "keep",
    why: "with it, deleting the operator deletes every model of the cluster",
  },
  {
    keys: ["namespaceOverride"],
    value: "",
    why: "with it, the operator is not in `namespace`, where other resources expect it",
  },
  { keys: ["singleNamespace"], value: false, why: "with it, the operator sees models in its own namespace only" },
  { keys: ["controllerId"], value: "", why: "with it, the operator ignores every model without that id" },
  {
    keys: ["managerCreateResources"],
    value: false,
    why: "with it, the operator creates objects of its own, which remain on destroy",
  },
  {
    keys: ["ambassador", "singleNamespace"],
    value: false,
    why: "with it, the operator creates a Mapping with an invalid name, and every model fails",
  },
];
