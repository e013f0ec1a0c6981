import assert from "node:assert/strict";
import { imageReference, pathInMirror } from "../../../components/shared/image-reference";
import { raw, refuses } from "../model-deployment/refuses";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

describe("A reference to an image is", () => {
  for (const image of [
    "iris",
    "iris:1",
    "iris:latest",
    "seldonio/sklearnserver:1.17.1",
    "registry.example.org/team/iris:1.2",
    "localhost/iris",
    "localhost:5000/iris:1",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/iris:2026-01",
    "[fd00::1]:5000/iris",
    `iris@${digest}`,
    `registry.example.org:443/a/b__c/d-e.f:v1_2@${digest}`,
    "Registry.example.org/iris",
  ]) {
    it(`right: ${image}`, () => {
      assert.equal(imageReference(image), undefined);
    });
  }

  const wrong: [image: string, why: RegExp][] = [
    ["Iris:1", /upper-case letters; use lower case/],
    ["registry.example.org/Team/iris", /upper-case letters/],
    ["https://registry.example.org/iris:1", /begins with a scheme/],
    ["iris:", /its tag/],
    ["iris:1:2", /its tag|empty or has other/],
    ["iris:a b", /white space/],
    [" iris", /white space/],
    ["iris:-1", /its tag/],
    [`iris:${"1".repeat(129)}`, /its tag/],
    ["iris@1", /not a digest/],
    ["iris@sha256:123", /not a digest/],
    [`iris@${digest}@${digest}`, /not a digest/],
    ["a//b", /empty/],
    ["/iris", /empty/],
    ["iris/", /empty/],
    [":1", /empty/],
    ["-iris", /other characters/],
    ["iris..b", /other characters/],
    ["iris$", /other characters/],
    ["registry_x.example.org/iris", /its registry/],
    ["registry.example.org:port/iris", /its registry/],
    ["a".repeat(256), /longer than 255/],
  ];
  for (const [image, why] of wrong) {
    it(`wrong: ${image.slice(0, 40)}`, () => {
      assert.match(imageReference(image) ?? "", why);
    });
  }
});

describe("A registry that mirrors images has", () => {
  for (const [image, path] of [
    ["quay.io/jetstack/cert-manager-controller:v1.21.1", "jetstack/cert-manager-controller"],
    ["docker.io/istio/pilot:1.30.3", "istio/pilot"],
    ["istio/pilot:1.30.3", "istio/pilot"],
    ["busybox", "library/busybox"],
    ["nginx:1", "library/nginx"],
    ["docker.io/busybox:1.37", "library/busybox"],
    ["docker.io/library/busybox:1.37", "library/busybox"],
    ["index.docker.io/library/busybox", "library/busybox"],
    ["registry.k8s.io/pause:3.10", "pause"],
    ["localhost:5000/iris", "iris"],
    ["localhost/team/iris:1", "team/iris"],
    ["[fd00::1]:5000/iris", "iris"],
    [`nginx@${digest}`, "library/nginx"],
    [`gcr.io/a/b__c/d-e.f:v1_2@${digest}`, "a/b__c/d-e.f"],
  ] as const) {
    it(`${image} as ${path}`, () => {
      assert.equal(pathInMirror(image), path);
    });
  }
});

describe("ModelDeployment refuses images that cannot exist", () => {
  const wrong =
    /^"Iris:1" is not a reference to an image, such as registry\.example\.org\/iris:1\.2: its name has upper/;
  const pods = (spec: object) => raw({ componentSpecs: [{ spec }] });
  const pod = "overrides.spec.predictors[0].componentSpecs[0].spec";
  refuses([
    ["of a predictor", { predictors: [{ name: "main", image: "Iris:1" }] }, [["predictors[0].image", wrong]]],
    [
      "of a step",
      { predictors: [{ name: "main", graph: { name: "a", image: "Iris:1" } }] },
      [["predictors[0].graph.image", wrong]],
    ],
    [
      "of containers in overrides",
      pods({
        containers: [{ name: "model", image: "Iris:1" }],
        initContainers: [{ name: "first", image: "Iris:1" }],
      }),
      [
        [`${pod}.containers[0].image`, wrong],
        [`${pod}.initContainers[0].image`, wrong],
      ],
    ],
    [
      "of the container that loads the model",
      raw({
        graph: {
          name: "model",
          implementation: "SKLEARN_SERVER",
          modelUri: "gs://m",
          storageInitializerImage: "Iris:1",
        },
      }),
      [["overrides.spec.predictors[0].graph.storageInitializerImage", wrong]],
    ],
    [
      "of an explainer",
      raw({ explainer: { type: "AnchorTabular", containerSpec: { name: "explainer", image: "Iris:1" } } }),
      [["overrides.spec.predictors[0].explainer.containerSpec.image", wrong]],
    ],
  ]);
});
