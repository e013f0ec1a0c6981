import { OPTIONS } from "../../../policy/config-schema";
import { rules } from "../../../policy/rules";

/** A table in Markdown, as prettier formats it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, index) => Math.max(...[head, ...rows].map((row) => row[index]?.length ?? 0)));
  const line = (cells: readonly string[], filler = " ") =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0, filler)).join(" | ")} |`;
  return [
    line(head),
    line(
      head.map(() => ""),
      "-",
    ),
    ...rows.map((row) => line(row)),
  ].join("\n");
}

const code = (text: string): string => `\`${text}\``;

const defaultOf = (value: unknown): string =>
  Array.isArray(value) ? (value.length === 0 ? "none" : value.map(String).map(code).join(", ")) : code(String(value));

/** The tables of docs/policy.md: the rules, and their options with defaults. */
export const policyTables = {
  rules: table(
    ["rule", "level", "what must be so"],
    rules.map(({ name, level, description }) => [code(name), level, description]),
  ),
  options: table(
    ["option", "rules, with its default", "meaning"],
    Object.entries(OPTIONS).map(([option, meaning]) => {
      const having = rules.filter(({ options }) => option in options);
      const withDefault = having.map(({ name, options }) => [name, defaultOf(options[option as "allow"])] as const);
      const usual = withDefault[0]?.[1] ?? "";
      const others = withDefault.filter(([, value]) => value !== usual);
      const names = having.length === rules.length ? "all" : having.map(({ name }) => code(name)).join(", ");
      const further = others.map(([name, value]) => `; ${code(name)}: ${value}`).join("");
      return [code(option), `${names}: ${usual}${further}`, meaning];
    }),
  ),
};
