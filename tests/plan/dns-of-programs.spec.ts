import assert from "node:assert/strict";
import type { Setting } from "../../cli/project/config";
import { planText } from "../../cli/plan/text/plan-text";
import { assertGolden } from "./golden";
import { httpsAndDns } from "./https-and-dns";
import { planOf, refusal } from "./plan-of-program";

const HOSTS: Setting = ["hosts", '["models.example.org","*.ml.example.org"]'];
const ROUTE53 = { zones: { "example.org": "Z0123456789ABCDEFGHIJ" } };
const CLOUD_DNS = {
  zones: ["example.org"],
  project: "my-project",
  serviceAccount: "dns@my-project.iam.gserviceaccount.com",
};
const dns = (args: object): Setting => ["dns", JSON.stringify(args)];

/** The lines of a plan that are about DNS, without the column of names. */
async function linesOf(program: string, ...settings: Setting[]): Promise<string[]> {
  const text = planText(await planOf(program, ...settings), { colours: false, width: 200 });
  return text
    .replace(/Order of creation.*/s, "")
    .split("\n")
    .filter((line) => /external-dns|istio-ingressgateway +gateway/.test(line))
    .map((line) => line.replace(/^.*─ /, "").replace(/ +/g, " "));
}

describe("DNS of the programs, from config", () => {
  it("is absent without config", async () => {
    const [gateway, ...more] = await linesOf("existing");
    assert.match(gateway ?? "", /LoadBalancer, from 203\.0\.113\.0\/24$/);
    assert.deepEqual(more, []);
  });

  it("has records of the hosts, in zones of a DNS service for which the cluster's pods have an identity", async () => {
    assert.deepEqual(await linesOf("existing", HOSTS, dns({ cloudDns: CLOUD_DNS, keepRecords: true })), [
      "chart istio-system-dns/external-dns external-dns 1.21.1 from https://kubernetes-sigs.github.io/external-dns (records in example.org, kept on destroy)",
      "chart istio-system/istio-ingressgateway gateway 1.30.3 from https://blob.istio.io/istio-release/charts LoadBalancer, from 203.0.113.0/24, in DNS as models.example.org, *.ml.example.org",
    ]);
  });

  for (const [program, settings] of Object.entries(httpsAndDns)) {
    it(`is in the golden plan of the program ${program} with HTTPS; refresh it with \`npm run golden\``, async () => {
      assertGolden(`${program}-https-dns`, await planOf(program, ...settings));
    });
  }

  it("is refused by the names of the config keys", async () => {
    assert.match(await refusal(dns({ cloudDns: CLOUD_DNS })), /hosts: is empty, and dns writes records/);
    assert.match(await refusal(HOSTS, dns({ route53: { zone: {} } })), /dns\.route53\.zone: unknown input "zone"/);
    assert.match(
      await refusal(HOSTS, dns({ route53: ROUTE53 })),
      /dns\.route53\.roleArn: is missing, .* Write the ARN of a role that the cluster's pods may use\.$/m,
    );
    assert.match(
      await refusal(HOSTS, dns({ cloudDns: CLOUD_DNS, records: false })),
      /dns: has no effect: .* or write tlsChallenge: dns01\./,
    );
  });
});
