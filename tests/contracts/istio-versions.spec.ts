import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import {
  AccessLog,
  IngressController,
  IngressLayer,
  IssuerKind,
  OutboundTraffic,
  Route,
  type IngressLayerArgs,
} from "../../components";
import { charts, istioVersions, type ChartName } from "../../components/shared/pinned-charts";
import { deploy, type Deployed } from "../helpers/deploy";
import { cluster, clusterFacts, ingressFacts } from "../unit/platform";
import { contractOf } from "./contract-of";
import { readContract, readCrds } from "./contract";
import { describeWithContracts, inCi } from "./contracts-dir";
import { crdProblems, type Crd } from "./crd-problems";
import { goAbsent, goModuleFolder } from "./go-module";
import { schemaProblems } from "./schema-problems";
import { unknownKeys } from "./unknown-keys";
import { isRecord } from "./value-path";

type Values = Record<string, unknown>;

/** The charts of release-1.31, four days before 1.31.0. The module proxy has no other version of them. */
const CHARTS = { module: "istio.io/istio", version: "v0.0.0-20260827124520-eed52ebb66ad", minor: "1.31" };
const FOLDERS: Partial<Record<ChartName, string>> = {
  "istio-base": "manifests/charts/base",
  istiod: "manifests/charts/istio-control/istio-discovery",
  "istio-gateway": "manifests/charts/gateway",
};

const JWT = {
  issuer: "https://login.example.org",
  jwksUri: "https://login.example.org/certs",
  audiences: ["models"],
  openHosts: ["lab.example.org"],
  openPaths: ["/health", "/docs/*"],
};

/** Everything that a layer with Istio, and a route behind it, can create. */
const everything = (version: string): Promise<Deployed> =>
  deploy(() => {
    const { provider } = cluster();
    const shared: Omit<IngressLayerArgs, "istio"> = {
      cluster: { ...clusterFacts, kubernetesVersion: "1.35" },
      autoscaling: { min: 2, max: 4 },
      resources: { requests: { cpu: "250m", memory: "256Mi" } },
      labels: { team: "ml" },
    };
    const hosts = ["models.example.org", "lab.example.org"];
    const mesh = { accessLog: AccessLog.Json, outboundTraffic: OutboundTraffic.RegistryOnly, autoMtls: true };
    const first = new IngressLayer(
      "public",
      {
        ...shared,
        istio: { version, egress: { replicas: 2 }, mesh, jwt: JWT },
        hosts,
        allowPublic: true,
        tls: { letsEncrypt: { email: "ml@example.org" } },
      },
      { provider },
    );
    new IngressLayer(
      "inside",
      { ...shared, sourceRanges: ["203.0.113.0/24"], istio: { controlPlane: first } },
      { provider },
    );
    new Route(
      "lab",
      {
        ingress: {
          ...ingressFacts,
          controller: IngressController.Istio,
          gatewaySelector: { istio: "ingressgateway" },
        },
        namespace: "jupyter",
        host: "lab.example.com",
        path: "/lab",
        rewrite: "/",
        service: { name: "proxy-public", port: 80 },
        timeoutSeconds: 30,
        requestHeaders: { set: { "X-Forwarded-Proto": "https" }, remove: ["X-Debug"] },
        tls: { issuer: { kind: IssuerKind.ClusterIssuer, name: "ca" } },
      },
      { provider },
    );
  });

describeWithContracts("the versions of Istio", (dir) => {
  if (goAbsent !== undefined) {
    if (inCi(process.env)) {
      it("find the Go modules of Istio", () => {
        throw new Error(goAbsent);
      });
      return;
    }
    console.warn(`versions of Istio: skipped, ${goAbsent}`);
    it("need Go");
    return;
  }

  for (const [minor, patch] of Object.entries(istioVersions)) {
    describe(minor, () => {
      let crds: readonly Crd[] = [];
      let graph: Deployed;

      before(async function () {
        this.timeout(300_000);
        // A release of Istio tags its API with the same version.
        const folder = await goModuleFolder("istio.io/api", `v${patch}`);
        crds = readCrds([path.join(folder, "kubernetes/customresourcedefinitions.gen.yaml")]);
        graph = await everything(minor);
      });

      it("has every field of our custom resources", () => {
        const objects = graph.resources
          .filter(({ type }) => /^kubernetes:[^:]*\.istio\.io/.test(type))
          .map((resource) => graph.revealInputs(resource));
        assert.deepEqual([...new Set(objects.map(({ kind }) => kind))].sort(), [
          "AuthorizationPolicy",
          "Gateway",
          "RequestAuthentication",
          "VirtualService",
        ]);
        assert.deepEqual(
          objects.flatMap((object) => crdProblems(object, crds)),
          [],
        );
      });

      it("serves the versions in which Seldon Core writes its routes", () => {
        for (const kind of ["VirtualService", "DestinationRule", "Gateway"]) {
          const crd = crds.find(({ spec }) => spec.names.kind === kind);
          const served = crd?.spec.versions.filter((one) => one.served).map(({ name }) => name) ?? [];
          assert.ok(served.includes("v1alpha3") && served.includes("v1beta1"), `${kind}: ${served.join(", ")}`);
        }
      });

      if (minor === CHARTS.minor) {
        it("has every value that we write in its charts", async function () {
          this.timeout(300_000);
          const folder = await goModuleFolder(CHARTS.module, CHARTS.version);
          const releases = graph
            .ofType("kubernetes:helm.sh/v3:Release")
            .map((resource) => graph.revealInputs(resource))
            .filter(({ chart }) => chart === "base" || chart === "istiod" || chart === "gateway");
          assert.equal(releases.length, 5);
          for (const release of releases) {
            assert.equal(release["version"], patch);
            // The contract of another version, so that its exceptions hold here too.
            const name = contractOf({ ...release, version: charts.istiod.version });
            const chart = path.join(folder, FOLDERS[name] ?? assert.fail(name));
            const defaults = parse(readFileSync(path.join(chart, "values.yaml"), "utf8")) as Values;
            const values = isRecord(release["values"]) ? release["values"] : {};
            assert.deepEqual(unknownKeys(values, defaults, readContract(name, dir).exceptions), [], name);
            if (name !== "istio-gateway") continue;
            const schema = JSON.parse(readFileSync(path.join(chart, "values.schema.json"), "utf8")) as Values;
            assert.deepEqual(schemaProblems(values, defaults, schema), []);
          }
        });
      }
    });
  }
});
