import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { counted } from "../../../components/shared/shown";
import type { Plan } from "../plan-program";
import { policyTables } from "../policy/policy-table";
import { redactedPlan } from "../redacted-plan";
import { reportOf } from "../report/report";
import { moneyRange } from "../tables/money";
import { orderTables, reportTables } from "../tables/report-tables";
import { totals } from "../text/names";
import { pageData } from "./page-data";
import { listHtml, resourceList, tableHtml, textHtml } from "./page-tables";

/** The scripts of the page, in the order in which they run. */
const SCRIPTS = ["theme", "tabs", "panel", "paint", "picture", "search", "start"] as const;

/** The plan as one HTML file that needs nothing else: a picture, and the tables of the report. */
export function planPage(given: Plan): string {
  const plan = redactedPlan(given);
  const report = reportOf(plan.graph);
  const [exposure, permissions, charts, images, kept, cost] = reportTables(report).map(tableHtml);
  const title = `Plan of ${plan.program ?? plan.project}, stack ${plan.stack}`;
  const library = readFileSync(require.resolve("cytoscape/dist/cytoscape.min.js"), "utf8");
  const [style, script] = [pageFile("style.css"), SCRIPTS.map((name) => pageFile(`${name}.js`)).join("\n")];
  const parts: Readonly<Record<string, string>> = {
    policy: policyOf([library, script], [style]),
    title: textHtml(title),
    // The drawing library adds an element with this id if there is none, and the policy would forbid that.
    style: `<style id="__________cytoscape_stylesheet">${style}</style>`,
    program: textHtml(plan.program ?? plan.project),
    stack: textHtml(plan.stack),
    totals: textHtml(totals(plan.graph)),
    warned:
      plan.warnings.length === 0
        ? ""
        : `<button type="button" class="warned" data-view="resources">${counted(plan.warnings.length, "warning")}</button>`,
    warnings:
      plan.warnings.length === 0
        ? ""
        : `<section class="warnings"><h2>Warnings</h2>${listHtml(plan.warnings)}</section>`,
    cost: report.cost.items.length === 0 ? "" : textHtml(`Rough cost: ${moneyRange(report.cost.total)} in a month`),
    resources: resourceList(plan.graph),
    access: `${policyTables(plan).map(tableHtml).join("")}${exposure ?? ""}${permissions ?? ""}`,
    charts: `${charts ?? ""}${images ?? ""}`,
    lifecycle: `${kept ?? ""}${orderTables(plan.graph).map(tableHtml).join("")}`,
    costs: cost ?? "",
    scripts: [
      `<script type="application/json" id="data">${scriptJson(pageData(plan.graph))}</script>`,
      `<script>${library}</script>`,
      `<script>${script}</script>`,
    ].join("\n"),
  };
  return pageFile("page.html").replace(/\{\{(\w+)\}\}/g, (_, name: string) => parts[name] ?? "");
}

const pageFile = (name: string): string => readFileSync(path.join(__dirname, "page", name), "utf8");

/** JSON that HTML does not end: `</script>` and `<!--` mean nothing in it. */
export const scriptJson = (value: object): string => JSON.stringify(value).replaceAll("<", "\\u003c");

/** Runs the scripts and styles of this file, and fetches nothing at all. */
function policyOf(scripts: readonly string[], styles: readonly string[]): string {
  const hashes = (texts: readonly string[]) =>
    texts.map((text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`).join(" ");
  return [
    "default-src 'none'",
    `script-src ${hashes(scripts)}`,
    `style-src ${hashes(styles)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
