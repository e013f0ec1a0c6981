import type { PlanGraph } from "../../../recorder/graph";
import { orderOfCreation, orderOfDestruction, type Waves } from "../../../recorder/order";
import type { PlanReport } from "../report/report";
import { labelled, type ResourceName } from "../report/resource-name";
import { labelOf } from "../text/names";
import { countRange, moneyRange, unitPrice } from "./money";
import type { Row, Table } from "./table";

/** The report of a plan as tables, the most important for a review first. */
export const reportTables = (report: PlanReport): Table[] => [
  exposureTable(report),
  permissionsTable(report),
  chartsTable(report),
  imagesTable(report),
  destroyTable(report),
  costTable(report),
];

/** The orders of creation and destruction as tables. All resources of a step are handled at the same time. */
export const orderTables = (graph: PlanGraph): Table[] => [
  orderTable("Order of creation", orderOfCreation(graph)),
  orderTable("Order of destruction", orderOfDestruction(graph)),
];

const orderTable = (title: string, waves: Waves): Table => ({
  title,
  columns: ["Step", "Resources"],
  rows: waves.map((wave, index) => ({ cells: [String(index + 1), wave.map(labelOf).sort().join(" · ")] })),
  notes: [],
  none: "Nothing.",
  folded: true,
});

function exposureTable({ exposure }: PlanReport): Table {
  return {
    title: "Exposed to whom",
    columns: ["Resource", "Reachable"],
    rows: exposure.map(({ resource, who, open }) => ({ ...rowOf(resource, who), alarm: open })),
    notes: [],
    none: "Nothing in this plan opens anything to a network.",
  };
}

function permissionsTable({ permissions }: PlanReport): Table {
  return {
    title: "Permissions granted",
    columns: ["Granted by", "Who", "May", "On"],
    rows: permissions.map(({ resource, to, may, on, denied }) => rowOf(resource, to, denied ? `not: ${may}` : may, on)),
    notes: ["Charts also create roles inside the cluster, which no plan contains."],
    none: "No resource of this plan grants a permission.",
  };
}

function chartsTable({ charts }: PlanReport): Table {
  return {
    title: "Charts",
    columns: ["Release", "Chart", "Version", "Repository"],
    rows: charts.map(({ resource, chart, version, repository, release, namespace }) => ({
      cells: [`${namespace}/${release}`, chart, version, repository],
      urn: resource.urn,
    })),
    notes: [],
    none: "No charts.",
  };
}

function imagesTable({ images }: PlanReport): Table {
  return {
    title: "Images named in inputs",
    columns: ["Image", "Resource", "Input"],
    rows: images.map(({ image, resource, input }) => ({
      cells: [image, labelled(resource), input],
      urn: resource.urn,
    })),
    notes: ["Images that charts and operators choose by themselves are not listed."],
    none: "No input names an image.",
  };
}

function destroyTable({ destroy }: PlanReport): Table {
  return {
    title: "Protected and kept",
    columns: ["Resource", "On destroy"],
    rows: [
      ...destroy.protected.map((resource) => rowOf(resource, "refused while it is protected")),
      ...destroy.kept.map((resource) => rowOf(resource, "kept")),
    ],
    notes: [],
    none: "A destroy deletes everything.",
  };
}

function costTable({ cost: { items, total, notCounted, assumptions } }: PlanReport): Table {
  const counted = items.map(({ resource, what, count, price, per, monthly }) =>
    rowOf(resource, what, countRange(count), unitPrice({ price, per }), moneyRange(monthly)),
  );
  return {
    title: "Rough cost in a month",
    columns: ["Resource", "What", "Number", "Price", "In a month"],
    rows: [
      ...counted,
      ...notCounted.map(({ resource, why }) => rowOf(resource, why, "", "", "not counted")),
      ...(items.length === 0 ? [] : [{ cells: ["Total", "", "", "", moneyRange(total)] }]),
    ],
    notes: assumptions,
    none: "Nothing in this plan has a price that is known.",
  };
}

const rowOf = (resource: ResourceName, ...cells: readonly string[]): Row => ({
  cells: [labelled(resource), ...cells],
  urn: resource.urn,
});
