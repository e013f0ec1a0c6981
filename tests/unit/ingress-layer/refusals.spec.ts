import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  Exposure,
  IngressLayer,
  MlCluster,
  ServiceType,
  type ExistingClusterArgs,
  type IngressLayerArgs,
} from "../../../components";
import { recordProgram } from "../../../recorder/record-program";
import { deploy } from "../../helpers/deploy";
import { kubeconfig } from "../kubeconfig";
import { clusterFacts } from "../platform";
import { refusal } from "../refusal";

const open = { sourceRanges: ["203.0.113.0/24"] };
const cluster = (existing: Partial<ExistingClusterArgs> = {}, kubernetesVersion = "1.35", name = "ml") =>
  new MlCluster(name, { existing: { kubeconfig, context: "dev", ...existing }, kubernetesVersion });

describe("IngressLayer refuses", () => {
  const refused: [
    string,
    Partial<IngressLayerArgs>,
    [path: string, reason: RegExp][],
    Partial<ExistingClusterArgs>?,
  ][] = [
    [
      "no controller",
      { ...open, istio: undefined },
      [
        [
          "ambassador or emissary or existing or istio",
          /^none was given; fill exactly one of ambassador, emissary, existing, istio \(istio is written, but its value is undefined: check the spelling of the value\)\.$/,
        ],
      ],
    ],
    [
      "a public gateway that nobody wrote out",
      {},
      [
        [
          "sourceRanges",
          /the whole internet could reach the gateway\. Write sourceRanges, internal: true or allowPublic: true\.$/,
        ],
      ],
    ],
    ["an empty list of ranges", { sourceRanges: [] }, [["sourceRanges", /^is empty/]]],
    [
      "the whole internet as a range",
      { sourceRanges: ["0.0.0.0/0", "::/0"] },
      [
        ["sourceRanges[0]", /allows the whole internet/],
        ["sourceRanges[1]", /allows the whole internet/],
      ],
    ],
    [
      "the whole internet in halves",
      { sourceRanges: ["0.0.0.0/1", "128.0.0.0/1"] },
      [
        ["sourceRanges[0]", /^"0\.0\.0\.0\/1" is wider than \/8\. Write a smaller block, or allowPublic: true\.$/],
        ["sourceRanges[1]", /is wider than \/8/],
      ],
    ],
    [
      "the whole internet in halves, in IPv6",
      { sourceRanges: ["::/1", "8000::/1"] },
      [
        ["sourceRanges[0]", /is wider than \/16/],
        ["sourceRanges[1]", /is wider than \/16/],
      ],
    ],
    [
      "blocks that are too much together",
      { sourceRanges: ["8.0.0.0/8", "9.0.0.0/8"] },
      [["sourceRanges", /^the blocks together allow more of the internet than a \/8\./]],
    ],
    [
      "the whole of IPv4 in the form of IPv6",
      { sourceRanges: ["::ffff:0:0/96"] },
      [["sourceRanges[0]", /is a block of IPv4 in the form of IPv6/]],
    ],
    [
      "a namespace that charts read as a number",
      { ...open, namespace: { name: "123" } },
      [["namespace.name", /^"123" is not read as text in charts/]],
    ],
    [
      "a single address",
      { sourceRanges: ["203.0.113.7", "2001:db8::7"] },
      [
        [
          "sourceRanges[0]",
          /^"203\.0\.113\.7" is a single address; write 203\.0\.113\.7\/32 for it alone, or the block/,
        ],
        ["sourceRanges[1]", /write 2001:db8::7\/128 for it alone/],
      ],
    ],
    ["a range that is none", { sourceRanges: ["10.0.0.0/40"] }, [["sourceRanges[0]", /is not a CIDR block/]]],
    [
      "internal and public at once",
      { internal: true, allowPublic: true },
      [["allowPublic", /contradicts internal: true/]],
      { internalLoadBalancerAnnotations: { a: "b" } },
    ],
    [
      "an internal load balancer that the cluster has no word for",
      { internal: true },
      [
        [
          "internal",
          /\. Write them as internalLoadBalancerAnnotations of the MlCluster, or as service\.annotations\.$/,
        ],
      ],
    ],
    [
      "a public load balancer that the cluster has no word for, and would make internal",
      open,
      [
        [
          "internal",
          /^the cluster has no annotations for a public load balancer, so it would be internal\. Write internal: true, or give the MlCluster public subnets/,
        ],
      ],
      { defaultExposure: Exposure.Internal },
    ],
    [
      "a load balancer where there are none",
      open,
      [["service.type", /provides no load balancers\. Choose NodePort or ClusterIP, or write metallb\.$/]],
      { providesLoadBalancers: false },
    ],
    [
      "ranges for what is no load balancer",
      { ...open, service: { type: "ClusterIP" as never } },
      [["sourceRanges", /service\.type is ClusterIP\. Leave it out\.$/]],
    ],
    [
      "an unknown type of Service",
      { ...open, service: { type: "ExternalName" as never } },
      [["service.type", /is not one of LoadBalancer, NodePort, ClusterIP\.$/]],
    ],
    [
      "an annotation key that is none",
      { ...open, service: { annotations: { "a b": "c" } } },
      [["service.annotations.a b", /is not a label key/]],
    ],
    [
      "a namespace that is no DNS-1123 label",
      { ...open, namespace: { name: "Istio" } },
      [["namespace.name", /is not a DNS-1123 label/]],
    ],
    [
      "such a name among the injected namespaces",
      { ...open, istio: { injectedNamespaces: ["ok", "No"] } },
      [["istio.injectedNamespaces[1]", /"No" is not a DNS-1123 label/]],
    ],
    [
      "replicas beside autoscaling",
      { ...open, replicas: 2, autoscaling: { min: 1, max: 2 } },
      [["replicas", /no effect together with autoscaling/]],
    ],
    ["no replica", { ...open, replicas: 0 }, [["replicas", /^0 is not a whole number of at least 1\.$/]]],
    [
      "min over max",
      { ...open, autoscaling: { min: 3, max: 1 } },
      [["autoscaling", /^min \(3\) exceeds max \(1\)\. Lower min or raise max\.$/]],
    ],
    [
      "bounds and a target of nought",
      { ...open, autoscaling: { min: 0, max: 0, targetCpuPercent: 0 } },
      [
        ["autoscaling.min", /^0/],
        ["autoscaling.max", /^0/],
        ["autoscaling.targetCpuPercent", /^0/],
      ],
    ],
    [
      "amounts that are no quantities",
      { ...open, resources: { requests: { cpu: "lots" }, limits: { memory: "2GB" } } },
      [
        ["resources.requests.cpu", /"lots" is not a Kubernetes quantity/],
        ["resources.limits.memory", /"2GB"/],
      ],
    ],
    [
      "limits below what the chart requests",
      {
        ...open,
        resources: { limits: { cpu: "50m" } },
        istio: { istiod: { resources: { limits: { memory: "1Gi" } } } },
      },
      [
        ["resources.limits.cpu", /^50m is below the chart's default request of 100m\. Lower requests\.cpu too\.$/],
        ["istio.istiod.resources.limits.memory", /^1Gi is below the chart's default request of 2Gi/],
      ],
    ],
    [
      "namespaces injected twice, or Istio's own",
      { ...open, istio: { injectedNamespaces: ["a", "a", "istio-system"] } },
      [
        ["istio.injectedNamespaces[1]", /"a" is listed twice/],
        ["istio.injectedNamespaces[2]", /"istio-system" is the namespace of Istio itself/],
      ],
    ],
    [
      "values on which the outputs rely",
      {
        ...open,
        charts: {
          "istio-gateway": { values: { name: "other", labels: { istio: "x" } } },
          istiod: { values: { revision: "blue" } },
        },
      },
      [
        ["charts.istio-gateway.values.name", /^would rename the Service/],
        [
          "charts.istio-gateway.values.labels.istio",
          /must stay, because Gateways find the gateway's pods by this label/,
        ],
        ["charts.istiod.values.revision", /without its control plane/],
      ],
    ],
    [
      "a token in the query of a mirror, without repeating it",
      {
        ...open,
        mirror: "https://charts.example.org/r?token=s3cret",
        charts: { istiod: { mirror: "oci://r.example.org/c#s3cret" } },
      },
      ["mirror", "charts.istiod.mirror"].map((path): [string, RegExp] => [
        path,
        /^contains a query or fragment, which Pulumi would store unencrypted in the state\. Remove it, and log in with helm\.$/,
      ]),
    ],
    ...["default", "kube-system"].map((name): (typeof refused)[number] => [
      `to create the namespace ${name}`,
      { ...open, namespace: { name } },
      [["namespace.name", /exists in every cluster and cannot be created; write namespace\.create: false/]],
    ]),
    [
      "labels that Istio reads itself",
      {
        ...open,
        labels: { "istio-injection": "disabled", "sidecar.istio.io/inject": "false", "istio.io/rev": "x" },
      },
      ["istio-injection", "sidecar.istio.io/inject", "istio.io/rev"].map((key): [string, RegExp] => [
        `labels.${key}`,
        /^is read by Istio, which could then leave the gateway's pods without their proxy/,
      ]),
    ],
    [
      "a gateway that is no Deployment, and labels that Istio reads itself, in the values of its chart",
      {
        ...open,
        charts: { "istio-gateway": { values: { kind: "DaemonSet", labels: { "sidecar.istio.io/inject": "false" } } } },
      },
      [
        ["charts.istio-gateway.values.kind", /replicas and autoscaling have no effect/],
        ["charts.istio-gateway.values.labels.sidecar.istio.io/inject", /^is read by Istio/],
      ],
    ],
    [
      "hosts that DNS cannot have",
      { ...open, hosts: [`${"a".repeat(64)}.org`, "a.123"] },
      [
        ["hosts[0]", /is not a host name/],
        ["hosts[1]", /is not a host name/],
      ],
    ],
    [
      "more pods than the API can read",
      { ...open, autoscaling: { min: 1, max: 3e9 } },
      [["autoscaling.max", /^3000000000 is too large\. Write at most 2147483647\.$/]],
    ],
    [
      "memory without its unit, and cores with one",
      { ...open, resources: { requests: { cpu: "2Gi", memory: "512m" } } },
      [
        ["resources.requests.cpu", /^"2Gi" has a unit for memory; use cores, such as 500m or 2\.$/],
        [
          "resources.requests.memory",
          /^"512m" is less than a mebibyte; use a unit for memory, such as 512Mi or 4Gi\.$/,
        ],
      ],
    ],
    [
      "a password in the mirror, without repeating it",
      { ...open, mirror: "https://me:s3cret@charts.example.org" },
      [
        [
          "mirror",
          /^contains a user name or password, which Pulumi would store unencrypted in the state\. Remove it, and log in with helm\.$/,
        ],
      ],
    ],
    [
      "requests over limits, the caller's or the chart's",
      { ...open, resources: { requests: { cpu: "4", memory: "2Gi" }, limits: { memory: "1000Mi" } } },
      [
        ["resources.requests.cpu", /^4 exceeds the chart's default limit of 2\. Raise limits\.cpu\.$/],
        ["resources.requests.memory", /^2Gi exceeds the limit of 1000Mi\. Raise limits\.memory\.$/],
      ],
    ],
    [
      "a wrong size of istiod",
      { ...open, istio: { istiod: { replicas: -1, resources: { limits: { cpu: "x" } } } } },
      [
        ["istio.istiod.replicas", /^-1/],
        ["istio.istiod.resources.limits.cpu", /"x"/],
      ],
    ],
    [
      "inputs for the size of istiod that do not fit together",
      { ...open, istio: { istiod: { replicas: 1, autoscaling: { min: 2, max: 1 } } } },
      [
        ["istio.istiod.replicas", /no effect/],
        ["istio.istiod.autoscaling", /exceeds/],
      ],
    ],
    [
      "labels that Kubernetes refuses",
      { ...open, labels: { "-team": "ml", team: "a b" } },
      [
        ["labels.-team", /is not a label key/],
        ["labels.team", /is not a label value/],
      ],
    ],
    [
      "labels by which the gateway is selected",
      { ...open, labels: { istio: "mine", app: "mine" } },
      [
        ["labels.istio", /select the gateway's pods/],
        ["labels.app", /select the gateway's pods/],
      ],
    ],
    [
      "a chart it does not install",
      { ...open, charts: { metallb: {} } },
      [["charts.metallb", /the charts are istio-base, istiod, istio-gateway\.$/]],
    ],
    [
      "values that contradict typed inputs",
      {
        ...open,
        charts: {
          "istio-gateway": {
            values: { service: { type: "NodePort" }, replicaCount: 2, autoscaling: { enabled: false } },
          },
        },
      },
      [
        ["charts.istio-gateway.values.service.type", /the value contradicts service\.type/],
        ["charts.istio-gateway.values.autoscaling.enabled", /false contradicts replicas/],
      ],
    ],
    [
      "null for values that typed inputs decide",
      {
        ...open,
        charts: { "istio-gateway": { values: { service: null } }, istiod: { values: { meshConfig: null, env: null } } },
      },
      [
        ["charts.istio-gateway.values.service", /^null is not an object/],
        ["charts.istiod.values.env", /^null is not an object/],
        ["charts.istiod.values.meshConfig", /^null is not an object/],
      ],
    ],
    [
      "null for the ranges of a load balancer",
      { ...open, charts: { "istio-gateway": { values: { service: { loadBalancerSourceRanges: null } } } } },
      [["charts.istio-gateway.values.service.loadBalancerSourceRanges", /^null contradicts sourceRanges/]],
    ],
    [
      "addresses to which the ranges do not apply",
      { ...open, charts: { "istio-gateway": { values: { service: { externalIPs: ["203.0.113.7"] } } } } },
      [["charts.istio-gateway.values.service.externalIPs", /^would add addresses to which sourceRanges/]],
    ],
    [
      "a gateway that may not read certificates",
      { ...open, charts: { "istio-gateway": { values: { rbac: { enabled: false } } } } },
      [["charts.istio-gateway.values.rbac.enabled", /^false is not allowed: .* certificates/]],
    ],
    [
      "a load balancer of another controller, other ports, other pods and another control plane",
      {
        ...open,
        charts: {
          istiod: { values: { pilot: { env: { K8S_INGRESS_NS: "other" } } } },
          "istio-gateway": {
            values: {
              revision: "canary",
              service: { loadBalancerClass: "other", ports: [{ port: 8080 }], selectorLabels: { app: "other" } },
            },
          },
        },
      },
      [
        ["charts.istiod.values.pilot", /^is the older place of these keys/],
        ["charts.istio-gateway.values.revision", /^would leave the gateway without its control plane/],
        ["charts.istio-gateway.values.service.selectorLabels", /^would lead the Service to other pods/],
        ["charts.istio-gateway.values.service.ports", /^must stay 80 and 443, which the outputs port and url name/],
        [
          "charts.istio-gateway.values.service.loadBalancerClass",
          /^would give the load balancer to another controller/,
        ],
      ],
    ],
    [
      "values among the charts' own defaults",
      {
        ...open,
        charts: {
          "istio-gateway": {
            values: { _internal_defaults_do_not_set: { service: { externalIPs: ["203.0.113.7"] } } },
          },
        },
      },
      [
        [
          "charts.istio-gateway.values._internal_defaults_do_not_set",
          /^is internal to the chart; write the keys directly under values/,
        ],
      ],
    ],
    [
      "annotations behind the typed ones' back",
      { ...open, charts: { "istio-gateway": { values: { service: { annotations: { a: "b" } } } } } },
      [["charts.istio-gateway.values.service.annotations", /contradicts service\.annotations, which decides it/]],
    ],
    ["a mirror that is none", { ...open, mirror: "s3://charts" }, [["mirror", /is not a source of charts/]]],
    [
      "charts of Istio that belong to different minor versions",
      { ...open, charts: { "istio-gateway": { version: "1.31.0" } } },
      [
        [
          "charts",
          /^mixes minor versions of Istio: istio-base 1\.30\.3, istiod 1\.30\.3, istio-gateway 1\.31\.0\. Install one minor version, or write allowUntestedVersions: true\.$/,
        ],
      ],
    ],
    [
      "an untested Istio",
      {
        ...open,
        charts: {
          "istio-base": { version: "1.29.1" },
          istiod: { version: "1.29.1" },
          "istio-gateway": { version: "1.29.1" },
        },
      },
      [["charts.istiod.version", /^Istio 1\.29\.1 on Kubernetes 1\.35 is not a combination we test/]],
    ],
    [
      "a version of a chart that is none, once",
      { ...open, charts: { istiod: { version: "latest" } } },
      [["charts.istiod.version", /^"latest" is not a version/]],
    ],
    [
      "a value that is no object above keys of ours",
      { ...open, charts: { istiod: { values: { global: 3 } } } },
      [["charts.istiod.values.global", /^3 is a number, not an object/]],
    ],
    [
      "a folder without the charts",
      { ...open, mirror: "./nowhere" },
      [["mirror", /does not contain base-1\.30\.3\.tgz, /]],
    ],
    [
      "a misspelt list of ranges, without missing the right one",
      { sourceRange: ["10.0.0.0/8"] } as object,
      [["sourceRange", /did you mean "sourceRanges"/]],
    ],
    ["ranges of the wrong type", { sourceRanges: [3] as never }, [["sourceRanges[0]", /^3 is a number, not text/]]],
    ["a permission of the wrong type", { allowPublic: "yes" as never }, [["allowPublic", /^"yes" is text/]]],
    [
      "a misspelt type of Service",
      { service: { type: "Nodeport" as never } },
      [["service.type", /ServiceType\.NodePort/]],
    ],
    ["a controller of the wrong type", { ...open, istio: true as never }, [["istio", /write istio: \{\}\.$/]]],
    [
      "a misspelt controller",
      { ...open, istio: undefined, Istio: {} } as object,
      [["Istio", /^unknown input "Istio"; did you mean "istio"\?$/]],
    ],
    [
      "an unknown input first, and rules across inputs on the next run",
      { mirrors: "https://charts.example.org" } as object,
      [["mirrors", /did you mean "mirror"/]],
    ],
    [
      "every wrong single input at once",
      { replicas: 0, namespace: { name: "A" }, mirror: "x://y", istio: { injectedNamespaces: ["B"] } },
      [
        ["namespace.name", /"A"/],
        ["replicas", /^0/],
        ["mirror", /is not a source of charts/],
        ["istio.injectedNamespaces[0]", /"B"/],
      ],
    ],
    [
      "every broken rule across inputs at once",
      {
        replicas: 2,
        autoscaling: { min: 1, max: 2 },
        istio: { injectedNamespaces: ["a", "a"] },
        charts: { istiod: { version: "1.29.0" } },
      },
      [
        ["sourceRanges", /^is empty/],
        ["charts", /^mixes minor versions/],
        ["replicas", /no effect/],
        ["istio.injectedNamespaces[1]", /twice/],
        ["charts.istiod.version", /not a combination/],
      ],
    ],
  ];
  for (const [title, args, expected, existing] of refused) {
    it(title, async () => {
      const problems = await refusal(() => {
        const ml = cluster(existing);
        new IngressLayer("ingress", { cluster: ml, istio: {}, ...args }, { provider: ml.provider });
      });
      assert.deepEqual(
        problems.map(({ path }) => path),
        expected.map(([path]) => path),
      );
      problems.forEach(({ reason }, index) => {
        assert.match(reason, expected[index]?.[1] ?? /never/);
      });
    });
  }

  it("an untested Istio also where nobody says what the cluster runs", async () => {
    const version = "1.20.0";
    const charts = { "istio-base": { version }, istiod: { version }, "istio-gateway": { version } };
    const problems = await refusal(() => {
      const ml = new MlCluster("ml", { existing: { kubeconfig, context: "dev" } });
      new IngressLayer("ingress", { cluster: ml, istio: {}, ...open, charts }, { provider: ml.provider });
    });
    assert.deepEqual(problems, [
      {
        path: "charts.istiod.version",
        reason:
          "Istio 1.20.0 is not a version we test (tested: 1.30, 1.31, 1.32). Choose a tested one, or write allowUntestedVersions: true.",
      },
    ]);
  });

  it("a cluster whose version is no version", async () => {
    const problems = await refusal(() => {
      const facts = { ...clusterFacts, kubernetesVersion: "1,35" };
      new IngressLayer("ingress", { cluster: facts, istio: {}, ...open }, { provider: cluster().provider });
    });
    assert.deepEqual(problems, [
      { path: "cluster.kubernetesVersion", reason: '"1,35" is not a version, such as 1.35 or 1.30.3.' },
    ]);
  });

  it("the same where the cluster turns out not to say it", async () => {
    const version = "1.20.0";
    const charts = { "istio-base": { version }, istiod: { version }, "istio-gateway": { version } };
    const late = deploy(() => {
      const facts = { ...clusterFacts, kubernetesVersion: pulumi.output<string | undefined>(undefined) };
      const args = { cluster: facts, istio: {}, ...open, charts };
      new IngressLayer("ingress", args, { provider: cluster().provider });
    });
    await assert.rejects(late, /charts\.istiod\.version: Istio 1\.20\.0 is not a version we test/);
  });

  it("to fall back to the ambient kubeconfig", async () => {
    const problems = await refusal(() => new IngressLayer("ingress", { cluster: cluster(), istio: {}, ...open }));
    assert.deepEqual(problems, [
      {
        path: "opts.provider",
        reason: "there is no Kubernetes provider here or on the parent. Pass { provider: cluster.provider }.",
      },
    ]);
  });

  it("a component in place of the options, and one of another kind in place of a cluster", async () => {
    const ofOptions = await refusal(() => {
      const ml = cluster();
      const opts = ml as unknown as pulumi.ComponentResourceOptions;
      new IngressLayer("ingress", { cluster: ml, istio: {}, ...open }, opts);
    });
    assert.deepEqual(ofOptions, [
      { path: "opts", reason: "is a resource. Write { provider: cluster.provider } as the third argument." },
    ]);
    const ofCluster = await refusal(() => {
      const { provider } = cluster();
      new IngressLayer("ingress", { cluster: provider as never, istio: {}, ...open }, { provider });
    });
    assert.deepEqual(ofCluster, [
      {
        path: "cluster",
        reason:
          "is a resource of the type pulumi:providers:kubernetes. The cluster to install into: an `MlCluster`, or the facts that another stack exports.",
      },
    ]);
  });

  it("another cluster's provider", async () => {
    const problems = await refusal(() => {
      const [one, two] = [cluster(), cluster({}, "1.35", "other")];
      new IngressLayer("ingress", { cluster: one, istio: {}, ...open }, { provider: two.provider });
    });
    assert.deepEqual(problems, [
      {
        path: "opts.provider",
        reason:
          'the provider belongs to MlCluster "other", which is not the cluster given as `cluster`. Pass the provider of that cluster.',
      },
    ]);
  });

  it("no cluster", async () => {
    const problems = await refusal(
      () => new IngressLayer("ingress", { istio: {}, ...open } as unknown as IngressLayerArgs),
    );
    assert.deepEqual(problems, [
      {
        path: "cluster",
        reason: "is missing. The cluster to install into: an `MlCluster`, or the facts that another stack exports.",
      },
    ]);
  });

  it("the whole internet when that turns out to be the range, and no secret is shown", async () => {
    const late = (range: pulumi.Output<string>) =>
      deploy(() => {
        const ml = cluster();
        new IngressLayer("ingress", { cluster: ml, istio: {}, sourceRanges: [range] }, { provider: ml.provider });
      });
    await assert.rejects(
      late(pulumi.output("0.0.0.0/0")),
      /sourceRanges\[0\]: "0\.0\.0\.0\/0" allows the whole internet/,
    );
    await assert.rejects(late(pulumi.secret("s3cret")), (error: Error) => {
      assert.match(error.message, /sourceRanges\[0\]: the secret value is not a CIDR block/);
      return !error.message.includes("s3cret");
    });
  });

  it("the whole internet in halves of which one is known later", async () => {
    const late = deploy(() => {
      const ml = cluster();
      const sourceRanges = ["8.0.0.0/8", pulumi.output("9.0.0.0/8")];
      new IngressLayer("ingress", { cluster: ml, istio: {}, sourceRanges }, { provider: ml.provider });
    });
    await assert.rejects(late, /- sourceRanges: the blocks together allow more of the internet than a \/8\./);
  });

  it("a provider of another kind under the name of Kubernetes", async () => {
    const problems = await refusal(() => {
      const other = new (class extends pulumi.ProviderResource {})("random", "other");
      new IngressLayer("ingress", { cluster: cluster(), istio: {}, ...open }, { providers: { kubernetes: other } });
    });
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["opts.provider"],
    );
  });

  it("facts of one cluster with the provider of another", async () => {
    const problems = await refusal(() => {
      const { provider } = cluster();
      const other = { ...clusterFacts, clusterIdentifier: "other" };
      new IngressLayer("ingress", { cluster: other, istio: {}, ...open }, { provider });
    });
    assert.match(problems[0]?.reason ?? "", /belongs to MlCluster "ml"/);
  });

  it("a range that turns out wrong when it resolves", async () => {
    const late = deploy(() => {
      const ml = cluster();
      const sourceRanges = [pulumi.output("nowhere")];
      new IngressLayer("ingress", { cluster: ml, istio: {}, sourceRanges }, { provider: ml.provider });
    });
    await assert.rejects(late, /IngressLayer "ingress" has invalid arguments:\n {2}- sourceRanges\[0\]: "nowhere"/);
  });

  for (const preview of [false, true]) {
    it(`a cluster's version that turns out untested when it resolves, ${preview ? "in a preview" : "in an update"}`, async () => {
      const program = () => {
        const { provider } = cluster();
        const facts = { ...clusterFacts, kubernetesVersion: pulumi.output("1.29") };
        new IngressLayer("ingress", { cluster: facts, istio: {}, ...open }, { provider });
      };
      const { graph, error } = await recordProgram(program, { project: "proj", stack: "test", preview });
      assert.match(
        String(error),
        /cluster\.kubernetesVersion: Istio 1\.30\.3 on Kubernetes 1\.29 is not a combination we test/,
      );
      const children = graph.resources.filter(({ parent }) => parent?.endsWith("::ingress"));
      assert.deepEqual(children, []);
    });
  }
});

describe("IngressLayer accepts", () => {
  it("a provider that its parent has", async () => {
    const graph = await deploy(() => {
      const ml = cluster();
      const parent = new pulumi.ComponentResource("test:index:Parent", "parent", {}, { provider: ml.provider });
      new IngressLayer("ingress", { cluster: ml, istio: {}, ...open }, { parent });
    });
    const provider = graph.byName("pulumi:providers:kubernetes", "ml").urn;
    assert.equal(graph.byName("kubernetes:core/v1:Namespace", "ingress-namespace").provider, provider);
  });

  for (const providers of ["list", "map"]) {
    it(`a provider in a ${providers}`, async () => {
      const graph = await deploy(() => {
        const ml = cluster();
        const opts = { providers: providers === "list" ? [ml.provider] : { kubernetes: ml.provider } };
        new IngressLayer("ingress", { cluster: ml, istio: {}, ...open }, opts);
      });
      assert.equal(graph.ofType("kubernetes:helm.sh/v3:Release").length, 3);
    });
  }

  it("an internal load balancer without annotations where that is what the cluster gives", async () => {
    const graph = await deploy(() => {
      const ml = cluster({ defaultExposure: Exposure.Internal });
      new IngressLayer("ingress", { cluster: ml, istio: {}, internal: true }, { provider: ml.provider });
    });
    assert.equal(graph.ofType("kubernetes:helm.sh/v3:Release").length, 3);
  });

  for (const [title, facts, args] of [
    ["a public load balancer in the cluster's words", { loadBalancerAnnotations: { a: "b" } }, open],
    ["a public load balancer in the caller's words", {}, { ...open, service: { annotations: { a: "b" } } }],
    ["no load balancer", {}, { service: { type: ServiceType.ClusterIP } }],
  ] as const) {
    it(`${title} where the cluster gives an internal one`, async () => {
      const graph = await deploy(() => {
        const ml = cluster({ defaultExposure: Exposure.Internal, ...facts });
        new IngressLayer("ingress", { cluster: ml, istio: {}, ...args }, { provider: ml.provider });
      });
      assert.equal(graph.ofType("kubernetes:helm.sh/v3:Release").length, 3);
    });
  }

  it("an untested version where that is written out", async () => {
    const graph = await deploy(() => {
      const ml = cluster();
      const charts = { istiod: { version: "1.29.1" } };
      const args = { cluster: ml, istio: {}, ...open, charts, allowUntestedVersions: true };
      new IngressLayer("ingress", args, { provider: ml.provider });
    });
    const { version } = graph.byName("kubernetes:helm.sh/v3:Release", "ingress-istiod").inputs.values;
    assert.equal(version, "1.29.1");
  });

  it("offers its releases and its Service to the program", async () => {
    await deploy(() => {
      const ml = cluster();
      const ingress = new IngressLayer("ingress", { cluster: ml, istio: {}, ...open }, { provider: ml.provider });
      assert.deepEqual(Object.keys(ingress.releases), ["istio-base", "istiod", "istio-gateway"]);
      assert.ok(pulumi.CustomResource.isInstance(ingress.service));
    });
  });
});
