import assert from "node:assert/strict";
import type { RancherServerArgs } from "../../../components";
import type { Deployed } from "../../helpers/deploy";
import {
  BUDGET,
  CERTIFICATE,
  COMMAND,
  COMPONENT,
  DEFINITION,
  EMISSARY,
  EMISSARY_ROUTE,
  INGRESS_ROUTE,
  ISTIO_ROUTE,
  KEY,
  NAMESPACE,
  OTHER,
  rancher,
  RELEASE,
  SECRET,
  WAYS_IN,
} from "./rancher";

const PASSWORD = "random:index/randomPassword:RandomPassword";

/** Each child of a Rancher, by type and name, with the names of what it waits for. */
const childrenOf = (graph: Deployed): Record<string, string[]> =>
  Object.fromEntries(
    graph
      .childrenOf(graph.byName(COMPONENT, "rancher"))
      .map(({ type, name, dependencies }) => [
        `${type} ${name}`,
        dependencies.map((urn) => urn.split("::").pop() ?? "").sort(),
      ]),
  );

/** What every Rancher with a generated password has, and what its release waits for besides `more`. */
const common = (...more: string[]) => ({
  "pulumi:providers:random rancher-random": [],
  [`${PASSWORD} rancher-bootstrap-password`]: [],
  "pulumi:providers:command rancher-command": [],
  [`${NAMESPACE} rancher-namespace`]: ["ml"],
  [`${COMMAND} rancher-clean-up`]: ["rancher-namespace"],
  [`${BUDGET} rancher-budget`]: ["rancher-namespace"],
  [`${RELEASE} rancher`]: ["rancher-bootstrap-password", "rancher-clean-up", "rancher-namespace", ...more].sort(),
});

const NAMESPACED = ["rancher-namespace"];
const CERT_MANAGER = { ...common("rancher-cert-manager"), [`${DEFINITION} rancher-cert-manager`]: NAMESPACED };

describe("the resources of RancherServer", () => {
  const rows: [way: string, args: Partial<RancherServerArgs>, children: Record<string, string[]>][] = [
    ["Istio", WAYS_IN.gateway, { ...common(), [`${ISTIO_ROUTE} rancher-route`]: NAMESPACED }],
    ["Emissary", EMISSARY, { ...common(), [`${EMISSARY_ROUTE} rancher-route`]: NAMESPACED }],
    ["another controller", OTHER, { ...common(), [`${INGRESS_ROUTE} rancher-route`]: NAMESPACED }],
    [
      "an ingress with a private authority",
      WAYS_IN["gateway-of-a-private-authority"],
      {
        ...common("rancher-ca"),
        [`${SECRET} rancher-ca`]: NAMESPACED,
        [`${ISTIO_ROUTE} rancher-route`]: NAMESPACED,
      },
    ],
    ["its own Ingress and its own authority", WAYS_IN["own-authority"], CERT_MANAGER],
    ["its own Ingress and Let's Encrypt", WAYS_IN["lets-encrypt"], CERT_MANAGER],
    ["its own Ingress and a Secret of the caller", WAYS_IN.secret, common()],
    [
      "its own Ingress and a certificate as text",
      WAYS_IN["text-of-a-private-authority"],
      {
        ...common("rancher-ca", "rancher-tls"),
        [`${SECRET} rancher-ca`]: NAMESPACED,
        [`${SECRET} rancher-tls`]: NAMESPACED,
      },
    ],
  ];
  for (const [way, args, children] of rows) {
    it(`are exactly these behind ${way}, in this order`, async () => {
      assert.deepEqual(childrenOf(await rancher(args)), children);
    });
  }

  it("are Secrets that the chart reads, for certificates as text", async () => {
    const graph = await rancher(WAYS_IN["text-of-a-private-authority"]);
    const secret = (name: string) => graph.revealInputs(graph.byName(SECRET, name));
    assert.deepEqual(secret("rancher-tls"), {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "tls-rancher-ingress", namespace: "cattle-system" },
      type: "kubernetes.io/tls",
      stringData: { "tls.crt": CERTIFICATE, "tls.key": KEY },
    });
    assert.deepEqual(secret("rancher-ca"), {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "tls-ca", namespace: "cattle-system" },
      type: "Opaque",
      stringData: { "cacerts.pem": CERTIFICATE },
    });
    assert.ok(!JSON.stringify(graph.resources).includes("PRIVATE KEY"));
  });

  it("are a budget that lets a drained node take one pod at a time, with the labels of the component", async () => {
    const { values } = (await rancher({ labels: { team: "ml" } })).byName(BUDGET, "rancher-budget").inputs;
    assert.deepEqual(values, {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name: "rancher-budget", namespace: "cattle-system", labels: { team: "ml" } },
      spec: { maxUnavailable: 1, selector: { matchLabels: { app: "rancher" } } },
    });
  });

  it("wait for the definitions of cert-manager, which they only read", async () => {
    const definition = (await rancher(WAYS_IN["own-authority"])).byName(DEFINITION, "rancher-cert-manager");
    assert.equal(definition.read, true);
    assert.equal(definition.importId, "issuers.cert-manager.io");
    assert.deepEqual(definition.inputs.values["metadata"], { name: "issuers.cert-manager.io" });
  });
});
