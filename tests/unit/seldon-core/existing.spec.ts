import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { EmissaryRoutes, SeldonCore, type SeldonFacts } from "../../../components";
import { deploy } from "../../helpers/deploy";
import { cluster, ingressFacts } from "../platform";
import { EMISSARY, operator, refused } from "./operator";

const MANAGER = "kubernetes:apps/v1:Deployment";

describe("An operator that exists", () => {
  it("is looked up, and nothing of it is created", async () => {
    const graph = await operator({ existing: { version: "1.17.1" }, modelNamespaces: ["models"] });
    const children = graph.childrenOf(graph.byName("mlplatform:index:SeldonCore", "seldon"));
    assert.deepEqual(children.map(({ type, name, read }) => [type, name, read]).sort(), [
      [MANAGER, "seldon", true],
      ["kubernetes:core/v1:Namespace", "seldon-models-models", false],
    ]);
    assert.deepEqual(graph.byName(MANAGER, "seldon").inputs.values, {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "seldon-controller-manager", namespace: "seldon-system" },
    });
  });

  it("is described by its facts", async () => {
    const { outputs } = await operator({
      ingress: EMISSARY,
      existing: {
        version: "1.17.1",
        namespace: "serving",
        controllerId: "Team_A",
        emissaryRoutes: EmissaryRoutes.Annotations,
        shortPaths: true,
        storageSecret: "rclone",
        keda: true,
        servers: { MY_SERVER: ["v2"] },
      },
      modelNamespaces: ["models"],
    });
    const { url: _url, ready, ...facts } = outputs.values["facts"] as unknown as SeldonFacts;
    assert.equal(ready, "serving");
    assert.deepEqual(facts, {
      clusterIdentifier: "dev",
      namespace: "serving",
      controller: "emissary",
      annotationRoutes: true,
      controllerVersion: "4.1.0",
      gatewayNamespace: "istio-system",
      shortPaths: true,
      controllerId: "Team_A",
      singleNamespace: false,
      storageSecret: "rclone",
      modelNamespaces: ["models"],
      servers: { MY_SERVER: ["v2"] },
      keda: true,
    });
  });

  it("of a single namespace has its models there", async () => {
    const { outputs } = await operator({ existing: { version: "1.17.1", namespace: "team", singleNamespace: true } });
    const { singleNamespace, modelNamespaces } = outputs.values["facts"] as unknown as SeldonFacts;
    assert.deepEqual([singleNamespace, modelNamespaces], [true, ["team"]]);
  });

  it("has the Gateway of the ingress, or its own", async () => {
    const gatewayOf = async (existing: object) =>
      (
        (await operator({ existing: { version: "1.17.1", ...existing } })).outputs.values["facts"] as {
          gateway?: string;
        }
      ).gateway;
    assert.equal(await gatewayOf({}), "istio-system/seldon-gateway");
    assert.equal(await gatewayOf({ gateway: "mesh/own" }), "mesh/own");
  });

  it("with a licence that its owner accepted needs no acknowledgement", async () => {
    await operator({ existing: { version: "1.18.2" }, allowUntestedVersions: true });
  });

  it("may stand beside one of this program, and has no Helm release", async () => {
    await deploy(() => {
      const ml = cluster();
      const common = { cluster: ml, ingress: ingressFacts };
      const k8s = { provider: ml.provider };
      const existing = { version: "1.17.1", controllerId: "a" };
      const other = new SeldonCore("other", { ...common, existing }, k8s);
      const namespace = { name: "second" };
      new SeldonCore("own", { ...common, controllerId: "b", namespace, definition: other }, k8s);
      assert.equal(other.release, undefined);
    });
  });

  it("that is not there when it is looked up holds its models back", async () => {
    const graph = await deploy(() => {
      const ml = cluster();
      const seldon = new SeldonCore(
        "seldon",
        { cluster: ml, ingress: ingressFacts, existing: { version: "1.17.1" } },
        { provider: ml.provider },
      );
      new (class extends pulumi.CustomResource {})("test:index:After", "after", { value: seldon.ready });
    });
    const before = graph.byName("test:index:After", "after").dependencies.map((urn) => urn.split("::").pop());
    assert.deepEqual(before, ["seldon"]);
  });

  const existing = { version: "1.17.1" };
  const unchanged = "has no effect, because the operator in existing is not changed. ";
  const wrong: [title: string, args: object, expected: [path: string, reason: string][]][] = [
    [
      "inputs that would change it",
      {
        existing,
        usageMetrics: true,
        logLevel: "DEBUG",
        resources: {},
        servers: { MY_SERVER: { v2: "example.org/mine:1" } },
        storageInitializer: { credentials: { s3: {} } },
        charts: {},
        singleNamespace: false,
      },
      [
        ["usageMetrics", `${unchanged}Leave it out.`],
        ["logLevel", `${unchanged}Leave it out.`],
        ["resources", `${unchanged}Leave it out.`],
        ["storageInitializer", `${unchanged}Write existing.storageSecret instead.`],
        ["servers", `${unchanged}Write existing.servers instead.`],
        ["charts", `${unchanged}Leave it out.`],
      ],
    ],
    [
      "texts that are none",
      {
        existing: {
          version: "latest",
          namespace: "Serving",
          controllerId: "a b",
          gateway: "own",
          storageSecret: "Rclone",
          servers: { MY_SERVER: ["v2", "kfserving"] },
        },
      },
      [
        ["existing.version", '"latest" is not a version, such as 1.35 or 1.30.3.'],
        [
          "existing.namespace",
          "\"Serving\" is not a DNS-1123 label; use at most 63 characters: a-z, 0-9 and '-', with a letter or digit at both ends.",
        ],
        [
          "existing.controllerId",
          "\"a b\" is not a label value; use at most 63 characters: A-Z, a-z, 0-9, '-', '_' and '.', with a letter or digit at both ends.",
        ],
        [
          "existing.storageSecret",
          "\"Rclone\" is not a DNS-1123 subdomain; use at most 253 characters: a-z, 0-9, '-' and '.', each part with a letter or digit at both ends.",
        ],
        ["existing.servers.MY_SERVER[1]", '"kfserving" is not one of seldon, tensorflow, v2.'],
        [
          "existing.gateway",
          '"own" is not the namespace and name of a Gateway; write <namespace>/<name>, such as istio-system/seldon-gateway.',
        ],
      ],
    ],
    [
      "Mappings that nothing serves",
      { ingress: { ...EMISSARY, legacyVersions: false }, existing },
      [
        [
          "existing.emissaryRoutes",
          "are Mappings of getambassador.io/v2, which this Emissary does not serve (legacyVersions is false). Write EmissaryRoutes.Annotations if the operator has them.",
        ],
      ],
    ],
    [
      "routes through another controller",
      { existing: { ...existing, shortPaths: true, emissaryRoutes: "v1" } },
      [
        ["existing.emissaryRoutes", "applies to Emissary only, and the ingress is istio. Leave it out."],
        ["existing.shortPaths", "applies to Emissary only, and the ingress is istio. Leave it out."],
      ],
    ],
    [
      "no Gateway",
      { existing, ingress: { ...ingressFacts, gateway: undefined } },
      [["existing.gateway", "is missing, and the ingress has no Gateway. Write one as <namespace>/<name>."]],
    ],
  ];
  for (const [title, args, expected] of wrong) {
    it(`is refused with ${title}`, async () => {
      assert.deepEqual(await refused(args), expected);
    });
  }

  it("is refused in an untested version, at its version", async () => {
    const problems = await refused({ existing: { version: "1.16.0" } });
    assert.deepEqual(
      problems.map(([path]) => path),
      ["existing.version", "existing.version"],
    );
  });
});
