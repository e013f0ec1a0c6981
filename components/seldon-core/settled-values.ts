import { shown, type Problem } from "../shared/invalid-args";
import { valueAt, type Values } from "../shared/values";
import type { SeldonCoreArgs } from "./args";

/** A key of the chart that no input decides and that has to stay as it is. */
interface Settled {
  /** Where it stands, up to the last key, which may have dots of its own. */
  readonly within: string;
  readonly key: string;
  readonly value: unknown;
  /** What would happen with another value. */
  readonly otherwise: string;
}

const SETTLED: readonly Settled[] = [
  { within: "crd", key: "create", value: true, otherwise: "models are of no kind that the cluster knows" },
  {
    within: "crd.annotations",
    key: "helm.sh/resource-policy",
    value: "keep",
    otherwise: "every model of the cluster goes with the operator",
  },
  {
    within: "",
    key: "namespaceOverride",
    value: "",
    otherwise: "the operator is not in `namespace`, where it is looked for",
  },
  { within: "", key: "singleNamespace", value: false, otherwise: "the operator sees models in its own namespace only" },
  { within: "", key: "controllerId", value: "", otherwise: "the operator passes over every model without that id" },
  {
    within: "",
    key: "managerCreateResources",
    value: false,
    otherwise: "the operator makes objects of its own, which stay on destroy",
  },
  {
    within: "ambassador",
    key: "singleNamespace",
    value: false,
    otherwise: "the operator makes a Mapping of a bad name, and every model fails",
  },
];

/** Values that would undo what the inputs promise. */
export function settledProblems({ charts }: SeldonCoreArgs): Problem[] {
  const values = charts?.["seldon-core-operator"]?.values ?? {};
  return SETTLED.flatMap(({ within, key, value, otherwise }) => {
    const map = within === "" ? values : valueAt(values, within);
    const given = typeof map === "object" && map !== null ? (map as Values)[key] : undefined;
    return given === undefined || given === value
      ? []
      : [
          {
            path: ["charts.seldon-core-operator.values", within, key].filter((part) => part !== "").join("."),
            reason: `with ${shown(given)} ${otherwise}. Leave it out.`,
          },
        ];
  });
}
