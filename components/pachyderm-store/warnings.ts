import * as pulumi from "@pulumi/pulumi";
import type { PachydermStoreArgs } from "./args";
import { passesGrpc } from "./ingress";

/** Says what works otherwise than a reader of the program may expect. Nothing here is wrong enough to refuse it. */
export function warn(component: pulumi.Resource, { ingress, licenseKey }: PachydermStoreArgs): void {
  const say = (text: string): void => void pulumi.log.warn(text, component);
  if (ingress !== undefined && licenseKey === undefined) {
    say(
      "Pachyderm has no logins without licenseKey: everyone who reaches the ingress can read and change all data at this host.",
    );
  }
  if (ingress !== undefined && !passesGrpc(ingress)) {
    say(
      "The ingress forwards requests to the console, but not those of pachctl: its route is an Ingress, which cannot ask for HTTP/2. Use pachctl inside the cluster, or through kubectl port-forward.",
    );
  }
}
