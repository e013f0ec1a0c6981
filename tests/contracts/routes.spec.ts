import * as assert from "node:assert/strict";
import * as path from "node:path";
import { IngressController, IssuerKind, Route, type IngressFacts, type RouteArgs } from "../../components";
import { deploy } from "../helpers/deploy";
import { cluster, ingressFacts } from "../unit/platform";
import { readContract, readCrds } from "./contract";
import { describeWithContracts } from "./contracts-dir";
import { crdProblems } from "./crd-problems";

const istio: IngressFacts = { ...ingressFacts, gatewaySelector: { istio: "ingressgateway" } };
const emissary: IngressFacts = {
  ...ingressFacts,
  controller: IngressController.Emissary,
  controllerVersion: "4.1.0",
  ambassadorId: "ml",
};
const ambassador: IngressFacts = { ...emissary, controllerVersion: "1.14.4" };
const everything: Partial<RouteArgs> = {
  path: "/lab",
  rewrite: "/",
  timeoutSeconds: 30,
  requestHeaders: { set: { "X-Forwarded-Proto": "https" }, remove: ["X-Debug"] },
  http2: true,
  tls: { issuer: { kind: IssuerKind.ClusterIssuer, name: "ca" } },
};

describeWithContracts("the objects of a route", (dir) => {
  const rows: [title: string, args: Partial<RouteArgs>, kinds: string[]][] = [
    ["behind Istio", { ingress: istio }, ["VirtualService"]],
    [
      "behind Istio with every option",
      { ...everything, ingress: istio },
      ["Certificate", "DestinationRule", "Gateway", "VirtualService"],
    ],
    ["behind Emissary", { ingress: emissary }, ["Mapping"]],
    [
      "behind Emissary with every option",
      { ...everything, ingress: emissary },
      ["Certificate", "Host", "Mapping", "Mapping", "Mapping"],
    ],
    ["behind Ambassador", { ingress: ambassador }, ["Mapping"]],
    [
      "behind Ambassador with every option",
      { ...everything, ingress: ambassador },
      ["Certificate", "Host", "Mapping", "Mapping", "Mapping"],
    ],
  ];
  for (const [title, args, kinds] of rows) {
    it(`${title} have only fields that their definitions have`, async () => {
      const files = (["istio-base", "cert-manager"] as const).flatMap((name) => readContract(name, dir).crdPaths);
      // The second file also has what converts between versions.
      const isAmbassador = args.ingress === ambassador;
      const emissaryCrds = path.join(dir, `emissary/crds/${isAmbassador ? "legacy-v2" : "v3alpha1"}.yaml`);
      const crds = readCrds([...files, emissaryCrds]).filter(
        (one) => (one as { spec?: object }).spec !== undefined && "names" in one.spec,
      );
      const graph = await deploy(() => {
        const service = { name: "proxy-public", port: 80 };
        const all = { ingress: istio, namespace: "jupyter", host: "lab.example.org", service, ...args };
        new Route("lab", all, { provider: cluster().provider });
      });
      const objects = graph.resources
        .filter(({ type }) => /^kubernetes:[^:]*(istio|ambassador|cert-manager)/.test(type))
        .map((resource) => graph.revealInputs(resource));
      assert.deepEqual(objects.map(({ kind }) => kind).sort(), kinds);
      assert.deepEqual(
        objects.flatMap((object) => crdProblems(object, crds)),
        [],
      );
    });
  }
});
