import * as assert from "node:assert/strict";
import type { ChartName } from "../../components/shared/pinned-charts";
import { readContract } from "./contract";
import { kindsAndNames } from "./helm";
import { schemaProblems } from "./schema-problems";
import { describeStandIns } from "./stand-ins";
import { at } from "./value-path";

type Values = Record<string, unknown>;

describeStandIns("Istio's stand-ins", ({ contractsDir, rendered }) => {
  /** Reads one field of each of these objects; undefined for an object that is not rendered. */
  const fields = async (
    name: ChartName,
    release: string,
    values: Values,
    ...paths: [kind: string, ...(string | number)[]][]
  ) => {
    const objects = await rendered(name, release, values);
    return paths.map(([kind, ...keys]) =>
      at(
        objects.find((object) => object.kind === kind),
        ...keys,
      ),
    );
  };
  const base = (values: Values = {}) => rendered("istio-base", "istio-base", values);
  const gateway = "istio-ingressgateway";

  describe("base", () => {
    it("creates the 15 CRDs, which Helm keeps, an account and a webhook", async () => {
      const objects = await base();
      assert.deepEqual(kindsAndNames(objects), [
        "CustomResourceDefinition authorizationpolicies.security.istio.io",
        "CustomResourceDefinition destinationrules.networking.istio.io",
        "CustomResourceDefinition envoyfilters.networking.istio.io",
        "CustomResourceDefinition gateways.networking.istio.io",
        "CustomResourceDefinition peerauthentications.security.istio.io",
        "CustomResourceDefinition proxyconfigs.networking.istio.io",
        "CustomResourceDefinition requestauthentications.security.istio.io",
        "CustomResourceDefinition serviceentries.networking.istio.io",
        "CustomResourceDefinition sidecars.networking.istio.io",
        "CustomResourceDefinition telemetries.telemetry.istio.io",
        "CustomResourceDefinition trafficextensions.extensions.istio.io",
        "CustomResourceDefinition virtualservices.networking.istio.io",
        "CustomResourceDefinition wasmplugins.extensions.istio.io",
        "CustomResourceDefinition workloadentries.networking.istio.io",
        "CustomResourceDefinition workloadgroups.networking.istio.io",
        "ServiceAccount istio-reader-service-account",
        "ValidatingWebhookConfiguration istiod-default-validator",
      ]);
      const policies = objects.map((object) => at(object, "metadata", "annotations", "helm.sh/resource-policy"));
      assert.deepEqual(policies.sort(), [...Array<string>(15).fill("keep"), undefined, undefined]);
    });

    it("leaves out CRDs and the webhook on demand", async () => {
      const objects = await base({
        base: { excludedCRDs: ["gateways.networking.istio.io", "sidecars.networking.istio.io"] },
        defaultRevision: "",
      });
      const names = kindsAndNames(objects);
      assert.equal(names.length, 14);
      assert.equal(names.includes("CustomResourceDefinition gateways.networking.istio.io"), false);
      assert.equal(names.includes("CustomResourceDefinition sidecars.networking.istio.io"), false);
    });

    it("puts the account into the namespace that it is told", async () => {
      const values = { global: { istioNamespace: "mesh" } };
      assert.deepEqual(await fields("istio-base", "b", values, ["ServiceAccount", "metadata", "namespace"]), ["mesh"]);
    });
  });

  describe("istiod", () => {
    it("has the objects that other charts and users address by name", async () => {
      assert.deepEqual(kindsAndNames(await rendered("istiod", "istiod")), [
        "ConfigMap istio",
        "ConfigMap istio-sidecar-injector",
        "Deployment istiod",
        "HorizontalPodAutoscaler istiod",
        "MutatingWebhookConfiguration istio-sidecar-injector",
        "Service istiod",
        "ServiceAccount istiod",
        "ValidatingWebhookConfiguration istio-validator-istio-system",
      ]);
    });

    const scale: [kind: string, ...(string | number)[]][] = [
      ["Deployment", "spec", "replicas"],
      ["HorizontalPodAutoscaler", "spec", "minReplicas"],
      ["HorizontalPodAutoscaler", "spec", "maxReplicas"],
      ["PodDisruptionBudget", "spec", "minAvailable"],
    ];
    const scales: [title: string, values: Values, expected: unknown[]][] = [
      ["by default", {}, [undefined, 1, 5, undefined]],
      ["with bounds", { autoscaleMin: 2, autoscaleMax: 7 }, [undefined, 2, 7, 1]],
      ["with replicas beside the autoscaler", { replicaCount: 3 }, [undefined, 1, 5, undefined]],
      ["with fixed replicas", { autoscaleEnabled: false, replicaCount: 3 }, [3, undefined, undefined, 1]],
    ];
    for (const [title, values, expected] of scales) {
      it(`scales as the values say: ${title}`, async () => {
        assert.deepEqual(await fields("istiod", "istiod", values, ...scale), expected);
      });
    }

    it("takes image, resources and environment from the values", async () => {
      const resources = { requests: { cpu: "10m", memory: "128Mi" } };
      const values = { global: { hub: "docker.io/istio" }, resources, env: { K8S_INGRESS_NS: "in" } };
      const container = ["Deployment", "spec", "template", "spec", "containers", 0] as const;
      const read = await fields(
        "istiod",
        "istiod",
        values,
        [...container, "image"],
        [...container, "resources"],
        [...container, "env", -1],
      );
      assert.deepEqual(read, ["docker.io/istio/pilot:1.30.3", resources, { name: "K8S_INGRESS_NS", value: "in" }]);
    });

    it("writes mesh settings into its ConfigMap", async () => {
      const values = { meshConfig: { accessLogFile: "/dev/stdout" } };
      assert.deepEqual(await fields("istiod", "istiod", values, ["ConfigMap", "data", "mesh"]), [
        "accessLogFile: /dev/stdout\nenablePrometheusMerge: true\nrootNamespace: istio-system\ntrustDomain: cluster.local",
      ]);
    });
  });

  describe("gateway", () => {
    it("names its objects as the release", async () => {
      assert.deepEqual(kindsAndNames(await rendered("istio-gateway", gateway)), [
        `Deployment ${gateway}`,
        `HorizontalPodAutoscaler ${gateway}`,
        `Role ${gateway}`,
        `RoleBinding ${gateway}`,
        `Service ${gateway}`,
        `ServiceAccount ${gateway}`,
      ]);
    });

    it("lets its service account read Secrets, unless the values say no", async () => {
      const rules = [{ apiGroups: [""], resources: ["secrets"], verbs: ["get", "watch", "list"] }];
      assert.deepEqual(await fields("istio-gateway", gateway, {}, ["Role", "rules"], ["RoleBinding", "subjects"]), [
        rules,
        [{ kind: "ServiceAccount", name: gateway }],
      ]);
      const without = kindsAndNames(await rendered("istio-gateway", gateway, { rbac: { enabled: false } }));
      assert.deepEqual(
        without.filter((one) => one.startsWith("Role")),
        [],
      );
    });

    // A Gateway's selector is matched against the pods' labels, and those follow from the release's name.
    const selections: [release: string, values: Values, expected: Values][] = [
      [gateway, {}, { app: gateway, istio: "ingressgateway" }],
      ["istio-gateway", {}, { app: "istio-gateway", istio: "gateway" }],
      ["edge", {}, { app: "edge", istio: "edge" }],
      ["edge", { name: "istio-west" }, { app: "istio-west", istio: "west" }],
      ["edge", { labels: { istio: "ingressgateway" } }, { app: "edge", istio: "ingressgateway" }],
    ];
    for (const [release, values, expected] of selections) {
      it(`of release ${release} with ${JSON.stringify(values)} has pods labelled istio=${String(expected.istio)}`, async () => {
        const pods = ["Deployment", "spec", "template", "metadata", "labels"] as const;
        const [service, deployment, app, istio, injected] = await fields(
          "istio-gateway",
          release,
          values,
          ["Service", "spec", "selector"],
          ["Deployment", "spec", "selector", "matchLabels"],
          [...pods, "app"],
          [...pods, "istio"],
          [...pods, "sidecar.istio.io/inject"],
        );
        assert.deepEqual([service, deployment, { app, istio }, injected], [expected, expected, expected, "true"]);
      });
    }

    const PORTS = [
      { name: "status-port", port: 15021, protocol: "TCP", targetPort: 15021 },
      { name: "http2", port: 80, protocol: "TCP", targetPort: 80 },
      { name: "https", port: 443, protocol: "TCP", targetPort: 443 },
    ];
    const selector = { app: gateway, istio: "ingressgateway" };
    const services: [title: string, service: Values, expected: Values | undefined, annotations?: Values][] = [
      ["nothing", {}, { type: "LoadBalancer", ports: PORTS, selector }],
      ["annotations", { annotations: { a: "b" } }, { type: "LoadBalancer", ports: PORTS, selector }, { a: "b" }],
      [
        "source ranges, class and policy",
        {
          loadBalancerSourceRanges: ["203.0.113.0/24"],
          loadBalancerClass: "example.org/lb",
          externalTrafficPolicy: "Local",
        },
        {
          type: "LoadBalancer",
          loadBalancerClass: "example.org/lb",
          loadBalancerSourceRanges: ["203.0.113.0/24"],
          externalTrafficPolicy: "Local",
          ports: PORTS,
          selector,
        },
      ],
      [
        "a port of the node",
        { type: "NodePort", ports: [{ name: "http2", port: 80, nodePort: 30080 }] },
        { type: "NodePort", ports: [{ name: "http2", port: 80, nodePort: 30080 }], selector },
      ],
      [
        "a class without a load balancer",
        { type: "ClusterIP", loadBalancerClass: "x" },
        { type: "ClusterIP", ports: PORTS, selector },
      ],
      ["no Service", { type: "None" }, undefined],
    ];
    for (const [title, service, expected, annotations] of services) {
      it(`makes the Service that the values ask for: ${title}`, async () => {
        const paths: [string, ...string[]][] = [
          ["Service", "spec"],
          ["Service", "metadata", "annotations"],
        ];
        assert.deepEqual(await fields("istio-gateway", gateway, { service }, ...paths), [expected, annotations]);
      });
    }

    const scale: [kind: string, ...(string | number)[]][] = [
      ["Deployment", "spec", "replicas"],
      ["HorizontalPodAutoscaler", "spec", "minReplicas"],
      ["PodDisruptionBudget", "spec", "minAvailable"],
    ];
    const podDisruptionBudget = { minAvailable: 1 };
    const fixed = { autoscaling: { enabled: false }, replicaCount: 3 };
    const scales: [title: string, values: Values, expected: unknown[]][] = [
      ["replicas beside the autoscaler", { replicaCount: 3, podDisruptionBudget }, [undefined, 1, undefined]],
      ["fixed replicas", { ...fixed, podDisruptionBudget }, [3, undefined, 1]],
      ["fixed replicas without a budget", fixed, [3, undefined, undefined]],
      ["bounds", { autoscaling: { minReplicas: 2 }, podDisruptionBudget }, [undefined, 2, 1]],
    ];
    for (const [title, values, expected] of scales) {
      it(`scales as the values say: ${title}`, async () => {
        assert.deepEqual(await fields("istio-gateway", gateway, values, ...scale), expected);
      });
    }
  });

  describe("refuse what the real charts refuse:", () => {
    const bySchema: [title: string, values: Values, refusal: RegExp][] = [
      ["an unknown key", { replicas: 3 }, /additional properties 'replicas' not allowed/],
      ["a number for a quantity", { resources: { requests: { cpu: 2 } } }, /'\/resources\/requests\/cpu': got number/],
      ["an unknown kind", { kind: "StatefulSet" }, /'\/kind': value must be one of 'Deployment', 'DaemonSet'/],
      ["text for a number", { replicaCount: "3" }, /'\/replicaCount': got string/],
      ["text for a list", { service: { loadBalancerSourceRanges: "a" } }, /loadBalancerSourceRanges': got string/],
    ];
    for (const [title, values, refusal] of bySchema) {
      it(`${title}, in Helm as in our own check of the schema`, async () => {
        await assert.rejects(rendered("istio-gateway", gateway, values), refusal);
        const { values: defaults, schema = {} } = readContract("istio-gateway", contractsDir);
        assert.equal(schemaProblems(values, defaults, schema).length, 1);
      });
    }

    const byTemplate: [title: string, name: ChartName, values: Values, refusal: RegExp][] = [
      ["a Service without ports", "istio-gateway", { service: { ports: [] } }, /service.ports must not be empty/],
      [
        "defaults under the old key",
        "istiod",
        { defaults: { global: {} } },
        /Setting with .default prefix found; remove it/,
      ],
      ["an unknown platform", "istiod", { global: { platform: "moon" } }, /unknown platform moon/],
    ];
    for (const [title, name, values, refusal] of byTemplate) {
      it(`${title} (${name})`, async () => {
        await assert.rejects(rendered(name, gateway, values), refusal);
      });
    }

    it("and what they do not model themselves", async () => {
      for (const values of [
        { profile: "demo" },
        { global: { resourceScope: "cluster" } },
        { compatibilityVersion: "1.29" },
      ]) {
        await assert.rejects(base(values), /this stand-in knows no profile, compatibilityVersion or resourceScope/);
      }
      const network = rendered("istio-gateway", gateway, { networkGateway: "n" });
      await assert.rejects(network, /this stand-in knows no networkGateway/);
    });
  });
});
