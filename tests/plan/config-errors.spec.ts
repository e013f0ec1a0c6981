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
  /Http01|Dns01|AcmeChallenge|(?:cluster|existing|aws|gcp|azure|tls)\.[a-z]|useCurrentContext|apiAccess|nodePools|internal: true|challenge out/;

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

describe("the program gcp", () => {
  it("takes one node in a region, where a new pool has one in each of three zones", async () => {
    const { graph } = await planProgram({ cwd, program: "gcp", settings: [["nodes", "1"]] });
    const pool = graph.resources.find(({ type }) => type === "gcp:container/nodePool:NodePool");
    const { initialNodeCount, autoscaling } = pool?.inputs.values ?? {};
    assert.equal(initialNodeCount, 1);
    assert.deepEqual(autoscaling, { totalMinNodeCount: 1, totalMaxNodeCount: 3, locationPolicy: "BALANCED" });
  });
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
    ["aws", [["nodes", "226"]], /nodes: 226 is not a number of nodes; write a whole number from 1 to 225 /],
    ["aws", [["apiCidrs", "[]"]], /apiCidrs: is empty, so nobody can reach the API server; /],
    ["gcp", [["nodes", "0"]], /nodes: 0 is not a number of nodes; write a whole number from 1 to 500 /],
    ["gcp", [["region", "mars"]], / region: "mars" is not a region or zone of Google Cloud; /],
    ["gcp", [["project", "ML"]], / project: "ML" is not the id of a project, /],
    ["azure", [["nodes", "101"]], /nodes: 101 is not a number of nodes; write a whole number from 1 to 100 /],
    ["azure", [["region", "global"]], / region: "global" is not a region of Azure, /],
    [
      "azure",
      [["kubernetesVersion", "1.35.2"]],
      / kubernetesVersion: names a patch version, and AKS installs others\. Write 1\.35\.$/m,
    ],
    ...(
      [
        ["aws", "g5.xlarge"],
        ["gcp", "g2-standard-8"],
        ["azure", "Standard_NC4as_T4_v3"],
      ] as const
    ).map(
      ([program, type]) =>
        [
          program,
          [["instanceType", type]],
          / instanceType: has GPUs, which the models of this program do not use\. /,
        ] as const,
    ),
    [
      "gcp",
      [["instanceType", "t2a-standard-4"]],
      / instanceType: has Arm processors, on which GKE runs no pod of this /,
    ],
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
