import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  IngressController,
  IngressLayer,
  MlCluster,
  SeldonCore,
  type AmbassadorArgs,
  type IngressLayerArgs,
} from "../../../components";
import { deploy } from "../../helpers/deploy";
import { kubeconfig } from "../kubeconfig";
import { clusterFacts, ingressFacts } from "../platform";
import { refusal } from "../refusal";

const RELEASE = "kubernetes:helm.sh/v3:Release";

const program =
  (
    ambassador: AmbassadorArgs,
    args: Partial<IngressLayerArgs> = {},
    kubernetesVersion: pulumi.Input<string> = "1.21",
  ) =>
  () => {
    const { provider } = new MlCluster("ml", { existing: { kubeconfig, context: "dev" } });
    const cluster = { ...clusterFacts, kubernetesVersion };
    const ingress = new IngressLayer("ingress", { cluster, ambassador, allowPublic: true, ...args }, { provider });
    return { facts: ingress.facts };
  };

describe("IngressLayer with Ambassador", () => {
  const installed: [title: string, AmbassadorArgs, guide: object][] = [
    [
      "the API Gateway with the guide's values",
      {},
      { image: { repository: "docker.io/datawire/ambassador" }, enableAES: false, crds: { keep: false } },
    ],
    [
      "the Edge Stack with the guide's values, but for the image of the API Gateway",
      { edgeStack: true },
      { enableAES: true, crds: { keep: false } },
    ],
  ];
  for (const [title, ambassador, guide] of installed) {
    it(`installs ${title}`, async () => {
      const graph = await deploy(program(ambassador, { replicas: 3 }));
      assert.deepEqual(graph.byName(RELEASE, "ingress-ambassador").inputs.values, {
        name: "ambassador",
        namespace: "ambassador",
        chart: "ambassador",
        version: "6.9.5",
        repositoryOpts: { repo: "https://app.getambassador.io" },
        values: {
          service: { type: "LoadBalancer", annotations: {} },
          autoscaling: { enabled: false },
          replicaCount: 3,
          podDisruptionBudget: { minAvailable: 1 },
          ...guide,
        },
        timeout: 600,
        resetValues: true,
        compat: "true",
      });
    });
  }

  it("is an Emissary of an old version to other components", async () => {
    const { outputs } = await deploy(program({}));
    const facts = outputs.values["facts"] as Record<string, unknown>;
    assert.equal(facts["controller"], "emissary");
    assert.equal(facts["controllerVersion"], "1.14.4");
    assert.equal(facts["ingressClassName"], "ambassador");
    assert.equal(facts["gatewayNamespace"], "ambassador");
    assert.equal(facts["legacyVersions"], true);
  });

  const REMOVED =
    /^Ambassador 1\.14\.4 cannot be installed on Kubernetes 1\.\d+: .* which 1\.22 removed\. Write emissary: \{\} instead of ambassador\.$/;
  const AT = "charts.ambassador.values";
  const refused: [
    title: string,
    Partial<IngressLayerArgs>,
    [path: string, reason: RegExp][],
    kubernetesVersion?: string,
  ][] = [
    ["Kubernetes 1.22", {}, [["ambassador", REMOVED]], "1.22"],
    [
      "Kubernetes 1.36, whatever versions are allowed",
      { allowUntestedVersions: true },
      [["ambassador", REMOVED]],
      "1.36",
    ],
    ["a version of Kubernetes that is none", {}, [["cluster.kubernetesVersion", /is not a version/]], "new"],
    [
      "another version of the chart",
      { charts: { ambassador: { version: "6.6.0" } } },
      [["charts.ambassador.version", /is not the version we test \(6\.9\.5\)/]],
    ],
    [
      "hosts",
      { hosts: ["models.example.org"] },
      [["hosts", /^has no effect, because .* ambassador answers every host/]],
    ],
    ["HTTPS", { tls: { secret: { name: "own" } } }, [["tls", /has no effect/]]],
    [
      "records in DNS, which need hosts",
      { dns: { route53: { zones: { "example.org": "Z0123456789ABCDEFGHIJ" } } } },
      [["dns", /^has no effect, because .* ambassador answers every host/]],
    ],
    [
      "a registry that one image cannot come from",
      { imageRegistry: "registry.example.org" },
      [["imageRegistry", /^cannot be used with ambassador: its chart deletes the definitions with an image/]],
    ],
    [
      "an id",
      { charts: { ambassador: { values: { env: { AMBASSADOR_ID: "x" } } } } },
      [[`${AT}.env.AMBASSADOR_ID`, /would make Ambassador ignore/]],
    ],
    [
      "no definitions",
      { charts: { ambassador: { values: { crds: { create: false } } } } },
      [[`${AT}.crds.create`, /does not know/]],
    ],
    ["nobody who may reach it", { allowPublic: undefined }, [["sourceRanges", /the whole internet could reach/]]],
  ];
  for (const [title, args, expected, kubernetesVersion] of refused) {
    it(`refuses ${title}`, async () => {
      const problems = await refusal(program({}, args, kubernetesVersion));
      assert.deepEqual(
        problems.map(({ path }) => path),
        expected.map(([path]) => path),
      );
      expected.forEach(([, reason], index) => assert.match(problems[index]?.reason ?? "", reason));
    });
  }

  it("refuses a newer Kubernetes that is known later", async () => {
    await assert.rejects(deploy(program({}, {}, pulumi.output("1.35"))), /cannot be installed on Kubernetes 1\.35/);
  });

  for (const allowUntestedVersions of [false, true]) {
    it(`is refused by Seldon Core 1.16 and newer${allowUntestedVersions ? ", whatever versions are allowed" : ""}`, async () => {
      const problems = await refusal(() => {
        const { provider } = new MlCluster("ml", { existing: { kubeconfig, context: "dev" } });
        const ingress = { ...ingressFacts, controller: IngressController.Emissary, controllerVersion: "1.14.4" };
        new SeldonCore("seldon", { cluster: clusterFacts, ingress, allowUntestedVersions }, { provider });
      });
      assert.equal(problems[0]?.path, "ingress");
      assert.match(
        problems[0].reason,
        /^is Ambassador 1\.14\.4, which needs Kubernetes 1\.21 or older, but Seldon Core 1\.17\.1 needs 1\.23 or newer\./,
      );
    });
  }

  it("is accepted by Seldon Core 1.15, if untested versions are allowed", async () => {
    const graph = await deploy(() => {
      const { provider } = new MlCluster("ml", { existing: { kubeconfig, context: "dev" } });
      const ingress = { ...ingressFacts, controller: IngressController.Emissary, controllerVersion: "1.14.4" };
      const charts = { "seldon-core-operator": { version: "1.15.1" } };
      new SeldonCore("seldon", { cluster: clusterFacts, ingress, charts, allowUntestedVersions: true }, { provider });
    });
    assert.equal(graph.ofType(RELEASE).length, 1);
  });
});
