import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { readCrds } from "../../contracts/contract";
import { locateContracts } from "../../contracts/contracts-dir";
import { neverReady } from "../cluster";
import { component, model, predictor, served } from "./models";
import { SeldonBench } from "./seldon-bench";
import { startSeldonOperator, type Operator } from "./seldon-operator";
import type { Json, KubernetesObject, SeldonDeployment, Status } from "./seldon/model";

type WithSpec = KubernetesObject & { spec: Record<string, unknown> };

const RULES = "destinationrules.networking.istio.io";
const MADE = `deployments,services,hpa,pdb,virtualservices.networking.istio.io,${RULES}`;

describe("Seldon Core's stand-ins", () => {
  let bench: SeldonBench;
  let operator: Operator;
  before(async () => {
    bench = await SeldonBench.start();
    operator = await startSeldonOperator(bench.cluster);
  });
  after(async () => {
    await operator.stop();
    await bench.stop();
  });

  const namespace = async (name: string) => {
    await bench.cluster.kubectl("create", "namespace", name);
    return name;
  };
  const sdep = (name: string, within: string) => bench.read<SeldonDeployment>("sdep", name, "-n", within);
  const statusOf = async (name: string, within: string): Promise<Status> => (await sdep(name, within)).status ?? {};
  const state = (name: string, within: string, wanted: Status["state"]) =>
    bench.until(async () => {
      const status = await statusOf(name, within);
      return status.state === wanted ? status : undefined;
    });
  const routes = async (name: string, within: string) => {
    const { spec } = await bench.read<{ spec: { http: Json[] } }>(
      "virtualservices.networking.istio.io",
      name,
      "-n",
      within,
    );
    return spec.http;
  };
  const weights = async (name: string, within: string) =>
    (await routes(name, within)).map(({ route }) => (route as { weight: number }[]).map(({ weight }) => weight));

  const installIstio = async () => {
    const where = ["--namespace", "istio-system", "--create-namespace"];
    await bench.helm("upgrade", "--install", "istio-base", bench.chart("istio-base"), ...where);
  };

  describe("where Istio's kinds are missing", () => {
    it("the operator does not start", async () => {
      await bench.installSeldon({ istio: { enabled: true } });
      const pods = ["pods", "-n", "seldon-system", "-l", "control-plane=seldon-controller-manager"];
      await bench.cluster.kubectl("wait", "--for=jsonpath={.status.phase}=Running", ...pods);
      const { items } = await bench.read<{ items: [KubernetesObject & { status: { conditions: Json[] } }] }>(...pods);
      assert.equal(items[0].metadata.annotations?.["mlplatform.test/missing"], "networking.istio.io/v1alpha3");
      assert.equal(items[0].status.conditions.find(({ type }) => type === "Ready")?.["status"], "False");
    });

    it("the operator is started again until they are there", async () => {
      await installIstio();
      await bench.cluster.kubectl(
        "wait",
        "--for=condition=Available",
        ...["deployment/seldon-controller-manager", "-n", "seldon-system", "--timeout=60s"],
      );
    });
  });

  describe("with Istio", () => {
    before(async () => {
      await installIstio();
      await bench.installSeldon({ istio: { enabled: true, gateway: "istio-system/models" } }, "--wait");
    });

    it("keeps the release's record far below what a Secret may hold", async () => {
      const { items } = await bench.read<{ items: { data: { release: string } }[] }>(
        ...["secrets", "-n", "seldon-system", "-l", "owner=helm,status=deployed"],
      );
      assert.equal(items.length, 1);
      const size = Buffer.from(items[0]?.data.release ?? "", "base64").length;
      assert.ok(size > 0 && size < 0.9 * 1024 * 1024, `${size} bytes`);
    });

    it("brings up two predictors and a shadow, and routes to them", async () => {
      const within = await namespace("three");
      const shadow = predictor("shadow", { shadow: true, traffic: 100 });
      const main = predictor("main", { traffic: 75 });
      await bench.apply(model("iris", within, [main, predictor("canary", { traffic: 25 }), shadow]));
      const status = await state("iris", within, "Available");
      assert.equal(status.address?.url, "http://iris-main.three.svc.cluster.local:8000/api/v1.0/predictions");
      assert.deepEqual(
        status.conditions?.map((one) => [one.type, one.status]).sort(),
        [
          "AmbassadorMappingsReady",
          "DeploymentsReady",
          "HpasReady",
          "KedaReady",
          "PdbsReady",
          "Ready",
          "ServicesReady",
          "istioVirtualServicesReady",
        ].map((type) => [type, "True"]),
      );
      const each = ["canary", "main", "shadow"];
      assert.deepEqual(await bench.names(MADE, within), [
        ...each.map((name) => `deployment.apps/iris-${name}-0-classifier`),
        ...each.map((name) => `destinationrule.networking.istio.io/iris-${name}`),
        ...each.flatMap((name) => [`service/iris-${name}`, `service/iris-${name}-classifier`]),
        "virtualservice.networking.istio.io/iris",
      ]);
      const destination = (name: string, number: number) => ({
        host: `iris-${name}.three.svc.cluster.local`,
        subset: name,
        port: { number },
      });
      assert.deepEqual((await routes("iris", within))[0], {
        match: [{ uri: { prefix: "/seldon/three/iris/" } }],
        rewrite: { uri: "/" },
        route: [
          { destination: destination("main", 8000), weight: 75 },
          { destination: destination("canary", 8000), weight: 25 },
        ],
        mirror: destination("shadow", 8000),
        mirrorPercentage: { value: 100 },
      });
      const service = await bench.read<WithSpec>("virtualservices.networking.istio.io", "iris", "-n", within);
      assert.deepEqual(service.spec["gateways"], ["istio-system/models"]);
      assert.deepEqual((await bench.read<WithSpec>(RULES, "iris-canary", "-n", within)).spec, {
        host: "iris-canary.three.svc.cluster.local",
        subsets: [{ name: "canary", labels: { version: "canary" } }],
        trafficPolicy: { connectionPool: { http: { idleTimeout: "60s" } } },
      });
    });

    it("follows changed weights without a new pod, and takes away a removed predictor but for its DestinationRule", async () => {
      const within = await namespace("changing");
      const split = (main: number) => [
        predictor("main", { traffic: main }),
        predictor("canary", { traffic: 100 - main }),
      ];
      await bench.apply(model("iris", within, split(75)));
      await state("iris", within, "Available");
      const deployment = () => bench.read<KubernetesObject>("deployment", "iris-main-0-classifier", "-n", within);
      const before = await deployment();

      await bench.apply(model("iris", within, split(50)));
      await bench.until(async () => ((await weights("iris", within))[0]?.[0] === 50 ? true : undefined));
      assert.deepEqual(await weights("iris", within), [
        [50, 50],
        [50, 50],
      ]);
      assert.deepEqual(await deployment(), before);

      await bench.apply(model("iris", within, [predictor("main", { traffic: 100 })]));
      await bench.until(async () => ((await bench.names(MADE, within)).length === 6 ? true : undefined));
      assert.deepEqual(await bench.names(MADE, within), [
        "deployment.apps/iris-main-0-classifier",
        "destinationrule.networking.istio.io/iris-canary",
        "destinationrule.networking.istio.io/iris-main",
        "service/iris-main",
        "service/iris-main-classifier",
        "virtualservice.networking.istio.io/iris",
      ]);
    });

    it("leaves nothing of a deleted model", async () => {
      const within = await namespace("deleted");
      const scaled = component("classifier", { hpaSpec: { maxReplicas: 4 }, pdbSpec: { maxUnavailable: 1 } });
      await bench.apply(model("iris", within, [predictor("main", { componentSpecs: [scaled] })]));
      await state("iris", within, "Available");
      assert.equal((await bench.names(MADE, within)).length, 7);
      await bench.cluster.kubectl("delete", "sdep", "iris", "-n", within, "--cascade=foreground");
      // The garbage collector learns of new kinds, such as Istio's, only every half a minute.
      await bench.until(async () => ((await bench.names(`${MADE},pods`, within)).length === 0 ? true : undefined));
    });

    const v2 = { protocol: "v2" };
    const servers: [title: string, graph: Json, spec: Json, images: string[], path: string][] = [
      ["scikit-learn", served(), {}, ["seldonio/sklearnserver:1.17.1"], "/api/v1.0/predictions"],
      ["scikit-learn by v2", served(), v2, ["seldonio/mlserver:1.3.5-sklearn"], "/v2/models/classifier/infer"],
      [
        "Hugging Face without a model",
        { name: "classifier", implementation: "HUGGINGFACE_SERVER" },
        v2,
        ["seldonio/mlserver:1.3.5-huggingface"],
        "/v2/models/classifier/infer",
      ],
      [
        "TensorFlow by its own protocol",
        served("TENSORFLOW_SERVER"),
        { protocol: "tensorflow" },
        ["tensorflow/serving:2.1.0"],
        "/v1/models/classifier:predict",
      ],
      [
        "TensorFlow behind a proxy",
        served("TENSORFLOW_SERVER"),
        {},
        ["seldonio/tfserving-proxy:1.17.1", "tensorflow/serving:2.1.0"],
        "/api/v1.0/predictions",
      ],
    ];
    it("completes the container of TensorFlow behind its proxy if it is written", async () => {
      const within = await namespace("tensorflow");
      const tfserving = { name: "tfserving", resources: { requests: { cpu: "1" } } };
      const componentSpecs = [{ spec: { containers: [{ name: "classifier" }, tfserving] } }];
      await bench.apply(
        model("iris", within, [predictor("main", { graph: served("TENSORFLOW_SERVER"), componentSpecs })]),
      );
      await state("iris", within, "Available");
      const { spec } = await bench.read<{ spec: { template: { spec: { containers: Json[] } } } }>(
        ...["deployment", "iris-main-0-classifier-tfserving", "-n", within],
      );
      assert.deepEqual(
        spec.template.spec.containers.map(({ name, image, resources }) => [name, image, resources]).slice(0, 2),
        [
          ["classifier", "seldonio/tfserving-proxy:1.17.1", {}],
          ["tfserving", "tensorflow/serving:2.1.0", { requests: { cpu: "1" } }],
        ],
      );
    });

    for (const [index, [title, graph, spec, images, path]] of servers.entries()) {
      it(`runs what a server needs: ${title}`, async () => {
        const within = await namespace(`server-${index}`);
        await bench.apply(model("iris", within, [predictor("main", { graph })], spec));
        const { address } = await state("iris", within, "Available");
        assert.equal(address?.url, `http://iris-main.${within}.svc.cluster.local:8000${path}`);
        const { spec: made } = await bench.read<{ spec: { template: { spec: { containers: Json[] } } } }>(
          ...["deployment", "iris-main-0-classifier", "-n", within],
        );
        const run = made.template.spec.containers.map(({ image }) => image);
        assert.deepEqual(run, [...images, "docker.io/seldonio/seldon-core-executor:1.17.1"]);
      });
    }

    it("hides names that are too long behind hashes", async () => {
      const within = await namespace("long");
      const name = `iris-${"x".repeat(50)}`;
      await bench.apply(model(name, within, [predictor("main")]));
      await state(name, within, "Available");
      const hashed = (long: string) => `seldon-${createHash("md5").update(long).digest("hex")}`;
      assert.deepEqual(
        await bench.names("deployments,services", within),
        [
          `deployment.apps/${hashed(`${name}-main-0-classifier`)}`,
          `service/${hashed(`${name}-main-classifier`)}`,
          `service/${name}-main`,
        ].sort(),
      );
    });

    it("puts servers without a container of their own into the first pod, whose name grows with them", async () => {
      const within = await namespace("joined");
      const children = ["gradient-boost", "random-forest", "linear-baseline"].map((name) =>
        served("SKLEARN_SERVER", { name }),
      );
      const graph = { name: "ab", implementation: "RANDOM_ABTEST", children };
      await bench.apply(model("iris", within, [predictor("main", { graph })]));
      await state("iris", within, "Available");
      const [deployment, ...others] = await bench.names("deployments", within);
      const long = "iris-main-0-gradient-boost-random-forest-linear-baseline";
      assert.deepEqual([deployment, others], [`deployment.apps/${long}`, []]);
    });

    it("brings up a graph over two components", async () => {
      const within = await namespace("graph");
      const graph = { name: "scale", type: "TRANSFORMER", children: [{ name: "predict", type: "MODEL" }] };
      const componentSpecs = [component("scale"), component("predict")];
      await bench.apply(model("iris", within, [predictor("main", { graph, componentSpecs })]));
      await state("iris", within, "Available");
      assert.deepEqual(await bench.names("deployments,services", within), [
        "deployment.apps/iris-main-0-scale",
        "deployment.apps/iris-main-1-predict",
        "service/iris-main",
        "service/iris-main-predict",
        "service/iris-main-scale",
      ]);
    });

    const waiting: [title: string, change: Json, waits: string][] = [
      ["is never ready", { annotations: { [neverReady]: "true" } }, "pods"],
      ["asks for what no node has", { componentSpecs: [gpu()] }, "pods"],
      ["names an account that does not exist", { graph: served("SKLEARN_SERVER", { serviceAccountName: "x" }) }, "rs"],
    ];
    for (const [index, [title, change, waits]] of waiting.entries()) {
      it(`stays Creating, without a description and without routes, while a pod ${title}`, async () => {
        const within = await namespace(`waiting-${index}`);
        await bench.apply(model("iris", within, [predictor("main", change)]));
        await bench.until(async () => ((await bench.names(waits, within)).length > 0 ? true : undefined));
        const status = await state("iris", within, "Creating");
        assert.equal(status.description, undefined);
        assert.deepEqual(await bench.names("virtualservices.networking.istio.io", within), []);
        const conditions = Object.fromEntries((status.conditions ?? []).map((one) => [one.type, one.status]));
        assert.deepEqual([conditions["DeploymentsReady"], conditions["Ready"]], ["False", "False"]);
      });
    }

    const upper = [predictor("Main")];
    const triton = [predictor("main", { graph: served("TRITON_SERVER") })];
    const failing: [title: string, name: string, predictors: Json[], description: RegExp][] = [
      ["upper case in a predictor's name", "upper", upper, /^Service "upper-Main-classifier" is invalid/],
      ["a dot in the name", "a.b", [predictor("main")], /must not contain dots/],
      [
        "a server without the protocol",
        "triton",
        triton,
        /spec\.template\.spec\.containers\[0\]\.image: Required value/,
      ],
      [
        "pods that give up",
        "late",
        [predictor("main", { annotations: { [neverReady]: "true" }, progressDeadlineSeconds: 1 })],
        /^Deployment is no longer progressing and not available\.$/,
      ],
      [
        "nothing to run beside the orchestrator",
        "simple",
        [predictor("main", { graph: { name: "m", implementation: "SIMPLE_MODEL" } })],
        /^engine not separate and no pu with localhost service/,
      ],
      [
        "what it does not model",
        "why",
        [predictor("main", { explainer: { type: "ALE" } })],
        /^this stand-in knows no explainer$/,
      ],
    ];
    for (const [index, [title, name, predictors, description]] of failing.entries()) {
      it(`reports Failed and why: ${title}`, async () => {
        const within = await namespace(`failing-${index}`);
        await bench.apply(model(name, within, predictors));
        const status = await state(name, within, "Failed");
        assert.match(status.description ?? "", description);
        assert.deepEqual(await bench.names("virtualservices.networking.istio.io", within), []);
      });
    }

    it("recovers from Failed when the model is put right", async () => {
      const within = await namespace("righted");
      await bench.apply(model("iris", within, triton));
      await state("iris", within, "Failed");
      await bench.apply(model("iris", within, triton, v2));
      const status = await state("iris", within, "Available");
      assert.equal(status.description, undefined);
    });

    it("does nothing while its Deployment is down", async () => {
      const within = await namespace("down");
      await bench.apply(model("iris", within, [predictor("main")]));
      await state("iris", within, "Available");
      const manager = ["deployment/seldon-controller-manager", "-n", "seldon-system"];
      await bench.cluster.kubectl("scale", "--replicas=0", ...manager);
      await bench.until(async () => {
        const { status } = await bench.read<{ status: { availableReplicas?: number } }>(...manager);
        return status.availableReplicas === undefined ? true : undefined;
      });
      await operator.idle();
      await bench.cluster.kubectl("delete", "deployment", "iris-main-0-classifier", "-n", within);
      assert.equal((await statusOf("iris", within)).state, "Available");
      await bench.cluster.kubectl("scale", "--replicas=1", ...manager);
      await bench.cluster.kubectl(
        "wait",
        "--for=create",
        "deployment/iris-main-0-classifier",
        "-n",
        within,
        "--timeout=60s",
      );
    });
  });

  describe("with Emissary", () => {
    before(async () => {
      const contracts = locateContracts(process.env);
      if ("absent" in contracts) throw new Error(contracts.absent);
      const objects = readCrds([join(contracts.dir, "emissary/crds/legacy-v2.yaml")]) as unknown as WithSpec[];
      const mapping = objects.find(({ metadata }) => metadata.name === "mappings.getambassador.io");
      assert.ok(mapping);
      // Nobody serves the conversion between its versions here, and the garbage collector asks for another than ours.
      await bench.apply({ ...mapping, spec: { ...mapping.spec, conversion: { strategy: "None" } } });
      const names = "crd/mappings.getambassador.io";
      await bench.cluster.kubectl("wait", "--for=condition=Established", names, "--timeout=60s");
      const ambassador = { enabled: true, version: "v2" };
      await bench.installSeldon({ istio: { enabled: false }, ambassador }, "--wait");
    });

    it("makes two Mappings for each predictor, the first without a weight", async () => {
      const within = await namespace("mapped");
      const annotations = {
        "seldon.io/ambassador-header": "location: london",
        "seldon.io/rest-timeout": "5000",
        "seldon.io/ambassador-circuit-breakers-max-connections": "200",
      };
      const predictors = [predictor("main", { traffic: 75 }), predictor("canary", { traffic: 25 })];
      await bench.apply(model("iris", within, predictors, { annotations }));
      await state("iris", within, "Available");
      const { items } = await bench.read<{ items: WithSpec[] }>("mappings.v2.getambassador.io", "-n", within);
      assert.deepEqual(
        items.map(({ metadata, spec }) => [metadata.name, spec["weight"]]),
        [
          ["seldon-mapped-iris-canary-grpc", 25],
          ["seldon-mapped-iris-canary-rest", 25],
          ["seldon-mapped-iris-main-grpc", undefined],
          ["seldon-mapped-iris-main-rest", undefined],
        ],
      );
      assert.deepEqual(items[1]?.spec, {
        prefix: "/seldon/mapped/iris/",
        rewrite: "/",
        service: "iris-canary.mapped:8000",
        headers: { location: "london" },
        timeout_ms: 5000,
        circuit_breakers: [{ max_connections: 200 }],
        weight: 25,
      });
      assert.deepEqual(await bench.names("virtualservices.networking.istio.io", within), []);
    });

    const failing: [annotation: string, value: string, description: string][] = [
      [
        "seldon.io/ambassador-header",
        "a: b: c",
        "Only a single custom header match is allowed at present but you provided: a: b: c",
      ],
      ["seldon.io/rest-timeout", "3s", 'strconv.Atoi: parsing "3s": invalid syntax'],
      ["seldon.io/ambassador-retries", "many", 'strconv.Atoi: parsing "many": invalid syntax'],
    ];
    for (const [index, [annotation, value, description]] of failing.entries()) {
      it(`reports Failed and why: ${annotation} ${value}`, async () => {
        const within = await namespace(`annotated-${index}`);
        await bench.apply(model("iris", within, [predictor("main")], { annotations: { [annotation]: value } }));
        assert.equal((await state("iris", within, "Failed")).description, description);
      });
    }

    it("stops working for every model at an annotation that kills the operator", async () => {
      const within = await namespace("dead");
      const annotations = { "seldon.io/ambassador-regex-header": "a: b" };
      await bench.apply(model("deadly", within, [predictor("main")], { annotations }));
      await bench.apply(model("other", within, [predictor("main")]));
      const observer = await namespace("observer");
      await bench.cluster.kubectl("run", "pod", "--image=example.test/pod", "-n", observer);
      await bench.cluster.kubectl("wait", "--for=condition=Ready", "pod/pod", "-n", observer);
      assert.deepEqual(await bench.names("deployments,services", within), []);
      await bench.cluster.kubectl("delete", "sdep", "deadly", "-n", within);
      await state("other", within, "Available");
    });
  });
});

/** A component that wants a GPU. */
function gpu(): Json {
  const limits = { "nvidia.com/gpu": 1 };
  return { spec: { containers: [{ name: "classifier", resources: { limits } }] } };
}
