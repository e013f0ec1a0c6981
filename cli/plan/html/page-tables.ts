import { childrenOf, isStack, type PlanGraph, type PlannedResource } from "../../../recorder/graph";
import type { Table } from "../tables/table";
import { detailOf } from "../text/details";
import { kindOf, nameOf } from "../text/names";

/** Text in HTML, also in an attribute. */
export const textHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (mark) => `&#${String(mark.charCodeAt(0))};`);

/** A list of texts. */
export const listHtml = (texts: readonly string[]): string =>
  `<ul>${texts.map((text) => `<li>${textHtml(text)}</li>`).join("")}</ul>`;

/** A table with its heading and its notes. The first cell of a row about a resource opens it in the side panel. */
export function tableHtml({ title, columns, rows, notes, none }: Table): string {
  const head = columns.map((column) => `<th scope="col">${textHtml(column)}</th>`).join("");
  const body = rows.map(({ cells, urn, alarm = false }) => {
    const [first = "", ...others] = cells.map(textHtml);
    const lead = urn === undefined ? first : button(urn, first);
    return `<tr${alarm ? ' class="alarm"' : ""}>${[lead, ...others].map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  const table = `<div class="scroll" tabindex="0" role="region" aria-label="${textHtml(title)}"><table${columns.length > 2 ? "" : ' class="narrow"'}><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
  return [
    `<section><h2>${textHtml(title)}</h2>`,
    rows.length === 0 ? `<p>${textHtml(none)}</p>` : table,
    notes.length === 0 ? "" : listHtml(notes),
    "</section>",
  ].join("");
}

/** Every resource below its component, each a button that opens it in the side panel. */
export function resourceList(graph: PlanGraph): string {
  const below = (parent: PlannedResource): string => {
    const children = childrenOf(graph, parent.urn);
    return children.length === 0 ? "" : `<ul>${children.map(item).join("")}</ul>`;
  };
  const item = (resource: PlannedResource): string => {
    const label = `<span class="kind">${textHtml(kindOf(resource))}</span> ${textHtml(nameOf(resource))}`;
    const detail = detailOf(resource);
    const more = detail === "" ? "" : ` <span class="detail">${textHtml(detail)}</span>`;
    return `<li>${button(resource.urn, label)}${more}${below(resource)}</li>`;
  };
  return graph.resources.filter(isStack).map(below).join("");
}

const button = (urn: string, label: string): string =>
  `<button type="button" class="resource" data-urn="${textHtml(urn)}">${label}</button>`;
