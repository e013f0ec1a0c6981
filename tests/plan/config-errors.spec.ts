import assert from "node:assert/strict";
import path from "node:path";
import { planProgram } from "../../cli/plan/plan-program";
import type { Setting } from "../../cli/project/config";
import { ProgramFailure } from "../../cli/user-error";

const cwd = path.resolve(__dirname, "../..");
const HOSTS: Setting = ["hosts", '["models.example.org"]'];
const LETS_ENCRYPT: Setting = ["tls", "letsEncrypt"];
const EMAIL: Setting = ["tlsEmail", "ml@example.org"];
const ROUTE53: Setting = ["dns", '{"route53":{"zones":{"example.org":"Z0123456789ABCDEFGHIJ"}}}'];

/** Names of inputs of components, which somebody who writes config does not know. */
const INNER =
  /Http01|Dns01|AcmeChallenge|(?:cluster|existing|aws|tls)\.[a-z]|useCurrentContext|apiAccess|nodePools|internal: true|challenge out/;

async function refusal(program: string, settings: readonly Setting[]): Promise<string> {
  const failure = await planProgram({ cwd, program, settings: [...settings] }).then(
    () => assert.fail("the plan was accepted"),
    (error: unknown) => error,
  );
  assert.ok(failure instanceof ProgramFailure, String(failure));
  return failure.errors.map(String).join("\n");
}

describe("a config key with an empty text", () => {
  const empty: readonly (readonly [program: string, key: string, settings: readonly Setting[], problem: RegExp])[] = [
    ["existing", "kubeconfig", [["kubeconfig", ""]], / kubeconfig: is empty\. Name a kubeconfig file\./],
    ["existing", "context", [["context", ""]], / context: is missing\. Name the context of the kubeconfig to use\.$/m],
    ["existing", "tlsName", [["tls", "secret"]], / tlsName: is empty, so it is not a DNS-1123 subdomain; /],
    ["existing", "tlsName", [HOSTS, ["tls", "existingIssuer"]], / tlsName: is empty, so it is not a DNS-1123 sub/],
    ["existing", "tlsEmail", [HOSTS, LETS_ENCRYPT], / tlsEmail: is empty, so it is not an e-mail address, such as /],
    ["existing", "hosts[0]", [["hosts", '[""]']], / hosts\[0\]: is empty, so it is not a host name, /],
    ["existing", "sourceRanges[0]", [["sourceRanges", '[""]']], / sourceRanges\[0\]: is empty, so it is not a CIDR/],
    ["aws", "region", [["region", ""]], / region: is missing\. Write it here or as aws:region in the stack's config\./],
    ["aws", "apiCidrs[0]", [["apiCidrs", '[""]']], / apiCidrs\[0\]: is empty, so it is not a CIDR block; /],
    ["aws", "admins[0]", [["admins", '[""]']], / admins\[0\]: is empty, so it is not the ARN of an IAM role or user/],
  ];
  for (const [program, key, settings, problem] of empty) {
    const given = settings.map(([name, text]) => `${name}=${text}`).join(" ");
    it(`is said to be empty or missing: ${key} of the program ${program} with ${given}`, async () => {
      assert.match(await refusal(program, settings), problem);
    });
  }
});

describe("an error of a program that reads config", () => {
  const wrong: readonly (readonly [program: string, settings: readonly Setting[], problem: RegExp])[] = [
    ["existing", [["context", ""]], / context: is missing/],
    ["existing", [LETS_ENCRYPT, EMAIL], / hosts: is empty, but tls: letsEncrypt issues a certificate for each host/],
    ["existing", [["tls", "selfSigned"]], / hosts: is empty, but tls: selfSigned issues a certificate for each host/],
    [
      "existing",
      [
        ["tls", "existingIssuer"],
        ["tlsName", "a"],
      ],
      / hosts: is empty, but tls: existingIssuer issues/,
    ],
    ["existing", [HOSTS, LETS_ENCRYPT, EMAIL], / tlsChallenge: cannot be http01 \(the default\), because /],
    ["existing", [HOSTS, LETS_ENCRYPT, EMAIL, ["tlsChallenge", "dns01"]], / tlsChallenge: is dns01, which writes /],
    [
      "existing",
      [HOSTS, ROUTE53],
      / dns\.route53\.roleArn: is missing, and no role can be created, because the program /,
    ],
    ["existing", [HOSTS, ["dns", '{"cloudDns":{"zones":[]},"records":false}']], / dns\.cloudDns\./],
    ["existing", [["sourceRanges", "[]"]], / sourceRanges: is empty, .* Write sourceRanges, or allowPublic: true/],
    ["aws", [["region", "mars"]], / region: "mars" is not an AWS region/],
    ["aws", [["instanceType", "inf2.xlarge"]], / instanceType: "inf2\.xlarge" has AWS Neuron chips/],
    ["aws", [["apiCidrs", '["0.0.0.0/0"]']], / apiCidrs\[0\]: "0\.0\.0\.0\/0" allows the whole internet\. /],
    ["aws", [["hosts", '["*.example.org"]'], LETS_ENCRYPT, EMAIL], / hosts\[0\]: .* Write tlsChallenge: dns01/],
  ];
  for (const [program, settings, problem] of wrong) {
    const given = settings.map(([name, text]) => `${name}=${text}`).join(" ");
    it(`names config keys only: the program ${program} with ${given}`, async () => {
      const text = await refusal(program, settings);
      assert.match(text, problem);
      assert.doesNotMatch(text, INNER);
    });
  }
});
