import * as pulumi from "@pulumi/pulumi";
import { NOT_KNOWN, chart, container, deployment, later, model, release, resource, type RuleProgram } from "./program";

export const pinnedImages: readonly RuleProgram[] = [
  {
    what: "no tag, and the tag latest of a pod, a chart and a model",
    program: () => {
      deployment(container({ image: "registry.example.org:5000/nginx" }));
      release("chart", { chart: "c", version: "1.0.0", values: { image: { repository: "nginx", tag: "latest" } } });
      model({ componentSpecs: [{ spec: { containers: [{ image: "iris:latest" }] } }] });
    },
    found: [
      "web: spec.template.spec.containers[0].image has no tag, so it takes latest: write the tag of one version, or a digest.",
      "chart: values.image has the tag latest, which changes: write the tag of one version, or a digest.",
      "iris: spec.predictors[0].componentSpecs[0].spec.containers[0].image has the tag latest, which changes: write the tag of one version, or a digest.",
    ],
  },
  {
    what: "the tag latest in a chart whose objects Pulumi applies, which adds other tags",
    program: () => chart("chart", "c", { image: { repository: "nginx" }, proxy: { image: "envoy:latest" } }),
    found: ["chart: values.proxy.image has the tag latest, which changes: write the tag of one version, or a digest."],
  },
  {
    what: "the image of a volume, of a container in a chart's values, and the tag latest under other names",
    program: () => {
      deployment({ ...container({}), volumes: [{ name: "v", image: { reference: "registry.example.org/model" } }] });
      release("chart", {
        chart: "c",
        version: "1.0.0",
        values: {
          extraContainers: [{ name: "c", image: "nginx" }],
          global: { hub: "docker.io/istio", tag: "latest" },
          images: { proxy: "envoy:latest" },
        },
      });
    },
    found: [
      "web: spec.template.spec.volumes[0].image has no tag, so it takes latest: write the tag of one version, or a digest.",
      "chart: values.extraContainers[0].image has no tag, so it takes latest: write the tag of one version, or a digest.",
      ...["global.tag", "images.proxy"].map(
        (path) => `chart: values.${path} has the tag latest, which changes: write the tag of one version, or a digest.`,
      ),
    ],
  },
  {
    what: "the tag latest of a chart that an older component renders",
    program: () =>
      new (class extends pulumi.ComponentResource {})("kubernetes:helm.sh/v3:Chart", "older", {
        ...{ chart: "c", version: "1.0.0", values: { image: { repository: "nginx", tag: "latest" } } },
      }),
    found: ["older: values.image has the tag latest, which changes: write the tag of one version, or a digest."],
  },
  {
    what: "a key of a ConfigMap that is called image",
    program: () => resource("kubernetes:core/v1:ConfigMap", "settings", { data: { image: "logo.png" } }),
    found: [],
  },
  {
    what: "an image that is not known yet",
    program: () => deployment(container({ image: later() })),
    found: [`? web: spec.template.spec.containers[0].image ${NOT_KNOWN}`],
  },
  {
    what: "tags that are not known yet, one of them beside a digest",
    program: () => {
      release("chart", { chart: "c", version: "1.0.0", values: { image: { repository: "nginx", tag: later() } } });
      const digest = `sha256:${"a".repeat(64)}`;
      release("digest", { chart: "c", version: "1.0.0", values: { image: { name: "nginx", tag: later(), digest } } });
      resource("kubernetes:example.org/v1:Web", "web", { spec: { image: { repository: "nginx", tag: later() } } });
    },
    found: [`? chart: values.image.tag ${NOT_KNOWN}`, `? web: spec.image.tag ${NOT_KNOWN}`],
  },
  {
    what: "a tag, a digest, and an image to which the chart adds its tag",
    program: () => {
      deployment({ containers: [{ image: "nginx:1.29" }, { image: `nginx@sha256:${"a".repeat(64)}` }] });
      release("chart", { chart: "c", version: "1.0.0", values: { image: { repository: "nginx" } } });
    },
    found: [],
  },
];
