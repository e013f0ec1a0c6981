import assert from "node:assert/strict";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { startCertManager } from "./cert-manager";
import { ChartBench } from "./chart-bench";
import type { ControllerProcess } from "./controller-process";

describe("cert-manager", function () {
  this.timeout(300_000);
  let bench: ChartBench;
  let certManager: ControllerProcess | undefined;
  before(async function () {
    this.timeout(30 * 60_000); // a cold cache
    bench = await ChartBench.start();
    certManager = await startCertManager(bench.cluster);
    await bench.install("cert-manager", "cert-manager", { crds: { enabled: true } });
  });
  after(async () => {
    await certManager?.stop();
    await bench.stop();
  });

  const object = (kind: string, name: string, namespace: string | undefined, spec: object) => ({
    apiVersion: "cert-manager.io/v1",
    kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    spec,
  });
  const issuedBy = (name: string) => ({ group: "cert-manager.io", kind: "ClusterIssuer", name });
  const wait = (what: string, namespace: string, condition = "condition=Ready") =>
    bench.cluster.kubectl("wait", what, "-n", namespace, `--for=${condition}`, "--timeout=120s");
  const secret = async (name: string, namespace: string) => {
    const { type, data } = await bench.read<{ type: string; data: Record<string, string> }>(
      "secret",
      name,
      "-n",
      namespace,
    );
    assert.equal(type, "kubernetes.io/tls");
    const decoded = (key: string) => Buffer.from(data[key] ?? "", "base64");
    return { certificate: new X509Certificate(decoded("tls.crt")), key: decoded("tls.key"), ca: decoded("ca.crt") };
  };

  it("issues a host's certificate from a CA of its own", async () => {
    await bench.apply([
      object("ClusterIssuer", "self-signed", undefined, { selfSigned: {} }),
      object("Certificate", "ca", "cert-manager", {
        isCA: true,
        commonName: "test CA",
        secretName: "ca",
        privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Never" },
        issuerRef: issuedBy("self-signed"),
      }),
      object("ClusterIssuer", "ca", undefined, { ca: { secretName: "ca" } }),
      object("Certificate", "host", "default", {
        secretName: "host-tls",
        dnsNames: ["models.example.org", "*.example.org"],
        issuerRef: issuedBy("ca"),
      }),
    ]);
    await wait("certificate/ca", "cert-manager");
    await wait("clusterissuer/ca", "default");
    await wait("certificate/host", "default");

    const ca = (await secret("ca", "cert-manager")).certificate;
    const host = await secret("host-tls", "default");
    assert.equal(ca.ca, true);
    assert.equal(ca.verify(ca.publicKey), true);
    assert.equal(host.certificate.verify(ca.publicKey), true);
    assert.equal(host.certificate.checkHost("models.example.org"), "models.example.org");
    assert.equal(host.certificate.checkHost("other.test"), undefined);
    assert.equal(host.certificate.checkPrivateKey(createPrivateKey(host.key)), true);
    assert.equal(new X509Certificate(host.ca).fingerprint256, ca.fingerprint256);
  });

  it("says which Secret an issuer lacks", async () => {
    await bench.apply(object("Issuer", "lacking", "default", { ca: { secretName: "missing" } }));
    await wait("issuer/lacking", "default", "condition=Ready=False");
    const message = await bench.cluster.kubectl(
      "get",
      "issuer/lacking",
      "-o",
      "jsonpath={.status.conditions[0].message}",
    );
    assert.match(message, /"missing" not found/);
  });

  it("keeps definitions and certificates when it is uninstalled, and goes on when it is installed again", async () => {
    await bench.uninstall("cert-manager");
    await wait("certificate/host", "default");
    await secret("host-tls", "default");
    await bench.apply([
      object("Certificate", "late", "default", {
        secretName: "late",
        dnsNames: ["late.example.org"],
        issuerRef: issuedBy("ca"),
      }),
    ]);
    await bench.install("cert-manager", "cert-manager", { crds: { enabled: true } });
    await wait("certificate/late", "default");
  });
});
