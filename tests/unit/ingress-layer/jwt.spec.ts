import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { IngressLayer, type IngressLayerArgs, type JwtArgs } from "../../../components";
import { claimedBy } from "../../../components/shared/claims";
import { deploy, type Deployed } from "../../helpers/deploy";
import { cluster, clusterFacts, ingressFacts } from "../platform";
import { refusal } from "../refusal";

const ISSUER = "https://login.example.org/realms/ml";
const KEYS = "https://login.example.org/certs";
const common: Omit<IngressLayerArgs, "istio"> = {
  cluster: { ...clusterFacts, kubernetesVersion: "1.35" },
  sourceRanges: ["203.0.113.0/24"],
  hosts: ["models.example.org", "lab.example.org"],
  tls: { secret: { name: "own-tls" } },
};
const create = (jwt: Partial<JwtArgs>, args: Partial<IngressLayerArgs> = {}) =>
  new IngressLayer(
    "ingress",
    { ...common, istio: { jwt: { issuer: ISSUER, jwksUri: KEYS, ...jwt } }, ...args },
    { provider: cluster().provider },
  );
const layer = (jwt: Partial<JwtArgs> = {}, args: Partial<IngressLayerArgs> = {}): Promise<Deployed> =>
  deploy(() => void create(jwt, args));

const authentication = (graph: Deployed) =>
  graph.byName("kubernetes:security.istio.io/v1:RequestAuthentication", "ingress-jwt");
const denial = (graph: Deployed) =>
  graph.byName("kubernetes:security.istio.io/v1:AuthorizationPolicy", "ingress-jwt-required");
const rules = (graph: Deployed) => (denial(graph).inputs.values["spec"] as { rules: object[] }).rules;
const mesh = (graph: Deployed) =>
  (graph.byName("kubernetes:helm.sh/v3:Release", "ingress-istiod").inputs.values["values"] as { meshConfig?: object })
    .meshConfig;

const from = [{ source: { notRequestPrincipals: [`${ISSUER}/*`] } }];

describe("Tokens at Istio's gateway", () => {
  it("are checked, and what has none is denied", async () => {
    const graph = await layer({ audiences: ["models"] }, { labels: { team: "ml" } });
    const metadata = { name: "gateway-jwt", namespace: "istio-system", labels: { team: "ml" } };
    const selector = { matchLabels: { istio: "ingressgateway" } };
    assert.deepEqual(authentication(graph).inputs.values, {
      apiVersion: "security.istio.io/v1",
      kind: "RequestAuthentication",
      metadata,
      spec: { selector, jwtRules: [{ issuer: ISSUER, jwksUri: KEYS, audiences: ["models"] }] },
    });
    assert.deepEqual(denial(graph).inputs.values, {
      apiVersion: "security.istio.io/v1",
      kind: "AuthorizationPolicy",
      metadata,
      spec: { selector, action: "DENY", rules: [{ from }] },
    });
    assert.equal(mesh(graph), undefined);
  });

  it("may be checked with keys that are given", async () => {
    const jwks = JSON.stringify({ keys: [{ kty: "RSA", kid: "1", n: "AQAB", e: "AQAB" }] });
    const graph = await layer({ jwksUri: undefined, jwks });
    const { jwtRules } = authentication(graph).inputs.values["spec"] as { jwtRules: object[] };
    assert.deepEqual(jwtRules, [{ issuer: ISSUER, jwks }]);
  });

  it("are demanded before the gateway answers anything", async () => {
    const graph = await layer();
    const waits = graph
      .byName("kubernetes:networking.istio.io/v1:Gateway", "ingress-seldon-gateway")
      .dependencies.map((urn) => urn.split("::").pop());
    assert.ok(waits.includes("ingress-jwt") && waits.includes("ingress-jwt-required"), waits.join(", "));
    assert.ok(denial(graph).dependencies.some((urn) => urn.endsWith("::ingress-istiod")));
  });

  it("are demanded at a further gateway alone, by its own label", async () => {
    const graph = await layer(
      {},
      {
        istio: { controlPlane: ingressFacts, jwt: { issuer: ISSUER, jwksUri: KEYS } },
      },
    );
    const { metadata, spec } = denial(graph).inputs.values as { metadata: object; spec: { selector: object } };
    assert.deepEqual(
      [metadata, spec.selector],
      [{ name: "gateway-jwt", namespace: "ingress" }, { matchLabels: { istio: "ingress" } }],
    );
  });

  it("are not needed at single paths", async () => {
    const graph = await layer({ openPaths: ["/", "/health"] });
    assert.deepEqual(rules(graph), [{ from, to: [{ operation: { notPaths: ["/", "/health"] } }] }]);
    assert.equal(mesh(graph), undefined);
  });

  it("are not needed below a path, and then no path has an encoded slash", async () => {
    const graph = await layer({ openPaths: ["/docs/*"] });
    assert.deepEqual(rules(graph), [{ from, to: [{ operation: { notPaths: ["/docs/*"] } }] }]);
    assert.deepEqual(mesh(graph), { pathNormalization: { normalization: "DECODE_AND_MERGE_SLASHES" } });
  });

  it("are not needed for challenges of Let's Encrypt by plain HTTP", async () => {
    const graph = await layer(
      {},
      { tls: { letsEncrypt: { email: "ml@example.org" } }, sourceRanges: undefined, allowPublic: true },
    );
    const notPaths = ["/.well-known/acme-challenge/*"];
    assert.deepEqual(rules(graph), [{ from, to: [{ operation: { notPaths } }] }]);
    assert.deepEqual(mesh(graph), { pathNormalization: { normalization: "DECODE_AND_MERGE_SLASHES" } });
  });

  it("are not needed at an open host, except for models", async () => {
    const graph = await layer({ openHosts: ["lab.example.org"], openPaths: ["/health"] });
    const notPaths = ["/health"];
    assert.deepEqual(rules(graph), [
      { from, to: [{ operation: { notHosts: ["lab.example.org", "lab.example.org:*"], notPaths } }] },
      { from, to: [{ operation: { paths: ["/seldon/*"], notPaths } }] },
      { from, to: [{ operation: { notPaths } }], when: [{ key: "request.headers[seldon]", values: ["*"] }] },
    ]);
  });

  it("may be sent in plain HTTP to an internal load balancer", async () => {
    const internal = {
      sourceRanges: undefined,
      internal: true,
      tls: undefined,
      service: { annotations: { "networking.gke.io/load-balancer-type": "Internal" } },
    };
    assert.deepEqual(rules(await layer({}, internal)), [{ from }]);
  });

  it("are demanded by objects that the layer claims", async () => {
    await deploy(() => {
      const { provider } = cluster();
      new IngressLayer("ingress", { ...common, istio: { jwt: { issuer: ISSUER, jwksUri: KEYS } } }, { provider });
      for (const kind of ["RequestAuthentication", "AuthorizationPolicy"])
        assert.equal(claimedBy({ provider }, `${kind} istio-system/gateway-jwt`), 'IngressLayer "ingress"');
    });
  });
});

describe("Tokens at Istio's gateway are refused for", () => {
  const privateKeys = JSON.stringify({ keys: [{ kty: "RSA", n: "AQAB", e: "AQAB", d: "private-exponent" }] });
  const rows: [title: string, jwt: Partial<JwtArgs>, path: string, reason: RegExp, args?: Partial<IngressLayerArgs>][] =
    [
      ["an issuer with a wildcard", { issuer: "https://*.example.org" }, "istio.jwt.issuer", /is not an issuer/],
      ["no issuer", { issuer: "" }, "istio.jwt.issuer", /is not an issuer/],
      ["keys by plain HTTP", { jwksUri: "http://login.example.org/certs" }, "istio.jwt.jwksUri", /is not an https/],
      ["keys at a path", { jwksUri: "/certs" }, "istio.jwt.jwksUri", /is not an https/],
      ["keys behind a name", { jwksUri: "https://me@a.example.org/" }, "istio.jwt.jwksUri", /has a name or a password/],
      ["no keys", { jwksUri: undefined }, "istio.jwt", /^needs exactly one of jwksUri and jwks/],
      [
        "keys from two places",
        { jwks: JSON.stringify({ keys: [{ kty: "RSA" }] }) },
        "istio.jwt",
        /^needs exactly one of jwksUri and jwks/,
      ],
      ["keys that are no JSON", { jwksUri: undefined, jwks: "keys" }, "istio.jwt.jwks", /^is not a JSON Web Key Set/],
      ["an empty set of keys", { jwksUri: undefined, jwks: '{"keys":[]}' }, "istio.jwt.jwks", /^is not a JSON Web/],
      ["a private key", { jwksUri: undefined, jwks: privateKeys }, "istio.jwt.jwks", /^has a key that is not public/],
      [
        "a symmetric key",
        { jwksUri: undefined, jwks: '{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}' },
        "istio.jwt.jwks",
        /^has a key that is not public/,
      ],
      ["no audience", { audiences: [] }, "istio.jwt.audiences", /^is empty\./],
      ["an empty audience", { audiences: [""] }, "istio.jwt.audiences[0]", /is empty/],
      ["a path that opens all", { openPaths: ["/*"] }, "istio.jwt.openPaths[0]", /opens every path; leave jwt out/],
      ["a relative path", { openPaths: ["docs"] }, "istio.jwt.openPaths[0]", /is not an absolute path/],
      ["a wildcard within a path", { openPaths: ["/a/*/b"] }, "istio.jwt.openPaths[0]", /is not an absolute path/],
      ["a wildcard within a name", { openPaths: ["/docs*"] }, "istio.jwt.openPaths[0]", /is not an absolute path/],
      ["a path upwards", { openPaths: ["/docs/../admin"] }, "istio.jwt.openPaths[0]", /is not an absolute path/],
      ["a path twice", { openPaths: ["/a", "/a"] }, "istio.jwt.openPaths[1]", /is listed twice/],
      [
        "a host that the layer does not serve",
        { openHosts: ["other.example.org"] },
        "istio.jwt.openHosts[0]",
        /^"other\.example\.org" is not among the hosts of the layer: models\.example\.org, lab\.example\.org\./,
      ],
      ["a host with a wildcard", { openHosts: ["*.example.org"] }, "istio.jwt.openHosts[0]", /is not a full host name/],
      [
        "all hosts open",
        { openHosts: ["models.example.org", "lab.example.org"] },
        "istio.jwt.openHosts",
        /^has all hosts of the layer/,
      ],
      ["plain HTTP over the internet", {}, "istio.jwt", /^needs tls, because tokens would/, { tls: undefined }],
      [
        "paths below another at a further gateway",
        {},
        "istio.jwt.openPaths[0]",
        /^"\/docs\/\*" needs a setting of the control plane, which belongs to another layer\./,
        {
          istio: {
            controlPlane: ingressFacts,
            jwt: { issuer: ISSUER, jwksUri: KEYS, openPaths: ["/docs/*"] },
          },
        },
      ],
    ];
  for (const [title, jwt, path, reason, args] of rows) {
    it(title, async () => {
      const [problem, ...others] = await refusal(() => {
        create(jwt, args);
      });
      assert.deepEqual(others, []);
      assert.equal(problem?.path, path);
      assert.match(problem.reason, reason);
      assert.doesNotMatch(problem.reason, /private-exponent|c2VjcmV0/);
    });
  }

  it("keys of a Service in the cluster by plain HTTP never", async () => {
    const jwksUri = "http://keycloak.auth.svc.cluster.local/certs";
    const { jwtRules } = authentication(await layer({ jwksUri })).inputs.values["spec"] as { jwtRules: object[] };
    assert.deepEqual(jwtRules, [{ issuer: ISSUER, jwksUri }]);
  });

  it("a private key in an output when it resolves, without showing it", async () => {
    const text = pulumi.output(privateKeys);
    await assert.rejects(layer({ jwksUri: undefined, jwks: text }), (error: Error) => {
      assert.match(error.message, /istio\.jwt\.jwks: has a key that is not public/);
      assert.doesNotMatch(error.message, /private-exponent/);
      return true;
    });
  });
});
