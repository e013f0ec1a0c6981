import { warn } from "../shared/warn";
import type { PachydermStoreArgs } from "./args";
import { passesGrpc } from "./ingress";

/** Says what works otherwise than a reader of the program may expect. Nothing here is wrong enough to refuse it. */
export function warnOf(component: string, args: PachydermStoreArgs): void {
  const { ingress } = args;
  if (sendsTokensOpenly(args)) {
    warn(
      component,
      `Pachyderm has logins but no TLS, so whoever reads traffic to it reads tokens, and can then do what their owners can. ${
        ingress === undefined
          ? "Write tls with a certificate for the host, or use an ingress with TLS."
          : "Write tls of the IngressLayer."
      }`,
    );
  }
  if (ingress !== undefined && !passesGrpc(ingress)) {
    warn(
      component,
      "The ingress forwards requests to the console, but not those of pachctl: its route is an Ingress, which cannot ask for HTTP/2. Use pachctl inside the cluster, or through kubectl port-forward.",
    );
  }
}

const sendsTokensOpenly = ({ licenseKey, ingress, tls }: PachydermStoreArgs): boolean =>
  licenseKey !== undefined && (ingress === undefined ? tls === undefined : ingress.tls !== true);
