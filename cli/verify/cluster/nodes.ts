import type { ClusterAccess } from "../../cluster/access";
import { fail, pass, type Outcome } from "../outcome";

/** A node as far as it is read. */
interface Node {
  readonly metadata: { readonly name: string };
  readonly spec?: { readonly unschedulable?: boolean };
  readonly status?: { readonly conditions?: readonly Condition[] };
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** Whether there are nodes and all are ready; names those that are not, and why. */
export async function checkNodes(access: ClusterAccess): Promise<Outcome> {
  const { items: nodes } = JSON.parse(await access.kubectl(["get", "nodes", "-o", "json"])) as { items: Node[] };
  if (nodes.length === 0) return fail("the cluster has no nodes", "Does a node pool have at least one node?");
  const broken = nodes.flatMap((node) => {
    const reason = whyNotReady(node);
    return reason === undefined ? [] : [`${node.metadata.name} (${reason})`];
  });
  if (broken.length > 0) {
    const hint = `See: kubectl describe node ${broken[0]?.split(" ")[0] ?? ""}`;
    return fail(`${broken.length} of ${nodes.length} are not ready: ${broken.join(", ")}`, hint);
  }
  const closed = nodes.filter(({ spec }) => spec?.unschedulable === true).map(({ metadata }) => metadata.name);
  const cordoned = closed.length === 0 ? "" : `; ${closed.join(", ")} take no new pods`;
  return pass(`${nodes.length} ready${cordoned}`);
}

function whyNotReady({ status }: Node): string | undefined {
  const ready = status?.conditions?.find(({ type }) => type === "Ready");
  if (ready === undefined) return "it has not reported";
  if (ready.status === "True") return undefined;
  return [ready.reason, ready.message?.replace(/\s+/g, " ")].filter(Boolean).join(": ") || "it is not ready";
}
