import type { Chosen } from "./choice";

/** The widest line that Prettier writes by default. */
const WIDTH = 80;

/** The file index.ts of a new project, formatted as Prettier formats it by default. */
export function programText(project: Chosen): string {
  const { starter, parts, hosts, createsCluster, objectStore } = project;
  const names = ["MlCluster", "IngressLayer", ...(starter.imports ?? []), ...parts.flatMap(({ imports }) => imports)];
  return `${[
    [
      `import * as pulumi from "@pulumi/pulumi";`,
      listed("import {", sortedNames(names), `} from "pulumi-mlplatform";`, " "),
    ],
    [
      "const config = new pulumi.Config();",
      ...(hosts.length === 0 ? [] : [`const domain = config.require("domain");`]),
      ...(starter.setup === undefined ? [] : [starter.setup]),
    ],
    [
      `const cluster = new MlCluster("ml", {`,
      indented(starter.cluster, 2),
      "});",
      "const k8s = { provider: cluster.provider };",
    ],
    [ingressText(project)],
    ...parts.map(({ code }) => [code.replace("{objectStore}", objectStore)]),
    [
      ...(createsCluster ? [exported("kubeconfig", "cluster.kubeconfig")] : []),
      exported("host", "ingress.host"),
      ...(hosts.length === 0 ? [] : [exported("caCertificate", "ingress.caCertificate")]),
      ...parts.flatMap(({ outputs }) => Object.entries(outputs).map(([name, value]) => exported(name, value))),
    ],
  ]
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;
}

function ingressText({ starter, hosts }: Chosen): string {
  const https = [
    listed(
      "hosts: [",
      hosts.map((host) => `\`${host}.\${domain}\``),
      "],",
      "",
      WIDTH - 4,
    ),
    "// A private authority. For certificates that browsers know: letsEncrypt.",
    "tls: { selfSigned: {} },",
  ];
  const inputs = ["cluster,", "istio: {},", starter.gateway, ...(hosts.length === 0 ? [] : https)];
  return [
    "const ingress = new IngressLayer(",
    `  "ingress",`,
    "  {",
    indented(inputs.join("\n"), 4),
    "  },",
    "  k8s,",
    ");",
  ].join("\n");
}

const exported = (name: string, value: string): string => `export const ${name} = ${value};`;

/** By name, also types. */
const sortedNames = (names: readonly string[]): string[] => {
  const bare = (name: string): string => name.replace("type ", "");
  return [...new Set(names)].sort((one, other) => (bare(one) < bare(other) ? -1 : 1));
};

/** A list on one line if it fits, else with an item on each line. `gap` is what Prettier writes inside of braces. */
function listed(start: string, items: readonly string[], end: string, gap: string, width = WIDTH): string {
  const line = `${start}${gap}${items.join(", ")}${gap}${end}`;
  return line.length <= width ? line : [start, ...items.map((item) => `  ${item},`), end].join("\n");
}

const indented = (text: string, columns: number): string => text.replace(/^(?=.)/gm, " ".repeat(columns));
