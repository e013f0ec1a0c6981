import type { IngressFacts } from "../facts";
import { problemIf, type Problem } from "../invalid-args";
import type { RouteObject, RouteSpec } from "./objects";

/** What an Ingress cannot say. */
export function ingressProblems({ ingressClassName }: IngressFacts, route: RouteSpec): Problem[] {
  const { timeoutSeconds, setHeaders, removeHeaders, rewrite, http2 } = route;
  const inputs = {
    timeoutSeconds: timeoutSeconds !== undefined,
    requestHeaders: Object.keys(setHeaders).length + removeHeaders.length > 0,
    rewrite: rewrite !== undefined,
    http2,
  };
  return [
    ...problemIf(
      ingressClassName === undefined,
      "ingress.ingressClassName",
      "is missing, but an Ingress chooses its controller by a class. Write it.",
    ),
    ...Object.entries(inputs).flatMap(([input, isWritten]) =>
      problemIf(
        isWritten,
        input,
        "is not possible with this controller: its routes are Ingresses, which have no such field. Leave it out.",
      ),
    ),
  ];
}

/** Not awaited, because the provider would wait for an address, which not every controller reports. */
export const ingressObject = ({ ingressClassName }: IngressFacts, route: RouteSpec): RouteObject => ({
  part: "",
  manifest: {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      name: route.name,
      namespace: route.namespace,
      annotations: { "pulumi.com/skipAwait": "true" },
    },
    spec: {
      ingressClassName,
      rules: [
        {
          host: route.host,
          http: {
            paths: [
              {
                path: route.path,
                pathType: "Prefix",
                backend: { service: { name: route.service.name, port: { number: route.service.port } } },
              },
            ],
          },
        },
      ],
      ...(route.certificate === undefined
        ? {}
        : { tls: [{ hosts: [route.host], secretName: route.certificate.secret }] }),
    },
  },
});
