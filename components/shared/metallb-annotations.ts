/** Annotations by which a Service asks MetalLB for a pool or for addresses; the older forms, which MetalLB still reads, come second. */
export const POOL_ANNOTATIONS = ["metallb.io/address-pool", "metallb.universe.tf/address-pool"] as const;
export const ADDRESS_ANNOTATIONS = ["metallb.io/loadBalancerIPs", "metallb.universe.tf/loadBalancerIPs"] as const;
