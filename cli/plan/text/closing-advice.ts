import { contains, ipv4Block } from "../../../components/shared/cidr";
import type { PlainValue } from "../../../recorder/graph";
import type { Plan } from "../plan-program";
import type { Paint } from "./colours";
import { wordsOf, type Word } from "./wrap";

/** Blocks that documents use as examples and that nobody has (RFC 5737). */
const EXAMPLE_BLOCKS = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"].flatMap((text) => ipv4Block(text) ?? []);

/** The last words of a plan: how to create what it shows, or what must be changed before. The command is one word. */
export function closingAdvice({ graph, stack }: Pick<Plan, "graph" | "stack">, paint: Paint["quiet"]): Word[] {
  const command = { text: `pulumi up --stack ${stack}`, paint };
  const texts = [...new Set(graph.resources.flatMap(({ inputs }) => textsIn(inputs.values)))].sort();
  const [blocks, names] = [texts.filter(isExampleBlock), texts.filter((text) => EXAMPLE_NAME.test(text))];
  const found = [
    ...(blocks.length === 0 ? [] : [{ what: "allows access from", texts: blocks, own: "CIDR blocks" }]),
    ...(names.length === 0 ? [] : [{ what: "names", texts: names, own: "names" }]),
  ];
  if (found.length === 0) return [...wordsOf("Nothing was created. To create it:", paint), command];
  const said = found.map(({ what, texts }) => `${what} ${listed(texts)}`).join(" and ");
  const example = blocks.length + names.length === 1 ? "which is only an example" : "which are only examples";
  const own = found.map((each) => each.own).join(" and ");
  return [
    ...wordsOf(`Nothing was created. The program ${said}, ${example}. Write your own ${own}, then:`, paint),
    command,
  ];
}

/** Host names and e-mail addresses that nobody can have (RFC 2606). */
const EXAMPLE_NAME = /^(?:[^\s@/:,]+@)?(?:\*\.)?(?:[a-z0-9-]+\.)*(?:example\.(?:com|net|org)|[a-z0-9-]+\.example)$/i;

function listed(texts: readonly string[]): string {
  const [shown, more] = [texts.slice(0, 3).join(", "), texts.length - 3];
  return more > 0 ? `${shown} and ${String(more)} more` : shown;
}

/** An IPv4 block of an example, or an IPv6 one (RFC 3849). */
function isExampleBlock(text: string): boolean {
  const block = ipv4Block(text);
  if (block === undefined) return /^2001:0?db8:[\da-f:]*\/\d+$/i.test(text);
  return EXAMPLE_BLOCKS.some((example) => contains(example, block));
}

function textsIn(value: PlainValue): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value as object).flatMap(textsIn) : [];
}
