import { checkedEach, repeatedProblems } from "../../../shared/checks";
import { problemIf, type Problem } from "../../../shared/invalid-args";
import { apiAccessRules, privateAccessCidr, publicAccessCidr } from "../../api-access";
import type { ClusterRequest } from "../../target";
import type { GcpClusterArgs } from "../args";

/** https://cloud.google.com/kubernetes-engine/quotas, of 2026-11. */
const MAX_CIDRS = 100;

const NO_NETWORK_TO_BE_IN =
  "needs gcp.existingNetwork: Pulumi must run inside the network, and the network does not exist yet if it is created here. Fill " +
  "gcp.existingNetwork, or leave out apiAccess: then IAM decides who reaches the API server.";

/** Who reaches the API server over the network. */
export function networkAccessProblems({ block, spec, args }: ClusterRequest<GcpClusterArgs>): Problem[] {
  const path = "apiAccess.cidrs";
  const { publicCidrs, privateCidrs, isPrivate } = spec.apiAccess;
  const cidrs = [...publicCidrs, ...privateCidrs];
  return [
    ...apiAccessRules(args.apiAccess),
    ...problemIf(isPrivate && block.existingNetwork === undefined, "apiAccess.privateOnly", NO_NETWORK_TO_BE_IN),
    ...problemIf(
      cidrs.length > MAX_CIDRS,
      path,
      `${String(cidrs.length)} blocks are too many; GKE allows ${String(MAX_CIDRS)}.`,
    ),
    ...repeatedProblems(path, cidrs),
    ...checkedEach(path, [...publicCidrs], publicAccessCidr),
    ...checkedEach(path, [...privateCidrs], privateAccessCidr),
  ];
}
