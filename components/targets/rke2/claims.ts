import type { Claim } from "../../shared/claims";
import type { ClusterRequest } from "../target";
import type { Rke2ClusterArgs } from "./args";
import { rke2Spec } from "./spec";

/** The machines of a cluster. Behind a bastion, or another port, an address may be another machine. */
export function claims(request: ClusterRequest<Rke2ClusterArgs>): Claim[] {
  const { nodes, bastion } = rke2Spec(request);
  const behind = bastion === undefined ? "" : ` behind ${bastion.address}`;
  return nodes.map(({ address, port }) => {
    const object = `machine ${address}${port === 22 ? "" : `:${String(port)}`}${behind}`;
    return {
      object,
      path: "rke2.nodes",
      reason: (other) => `the ${object} already belongs to ${other}. Leave it out of one of them.`,
      isOutside: true,
    };
  });
}
