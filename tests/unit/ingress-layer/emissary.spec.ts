import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  Exposure,
  IngressController,
  IngressLayer,
  MlCluster,
  SeldonCore,
  ServiceType,
  type ExistingClusterArgs,
  type IngressLayerArgs,
} from "../../../components";
import { hostManifests, listenerManifests } from "../../../components/ingress-layer/controllers/emissary/manifest";
import { deploy, type Deployed } from "../../helpers/deploy";
import { kubeconfig } from "../kubeconfig";
import { ingressFacts } from "../platform";
import { refusal } from "../refusal";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const LISTENER = "kubernetes:getambassador.io/v3alpha1:Listener";
const HOST = "kubernetes:getambassador.io/v3alpha1:Host";

const program =
  (args: Partial<IngressLayerArgs> = {}, existing: Partial<ExistingClusterArgs> = {}) =>
  () => {
    const ml = new MlCluster("ml", {
      existing: { kubeconfig, context: "dev", ...existing },
      kubernetesVersion: "1.35",
    });
    const own = { cluster: ml, emissary: {}, sourceRanges: ["203.0.113.0/24"], ...args };
    const ingress = new IngressLayer("ingress", own, { provider: ml.provider });
    return { facts: ingress.facts };
  };

const layer = (...args: Parameters<typeof program>): Promise<Deployed> =>
  deploy(program(...args), {
    outputs: (type, name) =>
      type === "kubernetes:core/v1:Service" && name === "ingress-service"
        ? { outputs: { status: { loadBalancer: { ingress: [{ ip: "198.51.100.7" }] } } } }
        : undefined,
  });

const inputs = (graph: Deployed, type: string, name: string) => graph.byName(type, name).inputs.values;
const specOf = (graph: Deployed, type: string, name: string) => inputs(graph, type, name)["spec"];
const values = (graph: Deployed, name = "ingress-emissary") =>
  inputs(graph, RELEASE, name)["values"] as Record<string, unknown>;
const waitsFor = (graph: Deployed, type: string, name: string) =>
  graph
    .byName(type, name)
    .dependencies.map((urn) => urn.split("::").pop())
    .sort();

describe("IngressLayer with Emissary", () => {
  it("has exactly these children", async () => {
    const graph = await layer();
    const children = graph.childrenOf(graph.byName("mlplatform:index:IngressLayer", "ingress"));
    assert.deepEqual(children.map(({ type, name }) => `${type} ${name}`).sort(), [
      "kubernetes:core/v1:Namespace ingress-crds-namespace",
      "kubernetes:core/v1:Namespace ingress-namespace",
      "kubernetes:core/v1:Service ingress-service",
      `${HOST} ingress-host-every-host`,
      `${LISTENER} ingress-listener-http`,
      `${LISTENER} ingress-listener-https`,
      `${RELEASE} ingress-emissary`,
      `${RELEASE} ingress-emissary-crds`,
    ]);
  });

  it("goes definitions, Emissary; Listeners and Hosts wait for the definitions only", async () => {
    const graph = await layer();
    assert.deepEqual(waitsFor(graph, RELEASE, "ingress-emissary-crds"), ["ingress-crds-namespace"]);
    assert.deepEqual(waitsFor(graph, RELEASE, "ingress-emissary"), ["ingress-emissary-crds", "ingress-namespace"]);
    assert.deepEqual(waitsFor(graph, LISTENER, "ingress-listener-http"), [
      "ingress-emissary-crds",
      "ingress-namespace",
    ]);
    assert.deepEqual(waitsFor(graph, HOST, "ingress-host-every-host"), ["ingress-emissary-crds", "ingress-namespace"]);
  });

  it("installs the pinned charts, with the Service `ambassador` in the namespace `ambassador`", async () => {
    const graph = await layer();
    const common = { version: "4.1.0", timeout: 600, resetValues: true, compat: "true" };
    assert.deepEqual(inputs(graph, RELEASE, "ingress-emissary-crds"), {
      ...common,
      name: "emissary-crds",
      namespace: "emissary-system",
      chart: "oci://ghcr.io/emissary-ingress/emissary-crds-chart",
      values: { enableLegacyVersions: true },
    });
    assert.deepEqual(inputs(graph, RELEASE, "ingress-emissary"), {
      ...common,
      name: "ambassador",
      namespace: "ambassador",
      chart: "oci://ghcr.io/emissary-ingress/emissary-ingress",
      values: {
        service: { type: "LoadBalancer", annotations: {}, loadBalancerSourceRanges: ["203.0.113.0/24"] },
        autoscaling: {
          enabled: true,
          minReplicas: 1,
          maxReplicas: 5,
          metrics: [
            { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } },
          ],
        },
        waitForApiext: { enabled: true, deploymentNamespace: "emissary-system" },
      },
    });
  });

  it("has outputs and facts that other components understand", async () => {
    const { outputs } = await layer();
    assert.deepEqual(outputs.values["facts"], {
      controller: "emissary",
      controllerVersion: "4.1.0",
      host: "198.51.100.7",
      port: 80,
      url: "http://198.51.100.7",
      hosts: [],
      tls: false,
      tlsAtLoadBalancer: false,
      certManager: false,
      gatewayNamespace: "ambassador",
      gatewaySelector: {},
      ingressClassName: "ambassador",
      legacyVersions: true,
      crdsReady: "ambassador",
      ready: "http://198.51.100.7",
    });
  });

  it("opens both ports and answers every host by plain HTTP", async () => {
    const graph = await layer();
    const hostBinding = { namespace: { from: "ALL" } };
    assert.deepEqual(specOf(graph, LISTENER, "ingress-listener-http"), {
      port: 8080,
      protocol: "HTTP",
      securityModel: "XFP",
      hostBinding,
    });
    assert.deepEqual(specOf(graph, LISTENER, "ingress-listener-https"), {
      port: 8443,
      protocol: "HTTPS",
      securityModel: "XFP",
      hostBinding,
    });
    assert.deepEqual(inputs(graph, HOST, "ingress-host-every-host"), {
      apiVersion: "getambassador.io/v3alpha1",
      kind: "Host",
      metadata: { name: "every-host", namespace: "ambassador" },
      spec: { hostname: "*", requestPolicy: { insecure: { action: "Route" } } },
    });
  });

  it("has a Host for each host, with the Secret of its certificate and a redirect", async () => {
    const graph = await layer({
      hosts: ["models.example.org", "*.example.org", "wildcard.example.org", "ml.example.net"],
      tls: { selfSigned: {} },
    });
    assert.deepEqual(specOf(graph, HOST, "ingress-host-ml.example.net"), {
      hostname: "ml.example.net",
      tlsSecret: { name: "ml.example.net-tls" },
      requestPolicy: { insecure: { action: "Redirect" } },
    });
    assert.deepEqual(specOf(graph, HOST, "ingress-host-wildcard.example.org"), {
      hostname: "wildcard.example.org",
      tlsSecret: { name: "example.org-wildcard" },
      requestPolicy: { insecure: { action: "Redirect" } },
    });
    assert.deepEqual(specOf(graph, HOST, "ingress-host-example.org-wildcard"), {
      hostname: "*.example.org",
      tlsSecret: { name: "example.org-wildcard" },
      requestPolicy: { insecure: { action: "Redirect" } },
    });
    assert.equal((graph.outputs.values["facts"] as { url: string }).url, "https://models.example.org");
  });

  it("routes plain HTTP beside HTTPS if there is to be no redirect", () => {
    const common = { namespace: "ambassador", labels: {}, ambassadorId: undefined };
    const [host] = hostManifests(common, [], { certificates: [{ hosts: ["*"], secret: "own" }], redirect: false });
    assert.deepEqual(host?.spec, {
      hostname: "*",
      tlsSecret: { name: "own" },
      requestPolicy: { insecure: { action: "Route" } },
    });
  });

  it("takes plain HTTP at both ports from a load balancer with the certificate", () => {
    const common = { namespace: "ambassador", labels: {}, ambassadorId: undefined };
    const listeners = listenerManifests(common, { atLoadBalancer: "arn" }).map(
      ({ spec }) => spec as unknown as Record<string, unknown>,
    );
    assert.deepEqual(
      listeners.map(({ port, protocol, securityModel }) => [port, protocol, securityModel]),
      [
        [8080, "HTTP", "INSECURE"],
        [8443, "HTTP", "SECURE"],
      ],
    );
  });

  it("has an id in everything that it answers, and names of its own in the cluster", async () => {
    const graph = await layer({ emissary: { ambassadorId: "internal" }, namespace: { name: "edge" } });
    for (const [type, name] of [
      [LISTENER, "ingress-listener-http"],
      [LISTENER, "ingress-listener-https"],
      [HOST, "ingress-host-every-host"],
    ] as const) {
      assert.deepEqual((specOf(graph, type, name) as { ambassador_id: unknown }).ambassador_id, ["internal"]);
    }
    const { env, ingressClassResource, rbac } = values(graph);
    assert.deepEqual(
      { env, ingressClassResource, rbac },
      {
        env: { AMBASSADOR_ID: "internal" },
        ingressClassResource: { name: "ambassador-internal" },
        rbac: { nameOverride: "ambassador-internal" },
      },
    );
    const facts = graph.outputs.values["facts"] as Record<string, unknown>;
    assert.equal(facts["ambassadorId"], "internal");
    assert.equal(facts["ingressClassName"], "ambassador-internal");
    assert.equal(facts["gatewayNamespace"], "edge");
  });

  it("serves the current version of its definitions only, if that is written out", async () => {
    const graph = await layer({ emissary: { legacyVersions: false } });
    assert.deepEqual(values(graph, "ingress-emissary-crds"), { enableLegacyVersions: false });
    assert.equal(values(graph)["waitForApiext"], undefined);
    assert.equal((graph.outputs.values["facts"] as Record<string, unknown>)["legacyVersions"], false);
  });

  const other = { ...ingressFacts, controller: IngressController.Emissary, controllerVersion: "4.1.0" };

  it("uses the definitions of another layer, in a namespace of its own", async () => {
    const graph = await layer({ emissary: { ambassadorId: "internal", definitions: other } });
    const children = graph.childrenOf(graph.byName("mlplatform:index:IngressLayer", "ingress"));
    assert.deepEqual(
      children.filter(({ name }) => name.includes("crds")),
      [],
    );
    assert.equal(inputs(graph, RELEASE, "ingress-emissary")["namespace"], "ingress");
    assert.equal(values(graph)["waitForApiext"], undefined);
    assert.deepEqual(waitsFor(graph, RELEASE, "ingress-emissary"), ["ingress-namespace"]);
    assert.equal((graph.outputs.values["facts"] as Record<string, unknown>)["legacyVersions"], true);
  });

  it("waits for those definitions, and serves the versions that they have", async () => {
    const graph = await deploy(() => {
      const ml = new MlCluster("ml", { existing: { kubeconfig, context: "dev" } });
      const first = new (class extends pulumi.CustomResource {})("test:index:First", "first", {});
      const definitions = { ...other, legacyVersions: false, crdsReady: first.urn };
      const emissary = { ambassadorId: "internal", definitions };
      const args = { cluster: ml, emissary, allowPublic: true };
      const { legacyVersions } = new IngressLayer("ingress", args, { provider: ml.provider });
      assert.equal(legacyVersions, false);
    });
    assert.deepEqual(waitsFor(graph, RELEASE, "ingress-emissary"), ["first", "ingress-namespace"]);
    assert.deepEqual(waitsFor(graph, HOST, "ingress-host-every-host"), ["first", "ingress-namespace"]);
  });

  const options: [title: string, Partial<IngressLayerArgs>, key: string, expected: unknown][] = [
    ["a number of pods", { replicas: 2 }, "replicaCount", 2],
    ["a disruption budget for several pods", { replicas: 2 }, "podDisruptionBudget", { minAvailable: 1 }],
    ["no disruption budget for a single pod", { replicas: 1 }, "podDisruptionBudget", undefined],
    ["no autoscaler beside a number of pods", { replicas: 2 }, "autoscaling", { enabled: false }],
    ["resources", { resources: { requests: { cpu: "1" } } }, "resources", { requests: { cpu: "1" } }],
    ["labels of the pods", { labels: { team: "ml" } }, "podLabels", { team: "ml" }],
    ["labels of the Deployment", { labels: { team: "ml" } }, "deploymentLabels", { team: "ml" }],
    [
      "a Service inside the cluster",
      { sourceRanges: undefined, service: { type: ServiceType.ClusterIP } },
      "service",
      { type: "ClusterIP", annotations: {} },
    ],
    [
      "annotations of the Service",
      { service: { annotations: { a: "b" } } },
      "service",
      { type: "LoadBalancer", annotations: { a: "b" }, loadBalancerSourceRanges: ["203.0.113.0/24"] },
    ],
  ];
  for (const [title, args, key, expected] of options) {
    it(`takes ${title}`, async () => assert.deepEqual(values(await layer(args))[key], expected));
  }

  it("takes an internal load balancer, from a mirror", async () => {
    const graph = await layer(
      { sourceRanges: undefined, internal: true, mirror: "oci://registry.example.org/charts" },
      { internalLoadBalancerAnnotations: { "networking.gke.io/load-balancer-type": "Internal" } },
    );
    assert.deepEqual((values(graph)["service"] as { annotations: unknown }).annotations, {
      "networking.gke.io/load-balancer-type": "Internal",
    });
    assert.equal(
      inputs(graph, RELEASE, "ingress-emissary")["chart"],
      "oci://registry.example.org/charts/emissary/emissary-ingress",
    );
  });

  it("labels its namespaces, Listeners and Hosts", async () => {
    const graph = await layer({ labels: { team: "ml" } });
    for (const [type, name] of [
      ["kubernetes:core/v1:Namespace", "ingress-namespace"],
      ["kubernetes:core/v1:Namespace", "ingress-crds-namespace"],
      [LISTENER, "ingress-listener-http"],
      [HOST, "ingress-host-every-host"],
    ] as const) {
      assert.deepEqual((inputs(graph, type, name)["metadata"] as { labels: unknown }).labels, { team: "ml" }, name);
    }
  });

  it("stands beside MetalLB", async () => {
    const metallb = { pools: { lan: { addresses: ["172.25.1.1-172.25.1.100"] } } };
    const graph = await layer({ metallb }, { providesLoadBalancers: false });
    assert.equal(graph.ofType("kubernetes:metallb.io/v1beta1:IPAddressPool").length, 1);
  });

  for (const [legacyVersions, version] of [
    [true, "v2"],
    [false, "v1"],
  ] as const) {
    it(`makes Seldon Core write Mappings of ${version} ${legacyVersions ? "with" : "without"} older versions`, async () => {
      const graph = await deploy(() => {
        const ml = new MlCluster("ml", { existing: { kubeconfig, context: "dev" }, kubernetesVersion: "1.35" });
        const k8s = { provider: ml.provider };
        const emissary = { legacyVersions, ambassadorId: "models" };
        const ingress = new IngressLayer("ingress", { cluster: ml, emissary, allowPublic: true }, k8s);
        const { ambassadorId } = new SeldonCore("seldon", { cluster: ml, ingress }, k8s);
        assert.equal(ambassadorId, "models");
      });
      assert.deepEqual(values(graph, "seldon")["ambassador"], { enabled: true, version });
      assert.deepEqual(waitsFor(graph, RELEASE, "seldon"), [
        "ingress-emissary-crds",
        "ingress-namespace",
        "seldon-namespace",
      ]);
    });
  }
});

describe("IngressLayer with Emissary refuses", () => {
  const charts = (values: object): Partial<IngressLayerArgs> => ({ charts: { "emissary-ingress": { values } } });
  const AT = "charts.emissary-ingress.values";

  const refused: [
    title: string,
    Partial<IngressLayerArgs>,
    [path: string, reason: RegExp][],
    Partial<ExistingClusterArgs>?,
  ][] = [
    [
      "a second controller",
      { istio: {} },
      [["emissary and istio", /2 were given \(emissary, istio\); fill exactly one\.$/]],
    ],
    [
      "an id that is none",
      { emissary: { ambassadorId: "_automatic_" } },
      [["emissary.ambassadorId", /is not a DNS-1123 label/]],
    ],
    [
      "nobody who may reach it",
      { sourceRanges: undefined },
      [["sourceRanges", /the whole internet could reach the gateway/]],
    ],
    [
      "a load balancer that would be internal",
      {},
      [["internal", /so it would be internal/]],
      { defaultExposure: Exposure.Internal },
    ],
    [
      "versions that differ",
      { charts: { "emissary-crds": { version: "4.0.1" } } },
      [["charts", /mixes versions of Emissary: emissary-crds 4\.0\.1, emissary-ingress 4\.1\.0/]],
    ],
    ["its own labels", { labels: { product: "x" } }, [["labels.product", /is a label that the chart sets itself/]]],
    [
      "the namespace of the definitions",
      { namespace: { name: "emissary-system" } },
      [["namespace.name", /is the namespace of the definitions/]],
    ],
    [
      "challenges that it does not answer",
      {
        hosts: ["models.example.org"],
        tls: { letsEncrypt: { email: "ml@example.org" } },
        sourceRanges: undefined,
        allowPublic: true,
      },
      [["tls.letsEncrypt.challenge", /it does not answer a host that has no certificate yet/]],
    ],
    [
      "another type of Service in values",
      charts({ service: { type: "NodePort" } }),
      [[`${AT}.service.type`, /contradicts service\.type/]],
    ],
    [
      "another name of the Service",
      charts({ service: { nameOverride: "x" } }),
      [[`${AT}.service.nameOverride`, /Leave it out\.$/]],
    ],
    ["another name of everything", charts({ fullnameOverride: "x" }), [[`${AT}.fullnameOverride`, /would rename/]]],
    ["the network of the nodes", charts({ hostNetwork: true }), [[`${AT}.hostNetwork`, /would open a way/]]],
    [
      "its diagnostics at a load balancer",
      charts({ adminService: { type: "LoadBalancer" } }),
      [[`${AT}.adminService.type`, /would open a way/]],
    ],
    [
      "further addresses",
      charts({ service: { externalIPs: ["203.0.113.7"] } }),
      [[`${AT}.service.externalIPs`, /would add addresses/]],
    ],
    [
      "own ports, which may open a port of the node too",
      charts({ service: { ports: [{ name: "http", port: 80, targetPort: 8080, hostPort: 80 }] } }),
      [[`${AT}.service.ports`, /^must stay 80 and 443/]],
    ],
    [
      "own ports as text",
      charts({ service: { portsRaw: "- port: 8080" } }),
      [[`${AT}.service.portsRaw`, /is text that replaces the ports/]],
    ],
    [
      "an id in values",
      charts({ env: { AMBASSADOR_ID: "x" } }),
      [[`${AT}.env.AMBASSADOR_ID`, /is emissary\.ambassadorId/]],
    ],
    [
      "another id in values",
      { ...charts({ env: { AMBASSADOR_ID: "x" } }), emissary: { ambassadorId: "y" } },
      [[`${AT}.env.AMBASSADOR_ID`, /contradicts emissary\.ambassadorId/]],
    ],
    [
      "Listeners of the chart",
      charts({ createDefaultListeners: true }),
      [[`${AT}.createDefaultListeners`, /would open each port twice/]],
    ],
    [
      "a single namespace in a variable",
      charts({ env: { AMBASSADOR_SINGLE_NAMESPACE: "YES" } }),
      [[`${AT}.env.AMBASSADOR_SINGLE_NAMESPACE`, /would make Mappings of other namespaces have no effect/]],
    ],
    [
      "variables as text",
      charts({ envRaw: "- name: AMBASSADOR_ID\n  value: x" }),
      [[`${AT}.envRaw`, /is text in which variables that the layer decides could be/]],
    ],
    [
      "a single namespace",
      charts({ scope: { singleNamespace: true } }),
      [[`${AT}.scope.singleNamespace`, /have no effect/]],
    ],
    [
      "definitions without what its inputs say",
      { charts: { "emissary-crds": { values: { enableLegacyVersions: false } } } },
      [["charts.emissary-crds.values.enableLegacyVersions", /contradicts emissary\.legacyVersions/]],
    ],
    [
      "the id of an installation that has none, which is default",
      {
        emissary: {
          ambassadorId: "default",
          definitions: { ...ingressFacts, controller: IngressController.Emissary, controllerVersion: "4.1.0" },
        },
      },
      [["emissary.ambassadorId", /must differ from that of the layer in emissary\.definitions/]],
    ],
    [
      "definitions of another layer without an id of its own",
      {
        emissary: {
          definitions: { ...ingressFacts, controller: IngressController.Emissary, controllerVersion: "4.1.0" },
        },
      },
      [["emissary.ambassadorId", /must differ from that of the layer in emissary\.definitions/]],
    ],
    [
      "definitions of another controller, of another version, and its own of them",
      { emissary: { ambassadorId: "x", legacyVersions: true, definitions: ingressFacts } },
      [
        ["charts", /mixes versions of Emissary: emissary-crds 1\.30\.3, emissary-ingress 4\.1\.0/],
        ["emissary.definitions", /is a layer with istio, which has no definitions of Emissary/],
        ["emissary.legacyVersions", /belongs to the layer that installs the definitions/],
      ],
    ],
    [
      "a chart of Istio",
      { charts: { istiod: {} } },
      [["charts.istiod", /the charts are emissary-crds, emissary-ingress\.$/]],
    ],
  ];
  for (const [title, args, expected, existing] of refused) {
    it(title, async () => {
      const problems = await refusal(program(args, existing));
      assert.deepEqual(
        problems.map(({ path }) => path),
        expected.map(([path]) => path),
      );
      expected.forEach(([, reason], index) => assert.match(problems[index]?.reason ?? "", reason));
    });
  }

  it("a version of Kubernetes on which it is not tested, also when that is known later", async () => {
    const late = deploy(() => {
      const { provider } = new MlCluster("ml", { existing: { kubeconfig, context: "dev" } });
      const cluster = {
        clusterName: "lab",
        providesLoadBalancers: true,
        defaultExposure: Exposure.Public,
        ready: "lab",
        kubernetesVersion: pulumi.output("1.24"),
      };
      new IngressLayer("ingress", { cluster, emissary: {}, allowPublic: true }, { provider });
    });
    await assert.rejects(late, /cluster\.kubernetesVersion: Emissary 4\.1\.0 on Kubernetes 1\.24 is not a combination/);
  });

  it("in Seldon Core, an id of another stack that no Mapping can name", async () => {
    const problems = await refusal(() => {
      const ml = new MlCluster("ml", { existing: { kubeconfig, context: "dev" }, kubernetesVersion: "1.35" });
      const ingress = { ...ingressFacts, controller: IngressController.Emissary, controllerVersion: "4.1.0" };
      new SeldonCore(
        "seldon",
        { cluster: ml, ingress: { ...ingress, ambassadorId: "_automatic_" } },
        { provider: ml.provider },
      );
    });
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["ingress.ambassadorId"],
    );
  });
});
