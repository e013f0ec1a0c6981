import { nearest } from "../../../shared/nearest";
import { shown } from "../../../shared/shown";
import { Rke2Role } from "../args";
import { at, type Field } from "./field";
import type { Findings } from "./findings";

const ROLES = ["controlplane", "etcd", "worker"];

/** What a node does in RKE2. */
export interface Duty {
  readonly role: Rke2Role;
  /** Only of a server without the role `worker`. */
  readonly worker?: false;
}

/** The roles of a node as RKE2 has them: a server has the control plane and etcd, and an agent neither. */
export function dutyOf(node: Field, findings: Findings): Duty | undefined {
  // A node that is not a map is one problem, which its reader finds.
  if (node.fields === undefined) return undefined;
  const field = at(node, "role");
  const items = field?.text === undefined ? findings.items(field) : [field];
  const written = items.flatMap((item) => {
    const text = findings.text(item);
    return text === undefined ? [] : [{ item, role: text }];
  });
  for (const { item, role } of written)
    if (!ROLES.includes(role)) findings.problem(item, `${shown(role)} is not a role. ${advice(role)}`);
  const roles = written.map(({ role }) => role);
  if (roles.length === 0) {
    findings.problem(
      field ?? { ...node, path: `${node.path}.role` },
      "is missing. Write one or more of controlplane, etcd, worker.",
    );
    return undefined;
  }
  if (roles.some((role) => !ROLES.includes(role))) return undefined;
  const [hasControl, hasEtcd] = [roles.includes("controlplane"), roles.includes("etcd")];
  if (hasControl !== hasEtcd) {
    const [has, lacks] = hasControl ? ["controlplane", "etcd"] : ["etcd", "controlplane"];
    const instead = "Write both for a server, or worker alone for a node that only runs pods.";
    findings.problem(field ?? node, `has ${has} without ${lacks}, but each server of RKE2 runs both. ${instead}`);
    return undefined;
  }
  if (!hasControl) return { role: Rke2Role.Agent };
  return roles.includes("worker") ? { role: Rke2Role.Server } : { role: Rke2Role.Server, worker: false };
}

const advice = (role: string): string => {
  const meant = nearest(role, ROLES);
  return `${meant.charAt(0).toUpperCase()}${meant.slice(1)}.`;
};

/** Whether the nodes make a cluster: at least one server, and an odd number of them. */
export function serverProblems(nodes: Field, duties: readonly (Duty | undefined)[], findings: Findings): void {
  const servers = duties.filter((duty) => duty?.role === Rke2Role.Server).length;
  // A node whose roles are wrong may be meant as a server.
  if (duties.includes(undefined)) return;
  if (servers === 0)
    findings.problem(nodes, "has no node with the roles controlplane and etcd. Add both to one node, or to three.");
  else if (servers % 2 === 0)
    findings.problem(
      nodes,
      `has ${String(servers)} nodes with controlplane and etcd. Etcd needs an odd number: add one, or make one a worker.`,
    );
}
