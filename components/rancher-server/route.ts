import type * as pulumi from "@pulumi/pulumi";
import { checked, gatewayName } from "../shared/checks";
import { IngressController, type IngressFacts } from "../shared/facts";
import { problemIf, type Problem } from "../shared/invalid-args";
import { routeProblems, type RouteSpec } from "../shared/route";
import type { RancherServerArgs } from "./args";
import { Certificate, type RancherSpec } from "./spec";
import { RELEASE } from "./values";

/**
 * The route through the ingress; absent if there is none. Without a time limit, because consoles and watches stay open. Rancher would
 * redirect what seems to be plain HTTP, and a gateway behind a load balancer with the certificate takes it for that. An Ingress cannot set
 * headers; its controllers write this one.
 */
export const routeOf = ({ args: { ingress, host }, namespace }: RancherSpec): RouteSpec | undefined =>
  ingress === undefined
    ? undefined
    : {
        name: RELEASE,
        namespace: namespace.name,
        host,
        path: "/",
        service: { name: RELEASE, port: 80 },
        webSockets: true,
        http2: false,
        setHeaders: ingress.controller === IngressController.Other ? {} : { "X-Forwarded-Proto": "https" },
        removeHeaders: [],
      };

/** What is wrong with single facts of the ingress. */
export const ingressFieldProblems = ({ ingress }: RancherServerArgs): Problem[] =>
  ingress?.controller === IngressController.Istio
    ? checked("ingress.gateway", ingress.gateway as pulumi.Input<string> | undefined, gatewayName)
    : [];

/** What is wrong with the way in, and with where its certificate comes from. */
export const wayInProblems = (spec: RancherSpec, route: RouteSpec | undefined): Problem[] => {
  const { ingress, kubernetesIngress, tls, privateCa } = spec.args;
  const { certificate } = spec;
  return [
    ...problemIf(
      ingress === undefined && kubernetesIngress === undefined,
      "ingress or kubernetesIngress",
      "none was given, so nobody would reach Rancher. Write ingress: <an IngressLayer with tls>, or kubernetesIngress: {} for a controller that the cluster has.",
    ),
    ...problemIf(
      ingress !== undefined && kubernetesIngress !== undefined,
      "kubernetesIngress",
      "is a second way in besides ingress. Leave one of them out.",
    ),
    ...(ingress === undefined || route === undefined ? [] : gatewayProblems(ingress, route)),
    ...problemIf(
      ingress !== undefined && tls !== undefined,
      "tls",
      "has no effect, because the ingress answers HTTPS. Leave it out.",
    ),
    ...problemIf(
      certificate === Certificate.LetsEncrypt && kubernetesIngress?.className === undefined,
      "kubernetesIngress.className",
      "is missing: Let's Encrypt is answered by an Ingress of this class. Write it.",
    ),
    ...problemIf(
      kubernetesIngress?.certManagerReady !== undefined && !spec.needsCertManager,
      "kubernetesIngress.certManagerReady",
      "has no effect with tls.secret, which needs no cert-manager. Leave it out.",
    ),
    ...problemIf(
      privateCa !== undefined && spec.needsCertManager,
      "privateCa",
      "has no effect: agents learn of Rancher's own authority by themselves, and everybody trusts Let's Encrypt. Leave it out, or write tls.secret.",
    ),
  ];
};

/** Rancher answers browsers and agents by HTTPS only. */
const gatewayProblems = (ingress: IngressFacts, route: RouteSpec): Problem[] => [
  ...problemIf(
    ingress.tls !== true,
    "ingress",
    "answers plain HTTP, but browsers and agents reach Rancher by HTTPS only. Write tls at the IngressLayer, such as tls: { selfSigned: {} }; or leave ingress out and write kubernetesIngress: {}.",
  ),
  ...routeProblems(ingress, route),
];
