import assert from "node:assert/strict";
import { HOST, rancher, RELEASE, valuesOf, WAYS_IN } from "./rancher";

describe("the chart of RancherServer", () => {
  it("is rancher 2.15.0 with these settings", async () => {
    const { values, ...release } = (await rancher()).byName(RELEASE, "rancher").inputs.values;
    assert.notEqual(values, undefined);
    assert.deepEqual(release, {
      name: "rancher",
      namespace: "cattle-system",
      chart: "rancher",
      version: "2.15.0",
      repositoryOpts: { repo: "https://releases.rancher.com/server-charts/latest" },
      timeout: 1200,
      resetValues: true,
      compat: "true",
    });
  });

  const values = {
    hostname: HOST,
    bootstrapPassword: "a random value",
    replicas: 3,
    privateCA: false,
    auditLog: { enabled: false },
    startupProbe: { failureThreshold: 60 },
    postDelete: { ignoreTimeoutError: true },
  };
  const behindGateway = {
    ...{ ...values, tls: "external" },
    networkExposure: { type: "none" },
    ingress: { enabled: false },
  };
  const behindIngress = (ingress: object) => ({
    ...{ ...values, tls: "ingress" },
    networkExposure: { type: "ingress" },
    ingress: { enabled: true, ...ingress },
  });
  const letsEncrypt = (environment: string) => ({
    ...behindIngress({
      ingressClassName: "traefik",
      tls: { source: "letsEncrypt", secretName: "tls-rancher-ingress" },
    }),
    letsEncrypt: { email: "ml@example.org", environment, ingress: { class: "traefik" } },
  });
  const wanted: Record<keyof typeof WAYS_IN, object> = {
    gateway: behindGateway,
    "gateway-of-a-private-authority": { ...behindGateway, privateCA: true },
    "own-authority": behindIngress({
      ingressClassName: "traefik",
      extraAnnotations: { "example.org/a": "b" },
      tls: { source: "rancher", secretName: "tls-rancher-ingress" },
    }),
    "lets-encrypt": letsEncrypt("production"),
    "lets-encrypt-staging": letsEncrypt("staging"),
    secret: behindIngress({ tls: { source: "secret", secretName: "my-tls" } }),
    "text-of-a-private-authority": {
      ...behindIngress({ tls: { source: "secret", secretName: "tls-rancher-ingress" } }),
      privateCA: true,
    },
  };
  for (const way of Object.keys(WAYS_IN) as (keyof typeof WAYS_IN)[]) {
    it(`has exactly these values: ${way}`, async () => {
      assert.deepEqual(valuesOf(await rancher(WAYS_IN[way])), wanted[way]);
    });
  }
});
