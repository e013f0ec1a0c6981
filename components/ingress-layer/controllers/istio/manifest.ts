import type * as pulumi from "@pulumi/pulumi";
import { labelled, type Labels } from "../../../shared/values";

/** Labels that the `gateway` chart gives its pods if its release is named `istio-ingressgateway`. */
export const GATEWAY_SELECTOR = { istio: "ingressgateway" };

/** Name of the gateway's release and so of its Service; the selector and the status of Ingresses rely on it. */
export const GATEWAY_RELEASE = "istio-ingressgateway";

/** Name of the shared Gateway: the one that Seldon Core uses by default. */
export const GATEWAY_NAME = "seldon-gateway";

/** The shared Gateway: plain HTTP for every host. */
export const gatewayManifest = (namespace: pulumi.Input<string>, labels: Labels) => ({
  apiVersion: "networking.istio.io/v1",
  kind: "Gateway",
  metadata: { name: GATEWAY_NAME, namespace, ...labelled(labels) },
  spec: {
    selector: GATEWAY_SELECTOR,
    servers: [{ port: { number: 80, name: "http", protocol: "HTTP" }, hosts: ["*"] }],
  },
});

/** The class by which Ingresses choose this gateway; no chart of Istio creates one. */
export const ingressClassManifest = (labels: Labels) => ({
  metadata: { name: "istio", ...labelled(labels) },
  spec: { controller: "istio.io/ingress-controller" },
});
