import { checked, checkedLabels, dns1123Label } from "../../shared/checks";
import type { Problem } from "../../shared/invalid-args";
import type { GraphNode, SeldonDeployment } from "../manifest";

/** Longest name of a Service or a label; the operator replaces a longer one by a hash that nobody finds. */
const LONGEST = 63;

/** Names that the operator turns into names of Deployments and Services. */
export const nameProblems = ({ metadata, spec }: SeldonDeployment): Problem[] => [
  ...checked("deploymentName", metadata.name, dns1123Label),
  ...checked("namespace", metadata.namespace, dns1123Label),
  ...checkedLabels("labels", metadata.labels),
  ...spec.predictors.flatMap(({ name, graph }, index) => {
    const path = `predictors[${String(index)}]`;
    const names = nodes(graph).map((node) => node.name);
    const wrong = [
      ...checked(`${path}.name`, name, dns1123Label),
      ...names.flatMap((node) => checked(`${path}.graph`, node, dns1123Label)),
    ];
    if (wrong.length > 0) return wrong;
    return [
      ...repeated(`${path}.graph`, names),
      ...repeated(
        `${path}.name`,
        spec.predictors.slice(0, index + 1).map((predictor) => predictor.name),
        name,
      ),
      ...tooLong(path, [metadata.name, name], names),
    ];
  }),
];

/** A node and everything below it. */
const nodes = (node: GraphNode): GraphNode[] => [node, ...(node.children ?? []).flatMap(nodes)];

function repeated(path: string, names: readonly string[], only?: string): Problem[] {
  const twice = names.filter((name, index) => names.indexOf(name) !== index && (only === undefined || name === only));
  return [...new Set(twice)].map((name) => ({ path, reason: `"${name}" is used twice. Rename one of them.` }));
}

/** `<deployment>-<predictor>-<index>-<step>` is the longest name that the operator derives. */
function tooLong(path: string, [deployment = "", predictor = ""]: string[], names: readonly string[]): Problem[] {
  const step = names.reduce((longest, name) => (name.length > longest.length ? name : longest), "");
  const derived = `${deployment}-${predictor}-${String(Math.max(0, names.length - 1))}-${step}`;
  const over = derived.length - LONGEST;
  return over <= 0
    ? []
    : [
        {
          path: `${path}.name`,
          reason: `makes the name "${derived}", ${String(over)} over the limit of ${String(LONGEST)} characters. Shorten the name of the deployment, the predictor or the step.`,
        },
      ];
}
