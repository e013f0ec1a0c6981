import type * as pulumi from "@pulumi/pulumi";
import { checked } from "../../shared/checks";
import type { WorkloadIdentity } from "../../shared/facts";
import { problemIf, type Problem } from "../../shared/invalid-args";
import { allOperations } from "../../targets/operations";
import { ServiceType, type IngressLayerArgs } from "../args";
import type { TlsSpec } from "./spec";

const PATH = "tls.atLoadBalancer.certificateArn";

/** The clouds whose load balancers take a certificate. */
const clouds = allOperations().flatMap(({ certificate, loadBalancerAnnotations, controllerAnnotations }) =>
  certificate === undefined
    ? []
    : [
        {
          ...certificate,
          /** Annotations by which Services of this cloud are recognised. */
          recognised: [...Object.keys(loadBalancerAnnotations ?? {}), ...(controllerAnnotations ?? [])],
        },
      ],
);

/** The annotations with which the load balancer answers HTTPS itself. Other clouds ignore them. */
export const certificateAnnotations = (
  certificate: pulumi.Input<string> | undefined,
): Record<string, pulumi.Input<string>> =>
  certificate === undefined
    ? {}
    : Object.fromEntries(
        clouds.flatMap(({ annotation, others }) => [
          [annotation, certificate] as const,
          ...Object.entries<pulumi.Input<string>>(others),
        ]),
      );

/** What is wrong with the name of a certificate at the load balancer, and with annotations that belong to one. */
export function loadBalancerProblems({ tls, service }: IngressLayerArgs): Problem[] {
  const own = Object.keys(service?.annotations ?? {});
  const type = service?.type ?? ServiceType.LoadBalancer;
  return [
    ...clouds
      .flatMap(({ annotation, others }) => [annotation, ...Object.keys(others)])
      .filter((key) => own.includes(key))
      .map((key) => ({
        path: `service.annotations.${key}`,
        reason: `would change who answers HTTPS. The input tls decides that. Leave it out, and write ${PATH} instead.`,
      })),
    ...problemIf(
      tls?.atLoadBalancer !== undefined && type !== ServiceType.LoadBalancer,
      "tls.atLoadBalancer",
      `needs a load balancer, and service.type is ${type}. Choose another source of certificates.`,
    ),
    ...checked(PATH, tls?.atLoadBalancer?.certificateArn, (value) =>
      clouds.some(({ form }) => form.test(value))
        ? undefined
        : `is not the name of a certificate, such as ${clouds.map(({ example }) => example).join(" or ")}`,
    ),
  ];
}

/** What is wrong with a certificate for load balancers of a cluster with this identity. */
export const certificatePlaceProblems = (
  certificate: string | undefined,
  identity: WorkloadIdentity = {},
): Problem[] =>
  certificate === undefined
    ? []
    : clouds
        .filter(({ form }) => form.test(certificate))
        .flatMap(({ misfit }) => {
          const rule = misfit(certificate, identity);
          return rule === undefined ? [] : [{ path: PATH, reason: `the certificate ${rule}.` }];
        });

/** A load balancer that takes no certificate would ignore its annotations, and answer HTTPS with plain HTTP. */
export const certificateSupportProblems = (
  tls: TlsSpec | undefined,
  annotations: Readonly<Record<string, unknown>>,
): Problem[] =>
  problemIf(
    tls?.atLoadBalancer !== undefined &&
      !clouds.some(({ recognised }) => recognised.some((key) => Object.hasOwn(annotations, key))),
    "tls.atLoadBalancer",
    "the annotations do not name a cloud whose load balancers can hold a certificate. Choose another source of certificates.",
  );
