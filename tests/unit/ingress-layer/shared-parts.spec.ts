import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { IngressController, IngressLayer, type AddressPoolArgs, type IngressLayerArgs } from "../../../components";
import { deploy, type Deployed } from "../../helpers/deploy";
import { cluster, clusterFacts, ingressFacts } from "../platform";
import { refusal } from "../refusal";

const common = { cluster: { ...clusterFacts, kubernetesVersion: "1.35" }, sourceRanges: ["203.0.113.0/24"] };
const bare = { ...common.cluster, providesLoadBalancers: false, loadBalancerNetwork: "172.25.0.0/16" };
const tls = { selfSigned: {} };
const metallb = { pools: { a: { fromClusterNetwork: true } } };

/** A program with layers of these names, one after the other. */
const layers = (...all: [name: string, args: Partial<IngressLayerArgs>][]) => {
  const { provider } = cluster();
  for (const [name, args] of all) new IngressLayer(name, { ...common, ...args }, { provider });
};

/** Names of what a resource depends on. */
const waitsFor = (graph: Deployed, name: string): (string | undefined)[] => {
  const found = graph.resources.find((one) => one.name === name);
  assert.ok(found, `there is no ${name}`);
  return found.dependencies.map((urn) => urn.split("::").pop());
};

describe("A cert-manager for two ingress layers", () => {
  const first: [string, Partial<IngressLayerArgs>] = ["a", { istio: {}, hosts: ["a.example.org"], tls }];
  const second = (own: object): [string, Partial<IngressLayerArgs>] => [
    "b",
    { emissary: {}, hosts: ["b.example.org"], tls: { ...tls, ...own } },
  ];

  it("is refused twice, and the error says that the second layer uses that of the first", async () => {
    const problems = await refusal(() => layers(first, second({})));
    assert.deepEqual(problems, [
      {
        path: "tls.certManagerExists",
        reason:
          'creates the Helm release cert-manager/cert-manager, which IngressLayer "a" creates too. cert-manager serves the whole cluster: write tls.certManagerExists: true here.',
      },
    ]);
  });

  it("has installed its definitions before the second layer, of another controller, asks for a certificate", async () => {
    const graph = await deploy(() => layers(first, second({ certManagerExists: true })));
    for (const name of ["b-ca-root", "b-certificate-b.example.org"]) {
      const waits = waitsFor(graph, name);
      assert.ok(waits.includes("a-cert-manager"), `${name} waits for ${waits.join(", ")}`);
    }
  });

  it("is waited for by certificates of an issuer that exists", async () => {
    const existingIssuer = { name: "istio-system-letsencrypt" };
    const graph = await deploy(() =>
      layers(first, ["b", { emissary: {}, hosts: ["b.example.org"], tls: { existingIssuer } }]),
    );
    assert.ok(waitsFor(graph, "b-certificate-b.example.org").includes("a-cert-manager"));
  });

  it("cannot come after the layer that uses it", async () => {
    const [, args] = first;
    const user: typeof first = ["a", { ...args, tls: { ...tls, certManagerExists: true } }];
    const problems = await refusal(() => layers(user, second({})));
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["tls"],
    );
    assert.match(problems[0]?.reason ?? "", /IngressLayer "a" uses it without waiting.*Create this layer before it\.$/);
  });
});

describe("A MetalLB for two ingress layers", () => {
  it("gives the second gateway an address, which waits for its pools", async () => {
    const graph = await deploy(() =>
      layers(["a", { cluster: bare, istio: {}, metallb }], ["b", { cluster: bare, emissary: {} }]),
    );
    assert.ok(waitsFor(graph, "b-namespace").includes("a-pool-a"));
  });

  it("is refused twice", async () => {
    const problems = await refusal(() =>
      layers(["a", { cluster: bare, istio: {}, metallb }], ["b", { cluster: bare, emissary: {}, metallb }]),
    );
    assert.equal(problems[0]?.path, "metallb");
    assert.match(problems[0].reason, /already has the MetalLB of IngressLayer "a".*Leave metallb out here\.$/);
  });

  const LAN = { addresses: ["172.25.1.1-172.25.1.9"] };
  const WAN = { addresses: ["203.0.113.8/29"] };
  const POOL = "metallb.io/address-pool";
  const second = (pools: Record<string, AddressPoolArgs>, own: Partial<IngressLayerArgs>) => () => {
    const cluster = { ...bare, loadBalancerNetwork: undefined };
    layers(
      [
        "a",
        {
          cluster,
          istio: {},
          metallb: { pools },
          service: { annotations: { "metallb.io/loadBalancerIPs": "172.25.1.1" } },
        },
      ],
      ["b", { cluster, emissary: {}, ...own }],
    );
  };
  const inside = (pool?: pulumi.Input<string>) => ({
    internal: true,
    sourceRanges: undefined,
    ...(pool === undefined ? {} : { service: { annotations: { [POOL]: pool } } }),
  });

  const refused: readonly [title: string, ReturnType<typeof second>, path: string, reason: RegExp][] = [
    [
      "is internal, and its address may be public",
      second({ lan: LAN, wan: WAN }, inside()),
      "internal",
      /"203\.0\.113\.8\/29" of the pool wan of IngressLayer "a" has addresses that the internet routes/,
    ],
    [
      "asks for a pool that is not there",
      second({ lan: LAN }, inside("wan")),
      `service.annotations.${POOL}`,
      /"wan" is none of the pools: lan\./,
    ],
    [
      "asks for no pool where every pool must be asked for",
      second({ lan: { ...LAN, autoAssign: false } }, { service: {} }),
      "service.annotations",
      /every pool has autoAssign: false/,
    ],
  ];
  for (const [title, program, path, reason] of refused) {
    it(`refuses a second gateway that ${title}`, async () => {
      await assert.rejects(deploy(program), (error: Error) => {
        assert.match(error.message, /IngressLayer "(a|b)" has invalid arguments/);
        assert.ok(error.message.includes(`- ${path}: `), error.message);
        assert.match(error.message, reason);
        return true;
      });
    });
  }

  it("refuses a second gateway that is internal when the addresses turn out to be public", async () => {
    const pools = { wan: { addresses: [pulumi.output("203.0.113.8/29")] } };
    await assert.rejects(deploy(second(pools, inside())), /IngressLayer "b" has invalid arguments:\n {2}- internal: /);
  });

  it("accepts gateways of which one is public and one internal, each with a pool of its own", async () => {
    const pools = { wan: WAN, lan: { ...LAN, autoAssign: false } };
    await deploy(second(pools, inside("lan")));
    const swapped = { wan: { ...WAN, autoAssign: false }, lan: LAN };
    const cluster = { ...bare, loadBalancerNetwork: undefined };
    await deploy(() => layers(["a", { cluster, istio: {}, metallb: { pools: swapped }, ...inside() }]));
  });
});

describe("The DNS record of a host", () => {
  const cloudDns = {
    zones: ["example.org"],
    project: "my-project",
    serviceAccount: "d@my-project.iam.gserviceaccount.com",
  };
  const hosts = ["a.example.org"];
  const twice = (records?: boolean) => () =>
    layers(
      ["a", { istio: {}, hosts, dns: { cloudDns } }],
      ["b", { emissary: {}, hosts, ...(records === undefined ? { dns: { cloudDns } } : {}) }],
    );

  it("is written by one layer only", async () => {
    const problems = await refusal(twice());
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["hosts[0]"],
    );
    assert.match(problems[0]?.reason ?? "", /IngressLayer "a" writes the DNS record of "a\.example\.org" already/);
  });

  it("may lead to one of two layers with the same host", async () => {
    assert.ok((await deploy(twice(false))).resources.some(({ name }) => name === "b-emissary"));
  });
});

describe("A certificate at the load balancer", () => {
  const ARN = "arn:aws:acm:eu-central-1:123456789012:certificate/0123";
  const providerArn = (partition: string) => `arn:${partition}:iam::123456789012:oidc-provider/x`;
  const oidcIssuer = (region: string) => `https://oidc.eks.${region}.amazonaws.com/id/X`;
  const annotations = { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing" };
  const layer = (identity: pulumi.Input<object>) => () =>
    layers([
      "a",
      {
        cluster: { ...common.cluster, identity },
        istio: {},
        service: { annotations },
        tls: { atLoadBalancer: { certificateArn: ARN } },
      },
    ]);

  it("is in the region of the cluster", async () => {
    const problems = await refusal(layer({ oidcIssuer: oidcIssuer("us-east-1"), providerArn: providerArn("aws") }));
    assert.deepEqual(problems, [
      {
        path: "tls.atLoadBalancer.certificateArn",
        reason: "the certificate is not in the region of the cluster; write one of us-east-1.",
      },
    ]);
    await deploy(layer({ oidcIssuer: oidcIssuer("eu-central-1"), providerArn: providerArn("aws") }));
  });

  it("is in the partition of the cluster, also if that is known later", () =>
    assert.rejects(
      deploy(layer(pulumi.output({ providerArn: providerArn("aws-cn") }))),
      /the certificate is not in the partition of the cluster; write one of aws-cn\./,
    ));
});

describe("The definitions of Emissary of another stack", () => {
  it("may name a minor version, which stands for all its patches", async () => {
    const definitions = { ...ingressFacts, controller: IngressController.Emissary, controllerVersion: "v4.1" };
    const graph = await deploy(() => layers(["b", { emissary: { definitions, ambassadorId: "x" } }]));
    assert.ok(graph.resources.some(({ name }) => name === "b-emissary"));
  });
});

describe("The name of an ingress layer", () => {
  const refused: [name: string, reason: RegExp][] = [
    ["Internal_gw", /is not a DNS-1123 label/],
    ["n".repeat(70), /is not a DNS-1123 label/],
    ["on", /is not read as text in charts/],
    ["kube-system", /exists in every cluster/],
  ];
  for (const [name, reason] of refused) {
    for (const kind of ["istio", "emissary"]) {
      it(`${name.slice(0, 12)} is refused where it becomes the namespace of a second layer with ${kind}`, async () => {
        const problems = await refusal(() => {
          const { provider } = cluster();
          const block = (first?: IngressLayer): object =>
            kind === "istio"
              ? { istio: { controlPlane: first } }
              : { emissary: first === undefined ? {} : { definitions: first, ambassadorId: "x" } };
          const first = new IngressLayer("first", { ...common, ...block() }, { provider });
          new IngressLayer(name, { ...common, ...block(first) }, { provider });
        });
        assert.deepEqual(
          problems.map(({ path }) => path),
          ["namespace.name"],
        );
        assert.match(problems[0]?.reason ?? "", reason);
      });
    }
  }
});
