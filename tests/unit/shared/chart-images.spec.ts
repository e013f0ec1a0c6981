import assert from "node:assert/strict";
import { imagesOfChart } from "../../../components/shared/chart-images";
import type { ChartName } from "../../../components/shared/pinned-charts";

const pod = (...containers: object[]) => ({ spec: { containers } });
const deployment = (...containers: object[]) => ({ kind: "Deployment", spec: { template: pod(...containers) } });
const configMap = (name: string, data: Record<string, string>) => ({ kind: "ConfigMap", metadata: { name }, data });
const json = JSON.stringify;

describe("The images of a chart", () => {
  it("are those of all its pods, each once and sorted", () => {
    const objects = [
      deployment({ image: "b:1" }, { image: "a:1" }),
      { kind: "StatefulSet", spec: { template: { spec: { initContainers: [{ image: "c:1" }], containers: [] } } } },
      { kind: "CronJob", spec: { jobTemplate: { spec: { template: pod({ image: "d:1" }) } } } },
      { kind: "Pod", ...pod({ image: "b:1" }) },
      { kind: "SeldonDeployment", spec: { predictors: [{ componentSpecs: [pod({ image: "e:1" })] }] } },
      {
        kind: "Job",
        metadata: { annotations: { "helm.sh/hook": "post-delete" } },
        spec: { template: pod({ image: "f:1" }) },
      },
      { kind: "CustomResourceDefinition", spec: { containers: { image: "no-list" }, image: "no-container" } },
    ];
    assert.deepEqual(imagesOfChart("metallb", objects), ["a:1", "b:1", "c:1", "d:1", "e:1", "f:1"]);
  });

  it("are not those of pods for helm test", () => {
    for (const hook of ["test", "test-success"]) {
      const test = { kind: "Pod", metadata: { annotations: { "helm.sh/hook": hook } }, ...pod({ image: "busybox" }) };
      assert.deepEqual(imagesOfChart("emissary-ingress", [test]), []);
    }
  });

  const injected = (more: object) =>
    configMap("istio-sidecar-injector", {
      values: json({
        global: {
          hub: "docker.io/istio",
          tag: "1.30.3",
          proxy: { image: "proxyv2" },
          proxy_init: { image: "proxyv2" },
          ...more,
        },
      }),
    });
  const protocols = { v2: { image: "a/mlserver", defaultImageVersion: "1-slim" }, seldon: { image: "a/own:2" } };
  const rows: [what: string, chart: ChartName, objects: object[], images: string[]][] = [
    ["the proxy of Istio", "istiod", [injected({})], ["docker.io/istio/proxyv2:1.30.3"]],
    [
      "a variant of the proxy of Istio",
      "istiod",
      [injected({ variant: "distroless" })],
      ["docker.io/istio/proxyv2:1.30.3-distroless"],
    ],
    [
      "a proxy with a name of its own",
      "istiod",
      [injected({ proxy: { image: "example.org/proxy:1" } })],
      ["docker.io/istio/proxyv2:1.30.3", "example.org/proxy:1"],
    ],
    ["no image of a gateway, which istiod fills in", "istio-gateway", [deployment({ image: "auto" })], []],
    [
      "what the operator of Seldon Core starts",
      "seldon-core-operator",
      [
        deployment({
          env: [
            { name: "EXECUTOR_CONTAINER_IMAGE_AND_VERSION", value: "a/executor:1" },
            { name: "OTHER", value: "x" },
          ],
        }),
        configMap("seldon-config", {
          predictor_servers: json({ SKLEARN_SERVER: { protocols } }),
          explainer: json({ image: "a/alibi:1", image_v2: "a/alibi:2" }),
          storageInitializer: json({ image: "a/rclone:1", cpuLimit: "1" }),
          credentials: json({}),
        }),
      ],
      ["a/alibi:1", "a/alibi:2", "a/executor:1", "a/mlserver:1-slim", "a/own:2", "a/rclone:1"],
    ],
    [
      "the workers of Pachyderm",
      "pachyderm",
      [
        deployment({
          image: "a/pachd:1",
          env: [
            { name: "WORKER_IMAGE", value: "a/worker:1" },
            { name: "WORKER_SIDECAR_IMAGE", value: "a/sidecar:1" },
            { name: "WORKER_IMAGE_PULL_POLICY", value: "IfNotPresent" },
          ],
        }),
      ],
      ["a/pachd:1", "a/sidecar:1", "a/worker:1"],
    ],
    [
      "the job of SeaweedFS that no plain render has",
      "seaweedfs",
      [deployment({ image: "a/sfs:1" })],
      ["a/sfs:1", "alpine/k8s:1.28.4"],
    ],
    [
      "the notebooks of JupyterHub",
      "jupyterhub",
      [
        {
          kind: "Secret",
          metadata: { name: "hub" },
          data: {
            "values.yaml": Buffer.from("singleuser:\n  image:\n    name: a/lab\n    tag: '1'\n").toString("base64"),
          },
        },
      ],
      ["a/lab:1"],
    ],
    [
      "the pods of cert-manager that answer a challenge",
      "cert-manager",
      [deployment({ image: "a/controller:1", args: ["--v=2", "--acme-http01-solver-image=a/acmesolver:1"] })],
      ["a/acmesolver:1", "a/controller:1"],
    ],
    [
      "the pods that make folders",
      "local-path-provisioner",
      [deployment({ image: "a/provisioner:1", command: ["start", "--helper-image", "a/busybox:1", "--config"] })],
      ["a/busybox:1", "a/provisioner:1"],
    ],
    ["no folders' pods where none are named", "local-path-provisioner", [deployment({ command: ["start"] })], []],
  ];
  for (const [what, chart, objects, images] of rows) {
    it(`have ${what}`, () => {
      assert.deepEqual(imagesOfChart(chart, objects), images);
    });
  }
});
