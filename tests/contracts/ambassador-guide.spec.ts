import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { ModelDeployment, type ModelDeploymentArgs, type SeldonFacts } from "../../components";
import { deploy } from "../helpers/deploy";
import { ambassador, annotated, istio, mappings } from "../unit/model-deployment/routing/routed";
import { cluster } from "../unit/platform";
import { guideExamples, predictor } from "./ambassador-examples";
import { readContract, readCrds } from "./contract";
import { describeWithContracts } from "./contracts-dir";
import { crdProblems, type Crd, type KubernetesObject } from "./crd-problems";

/** A SeldonDeployment as far as the guide writes it. */
interface GuideModel {
  readonly spec: {
    readonly name: string;
    readonly annotations?: Record<string, string>;
    readonly predictors?: readonly GuidePredictor[];
  };
}
interface GuidePredictor {
  readonly name: string;
  readonly replicas?: number;
  readonly traffic?: number;
  readonly shadow?: boolean;
  readonly componentSpecs: unknown;
  readonly graph: { readonly name: string; readonly type: string };
}

/** What a program with these models creates; the first one is called `other`. */
async function objectsOf(args: Partial<ModelDeploymentArgs>, seldon: SeldonFacts): Promise<KubernetesObject[]> {
  const graph = await deploy(() => {
    const { provider } = cluster();
    const common = { seldon, namespace: "models", predictors: [predictor("main", "1.2.1", { traffic: 100 })] };
    new ModelDeployment("other", common, { provider });
    new ModelDeployment("example", { ...common, ...args }, { provider });
  });
  return graph.resources
    .filter(({ type, name }) => /^kubernetes:[^:]*(istio|ambassador|seldon)/.test(type) && name.startsWith("example"))
    .map((resource) => graph.revealInputs(resource));
}

const specOf = (objects: readonly KubernetesObject[]): GuideModel["spec"] =>
  (objects.find(({ kind }) => kind === "SeldonDeployment") as unknown as GuideModel).spec;

/** What our inputs write of a predictor, with what the guide's older API also had: empty lists, and the endpoint's only type. */
const asInGuide = ({ graph, ...rest }: GuidePredictor): object => ({
  ...rest,
  graph: { children: [], endpoint: { type: "REST" }, ...graph },
});

describeWithContracts("the examples of Ambassador's guide", (dir) => {
  const read = (file: string): unknown =>
    parse(readFileSync(path.join(dir, "guides/ambassador", file), "utf8")) as unknown;
  const guide = read("annotations.yaml") as Record<string, string>;
  const canary = (read("canary.yaml") as GuideModel).spec;
  const values = (...names: string[]) =>
    Object.fromEntries(names.map((name) => [`seldon.io/${name}`, guide[`seldon.io/${name}`]]));
  const annotationsOf = async (args: Partial<ModelDeploymentArgs>, seldon: SeldonFacts = annotated) =>
    specOf(await objectsOf(args, seldon)).annotations;
  const example = async (name: keyof typeof guideExamples) =>
    specOf(await objectsOf(guideExamples[name].args, guideExamples[name].seldon));

  it("canary 75/25 is the same, field by field", async () => {
    const { predictors = [] } = await example("canary 75/25");
    assert.deepEqual(predictors.map(asInGuide), canary.predictors);
  });

  it("shadow is the canary whose second predictor is a shadow", async () => {
    const [main, other] = canary.predictors ?? [];
    const { predictors: written = [] } = await example("shadow");
    assert.deepEqual(written.map(asInGuide), [
      { ...main, traffic: 100 },
      { ...other, shadow: true },
    ]);
  });

  it("circuit breakers are the guide's annotations", async () => {
    const names = ["max-connections", "max-pending-requests", "max-requests", "max-retries"];
    assert.deepEqual(
      (await example("circuit breakers")).annotations,
      values(...names.map((name) => `ambassador-circuit-breakers-${name}`)),
    );
  });

  it("several Ambassadors are told apart by the id of the ingress", async () => {
    const { spec } = read("multi-ambassadors.yaml") as GuideModel;
    assert.deepEqual((await example("several Ambassadors")).annotations, spec.annotations);
    assert.deepEqual(spec.annotations, values("ambassador-id"));
  });

  it("a custom configuration is the guide's text", async () => {
    assert.deepEqual((await example("a custom configuration")).annotations, values("ambassador-config"));
    const config = guide["seldon.io/ambassador-config"] ?? "";
    const { spec } = read("custom-mapping.yaml") as { spec: Record<string, unknown> };
    for (const [key, value] of Object.entries(spec)) assert.deepEqual((parse(config) as typeof spec)[key], value);
  });

  it("header routing onto the URL of another deployment", async () => {
    assert.deepEqual((await example("header routing")).annotations, {
      "seldon.io/ambassador-header": "location: london",
      "seldon.io/ambassador-service-name": "other",
    });
  });

  it("time limits and retries", async () => {
    assert.deepEqual((await example("time limits and retries")).annotations, {
      "seldon.io/rest-timeout": "4000",
      "seldon.io/grpc-timeout": "5000",
      "seldon.io/ambassador-retries": "2",
    });
  });

  it("every annotation of the guide is reached by an input, or by an object in its place", async () => {
    const headers = [{ name: "location", regex: "lon.*" }];
    const [circuitBreaker, retries] = [
      { maxConnections: 1, maxPendingRequests: 1, maxRequests: 1, maxRetries: 1 },
      { attempts: 1 },
    ];
    const inputs: Partial<ModelDeploymentArgs>[] = [
      { ambassador: { config: guide["seldon.io/ambassador-config"] ?? "" } },
      { ambassador: { serviceName: "other", headers: [{ name: "a", value: "b" }] } },
      { timeouts: { restMs: 1, grpcMs: 1 }, retries, circuitBreaker },
    ];
    const seldon = { ...annotated, ambassadorId: "my_instance" };
    const written: string[] = [];
    for (const args of inputs) written.push(...Object.keys((await annotationsOf(args, seldon)) ?? {}));
    const [mapping] = (await objectsOf({ ambassador: { serviceName: "other", headers } }, seldon)).filter(
      ({ kind }) => kind === "Mapping",
    );
    assert.deepEqual((mapping?.["spec"] as Record<string, unknown>)["regex_headers"], { location: "lon.*" });
    const all = [...new Set([...written, "seldon.io/ambassador-regex-header"])].sort();
    assert.deepEqual(all, Object.keys(guide).sort());
    assert.equal(all.length, 12);
  });

  describe("with every input about requests", () => {
    const everything: Partial<ModelDeploymentArgs> = {
      predictors: [
        predictor("none", "1.2.0", { traffic: 0, headers: [{ name: "x-beta", value: "1" }] }),
        ...guideExamples["canary 75/25"].args.predictors,
        predictor("shadow", "1.2.3", { shadow: true, traffic: 50 }),
      ],
      hosts: ["models.example.org"],
      timeouts: { restMs: 4500, grpcMs: 5000 },
      retries: { attempts: 2, perTryTimeoutMs: 1500 },
      circuitBreaker: { maxConnections: 200, maxPendingRequests: 100, maxRequests: 200, maxRetries: 3 },
    };
    const onto = { ambassador: { serviceName: "other", headers: [{ name: "a", regex: "b.*" }] } };
    const rows: [
      title: string,
      args: Partial<ModelDeploymentArgs>,
      seldon: SeldonFacts,
      crds: string,
      kinds: string[],
    ][] = [
      ["Istio", everything, istio, "v3alpha1", [...kinds("DestinationRule", 4), "SeldonDeployment", "VirtualService"]],
      ["Emissary", { ...everything, ...onto }, mappings, "v3alpha1", [...kinds("Mapping", 12), "SeldonDeployment"]],
      ["Emissary with annotations", everything, annotated, "v3alpha1", [...kinds("Mapping", 12), "SeldonDeployment"]],
      [
        "Ambassador",
        { ...everything, ...onto },
        ambassador,
        "legacy-v2",
        [...kinds("Mapping", 12), "SeldonDeployment"],
      ],
    ];
    for (const [title, args, seldon, file, expected] of rows) {
      it(`have only fields that their definitions have, behind ${title}`, async () => {
        const charts = (["istio-base", "seldon-core-operator"] as const).flatMap(
          (name) => readContract(name, dir).crdPaths,
        );
        const emissary = path.join(dir, `emissary/crds/${file}.yaml`);
        const crds = readCrds([...charts, emissary]).filter((one) => "names" in ((one as Partial<Crd>).spec ?? {}));
        const objects = await objectsOf(args, seldon);
        assert.deepEqual(objects.map(({ kind }) => kind).sort(), expected);
        assert.deepEqual(
          objects.flatMap((object) => crdProblems(object, crds)),
          [],
        );
      });
    }
  });
});

/** A kind that occurs several times. */
function kinds(kind: string, count: number): string[] {
  return Array.from({ length: count }, () => kind);
}
