import assert from "node:assert/strict";
import { planJson } from "../../../cli/plan/json";
import { imagesOf } from "../../../cli/plan/report/images";
import { reportOf, type PlanReport } from "../../../cli/plan/report/report";
import type { PlainValue } from "../../../recorder/graph";
import { planOf } from "../plan-of-program";
import { graphOf, planned } from "./planned";

const release = (values: PlainValue) => planned("kubernetes:helm.sh/v3:Release", "r", { values });
const imagesIn = (values: PlainValue) => imagesOf(graphOf(release(values))).map(({ image, input }) => [input, image]);

describe("the images of a plan", () => {
  const table: readonly [what: string, values: PlainValue, images: string[][]][] = [
    ["a text", { image: "nginx:1.29" }, [["values.image", "nginx:1.29"]]],
    [
      "a map with registry, repository and tag",
      { hub: { image: { registry: "quay.io/", repository: "a/b", tag: "1" } } },
      [["values.hub.image", "quay.io/a/b:1"]],
    ],
    ["a map with a name", { image: { name: "quay.io/a", tag: "1" } }, [["values.image", "quay.io/a:1"]]],
    ["a digest", { image: { repository: "a", digest: "sha256:1" } }, [["values.image", "a@sha256:1"]]],
    [
      "a tag alone, to which the chart adds the rest",
      { helperImage: { tag: "1.37.0" } },
      [["values.helperImage", ":1.37.0"]],
    ],
    ["an image in a list", { containers: [{ image: "a" }] }, [["values.containers[0].image", "a"]]],
    [
      "images below a key of that name",
      { image: { sidecar: { image: "a:1" } } },
      [["values.image.sidecar.image", "a:1"]],
    ],
    [
      "no credentials",
      { image: "https://user:password@r.example.org/a" },
      [["values.image", "https://r.example.org/a"]],
    ],
    [
      "nothing that is secret, known later or empty",
      { image: "[secret]", b: { image: "[unknown]" }, c: { image: "" } },
      [],
    ],
    ["no other tag", { tag: "x", imagePullPolicy: "Always" }, []],
  ];
  for (const [what, values, images] of table) {
    it(`have ${what}`, () => {
      assert.deepEqual(imagesIn(values), images);
    });
  }

  it("have none of clouds", () => {
    assert.deepEqual(imagesOf(graphOf(planned("aws:ec2/instance:Instance", "i", { image: "ami" }))), []);
  });
});

describe("the report of a plan", () => {
  let report: PlanReport;
  before(async () => (report = reportOf((await planOf("aws", ["pachyderm", '{"s3":{}}'])).graph)));

  it("has the charts with version, repository and release", () => {
    assert.deepEqual(
      report.charts.map(({ chart, version, repository, release, namespace }) =>
        [chart, version, repository, `${namespace}/${release}`].join(" "),
      ),
      [
        "aws-load-balancer-controller 3.5.0 https://aws.github.io/eks-charts kube-system/aws-load-balancer-controller",
        "cluster-autoscaler 9.59.0 https://kubernetes.github.io/autoscaler kube-system/cluster-autoscaler",
        "base 1.30.3 https://blob.istio.io/istio-release/charts istio-system/istio-base",
        "istiod 1.30.3 https://blob.istio.io/istio-release/charts istio-system/istiod",
        "gateway 1.30.3 https://blob.istio.io/istio-release/charts istio-system/istio-ingressgateway",
        "pachyderm 2.11.5 https://helm.pachyderm.com pachyderm/pachyderm",
        "seldon-core-operator 1.17.1 https://storage.googleapis.com/seldon-charts seldon-system/seldon-core",
      ],
    );
  });

  it("has who reaches what", () => {
    assert.deepEqual(
      report.exposure.map(({ resource, who, open }) => [resource.name, who, open]),
      [
        ["ml", "API from 203.0.113.0/24", false],
        ["istio-system/istio-ingressgateway", "LoadBalancer, from 203.0.113.0/24", false],
        ["pachyderm/pachyderm", "LoadBalancer, internal", false],
      ],
    );
  });

  it("has what destroy refuses and keeps", () => {
    assert.deepEqual(
      report.destroy.protected.map(({ kind, name }) => `${kind} ${name}`),
      ["eks Cluster ml"],
    );
    assert.deepEqual(
      report.destroy.kept.map(({ kind, name }) => `${kind} ${name}`),
      [
        "s3 Bucket pachyderm-bucket",
        "s3 BucketOwnershipControls pachyderm-bucket",
        "Namespace pachyderm",
        "s3 BucketPublicAccessBlock pachyderm-bucket",
        "s3 BucketVersioning pachyderm-bucket",
        "s3 BucketServerSideEncryptionConfiguration pachyderm-bucket",
        "s3 BucketPolicy pachyderm-bucket",
        "s3 BucketLifecycleConfiguration pachyderm-bucket",
        "Secret pachyderm/pachyderm-credentials",
      ],
    );
  });

  it("is in the JSON, with the name and the version of its format", async () => {
    const plan = await planOf("existing");
    const json = JSON.parse(planJson(plan)) as { format: unknown; report: unknown };
    assert.deepEqual(json.format, { name: "mlplatform-plan", version: 1 });
    assert.deepEqual(json.report, JSON.parse(JSON.stringify(reportOf(plan.graph))));
  });
});
