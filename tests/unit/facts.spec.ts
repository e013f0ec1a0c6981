import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { IngressLayer, MlCluster, ModelDeployment, Route, SeldonCore } from "../../components";
import { deploy } from "../helpers/deploy";
import { kubeconfig } from "./kubeconfig";
import { cluster, clusterFacts, ingressFacts, seldonFacts } from "./platform";
import { refusal } from "./refusal";

const layer = (facts: object) => () =>
  new IngressLayer(
    "x",
    { cluster: { ...clusterFacts, ...facts }, istio: {}, allowPublic: true },
    { provider: cluster().provider },
  );
const operator = (facts: object) => () =>
  new SeldonCore(
    "x",
    { cluster: clusterFacts, ingress: { ...ingressFacts, ...facts } },
    { provider: cluster().provider },
  );
const predictors = [{ name: "main", image: "registry.example.org/iris:2" }];
const model = (facts: object) => () =>
  new ModelDeployment(
    "x",
    { seldon: { ...seldonFacts, ...facts }, namespace: "models", predictors },
    { provider: cluster().provider },
  );
const route = (facts: object) => () =>
  new Route(
    "x",
    {
      ingress: { ...ingressFacts, ...facts },
      namespace: "jupyter",
      host: "lab.example.org",
      service: { name: "proxy-public", port: 80 },
    },
    { provider: cluster().provider },
  );

describe("facts of another stack", () => {
  const wrong: [title: string, program: () => unknown, path: string, reason: string][] = [
    [
      "a number for a version",
      layer({ kubernetesVersion: 1.35 }),
      "cluster.kubernetesVersion",
      "1.35 is a number, not text.",
    ],
    [
      "a list for annotations",
      layer({ loadBalancerAnnotations: [] }),
      "cluster.loadBalancerAnnotations",
      "is a list, not an object.",
    ],
    [
      "a wrong address",
      operator({ url: "lb.example.org" }),
      "ingress.url",
      '"lb.example.org" is not a URL that starts with http:// or https://.',
    ],
    ["text for the hosts of an ingress", route({ hosts: "a" }), "ingress.hosts", '"a" is text, not a list.'],
    [
      "a name without a namespace for a Gateway",
      route({ gateway: "seldon-gateway" }),
      "ingress.gateway",
      '"seldon-gateway" is not the namespace and name of a Gateway; write <namespace>/<name>, such as istio-system/seldon-gateway.',
    ],
    ["a number for a URL", route({ url: 80 }), "ingress.url", "80 is a number, not text."],
    [
      "null for the protocols of a server",
      model({ servers: { SKLEARN_SERVER: null } }),
      "seldon.servers.SKLEARN_SERVER",
      "null is not a list.",
    ],
    [
      "null for a protocol",
      model({ servers: { SKLEARN_SERVER: [null] } }),
      "seldon.servers.SKLEARN_SERVER[0]",
      "null is not text.",
    ],
    [
      "text for namespaces",
      model({ modelNamespaces: "models" }),
      "seldon.modelNamespaces",
      '"models" is text, not a list.',
    ],
  ];
  for (const [title, program, path, reason] of wrong) {
    it(`are refused with ${title}`, async () => {
      assert.deepEqual((await refusal(program))[0], { path, reason });
    });
  }

  for (const [title, program] of Object.entries({
    "a version": layer({ kubernetesVersion: null }),
    "a Gateway, which is then missing": () => {
      const args = { cluster: clusterFacts, ingress: { ...ingressFacts, gateway: null as never }, gateway: "a/b" };
      new SeldonCore("x", args, { provider: cluster().provider });
    },
    "an issuer and an id of a route's ingress": route({ issuer: null, ambassadorId: null }),
    "an id of Ambassador": model({ ambassadorId: null }),
  })) {
    it(`may have null for ${title}`, async () => {
      await deploy(program);
    });
  }

  it("may not resolve to nothing where a cluster needs them", async () => {
    const storageClass = pulumi.output(undefined) as unknown as pulumi.Output<string>;
    await assert.rejects(
      deploy(() => new MlCluster("x", { existing: { kubeconfig, context: "dev", storageClass } })),
      /- existing\.storageClass: resolved to nothing\. Check the name of the output that it comes from\.$/,
    );
  });
});
