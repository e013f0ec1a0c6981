import assert from "node:assert/strict";
import { EMISSARY, EMISSARY_ROUTE, HOST, INGRESS_ROUTE, ISTIO_ROUTE, OTHER, rancher } from "./rancher";

describe("the route of RancherServer", () => {
  it("of Istio says HTTPS, without a time limit", async () => {
    const { spec } = (await rancher()).byName(ISTIO_ROUTE, "rancher-route").inputs.values;
    assert.deepEqual(spec, {
      gateways: ["istio-system/seldon-gateway"],
      hosts: [HOST],
      http: [
        {
          match: [{ uri: { prefix: "/" } }],
          headers: { request: { set: { "X-Forwarded-Proto": "https" } } },
          route: [{ destination: { host: "rancher.cattle-system.svc.cluster.local", port: { number: 80 } } }],
        },
      ],
    });
  });

  it("of Emissary says HTTPS, without a time limit", async () => {
    const { spec } = (await rancher(EMISSARY)).byName(EMISSARY_ROUTE, "rancher-route").inputs.values;
    assert.deepEqual(spec, {
      hostname: HOST,
      prefix: "/",
      rewrite: "",
      service: "rancher.cattle-system:80",
      allow_upgrade: ["websocket"],
      add_request_headers: { "X-Forwarded-Proto": { value: "https", append: false } },
      timeout_ms: 0,
      idle_timeout_ms: 0,
    });
  });

  it("of another controller sets no headers, because that one says HTTPS by itself", async () => {
    const { metadata, spec } = (await rancher(OTHER)).byName(INGRESS_ROUTE, "rancher-route").inputs.values;
    assert.deepEqual(metadata, {
      name: "rancher",
      namespace: "cattle-system",
      annotations: { "pulumi.com/skipAwait": "true" },
    });
    const backend = { service: { name: "rancher", port: { number: 80 } } };
    assert.deepEqual(spec, {
      ingressClassName: "traefik",
      rules: [{ host: HOST, http: { paths: [{ path: "/", pathType: "Prefix", backend }] } }],
    });
  });
});
