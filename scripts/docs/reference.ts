import type { Member, PublicApi, Shape } from "./public-api";

/** The reference page: every component, then every type that its inputs and outputs use. */
export function reference(api: PublicApi): string {
  const links = new Set([...api.interfaces, ...api.enums, ...api.components].map(({ name }) => name));
  const argsOfComponents = new Set(api.components.map(({ args }) => args));
  const byName = (a: Shape, b: Shape): number => a.name.localeCompare(b.name, "en");

  return [
    "# Reference",
    "Generated from the doc comments in `components/` by `npm run docs`: edit those, not this page.",
    api.components
      .map((component) => `- [\`${component.name}\`](#${anchor(component.name)}): ${sentence(component)}`)
      .join("\n"),
    ...api.components.flatMap((component) => [
      `## ${component.name}`,
      component.doc,
      `Type token \`${component.token}\`.`,
      `### Inputs of ${component.name}`,
      ...api.interfaces.filter(({ name }) => name === component.args).flatMap((args) => inputs(args, links)),
      `### Outputs of ${component.name}`,
      outputTable(component.outputs, links),
      ...(component.getters.length === 0
        ? []
        : [
            `### Getters of ${component.name}`,
            "In TypeScript only: main children, for use as a parent, a provider or a dependency.",
            outputTable(component.getters, links),
          ]),
    ]),
    "## Types",
    ...api.interfaces
      .filter(({ name }) => !argsOfComponents.has(name))
      .sort(byName)
      .flatMap((type) => [`### ${type.name}`, ...inputs(type, links)]),
    "## Enums",
    ...[...api.enums].sort(byName).flatMap((type) => [`### ${type.name}`, type.doc, enumTable(type)]),
  ]
    .join("\n\n")
    .concat("\n");
}

/** First sentence of a doc comment. */
export const sentence = ({ doc }: { readonly doc: string }): string =>
  (/^.*?[.](?=\s|$)/s.exec(doc)?.[0] ?? doc).replace(/\s+/g, " ");

const anchor = (name: string): string => name.toLowerCase();

const inputs = ({ doc, members }: Shape, links: ReadonlySet<string>): string[] => [
  doc,
  table(
    ["Name", "Type", "Default", "Meaning"],
    members.map((member) => [
      `\`${member.name}\``,
      linked(member.type, links),
      member.optional ? cell(member.defaultText ?? "absent") : "**required**",
      cell(member.doc),
    ]),
  ),
];

const outputTable = (members: readonly Member[], links: ReadonlySet<string>): string =>
  table(
    ["Name", "Type", "Meaning"],
    members.map((member) => [`\`${member.name}\``, linked(member.type, links), cell(member.doc)]),
  );

const enumTable = ({ name, members }: Shape): string =>
  table(
    ["Member", "Value", "Meaning"],
    members.map((member) => [`\`${name}.${member.name}\``, `\`${member.type}\``, cell(member.doc)]),
  );

/** A GitHub-flavoured table. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

/** Text for one cell of a table. */
export const cell = (text: string): string =>
  text
    .replace(/\|/g, "\\|")
    .replace(/\n{2,}/g, "<br>")
    .replace(/\s*\n\s*/g, " ");

/** A type in code, with links to the types that this page describes. */
const linked = (type: string, links: ReadonlySet<string>): string => {
  const escaped = type.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/\|/g, "\\|");
  const text = escaped.replace(/\b[A-Z]\w*\b/g, (name) => (links.has(name) ? `[${name}](#${anchor(name)})` : name));
  return `<code>${text.replace(/\[\]/g, "&#91;&#93;")}</code>`;
};
