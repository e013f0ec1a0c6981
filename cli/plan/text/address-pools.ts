import { isPrivate } from "../../../components/shared/internet-ranges";
import { ipRange } from "../../../components/shared/ip-range";
import { ADDRESS_ANNOTATIONS, POOL_ANNOTATIONS } from "../../../components/shared/metallb-annotations";
import type { PlainValue, PlanGraph, PlannedResource } from "../../../recorder/graph";
import { valueAt } from "./templates";

/** A pool of addresses that MetalLB gives to load balancers. */
interface AddressPool {
  readonly name: PlainValue | undefined;
  readonly addresses: readonly string[];
  /** Whether the internet routes none of the addresses. */
  readonly isPrivate: boolean;
  /** Whether a Service gets an address of it without asking for the pool. */
  readonly autoAssign: boolean;
}

export type AddressPools = readonly AddressPool[];

/** The pools in the cluster of a resource. */
export const poolsFor = ({ provider }: PlannedResource, { resources }: Pick<PlanGraph, "resources">): AddressPools =>
  resources
    .filter(
      ({ type, ...other }) => type === "kubernetes:metallb.io/v1beta1:IPAddressPool" && other.provider === provider,
    )
    .map(poolOf);

/** The pools from which a Service may get its address: the one that it names, else those that need no name. */
export function poolsOfService(pools: AddressPools, annotations: Readonly<Record<string, PlainValue>>): AddressPools {
  const named = POOL_ANNOTATIONS.map((key) => annotations[key]).find((name) => name !== undefined);
  if (named !== undefined) return pools.filter(({ name }) => name === named);
  // An address may be of any pool.
  const asksForAddress = ADDRESS_ANNOTATIONS.some((key) => key in annotations);
  return asksForAddress ? pools : pools.filter(({ autoAssign }) => autoAssign);
}

function poolOf({ inputs: { values } }: PlannedResource): AddressPool {
  const given = valueAt(values, "spec.addresses");
  const addresses = (Array.isArray(given) ? given : [given]).filter((address) => typeof address === "string");
  return {
    name: valueAt(values, "metadata.name"),
    addresses,
    isPrivate: addresses.every((address) => {
      const range = ipRange(address);
      return range !== undefined && isPrivate(range);
    }),
    autoAssign: valueAt(values, "spec.autoAssign") !== false,
  };
}
