import { keptOnDestroy, orderOfCreation, orderOfDestruction, protectedResources, type Waves } from "../order";
import type { PlanGraph } from "../graph";
import { labelOf } from "./describe";
import type { Paint } from "./paint";

/** Which resources are created at the same time, and after which others. */
export function creationOrder(graph: PlanGraph, width: number, paint: Paint): string[] {
  return numbered(orderOfCreation(graph), width, paint);
}

/** The same for their destruction, with what stands in its way and what stays. */
export function destructionOrder(graph: PlanGraph, width: number, paint: Paint): string[] {
  const [refusing, kept] = [protectedResources(graph), keptOnDestroy(graph)];
  return [
    ...(refusing.length > 0 ? wrapped("  refused while protected: ", refusing.map(labelOf), width, paint.safe) : []),
    ...numbered(orderOfDestruction(graph), width, paint),
    ...(kept.length > 0 ? wrapped("  kept: ", kept.map(labelOf), width, paint.safe) : []),
  ];
}

function numbered(waves: Waves, width: number, paint: Paint): string[] {
  const digits = String(waves.length).length;
  return waves.flatMap((wave, index) =>
    wrapped(`  ${String(index + 1).padStart(digits)}  `, wave.map(labelOf).sort(), width, paint.quiet),
  );
}

/** Items with dots between them; further lines stand under the first item. */
function wrapped(lead: string, items: readonly string[], width: number, paintLead: Paint["quiet"]): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const line = lines.at(-1);
    if (line !== undefined && lead.length + line.length + 3 + item.length <= width) {
      lines[lines.length - 1] = `${line} · ${item}`;
    } else lines.push(item);
  }
  return lines.map((line, index) => (index === 0 ? paintLead(lead) : " ".repeat(lead.length)) + line);
}
