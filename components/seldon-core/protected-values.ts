import type { ProtectedValue } from "../shared/values";

/** Values of the chart with which the component would not do what its inputs say. */
export const PROTECTED: readonly ProtectedValue[] = [
  { keys: ["crd", "create"], value: true, why: "with this value, the cluster does not know the kind SeldonDeployment" },
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
    value: false,
    why: "with this value, the operator sees models in its own namespace only",
  },
  { keys: ["controllerId"], value: "", why: "with this value, the operator ignores every model without that id" },
  {
    keys: ["managerCreateResources"],
    value: false,
    why: "with this value, the operator creates objects of its own, which remain on destroy",
  },
  {
    keys: ["ambassador", "singleNamespace"],
    value: false,
    why: "with this value, the operator creates a Mapping with an invalid name, and every model fails",
  },
];
