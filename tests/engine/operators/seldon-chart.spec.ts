import assert from "node:assert/strict";
import { parse } from "yaml";
import { kindsAndNames, render } from "../../contracts/helm";
import { at } from "../../contracts/value-path";
import { graph, p, shadow, webhookRefusals } from "../../unit/model-deployment/webhook-refusals";
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

    /** What the webhook selects models by, in a cluster of that version. */
    const scope = async (values: Json, kubeVersion: string) => {
      const given = Object.entries(values).flatMap(([key, value]) => ["--set-json", `${key}=${JSON.stringify(value)}`]);
      const text = await bench.helm(
        ...["template", "seldon-core", bench.chart("seldon-core-operator"), "--namespace", "team"],
        ...["--kube-version", kubeVersion, "--show-only", "templates/webhook.yaml", ...given],
      );
      const { namespaceSelector, objectSelector } = at(parse(text), "webhooks", 0) as Json;
      return [namespaceSelector, objectSelector];
    };
    const ID = "seldon.io/controller-id";
    const without = { matchExpressions: [{ key: ID, operator: "DoesNotExist" }] };
    const withId = (id: string) => ({ matchLabels: { [ID]: id } });
    const scopes: [values: Json, usual: unknown[], prerelease: unknown[]][] = [
      [{}, [without, without], [undefined, undefined]],
      [{ controllerId: "a" }, [without, withId("a")], [undefined, withId("a")]],
      [{ singleNamespace: true }, [withId("team"), without], [withId("team"), undefined]],
    ];
    for (const [values, usual, prerelease] of scopes) {
      // As the real chart 1.17.1 renders.
      it(`whose models the webhook judges: ${JSON.stringify(values)}, on EKS and GKE without what excludes`, async () => {
        assert.deepEqual(await scope(values, "v1.36.1"), usual);
        assert.deepEqual(await scope(values, "v1.36.1+k3s1"), usual);
        for (const version of ["v1.36.1-eks-1a2b3c4", "v1.36.1-gke.1100000"]) {
          assert.deepEqual(await scope(values, version), prerelease);
        }
      });
    }

    for (const key of ["managerCreateResources", "kubeflow"]) {
      it(`nothing where it does not model ${key}`, async () => {
        await assert.rejects(rendered({ [key]: true }), new RegExp(`this stand-in knows no ${key}`));
      });
    }
  });

  describe("makes the API server refuse", () => {
    for (const { title, problem, predictors, spec } of webhookRefusals) {
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
      [
        "Hugging Face without a model",
        graph({ name: "classifier", implementation: "HUGGINGFACE_SERVER" }),
        { protocol: "v2" },
      ],
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
