import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { PachydermServiceType, PachydermStore } from "../../../components";
import { deploy } from "../../helpers/deploy";
import { cluster, ingressFacts } from "../platform";
import { refusal } from "../refusal";
import { INSIDE, LOGIN, OIDC, pachyderm, withSeed } from "./pachyderm";

const create = (oidc: object): PachydermStore => {
  const ml = cluster();
  const args = { cluster: ml, local: {}, ...INSIDE, ...LOGIN, oidc: { ...OIDC, ...oidc } };
  return new PachydermStore("pach", args, { provider: ml.provider });
};

describe("The client of an identity provider", () => {
  const reason = "is empty, or has blanks or a line break at an end. Write it as the identity provider shows it.";
  const wrong: [input: string, value: string][] = [
    ["clientId", ""],
    ["clientId", " "],
    ["clientSecret", ""],
    ["clientSecret", "the-secret\n"],
  ];
  for (const [input, value] of wrong) {
    it(`is refused with ${JSON.stringify(value)} as ${input}`, async () => {
      assert.deepEqual(await refusal(() => create({ [input]: value })), [{ path: `oidc.${input}`, reason }]);
    });
  }

  it("is refused when it resolves to nothing", async () => {
    const later = (input: string) => ({ [input]: pulumi.secret(Promise.resolve("")) });
    for (const input of ["clientId", "clientSecret"]) {
      const run = deploy(() => void create(later(input)), { outputs: withSeed });
      await assert.rejects(run, new RegExp(`oidc\\.${input}: is empty`));
    }
  });
});

describe("Logins of Pachyderm", () => {
  const warns = async (args: object): Promise<boolean> =>
    (await pachyderm(args)).log.some(
      ({ severity, message }) => severity === "warning" && message.includes("logins but no TLS"),
    );
  const outside = { ...LOGIN, service: { type: PachydermServiceType.ClusterIP } };

  it("without TLS come with a warning", async () => {
    assert.equal(await warns(outside), true);
    assert.equal(await warns({ ...LOGIN, ingress: { ...ingressFacts, tls: false } }), true);
  });

  it("with TLS come without one, as does a Pachyderm without logins", async () => {
    assert.equal(await warns({ ...outside, tls: { secretName: "own-tls" } }), false);
    assert.equal(await warns({ ...LOGIN, ingress: { ...ingressFacts, tls: true, port: 443 } }), false);
    assert.equal(await warns({}), false);
  });
});
