import * as pulumi from "@pulumi/pulumi";
import type { PachydermStoreArgs } from "./args";
import { passesGrpc } from "./ingress";

/** Says what works otherwise than a reader of the program may expect. Nothing here is wrong enough to refuse it. */
export function warn(component: pulumi.Resource, { ingress }: PachydermStoreArgs): void {
  if (ingress !== undefined && !passesGrpc(ingress)) {
    void pulumi.log.warn(
      "The ingress forwards requests to the console, but not those of pachctl: its route is an Ingress, which cannot ask for HTTP/2. Use pachctl inside the cluster, or through kubectl port-forward.",
      component,
    );
  }
}
