import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { SeldonCore, type SeldonCoreArgs } from "../../../components";
import { deploy, type Deployed } from "../../helpers/deploy";
import { cluster, ingressFacts } from "../platform";
import { operator, refused } from "./operator";

const MONITOR = "kubernetes:monitoring.coreos.com/v1:PodMonitor";
const DEFINITION = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";

const monitors = (graph: Deployed): Record<string, unknown> =>
  Object.fromEntries(
    graph.resources
      .filter(({ type }) => type === MONITOR)
      .map(({ name, inputs: { values } }) => [name, { metadata: values["metadata"], spec: values["spec"] }]),
  );

const selectors = async (args: Partial<SeldonCoreArgs>): Promise<unknown[]> =>
  Object.entries(monitors(await operator({ podMonitors: {}, ...args })))
    .sort(([one], [other]) => other.localeCompare(one))
    .map(([, monitor]) => (monitor as { spec: { namespaceSelector: unknown } }).spec.namespaceSelector);

describe("PodMonitors of SeldonCore", () => {
  it("are not there unless asked for", async () => {
    assert.deepEqual(monitors(await operator()), {});
  });

  it("select the operator and models by the labels and ports that they have", async () => {
    const podMonitors = { labels: { release: "prometheus" }, intervalSeconds: 15 };
    const graph = await operator({ podMonitors, labels: { team: "ml" } });
    const labels = { team: "ml", release: "prometheus" };
    assert.deepEqual(monitors(graph), {
      "seldon-seldon-operator": {
        metadata: { name: "seldon-operator", namespace: "seldon-system", labels },
        spec: {
          selector: { matchLabels: { "control-plane": "seldon-controller-manager" } },
          namespaceSelector: { matchNames: ["seldon-system"] },
          podMetricsEndpoints: [{ port: "metrics", path: "/metrics", interval: "15s" }],
        },
      },
      "seldon-seldon-models": {
        metadata: { name: "seldon-models", namespace: "seldon-system", labels },
        spec: {
          selector: { matchLabels: { "app.kubernetes.io/managed-by": "seldon-core" } },
          namespaceSelector: { any: true },
          podMetricsEndpoints: [{ port: "metrics", path: "/prometheus", interval: "15s" }],
        },
      },
    });
  });

  it("of one operator of several see only its namespaces", async () => {
    const own = { matchNames: ["seldon-system"] };
    assert.deepEqual(await selectors({ controllerId: "a" }), [own]);
    assert.deepEqual(await selectors({ controllerId: "a", modelNamespaces: ["models"] }), [
      own,
      { matchNames: ["models"] },
    ]);
    assert.deepEqual(await selectors({ singleNamespace: true }), [own, own]);
  });

  it("can be added to an operator that exists", async () => {
    const existing = { version: "1.17.1", namespace: "serving" };
    assert.deepEqual(await selectors({ existing }), [{ matchNames: ["serving"] }, { any: true }]);
  });

  it("come after their definition, which is looked up when what installs it is ready", async () => {
    const graph = await deploy(() => {
      const ml = cluster();
      const prometheus = new (class extends pulumi.CustomResource {})("test:index:Prometheus", "prometheus");
      const podMonitors = { ready: prometheus.id };
      new SeldonCore("seldon", { cluster: ml, ingress: ingressFacts, podMonitors }, { provider: ml.provider });
    });
    const before = (type: string, name: string) =>
      graph.byName(type, name).dependencies.map((urn) => urn.split("::").pop());
    const { read, inputs } = graph.byName(DEFINITION, "seldon-pod-monitors");
    assert.deepEqual([read, inputs.values["metadata"]], [true, { name: "podmonitors.monitoring.coreos.com" }]);
    assert.ok(before(DEFINITION, "seldon-pod-monitors").includes("prometheus"));
    assert.ok(before(MONITOR, "seldon-seldon-models").includes("seldon-pod-monitors"));
  });

  it("are refused with labels and numbers that are none", async () => {
    const problems = await refused({ podMonitors: { labels: { release: "a b" }, intervalSeconds: 0.5 } });
    assert.deepEqual(
      problems.map(([path]) => path),
      ["podMonitors.labels.release", "podMonitors.intervalSeconds"],
    );
  });
});
