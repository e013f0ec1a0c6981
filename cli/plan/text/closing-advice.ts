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
  const examples = new Set(graph.resources.flatMap(({ inputs }) => textsIn(inputs.values).filter(isExample)));
  if (examples.size === 0) return [...wordsOf("Nothing was created. To create it:", paint), command];
  const blocks = [...examples].sort().join(", ");
  const advice = `Nothing was created. The program allows access from ${blocks}, which is only an example. Write your own CIDR blocks, then:`;
  return [...wordsOf(advice, paint), command];
}

/** An IPv4 block of an example, or an IPv6 one (RFC 3849). */
function isExample(text: string): boolean {
  const block = ipv4Block(text);
  if (block === undefined) return /^2001:0?db8:[\da-f:]*\/\d+$/i.test(text);
  return EXAMPLE_BLOCKS.some((example) => contains(example, block));
}

function textsIn(value: PlainValue): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value as object).flatMap(textsIn) : [];
}
