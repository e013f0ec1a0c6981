import type * as pulumi from "@pulumi/pulumi";
import { checked } from "../../shared/checks";
import { whenKnown } from "../../shared/deferred";
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

/** Annotations that decide who answers HTTPS, with values that change nothing and what to write instead. */
const httpsAnnotations = new Map<string, { readonly harmless: readonly string[]; readonly instead: string }>([
  ...allOperations()
    .flatMap((operations) => Object.entries(operations.httpsAnnotations ?? {}))
    .map(([key, harmless]) => [key, { harmless, instead: "" }] as const),
  ...clouds
    .flatMap(({ annotation, others }) => [annotation, ...Object.keys(others)])
    .map((key) => [key, { harmless: [], instead: `, and write ${PATH} instead` }] as const),
]);

/** What is wrong with annotations from which the load balancer would answer HTTPS, or ask the gateway, otherwise than tls says. */
export const httpsAnnotationProblems = (
  path: string,
  annotations: Readonly<Record<string, pulumi.Input<string>>>,
): Problem[] =>
  Object.entries(annotations).flatMap(([key, value]) => {
    const { harmless, instead } = httpsAnnotations.get(key) ?? {};
    if (harmless === undefined) return [];
    const at = `${path}.${key}`;
    const reason = `would change who answers HTTPS. The input tls decides that. Leave it out${instead ?? ""}.`;
    if (harmless.length === 0) return [{ path: at, reason }];
    return whenKnown(value, (known) => problemIf(!harmless.includes(known), at, reason));
  });

/** What is wrong with the name of a certificate at the load balancer, and with annotations that belong to one. */
export function loadBalancerProblems({ tls, service }: IngressLayerArgs): Problem[] {
  const type = service?.type ?? ServiceType.LoadBalancer;
  return [
    ...httpsAnnotationProblems("service.annotations", service?.annotations ?? {}),
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
