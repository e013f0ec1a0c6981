import { isHidden, type PlainValue } from "../../recorder/graph";
import { allOperations } from "../../components/targets/operations";
import type { NodePoolForm } from "../../components/targets/guardrails";
import { known, listOf, type Answer } from "../inputs";
import { unknown, violation, type Finding, type Rule } from "../rule";

const POOLS = new Map(allOperations().flatMap(({ guardrails }) => Object.entries(guardrails?.nodePools ?? {})));

/** Nodes with GPUs go away while nobody needs them. */
export const rule: Rule = {
  name: "gpu-pools-scale-to-zero",
  description: "Every node pool with GPUs can have no node, so that GPUs cost nothing while nobody uses them.",
  level: "mandatory",
  needs: "resource",
  options: { allow: [] },
  check({ type, inputs: { values } }) {
    const form = POOLS.get(type);
    if (form === undefined) return [];
    if (form.each === undefined) return findingsOfPool(values, form, "");
    const pools = known(values, form.each);
    if (isHidden(pools)) return unknown(form.each);
    return listOf(pools).flatMap((pool, index) => findingsOfPool(pool, form, `${form.each ?? ""}[${String(index)}].`));
  },
};

function findingsOfPool(values: PlainValue, form: NodePoolForm, at: string): Finding[] {
  if (isHidden(values)) return unknown(at.slice(0, -1));
  const gpus = hasGpus(values, form);
  if (gpus === "no") return [];
  return gpus === "yes" ? poolFindings(values, form, at) : unknown("whether its nodes have GPUs");
}

function hasGpus(values: PlainValue, { gpus }: NodePoolForm): Answer {
  const answers = gpus.map(({ input, form }): Answer => {
    const value = known(values, input);
    const items = Array.isArray(value) ? listOf(value) : value === undefined ? [] : [value];
    if (items.some((item) => (form === undefined ? !isHidden(item) : typeof item === "string" && form.test(item))))
      return "yes";
    return items.some(isHidden) ? "unknown" : "no";
  });
  return answers.find((answer) => answer === "yes") ?? answers.find((answer) => answer === "unknown") ?? "no";
}

function poolFindings(values: PlainValue, form: NodePoolForm, at: string): Finding[] {
  const { least, leastByDefault = 0, autoscaled = "" } = form;
  const scaled = autoscaled === "" ? true : known(values, autoscaled);
  if (isHidden(scaled)) return unknown(`${at}${autoscaled}`);
  if (scaled === undefined || scaled === false) {
    return violation(
      `${at === "" ? "" : `${at.slice(0, -1)} `}has GPUs and a fixed number of nodes: let it scale, from 0 nodes.`,
    );
  }
  const written = least
    .map((input) => ({ input, value: known(values, input) }))
    .find(({ value }) => value !== undefined) ?? { input: least[0] ?? "", value: leastByDefault };
  if (written.value === 0) return [];
  return isHidden(written.value)
    ? unknown(`${at}${written.input}`)
    : violation(`${at}${written.input} keeps nodes with GPUs that nobody may need: write 0.`);
}
