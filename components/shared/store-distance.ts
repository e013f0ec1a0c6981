import * as pulumi from "@pulumi/pulumi";
import { warn } from "./warn";

/** How errors name the component that a store belongs to. */
export const componentName = (component: pulumi.ComponentResource, name: string): string =>
  `${component.constructor.name} "${name}"`;

/** Where a store and its cluster are, and what it costs in USD if that is not the same place. */
export interface Distance {
  readonly component: string;
  readonly location: pulumi.Output<string>;
  readonly region: pulumi.Output<string | undefined>;
  /** Least price of a GB. */
  readonly price: string;
}

/** Warns if a store is not in the region of its cluster. */
export const warnOfDistance = (path: string, { component, location, region, price }: Distance): void =>
  void pulumi.all([location, region]).apply(([own, ofCluster]) => {
    if (ofCluster === undefined || own === ofCluster) return;
    const text = `the store is in ${own}, and the cluster in ${ofCluster}. The cloud charges for every GB between them (${price} USD and more), and each request takes longer.`;
    warn(component, `${path}: ${text}`);
  });
