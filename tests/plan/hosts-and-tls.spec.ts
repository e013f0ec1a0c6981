import assert from "node:assert/strict";
import path from "node:path";
import { planProgram } from "../../cli/plan/plan-program";
import { planText } from "../../cli/plan/text/plan-text";
import type { Setting } from "../../cli/project/config";
import { ProgramFailure } from "../../cli/user-error";

const cwd = path.resolve(__dirname, "../..");
const HOSTS: Setting = ["hosts", '["models.example.org"]'];

/** The lines of a plan of the program `existing` that say who issues certificates and what the gateway serves. */
async function served(...settings: Setting[]): Promise<string[]> {
  const plan = await planProgram({ cwd, program: "existing", settings });
  return planText(plan, { colours: false, width: 200 })
    .replace(/Order of creation.*/s, "")
    .split("\n")
    .filter((line) => /─ (Gateway|Certificate|ClusterIssuer|chart +cert-manager)/.test(line))
    .map((line) => line.replace(/^.*─ /, "").replace(/ +/g, " "))
    .sort();
}

const refusal = async (...settings: Setting[]): Promise<string> => {
  const failure = await planProgram({ cwd, program: "existing", settings }).then(
    () => assert.fail("the plan was accepted"),
    (error: unknown) => error,
  );
  assert.ok(failure instanceof ProgramFailure, String(failure));
  return failure.errors.map(String).join("\n");
};

describe("hosts and TLS of the programs, from config", () => {
  it("are every host by plain HTTP without config", async () => {
    assert.deepEqual(await served(), ["Gateway istio-system/seldon-gateway http every host"]);
  });

  it("are served with certificates of a private authority", async () => {
    assert.deepEqual(await served(HOSTS, ["tls", "selfSigned"]), [
      "Certificate istio-system/gateway-ca from Issuer gateway-self-signed",
      "Certificate istio-system/gateway-ca-bundle for ca-bundle.invalid from Issuer gateway-ca",
      "Certificate istio-system/models.example.org-tls for models.example.org from Issuer gateway-ca",
      "Gateway istio-system/seldon-gateway https models.example.org, http redirected",
      "chart cert-manager/cert-manager oci://quay.io/jetstack/charts/cert-manager v1.21.1",
    ]);
  });

  it("are served with certificates of Let's Encrypt", async () => {
    const settings: Setting[] = [HOSTS, ["tls", "letsEncrypt"], ["tlsEmail", "ml@example.org"]];
    const everyone: Setting[] = [
      ["allowPublic", "true"],
      ["sourceRanges", "[]"],
    ];
    assert.match(
      await refusal(...settings),
      /tlsChallenge: .*Write allowPublic: true and sourceRanges: \[\], or tlsChallenge: dns01/,
    );
    const lines = await served(...settings, ...everyone);
    assert.ok(
      lines.includes(
        "Certificate istio-system/models.example.org-tls for models.example.org from ClusterIssuer istio-system-letsencrypt",
      ),
      lines.join("\n"),
    );
    assert.ok(lines.includes("Gateway istio-system/seldon-gateway-redirect http models.example.org"), lines.join("\n"));
  });

  it("are served with the certificate of a Secret, and of an issuer that exists", async () => {
    assert.deepEqual(await served(["tls", "secret"], ["tlsName", "own-tls"]), [
      "Gateway istio-system/seldon-gateway https every host, http redirected",
    ]);
    assert.deepEqual(await served(HOSTS, ["tls", "existingIssuer"], ["tlsName", "corporate"]), [
      "Certificate istio-system/models.example.org-tls for models.example.org from ClusterIssuer corporate",
      "Gateway istio-system/seldon-gateway https models.example.org, http redirected",
    ]);
  });

  it("are refused by the names of the config keys", async () => {
    assert.match(
      await refusal(["tls", "acme"]),
      /tls: "acme" is not one of selfSigned, letsEncrypt, secret, existingIssuer; write one of them, or nothing\./,
    );
    assert.match(await refusal(HOSTS, ["tls", "letsEncrypt"]), /tlsEmail: is empty, so it is not an e-mail address/);
    assert.match(await refusal(["tls", "secret"]), /tlsName: is empty, so it is not a DNS-1123 subdomain/);
    assert.match(
      await refusal(["tlsEmail", "ml@example.org"]),
      /tlsEmail: is for tls: letsEncrypt only; leave it out\./,
    );
    assert.match(
      await refusal(HOSTS, ["tls", "letsEncrypt"], ["tlsChallenge", "dns"]),
      /tlsChallenge: "dns" is not one of http01, dns01; /,
    );
    assert.match(
      await refusal(HOSTS, ["tls", "letsEncrypt"], ["tlsEmail", "ml@example.org"], ["tlsChallenge", "dns01"]),
      /tlsChallenge: is dns01, .* Write dns too, or leave tlsChallenge out\./,
    );
    assert.match(
      await refusal(["hosts", '["*.example.org"]'], ["tls", "letsEncrypt"], ["tlsEmail", "ml@example.org"]),
      /hosts\[0\]: .* Write tlsChallenge: dns01, or each host by its name\./,
    );
    assert.match(
      await refusal(["tlsChallenge", "dns01"]),
      /tlsChallenge: is for tls: letsEncrypt only; leave it out\./,
    );
    assert.match(await refusal(["tls", "selfSigned"]), /hosts: is empty, but tls: selfSigned issues a certificate/);
  });
});
