import { Provider } from "@pulumi/aws/provider";
import type * as pulumi from "@pulumi/pulumi";
import type { WorkloadIdentity } from "../../shared/facts";
import { inheritedProvider } from "../../shared/provider";
import { stackSettings } from "./stack-settings";

/** The AWS provider that the caller passed to a component. */
export const passedProvider = (parent: pulumi.ComponentResource, type: string): Provider | undefined =>
  parent.getProvider(type) as Provider | undefined;

/** The AWS provider among the options of a component, before it is created. */
export const providerIn = (
  opts: pulumi.ComponentResourceOptions | undefined,
  type: string,
): pulumi.ProviderResource | undefined => inheritedProvider(opts, type, (candidate) => Provider.isInstance(candidate));

/** A provider that is created from the stack's config. */
export const createdProvider = (
  name: string,
  parent: pulumi.ComponentResource,
  region?: pulumi.Input<string>,
): Provider =>
  new Provider(`${name}-aws`, { ...stackSettings(), ...(region === undefined ? {} : { region }) }, { parent });

/** The region of the cluster with this identity; for resources without a region, any region is right. */
export const regionOfIssuer = ({ oidcIssuer = "" }: WorkloadIdentity): string =>
  /\.eks\.([a-z0-9-]+)\./.exec(oidcIssuer)?.[1] ?? "us-east-1";
