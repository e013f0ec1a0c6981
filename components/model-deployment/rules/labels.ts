import { labelKey, labelValue } from "../../shared/checks";
import { IngressController, type SeldonFacts } from "../../shared/facts";
import { isDeferred, shown } from "../../shared/invalid-args";
import type { JsonPath, Labels, SeldonDeployment } from "../manifest";
import { checkedText, problemIf, type ManifestProblem } from "./problem";

/** Label of a model, or of its namespace, that gives it to one operator of several. */
const CONTROLLER_ID = "seldon.io/controller-id";

/** Labels by which Services and Deployments of the operator select pods (1.17.1, createComponents). */
const SELECTS = /^seldon-(deployment-id|app|app-svc-.*)$/;

/** Labels of the model, of its predictors and of their pods. */
export const labelProblems = (
  { metadata, spec }: SeldonDeployment,
  { controller, controllerId }: Pick<SeldonFacts, "controller" | "controllerId">,
): ManifestProblem[] => [
  ...formProblems(["metadata", "labels"], metadata.labels),
  ...controllerProblems(["metadata", "labels", CONTROLLER_ID], metadata.labels?.[CONTROLLER_ID], controllerId ?? ""),
  ...spec.predictors.flatMap(({ name, labels, componentSpecs = [] }, index) => {
    const at = ["spec", "predictors", index];
    const version = labels?.["version"] ?? name;
    return [
      ...podLabelProblems([...at, "labels"], labels),
      ...componentSpecs.flatMap(({ metadata: { labels: own } = {} }, pod) => {
        const path = [...at, "componentSpecs", pod, "metadata", "labels"];
        return [
          ...podLabelProblems(path, own),
          ...problemIf(
            controller === IngressController.Istio && own?.["version"] !== undefined && own["version"] !== version,
            [...path, "version"],
            `${shown(own?.["version"])} differs from the predictor's version, ${shown(version)}, and Istio would not route to the pod. Leave it out.`,
          ),
        ];
      }),
    ];
  }),
];

const controllerProblems = (at: JsonPath, id: Labels[string] | undefined, own: string): ManifestProblem[] => [
  ...problemIf(
    isDeferred(id),
    at,
    "is not known yet, but decides which operator handles the model. Write a value, not an output.",
  ),
  ...problemIf(
    typeof id === "string" && id !== own,
    at,
    `${shown(id)} is not the id of this operator (${own === "" ? "it has none" : own}), which would ignore the model. Leave it out.`,
  ),
];

const podLabelProblems = (at: JsonPath, labels: Labels = {}): ManifestProblem[] => [
  ...formProblems(at, labels),
  ...Object.keys(labels)
    .filter((key) => SELECTS.test(key))
    .map((key) => ({ at: [...at, key], reason: "is a label by which the operator selects pods. Leave it out." })),
];

const formProblems = (at: JsonPath, labels: Labels = {}): ManifestProblem[] =>
  Object.entries(labels).flatMap(([key, value]) => [
    ...checkedText([...at, key], key, labelKey),
    ...checkedText([...at, key], value, labelValue),
  ]);
