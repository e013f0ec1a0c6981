import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import { canonicalQuantity } from "../providers/kubernetes/quantity";
import { Bench } from "./bench";

describe("the Kubernetes provider: values that the server writes in another way", () => {
  const bench = new Bench();

  const QUANTITIES: Record<string, string> = {
    "0.5": "500m",
    "1000m": "1",
    "1500m": "1500m",
    "100": "100",
    "1000": "1k",
    "1024Mi": "1Gi",
    "1500Mi": "1500Mi",
    "0.5Gi": "512Mi",
    "1.5G": "1500M",
    "0": "0",
    "0Gi": "0",
    "-1000m": "-1",
    "1e3": "1e3",
    ten: "ten",
    "10K": "10K",
  };

  for (const [given, written] of Object.entries(QUANTITIES)) {
    it(`${given} is ${written}`, () => {
      assert.equal(canonicalQuantity(given), written);
    });
  }

  it("agrees with the API server on every quantity that it takes", async () => {
    const namespace = await bench.namespace();
    const taken = Object.keys(QUANTITIES).filter((given) => !["ten", "10K", "-1000m"].includes(given));
    const volumes = taken.map((sizeLimit, index) => ({ name: `v${index}`, emptyDir: { sizeLimit } }));
    const template = { metadata: { labels: { app: "q" } }, spec: { containers: [{ name: "c", image: "i" }], volumes } };
    const spec = { replicas: 0, selector: { matchLabels: { app: "q" } }, template };
    await bench.create({ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "q", namespace }, spec });
    const written = JSON.stringify((await bench.read("deployment/q", namespace)).spec).matchAll(/"sizeLimit":"(.*?)"/g);
    assert.deepEqual(
      [...written].map(([, quantity]) => quantity),
      taken.map(canonicalQuantity),
    );
  });

  it("makes no difference: neither a second up nor a refresh changes anything", async () => {
    const namespace = await bench.namespace();
    const stack = await bench.stack((on) => {
      const labels = { app: "mine" };
      const resources = { requests: { cpu: "0.5", memory: "1024Mi" }, limits: { memory: "2048Mi" } };
      const container = {
        name: "c",
        image: "i",
        args: [],
        tty: false,
        resources,
        volumeMounts: [{ name: "v", mountPath: "/v", readOnly: false }],
      };
      const spec = {
        hostNetwork: false,
        nodeSelector: {},
        containers: [container],
        volumes: [{ name: "v", emptyDir: {} }],
      };
      const template = { metadata: { labels, annotations: {} }, spec };
      const deployment = { minReadySeconds: 0, paused: false, selector: { matchLabels: labels }, template };
      new k8s.apps.v1.Deployment("mine", { metadata: { name: "mine", namespace }, spec: deployment }, on);
    });
    await stack.up();
    assert.deepEqual((await stack.refresh()).changes(), {});
    await stack.expectNoChanges();
  });
});
