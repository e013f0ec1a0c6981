import { AwsNat, type AwsNetworkArgs } from "./args";

/** Where nobody says it: https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html. */
export const DEFAULT_SERVICE_CIDR = "172.20.0.0/16";

/** A network after defaults. */
export interface NetworkSpec {
  readonly cidr: string;
  readonly zones: 2 | 3;
  readonly nat: AwsNat;
}

/** Fills in the defaults. */
export const networkSpec = ({ cidr, zones, nat }: AwsNetworkArgs = {}): NetworkSpec => ({
  cidr: cidr ?? "10.0.0.0/16",
  zones: zones === 2 ? 2 : 3,
  nat: nat ?? AwsNat.Single,
});
