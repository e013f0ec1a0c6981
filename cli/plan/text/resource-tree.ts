import { childrenOf, isComponent, isStack, type PlanGraph, type PlannedResource } from "../graph";
import { kindOf, nameOf } from "./describe";
import { detailOf } from "./details";
import { marksOf } from "./marks";
import type { Paint } from "./paint";
import { valuesOf } from "./values";

interface Row {
  /** The branches before the resource: `│  ├─ `. */
  readonly branches: string;
  /** The branches of what stands below it: `│  │  `. */
  readonly below: string;
  readonly resource: PlannedResource;
}

/** The resources by component, one a line, in columns: kind, name, what chart, remarks; a chart's values if wanted. */
export function resourceTree(graph: PlanGraph, paint: Paint, withValues = false): string[] {
  const rows = graph.resources.filter(isStack).flatMap((stack) => rowsBelow(graph, stack, undefined));
  const kindWidth = widest(rows.map(({ branches, resource }) => branches.length + kindOf(resource).length));
  const nameWidth = widest(rows.map(({ resource }) => nameOf(resource).length));

  return rows.flatMap(({ branches, below, resource }) => {
    const [kind, name] = [kindOf(resource), nameOf(resource)];
    const own = isComponent(resource) ? paint.component : paint.kind;
    const marks = marksOf(resource).map(({ text, tone }) => paint[tone](text));
    const remarks = [detailOf(resource), marks.join(", ")].filter((remark) => remark !== "").join("  ");
    const columns = [
      paint.quiet(branches) + own(kind) + " ".repeat(kindWidth - branches.length - kind.length),
      (isComponent(resource) ? own(name) : name) + " ".repeat(remarks === "" ? 0 : nameWidth - name.length),
      ...(remarks === "" ? [] : [remarks]),
    ];
    const values = withValues ? valuesOf(resource) : [];
    return [["", ...columns].join("  "), ...values.map((line) => paint.quiet(`  ${below}     ${line}`))];
  });
}

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
