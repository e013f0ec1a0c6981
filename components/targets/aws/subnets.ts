import * as pulumi from "@pulumi/pulumi";

/** A subnet and its zone. */
export interface Subnet {
  readonly id: pulumi.Output<string>;
  readonly zone: pulumi.Output<string>;
}

/** A subnet and its zone, both known. */
export interface KnownSubnet {
  readonly id: string;
  readonly zone: string;
}

/** Subnets, of which even the number may be known later. */
export interface Subnets {
  readonly ids: pulumi.Input<pulumi.Input<string>[]>;
  readonly known: pulumi.Output<readonly KnownSubnet[]>;
  /** Each of them, in the order of the caller; undefined if their number is known later. */
  readonly each: readonly Subnet[] | undefined;
}

/** Subnets whose number is known. */
export const listedSubnets = (each: readonly Subnet[]): Subnets => ({
  ids: each.map(({ id }) => id),
  known: pulumi.all(
    each.map((subnet) => pulumi.all([subnet.id, subnet.zone]).apply(([id, zone]): KnownSubnet => ({ id, zone }))),
  ),
  each,
});

/** Subnets whose number is known later. */
export const laterSubnets = (known: pulumi.Output<readonly KnownSubnet[]>): Subnets => ({
  ids: known.apply((subnets) => subnets.map(({ id }) => id)),
  known,
  each: undefined,
});
