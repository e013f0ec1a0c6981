import assert from "node:assert/strict";
import type { Plan } from "../../cli/plan/plan-program";
import type { Setting } from "../../cli/project/config";
import { planText } from "../../cli/plan/text/plan-text";
import { assertGolden } from "./golden";
import { planOf, refusal } from "./plan-of-program";
import { staticCredentials } from "./rules/static-credentials";

const pachyderm = (inputs: object): Setting => ["pachyderm", JSON.stringify(inputs)];
const SEAWEED_FS = { seaweedFs: {}, service: { type: "ClusterIP" } };
const OIDC = { issuer: "https://login.example.org", clientId: "pachyderm" };
const LICENSE: Setting = ["pachydermLicense", Buffer.from("MARKER-licence").toString("base64")];

/** By program, where Pachyderm keeps its objects. */
const stores: Readonly<Record<string, object>> = {
  aws: { s3: {} },
  azure: { azureBlob: {} },
  existing: SEAWEED_FS,
  gcp: { gcs: {} },
};

const textOf = (plan: Plan): string => planText(plan, { colours: false, width: 400 });

describe("Pachyderm in the programs, from config", () => {
  it("is absent without config", async () => {
    assert.doesNotMatch(textOf(await planOf("existing")), /pachyderm/i);
  });

  for (const [program, store] of Object.entries(stores)) {
    it(`is in the golden plan of the program ${program}, with what it may do; refresh it with \`npm run golden\``, async () => {
      assertGolden(`${program}-pachyderm`, await planOf(program, pachyderm(store)));
    });
  }

  for (const program of ["aws", "gcp"]) {
    it(`needs no static key in the program ${program}`, async () => {
      const { graph, revealInputs } = await planOf(program, pachyderm(stores[program] ?? {}));
      assert.ok(revealInputs);
      assert.deepEqual(staticCredentials({ ...graph, revealInputs: ({ urn }) => revealInputs(urn) }), []);
    });
  }

  it("is behind the gateway if it has a host, and has the secrets of the config, which no plan shows", async () => {
    const plan = await planOf(
      "existing",
      ["hosts", '["models.example.org","pach.example.org"]'],
      ["tls", "selfSigned"],
      LICENSE,
      ["pachydermClientSecret", "MARKER-client"],
      pachyderm({ seaweedFs: {}, host: "pach.example.org", oidc: OIDC, console: {} }),
    );
    const text = textOf(plan);
    assert.match(text, /VirtualService +pachyderm\/\S+ +.*pach\.example\.org/);
    assert.match(text, /consoleUrl +https:\/\/pach\.example\.org\n/);
    assert.match(text, /rootToken +.*secret\n/);
    assert.doesNotMatch(text, /MARKER|TUFSS0VS/);
  });

  it("has no bucket and no warning of an undefined value on a folder of a node", async () => {
    const text = textOf(await planOf("existing", pachyderm({ local: {}, service: { type: "ClusterIP" } })));
    assert.match(text, /storageUrl +file:/);
    assert.doesNotMatch(text, /bucketName|[Uu]ndefined/);
  });

  it("is behind the gateway without logins only if the config says so", async () => {
    const plan = await planOf(
      "existing",
      pachyderm({ seaweedFs: {}, host: "pach.example.org", allowWithoutLogins: true }),
    );
    assert.match(textOf(plan), /VirtualService +pachyderm\/\S+ +.*pach\.example\.org/);
  });

  it("is refused by the names of the config keys", async () => {
    assert.match(await refusal(pachyderm({ seaweedFs: {} })), /pachyderm\.service: is an internal load balancer/);
    assert.match(await refusal(pachyderm({ seaweedFS: {} })), /pachyderm\.seaweedFS: unknown input/);
    assert.match(
      await refusal(pachyderm({ ...SEAWEED_FS, local: {} })),
      /pachyderm\.seaweedFs and pachyderm\.local: 2 were given/,
    );
    assert.match(
      await refusal(pachyderm(SEAWEED_FS), LICENSE),
      /pachyderm\.oidc: is missing: .* Write pachyderm\.oidc with its issuer and clientId, or leave pachydermLicense out\./,
    );
    assert.match(
      await refusal(pachyderm({ seaweedFs: {}, host: "pach.example.org" })),
      /pachyderm\.allowWithoutLogins: is missing: .* or pachyderm\.allowWithoutLogins: true\./,
    );
    const rootToken: Setting = ["pachydermRootToken", "token-of-the-team-for-tests"];
    for (const settings of [SEAWEED_FS, { ...SEAWEED_FS, oidc: OIDC, host: "pach.example.org" }]) {
      const secrets: Setting[] = "oidc" in settings ? [["pachydermClientSecret", "x"]] : [];
      const error = await refusal(pachyderm(settings), rootToken, ...secrets);
      assert.match(error, /pachydermRootToken: has no effect, .* Set pachydermLicense too, or leave it out\./);
      assert.doesNotMatch(error, /licenseKey/);
    }
    assert.match(
      await refusal(pachyderm({ ...SEAWEED_FS, host: "pach.example.org", oidc: OIDC }), LICENSE),
      /pachydermClientSecret: is missing/,
    );
  });

  const login = { ...SEAWEED_FS, host: "pach.example.org", oidc: OIDC };
  const minio = { endpoint: "https://minio.example.org", bucket: "models", accessKeyId: "the-id" };
  const wrongSecrets: readonly (readonly [key: string, settings: object, value: string, problem: RegExp])[] = [
    ["pachydermLicense", login, "MARKER no base64!", /pachydermLicense: is not base64\./],
    ["pachydermRootToken", login, "MARKER", /pachydermRootToken: does not have the form of a token\./],
    [
      "pachydermSecretKey",
      { s3Compatible: minio, console: {} },
      "MARKER key",
      /pachydermSecretKey: is empty, or has blanks/,
    ],
  ];
  for (const [key, settings, value, problem] of wrongSecrets) {
    it(`names ${key} if its secret is wrong, with everything else, and does not show it`, async () => {
      const others: Setting[] = [LICENSE, ["pachydermClientSecret", "the-client-secret"]];
      const more = "oidc" in settings ? others.filter(([other]) => other !== key) : [];
      const error = await refusal(pachyderm({ ...settings, etcd: { storageSize: "200 GB" } }), ...more, [key, value]);
      assert.match(error, problem);
      assert.match(error, /pachyderm\.etcd\.storageSize: /);
      assert.ok(!error.includes("MARKER"), error);
    });
  }

  it("refuses what is no map of inputs, and what the program decides", async () => {
    assert.match(await refusal(["pachyderm", "null"]), /pachyderm.*(is not an object|object)/);
    assert.match(
      await refusal(pachyderm({ ...SEAWEED_FS, cluster: {} })),
      /pachyderm\.cluster: is decided by the program/,
    );
    assert.match(
      await refusal(pachyderm({ ...SEAWEED_FS, ingress: {} })),
      /pachyderm\.ingress: is decided by the program/,
    );
  });

  it("refuses a secret that would be stored as plain text, or that nothing needs", async () => {
    assert.match(
      await refusal(pachyderm({ ...SEAWEED_FS, licenseKey: "TUFSS0VSCg==" })),
      /pachyderm\.licenseKey: would be stored as plain text; run pulumi config set --secret pachydermLicense/,
    );
    assert.match(
      await refusal(pachyderm(SEAWEED_FS), ["pachydermSecretKey", "secret"]),
      /pachydermSecretKey: has no effect, because the key pachyderm has no s3Compatible; leave it out\./,
    );
    assert.match(
      await refusal(pachyderm(SEAWEED_FS), ["pachydermClientSecret", "secret"]),
      /pachydermClientSecret: has no effect, because the key pachyderm has no oidc; leave it out\./,
    );
    assert.match(await refusal(LICENSE), /pachydermLicense: has no effect, because the key pachyderm has no store/);
  });
});
