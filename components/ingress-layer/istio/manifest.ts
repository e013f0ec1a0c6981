import type * as pulumi from "@pulumi/pulumi";
import { labelled, type Labels } from "../../shared/labels";

/** Labels that the `gateway` chart gives its pods when its release is called `istio-ingressgateway`. */
export const GATEWAY_SELECTOR = { istio: "ingressgateway" };

/** Name of the gateway's release, which names its Service too and on which the selector and Ingress status rely. */
export const GATEWAY_RELEASE = "istio-ingressgateway";

/** Name of the shared Gateway, the one Seldon Core looks for unless it is told otherwise. */
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

/** The class by which Ingresses choose this gateway; no chart of Istio makes one. */
export const ingressClassManifest = (labels: Labels) => ({
  metadata: { name: "istio", ...labelled(labels) },
  spec: { controller: "istio.io/ingress-controller" },
});
