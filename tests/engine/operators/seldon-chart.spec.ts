import assert from "node:assert/strict";
import { kindsAndNames, render } from "../../contracts/helm";
import { at } from "../../contracts/value-path";
import { component, model, predictor, served } from "./models";
import { SeldonBench } from "./seldon-bench";
import type { Json } from "./seldon/model";

const CRD = "seldondeployments.machinelearning.seldon.io";

describe("the stand-in of Seldon Core's chart", () => {
  let bench: SeldonBench;
  before(async () => {
    bench = await SeldonBench.start();
    await bench.installSeldon({}, "--wait");
    await bench.refusalOf(model("iris", "default", [])); // from here on the API server refuses
  });
  after(async () => {
    await bench.stop();
  });

  const rendered = (values: Json) =>
    render(
      bench.helmProgram,
      { dir: bench.chart("seldon-core-operator"), release: "seldon-core", namespace: "seldon-system" },
      values,
    );

  describe("renders", () => {
    const always = [
      "ConfigMap seldon-config",
      `CustomResourceDefinition ${CRD}`,
      "Deployment seldon-controller-manager",
      "Secret seldon-webhook-server-cert",
      "Service seldon-webhook-service",
      "ServiceAccount seldon-manager",
      "ValidatingAdmissionPolicy seldon-webhook.seldon-system",
      "ValidatingAdmissionPolicyBinding seldon-webhook.seldon-system",
      "ValidatingWebhookConfiguration seldon-validating-webhook-configuration-seldon-system",
    ];
    const secret = "Secret seldon-webhook-server-cert";
    const cases: [values: Json, added: string[], missing: string[]][] = [
      [{}, [], []],
      [{ usageMetrics: { enabled: true } }, ["Deployment seldon-spartakus-volunteer"], []],
      [
        { certManager: { enabled: true } },
        ["Certificate seldon-serving-cert", "Issuer seldon-selfsigned-issuer"],
        [secret],
      ],
      [{ crd: { create: false } }, [], [`CustomResourceDefinition ${CRD}`]],
    ];
    for (const [values, added, missing] of cases) {
      it(`what the values ask for: ${JSON.stringify(values)}`, async () => {
        const expected = [...always.filter((one) => !missing.includes(one)), ...added].sort();
        assert.deepEqual(kindsAndNames(await rendered(values)), expected);
      });
    }

    it("settings into the manager's environment and resources", async () => {
      const objects = await rendered({
        istio: { enabled: true, gateway: "istio-system/models" },
        manager: { cpuRequest: "50m" },
        executor: { resources: { memoryLimit: "1Gi" } },
      });
      const manager = objects.find(({ kind }) => kind === "Deployment");
      const container = at(manager, "spec", "template", "spec", "containers", 0);
      const env = at(container, "env") as { name: string; value?: string }[];
      const value = (name: string) => env.find((one) => one.name === name)?.value;
      assert.deepEqual(
        [
          "ISTIO_ENABLED",
          "ISTIO_GATEWAY",
          "AMBASSADOR_ENABLED",
          "AMBASSADOR_VERSION",
          "EXECUTOR_DEFAULT_MEMORY_LIMIT",
        ].map(value),
        ["true", "istio-system/models", "false", "v2", "1Gi"],
      );
      assert.equal(at(container, "image"), "docker.io/seldonio/seldon-core-operator:1.17.1");
      assert.deepEqual(at(container, "resources"), {
        limits: { cpu: "500m", memory: "300Mi" },
        requests: { cpu: "50m", memory: "200Mi" },
      });
    });

    for (const key of ["singleNamespace", "managerCreateResources", "kubeflow"]) {
      it(`nothing where it does not model ${key}`, async () => {
        await assert.rejects(rendered({ [key]: true }), new RegExp(`this stand-in knows no ${key}`));
      });
    }
  });

  describe("makes the API server refuse", () => {
    const p = (name: string, traffic?: number, more: Json = {}) => predictor(name, { traffic, ...more });
    const shadow = (name: string, traffic = 100) => p(name, traffic, { shadow: true });
    const graph = (node: Json, more: Json = {}) => [predictor("main", { graph: node, ...more })];
    const withoutModel = (server: string) => ({ name: "classifier", implementation: server });
    const nested = { name: "a", children: [{ name: "a", children: [{ name: "a", children: [{ name: "b" }] }] }] };
    const svcName = { annotations: { "seldon.io/svc-name": "same" } };
    const env = ["KAFKA_BROKER", "KAFKA_INPUT_TOPIC"].map((name) => ({ name, value: "x" }));

    const cases: [title: string, problem: string, predictors: Json[], spec?: Json][] = [
      ["no predictor", 'spec: Invalid value: "": Graph contains no predictors', []],
      [
        "weights below 100",
        'spec: Invalid value: "main": Traffic must sum to 100 for multiple predictors',
        [p("main", 50), p("canary", 40)],
      ],
      [
        "weights below 100 beside a shadow",
        'spec: Invalid value: "main": Traffic must sum to 100 for multiple predictors',
        [p("main", 50), p("canary", 40), shadow("shadow", 10)],
      ],
      [
        "two predictors without weights",
        'spec: Invalid value: "main": Traffic must sum to 100 for multiple predictors',
        [p("main"), p("canary")],
      ],
      [
        "a part of the traffic for one predictor",
        'spec: Invalid value: "main": Traffic must sum be 100 for a single predictor when set',
        [p("main", 99)],
      ],
      [
        "a name twice",
        'spec.predictors[1]: Invalid value: "main": Duplicate predictor name',
        [p("main", 50), p("main", 50)],
      ],
      [
        "two shadows",
        'spec: Invalid value: "two": Multiple shadows are not allowed',
        [p("main", 100), shadow("one"), shadow("two")],
      ],
      [
        "only a shadow",
        'spec.predictors[0]: Invalid value: "main": Shadow can not exist as only predictor',
        [shadow("main")],
      ],
      [
        "a shadow with more than everything",
        'spec: Invalid value: "shadow": shadow traffic is illegal, the traffic number should be between [0, 100]',
        [p("main", 100), shadow("shadow", 101)],
      ],
      [
        "a server without a model",
        'spec.predictors[0].graph: Invalid value: "classifier": Predictive unit modelUri required when using standalone servers',
        graph(withoutModel("SKLEARN_SERVER")),
      ],
      [
        "an unknown server",
        'spec.predictors[0].graph: Invalid value: "classifier": No entry in predictors map for FOO_SERVER',
        graph(served("FOO_SERVER")),
      ],
      [
        "a node without a container",
        'spec.predictors[0].graph: Invalid value: "classifier": Can\'t find container for Predictive Unit',
        graph({ name: "classifier" }, { componentSpecs: [component("other")] }),
      ],
      [
        "the same deep in a graph",
        'spec.predictors[0].graph[0][0][0]: Invalid value: "b": Can\'t find container for Predictive Unit',
        graph(nested, { componentSpecs: [component("a")] }),
      ],
      [
        "a node of unknown type without methods",
        'spec.predictors[0].graph: Invalid value: "a": Predictive Unit has no implementation methods defined. ' +
          "Change to a known type or add what methods it defines",
        graph({ name: "a", type: "UNKNOWN_TYPE" }, { componentSpecs: [component("a")] }),
      ],
      [
        "a server that has no such protocol",
        'spec.predictors[0].graph: Invalid value: "classifier": Prepackaged server does not handle tensorflow protocol SKLEARN_SERVER',
        [p("main")],
        { protocol: "tensorflow" },
      ],
      ["an unknown protocol", 'spec: Invalid value: "http": Invalid protocol', [p("main")], { protocol: "http" }],
      ["an unknown transport", 'spec: Invalid value: "udp": Invalid transport', [p("main")], { transport: "udp" }],
      ["an unknown kind of server", 'spec: Invalid value: "x": Invalid serverType', [p("main")], { serverType: "x" }],
      [
        "Kafka without its settings",
        'spec.predictors[0]: Invalid value: "main": For kafka please supply svcOrchSpec envs KAFKA_BROKER, KAFKA_INPUT_TOPIC, KAFKA_OUTPUT_TOPIC',
        [p("main", undefined, { svcOrchSpec: { env } })],
        { serverType: "kafka" },
      ],
      [
        "a Service's name twice",
        'spec.predictors[1]: Invalid value: "canary": Found duplicate service name in seldon.io/svc-name with value same',
        [p("main", 50, svcName), p("canary", 50, svcName)],
      ],
      [
        "a graph without its orchestrator",
        'spec.predictors[0]: Invalid value: "main": Running without engine only valid for single element graphs',
        graph(
          { name: "ab", implementation: "RANDOM_ABTEST", children: [served()] },
          { annotations: { "seldon.io/no-engine": "true" } },
        ),
      ],
      [
        "a logger without a mode",
        'spec.predictors[0].graph: Invalid value: "": No logger mode specified',
        graph(served("SKLEARN_SERVER", { logger: { url: "http://log" } })),
      ],
      [
        "endpoints of two types",
        'spec: Invalid value: "": Multiple endpoint.types found - can only have 1 type in graph. Please use spec.transport',
        graph(
          served("SKLEARN_SERVER", {
            endpoint: { type: "REST" },
            children: [served("SKLEARN_SERVER", { endpoint: { type: "GRPC" } })],
          }),
        ),
      ],
      [
        "an endpoint against the transport",
        'spec: Invalid value: "": Mixed transport types found. Remove graph endpoint.types if transport set at deployment level',
        graph(served("SKLEARN_SERVER", { endpoint: { type: "GRPC" } })),
        { transport: "rest" },
      ],
      [
        "several things, all at once",
        '[spec.predictors[1]: Invalid value: "main": Duplicate predictor name, ' +
          'spec: Invalid value: "main": Traffic must sum to 100 for multiple predictors]',
        [p("main", 1), p("main", 1)],
      ],
    ];
    for (const [title, problem, predictors, spec] of cases) {
      it(title, async () => {
        const denied = `admission webhook "v1.vseldondeployment.kb.io" denied the request: SeldonDeployment.machinelearing.seldon.io "" is invalid: ${problem}\n`;
        await assert.rejects(
          bench.apply(model("iris", "default", predictors, spec), "--dry-run=server"),
          (error: Error) => {
            assert.equal(error.message.slice(error.message.indexOf("admission webhook")), denied);
            return true;
          },
        );
      });
    }

    it("the same when a model is changed, in each version of the kind", async () => {
      await bench.apply(model("changed", "default", [p("main", 50), p("canary", 50)]));
      for (const version of ["v1", "v1alpha2", "v1alpha3"]) {
        const changed = model("changed", "default", [p("main", 50), p("canary", 51)]);
        const given = { ...changed, apiVersion: `machinelearning.seldon.io/${version}` };
        await assert.rejects(bench.apply(given), /Traffic must sum to 100 for multiple predictors/);
      }
    });

    const accepted: [title: string, predictors: Json[], spec?: Json][] = [
      ["weights that sum up beside a shadow", [p("main", 75), p("canary", 25), shadow("shadow")]],
      ["all for the second predictor", [p("main", 0), p("canary", 100)]],
      ["more than everything for one predictor", [p("main", 150)]],
      ["Hugging Face without a model", graph(withoutModel("HUGGINGFACE_SERVER")), { protocol: "v2" }],
      ["an unknown server with an image", graph(served("FOO_SERVER"), { componentSpecs: [component("classifier")] })],
      ["a built-in node", graph({ name: "ab", implementation: "RANDOM_ABTEST", children: [served()] })],
      ["names that the operator breaks on", [p("Main")]],
    ];
    for (const [title, predictors, spec] of accepted) {
      it(`but not ${title}`, async () => {
        await bench.apply(model("iris", "default", predictors, spec), "--dry-run=server");
      });
    }
  });

  describe("takes with it when it is uninstalled", () => {
    it("its definition and all models, unless told to keep it", async () => {
      const uninstall = () => bench.helm("uninstall", "seldon-core", "-n", "seldon-system", "--wait");
      const isThere = async () =>
        (await bench.names("crd", "default")).includes(`customresourcedefinition.apiextensions.k8s.io/${CRD}`);
      await uninstall();
      await bench.until(async () => ((await isThere()) ? undefined : true));

      await bench.installSeldon({ crd: { annotations: { "helm.sh/resource-policy": "keep" } } }, "--wait");
      await bench.apply(model("kept", "default", [predictor("main")]));
      await uninstall();
      assert.equal(await isThere(), true);
      assert.deepEqual(await bench.names("sdep", "default"), ["seldondeployment.machinelearning.seldon.io/kept"]);
      const policies = "validatingadmissionpolicies,validatingadmissionpolicybindings,validatingwebhookconfigurations";
      assert.deepEqual(await bench.names(policies, "default"), []);
      await bench.installSeldon({ crd: { annotations: { "helm.sh/resource-policy": "keep" } } }, "--wait");
      assert.deepEqual(await bench.names("sdep", "default"), ["seldondeployment.machinelearning.seldon.io/kept"]);
    });
  });
});
