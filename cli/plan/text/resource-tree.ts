import { stringify } from "yaml";
import {
  childrenOf,
  isComponent,
  isStack,
  SECRET,
  UNKNOWN,
  type PlanGraph,
  type PlannedResource,
} from "../../../recorder/graph";
import { stripVTControlCharacters } from "node:util";
import type { Paint } from "./colours";
import { detailOf } from "./details";
import { exposureOf } from "./reachability";
import { isChart, kindOf, nameOf } from "./names";
import { wordsOf, wrapWords, type Word } from "./wrap";

interface Row {
  /** The branches before the resource: `│  ├─ `. */
  readonly branches: string;
  /** The branches before the lines below it: `│  │  `. */
  readonly below: string;
  readonly resource: PlannedResource;
}

/**
 * The resources below their components, one per line, in columns: kind, name, details and marks; if wanted, with the values of
 * charts. A line that is longer than the width is continued below.
 */
export function resourceTree(graph: PlanGraph, paint: Paint, width: number, withValues = false): string[] {
  const rows = graph.resources.filter(isStack).flatMap((stack) => rowsBelow(graph, stack, undefined));
  const kindWidth = widest(rows.map(({ branches, resource }) => branches.length + kindOf(resource).length));
  const nameWidth = widest(rows.map(({ resource }) => nameOf(resource).length));
  const column = 2 + kindWidth + 2 + nameWidth + 2;
  const hasColumns = column + LEAST_REMARK <= width;

  return rows.flatMap(({ branches, below, resource }) => {
    const [kind, name] = [kindOf(resource), nameOf(resource)];
    const own = isComponent(resource) ? paint.component : paint.kind;
    const kindText = paint.quiet(branches) + own(kind);
    const nameText = isComponent(resource) ? own(name) : name;
    const lead = `  ${kindText}${" ".repeat(kindWidth - branches.length - kind.length)}  ${nameText}`;
    const gap = " ".repeat(nameWidth - name.length + 2);
    const [details, marks] = [detailOf(resource), marksOf(resource, graph)];
    const remarks = [details, marks.map(([tone, text]) => paint[tone](text)).join(", ")].filter((text) => text !== "");
    const line = remarks.length === 0 ? lead : lead + gap + remarks.join("  ");
    const values = withValues ? valuesOf(resource) : [];
    const lines = hasColumns && lengthOf(line) <= width ? [line] : wrapped();
    return [...lines, ...values.map((value) => paint.quiet(`  ${below}     ${value}`))];

    /** The remarks go on in their column, or without columns below the name. */
    function wrapped(): string[] {
      const words = [...wordsOf(details), ...wordsOfMarks(marks, paint)];
      const start = `  ${below}`;
      const indented = (indent: string) =>
        wrapWords(words, width, indent).map((text) => paint.quiet(start) + text.slice(start.length));
      if (hasColumns) {
        const [first = "", ...others] = indented(start.padEnd(column));
        return [lead + gap + first.slice(paint.quiet(start).length + column - start.length), ...others];
      }
      const oneLine = [`  ${kindText}`, nameText, ...remarks].join("  ");
      if (lengthOf(oneLine) <= width) return [oneLine];
      const indent = `${start}     `;
      const together = `  ${kindText}  ${nameText}`;
      const names = lengthOf(together) <= width ? [together] : [`  ${kindText}`, paint.quiet(indent) + nameText];
      return [...names, ...indented(indent)];
    }
  });
}

/** The length of a text as a reader sees it. */
const lengthOf = (text: string): number => stripVTControlCharacters(text).length;

/** Width of the column of remarks, so that most URLs fit into it; with less room there are no columns. */
const LEAST_REMARK = 44;

const wordsOfMarks = (marks: readonly Mark[], paint: Paint): Word[] =>
  marks.flatMap(([tone, text], index) =>
    wordsOf(index < marks.length - 1 ? `${text},` : text, (word) => paint[tone](word)),
  );

function rowsBelow(graph: PlanGraph, parent: PlannedResource, indent: string | undefined): Row[] {
  const children = childrenOf(graph, parent.urn);
  return children.flatMap((resource, index) => {
    const last = index === children.length - 1;
    const branches = indent === undefined ? "" : indent + (last ? "└─ " : "├─ ");
    const below = indent === undefined ? "" : indent + (last ? "   " : "│  ");
    return [{ branches, below, resource }, ...rowsBelow(graph, resource, below)];
  });
}

const widest = (widths: readonly number[]): number => Math.max(0, ...widths);

/** A remark on a resource, and how it is coloured. */
type Mark = readonly [tone: "secret" | "safe" | "quiet" | "alarm", text: string];

/** Who can reach a resource, its secrets, its protection, and which of its inputs are not known yet. */
function marksOf(resource: PlannedResource, graph: PlanGraph): Mark[] {
  const { inputs, protect, retainOnDelete, deletedWith, read, importId, provider, type, custom, remote } = resource;
  const secrets = custom ? inputs.secrets : (resource.outputs?.secrets ?? []);
  const later = knownLater(resource);
  const onDefaultProvider = type.startsWith("kubernetes:") && custom && provider === undefined;
  const when = (holds: boolean, tone: Mark[0], text: string): Mark[] => (holds ? [[tone, text]] : []);
  return [
    ...exposureOf(resource, graph).map(({ text, open }): Mark => [open ? "alarm" : "quiet", text]),
    ...when(read, "quiet", "looked up"),
    ...when(!read && importId !== undefined, "quiet", `imports ${importId ?? ""}`),
    ...when(secrets.length > 0, "secret", `secret: ${listed(secrets)}`),
    ...when(protect, "safe", "protected"),
    ...when(retainOnDelete, "safe", "kept on destroy"),
    ...when(deletedWith !== undefined, "quiet", `goes with ${deletedWith?.split("::").at(-1) ?? ""}`),
    ...when(later.length > 0, "quiet", `known later: ${listed(later)}`),
    ...when(remote, "quiet", "its parts are not listed"),
    ...when(onDefaultProvider, "alarm", "on the default provider"),
  ];
}

function listed(paths: readonly string[]): string {
  const [shown, more] = [paths.slice(0, 3), paths.length - 3];
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/**
 * Inputs that only a provider knows and that a reader would miss: no ids, no versions of add-ons, and nothing that comes from
 * another resource of the plan; but always the name of a Kubernetes object.
 */
function knownLater({ type, inputs, propertyDependencies }: PlannedResource): string[] {
  return inputs.unknowns.filter((path) => {
    if (type.startsWith("kubernetes:") && KUBERNETES_NAMES.includes(path)) return true;
    const [input = ""] = path.split(/[.[]/);
    return (propertyDependencies[input] ?? []).length === 0 && !UNINTERESTING.test(path);
  });
}

/** Ids, and versions of add-ons, which the cloud chooses. */
const UNINTERESTING = /(^id|Ids?|Arns?|ddon\w*[vV]ersion|AddonOptions\.version)(\[\d+\])?$/;

const KUBERNETES_NAMES = ["name", "namespace", "metadata.name", "metadata.namespace"];

/** The values of a release as lines of YAML; empty for a release without values and for any other resource. */
function valuesOf(resource: PlannedResource): string[] {
  const { values } = resource.inputs.values;
  if (!isChart(resource) || values === undefined) return [];
  if (values === SECRET || values === UNKNOWN) return [values];
  // No folding: one line of the plan is one line of the values.
  const lines = stringify(values, { lineWidth: 0 }).trimEnd().split("\n");
  return lines[0] === "{}" ? [] : lines.map((line) => line.replace(/"(\[(?:secret|unknown)\])"$/, "$1"));
}
