import type { GetSubnetResult } from "@pulumi/aws/ec2";
import type { Problem } from "../../../shared/invalid-args";
import { counted } from "../../../shared/shown";
import type { FoundNetwork } from "./found-network";

/** A subnet without enough free addresses, and where the caller wrote it. */
interface CrowdedSubnet {
  readonly path: string;
  readonly subnet: GetSubnetResult;
}

/** The addresses that EKS needs in each subnet: "Networking requirements" in the EKS User Guide, of 2026-11. */
const NEEDED = 6;

/** The subnets of the control plane without enough free addresses. */
export const crowdedSubnets = ({ privateSubnets, publicSubnets = [] }: FoundNetwork): CrowdedSubnet[] =>
  Object.entries({ privateSubnetIds: privateSubnets, publicSubnetIds: publicSubnets }).flatMap(([input, subnets]) =>
    subnets.flatMap((subnet, index) =>
      subnet.availableIpAddressCount < NEEDED
        ? [{ path: `aws.existingNetwork.${input}[${String(index)}]`, subnet }]
        : [],
    ),
  );

/** What is wrong with subnets in which no cluster can be created. */
export const crowdedProblems = (crowded: readonly CrowdedSubnet[]): Problem[] =>
  crowded.map(({ path, subnet: { id, availableIpAddressCount } }) => ({
    path,
    reason: `${id} has ${counted(availableIpAddressCount, "free address", "free addresses")}, but EKS needs ${String(NEEDED)} in each subnet, and nodes and pods need more. Name a larger subnet.`,
  }));
