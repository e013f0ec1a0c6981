import assert from "node:assert/strict";
import { IngressLayer, type JwtArgs } from "../../../components";
import { exposureOf } from "../../../cli/plan/text/reachability";
import { tokensNeededBy } from "../../../cli/plan/text/tokens";
import { UNKNOWN, type PlainValue } from "../../../recorder/graph";
import { deploy } from "../../helpers/deploy";
import { cluster, clusterFacts } from "../../unit/platform";

const ISSUER = "https://login.example.org";

/** What the plan says about the tokens that a layer demands. */
async function said(jwt: Partial<JwtArgs>): Promise<string[]> {
  const graph = await deploy(() => {
    const args = {
      cluster: clusterFacts,
      allowPublic: true,
      hosts: ["models.example.org", "lab.example.org"],
      tls: { secret: { name: "own-tls" } },
      istio: { jwt: { issuer: ISSUER, jwksUri: `${ISSUER}/certs`, ...jwt } },
    };
    new IngressLayer("ingress", args, { provider: cluster().provider });
  });
  const policies = graph.ofType("kubernetes:security.istio.io/v1:AuthorizationPolicy");
  return policies.flatMap((policy) => exposureOf(policy, graph)).map(({ text }) => text);
}

describe("the tokens that requests need, in a plan", () => {
  const table: readonly [title: string, jwt: Partial<JwtArgs>, text: string][] = [
    ["everywhere", {}, `requests need a token of ${ISSUER}`],
    [
      "except at open paths",
      { openPaths: ["/health", "/docs/*"] },
      `requests need a token of ${ISSUER}, except at /health, /docs/*`,
    ],
    [
      "except at open hosts, where models need one too",
      { openHosts: ["lab.example.org"], openPaths: ["/health"] },
      `requests need a token of ${ISSUER}, except at lab.example.org, /health; models need one at every host`,
    ],
  ];
  for (const [title, jwt, text] of table) {
    it(`are named: ${title}`, async () => {
      assert.deepEqual(await said(jwt), [text]);
    });
  }

  it("are named if the issuer is known later", () => {
    const from = [{ source: { notRequestPrincipals: [UNKNOWN] } }];
    assert.deepEqual(tokensNeededBy({ action: "DENY", rules: [{ from }] }), [
      "requests need a token of an issuer known later",
    ]);
  });

  it("are not named for another policy", () => {
    const from = [{ source: { namespaces: ["models"] } }];
    const others: (PlainValue | undefined)[] = [
      undefined,
      {},
      ...["ALLOW", "DENY"].map((action) => ({ action, rules: [{ from }] })),
    ];
    for (const spec of others) assert.deepEqual(tokensNeededBy(spec), []);
  });
});
