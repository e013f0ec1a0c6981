import { parse } from "yaml";
import type { PlainValue, PlanGraph, PlannedResource } from "../../../recorder/graph";

/** A graph that shows its secrets when asked. */
export interface RevealingGraph extends PlanGraph {
  revealInputs(resource: PlannedResource): Readonly<Record<string, PlainValue>>;
}

/** Names under which programs keep what logs in for as long as nobody changes it. */
const NAMES =
  /^(aws_?)?(access_?key(_?id)?|secret_?(access_?)?key|(session_?)?token|password|passwd|client_?secret|private_?key|api_?key|client-key-data)$/i;

/** What gives itself away: an access key's id, a private key in PEM, a signed token. */
const LOOKS = /\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]+/;

/** Where a static key or token stands in the inputs of a program, secret or not: `ml kubeconfig.users[0].user.token`. */
export function staticCredentials(graph: RevealingGraph): string[] {
  return graph.resources.flatMap((resource) =>
    placesIn(graph.revealInputs(resource), "").map((path) => `${resource.name} ${path}`),
  );
}

function placesIn(value: PlainValue, path: string): string[] {
  if (typeof value === "string") {
    if (LOOKS.test(value)) return [path];
    const document = documentIn(value);
    return document === undefined ? [] : placesIn(document, path);
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const at = Array.isArray(value) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    return typeof item === "string" && item !== "" && NAMES.test(key) ? [at] : placesIn(item, at);
  });
}

/** What stands in a text such as a kubeconfig or a policy. */
function documentIn(text: string): PlainValue | undefined {
  if (!/^\s*[{[]|\n/.test(text)) return undefined;
  try {
    const document = parse(text) as PlainValue;
    return typeof document === "object" ? document : undefined;
  } catch {
    return undefined;
  }
}
