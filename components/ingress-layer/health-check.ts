import * as pulumi from "@pulumi/pulumi";
import { allOperations } from "../targets/operations";
import { ServiceType } from "./args";

/** Where the pods of a gateway say by HTTP whether they are ready. */
export interface HealthCheck {
  readonly port: number;
  readonly path: string;
}

type Annotations = Readonly<Record<string, string>>;

const clouds = allOperations().flatMap(({ healthCheck }) => (healthCheck === undefined ? [] : [healthCheck]));

/**
 * The annotations of a Service, with those by which its load balancer asks the pods whether they are ready. Without them it asks
 * every port of the Service by TCP, and a port that the gateway does not use yet counts as down. Annotations that are given win.
 */
export const withHealthCheck = (
  type: ServiceType,
  given: pulumi.Input<Annotations>,
  check: HealthCheck,
): pulumi.Input<Annotations> =>
  type === ServiceType.LoadBalancer
    ? pulumi.output(given).apply((annotations) => ({ ...healthCheckAnnotations(annotations, check), ...annotations }))
    : given;

/** Only of load balancers that reach pods: another one asks a port of the node, which has another number. */
function healthCheckAnnotations(annotations: Annotations, { port, path }: HealthCheck): Annotations {
  const known = clouds.filter(({ reachesPods }) => annotations[reachesPods.annotation] === reachesPods.value);
  return Object.fromEntries(
    known.flatMap((cloud) => [
      [cloud.port, String(port)],
      [cloud.path, path],
      [cloud.protocol, "http"],
    ]),
  );
}
