import { problemIf, shown, type Problem } from "../shared/invalid-args";
import { valueAt, type Values } from "../shared/values";
import type { SeldonCoreArgs } from "./args";

/** A key of the chart that no input decides and that must keep its value. */
interface RequiredValue {
  /** Path of the map that has the key, which may contain dots itself. */
  readonly within: string;
  readonly key: string;
  readonly value: unknown;
  /** What happens with another value. */
  readonly otherwise: string;
}

const REQUIRED: readonly RequiredValue[] = [
  { within: "crd", key: "create", value: true, otherwise: "the cluster does not know the kind SeldonDeployment" },
  {
    within: "crd.annotations",
    key: "helm.sh/resource-policy",
    value: "keep",
    otherwise: "deleting the operator deletes every model of the cluster",
  },
  {
    within: "",
    key: "namespaceOverride",
    value: "",
    otherwise: "the operator is not in `namespace`, where other resources expect it",
  },
  { within: "", key: "singleNamespace", value: false, otherwise: "the operator sees models in its own namespace only" },
  { within: "", key: "controllerId", value: "", otherwise: "the operator ignores every model without that id" },
  {
    within: "",
    key: "managerCreateResources",
    value: false,
    otherwise: "the operator creates objects of its own, which remain on destroy",
  },
  {
    within: "ambassador",
    key: "singleNamespace",
    value: false,
    otherwise: "the operator creates a Mapping with an invalid name, and every model fails",
  },
];

/** Values with which the component would not do what its inputs say. */
export function requiredValueProblems({ charts }: SeldonCoreArgs): Problem[] {
  const values = charts?.["seldon-core-operator"]?.values ?? {};
  return REQUIRED.flatMap(({ within, key, value, otherwise }) => {
    const map = within === "" ? values : valueAt(values, within);
    const given = typeof map === "object" && map !== null ? (map as Values)[key] : undefined;
    const path = ["charts.seldon-core-operator.values", within, key].filter((part) => part !== "").join(".");
    return problemIf(
      given !== undefined && given !== value,
      path,
      `${shown(given, path)} is not allowed: with it, ${otherwise}. Leave it out.`,
    );
  });
}
