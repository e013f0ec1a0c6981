import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  IngressLayer,
  MlCluster,
  ServiceType,
  type AddressPoolArgs,
  type BgpPeerArgs,
  type ExistingClusterArgs,
  type IngressLayerArgs,
  type MetalLbArgs,
} from "../../../components";
import { deploy, type Deployed } from "../../helpers/deploy";
import { kubeconfig } from "../kubeconfig";
import { cluster as platformCluster, clusterFacts } from "../platform";
import { refusal } from "../refusal";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const POOL = "kubernetes:metallb.io/v1beta1:IPAddressPool";
const L2 = "kubernetes:metallb.io/v1beta1:L2Advertisement";
const BGP = "kubernetes:metallb.io/v1beta1:BGPAdvertisement";
const PEER = "kubernetes:metallb.io/v1beta2:BGPPeer";

const guide: MetalLbArgs = { pools: { "ip-pool": { addresses: ["172.25.1.1-172.25.1.100"] } } };
const peer: BgpPeerArgs = { address: "192.168.10.1", asn: 64512, myAsn: 64513 };

/** A layer with MetalLB on a cluster without load balancers. */
const program =
  (metallb: MetalLbArgs, args: Partial<IngressLayerArgs> = {}, existing: Partial<ExistingClusterArgs> = {}) =>
  () => {
    const ml = new MlCluster("ml", {
      existing: { kubeconfig, context: "dev", providesLoadBalancers: false, ...existing },
      kubernetesVersion: "1.35",
    });
    new IngressLayer(
      "ingress",
      { cluster: ml, istio: {}, internal: true, metallb, ...args },
      { provider: ml.provider },
    );
  };

const layer = (...args: Parameters<typeof program>): Promise<Deployed> => deploy(program(...args));

const waitsFor = (graph: Deployed, type: string, name: string) =>
  graph
    .byName(type, name)
    .dependencies.map((urn) => urn.split("::").pop())
    .sort();

const addresses = (graph: Deployed, pool: string) =>
  (graph.byName(POOL, `ingress-pool-${pool}`).inputs.values["spec"] as { addresses: unknown }).addresses;

describe("Let's Encrypt by HTTP with MetalLB", () => {
  const hosts = ["models.example.org"];
  const warnings = async (pools: Record<string, AddressPoolArgs>, more: Partial<IngressLayerArgs> = {}) => {
    const tls = { letsEncrypt: { email: "ml@example.org" } };
    const { log } = await deploy(() => {
      const { provider } = platformCluster();
      const bare = { ...clusterFacts, providesLoadBalancers: false };
      const args = { cluster: bare, istio: {}, allowPublic: true, hosts, tls, metallb: { pools }, ...more };
      new IngressLayer("ingress", args, { provider });
    });
    return log.filter(({ severity }) => severity === "warning").map(({ message }) => message);
  };
  const LAN = { addresses: ["172.25.1.1-172.25.1.9"] };
  const WAN = { addresses: ["203.0.113.8/29"] };

  it("warns if the gateway has a private address only, because something must lead the internet to it", async () => {
    const warning =
      'IngressLayer "ingress": tls.letsEncrypt verifies hosts from the internet, and all addresses of the gateway are private (pool lan). Lead port 80 of a public address to the gateway, or choose AcmeChallenge.Dns01.';
    assert.deepEqual(await warnings({ lan: LAN, wan: { ...WAN, autoAssign: false } }), [warning]);
    assert.deepEqual(await warnings({ lan: { addresses: [pulumi.output("172.25.1.1-172.25.1.9")] } }), [warning]);
  });

  it("does not warn if the address may be public, or if hosts are verified otherwise", async () => {
    assert.deepEqual(await warnings({ lan: LAN, wan: WAN }), []);
    assert.deepEqual(await warnings({ lan: LAN }, { tls: { selfSigned: {} } }), []);
  });
});

describe("MetalLB", () => {
  it("is installed beside the controller as the quickstart does, in a namespace that admits its pods", async () => {
    const graph = await layer(guide);
    assert.deepEqual(graph.byName("kubernetes:core/v1:Namespace", "ingress-metallb-namespace").inputs.values, {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: {
        name: "metallb-system",
        labels: {
          "pod-security.kubernetes.io/enforce": "privileged",
          "pod-security.kubernetes.io/audit": "privileged",
          "pod-security.kubernetes.io/warn": "privileged",
        },
      },
    });
    assert.deepEqual(graph.byName(RELEASE, "ingress-metallb").inputs.values, {
      name: "metallb",
      namespace: "metallb-system",
      chart: "metallb",
      version: "0.16.1",
      repositoryOpts: { repo: "https://metallb.github.io/metallb" },
      values: { frrk8s: { enabled: false } },
      timeout: 600,
      resetValues: true,
      compat: "true",
    });
    assert.deepEqual(graph.byName(POOL, "ingress-pool-ip-pool").inputs.values, {
      apiVersion: "metallb.io/v1beta1",
      kind: "IPAddressPool",
      metadata: { name: "ip-pool", namespace: "metallb-system" },
      spec: { addresses: ["172.25.1.1-172.25.1.100"] },
    });
    assert.deepEqual(graph.byName(L2, "ingress-l2").inputs.values, {
      apiVersion: "metallb.io/v1beta1",
      kind: "L2Advertisement",
      metadata: { name: "l2", namespace: "metallb-system" },
      spec: { ipAddressPools: ["ip-pool"] },
    });
  });

  it("is not installed unless it is asked for", async () => {
    const graph = await deploy(() => {
      const ml = new MlCluster("ml", { existing: { kubeconfig, context: "dev" } });
      new IngressLayer("ingress", { cluster: ml, istio: {}, allowPublic: true }, { provider: ml.provider });
    });
    assert.deepEqual(
      graph.resources.filter(({ name }) => name.includes("metallb")),
      [],
    );
  });

  it("creates pools after the release, so that they are deleted before it, and the gateway waits for neither", async () => {
    const graph = await layer(guide);
    const release = ["ingress-metallb", "ingress-metallb-namespace"];
    assert.deepEqual(waitsFor(graph, RELEASE, "ingress-metallb"), ["ingress-metallb-namespace"]);
    assert.deepEqual(waitsFor(graph, POOL, "ingress-pool-ip-pool"), release);
    assert.deepEqual(waitsFor(graph, L2, "ingress-l2"), release);
    assert.deepEqual(waitsFor(graph, RELEASE, "ingress-gateway"), ["ingress-istiod", "ingress-namespace"]);
  });

  it("is part of what `ready` waits for, but not of `crdsReady`", async () => {
    const graph = await deploy(() => {
      const { ready, crdsReady } = new IngressLayer(
        "ingress",
        { cluster: { ...clusterFacts, providesLoadBalancers: false }, istio: {}, internal: true, metallb: guide },
        { provider: new MlCluster("ml", { existing: { kubeconfig, context: "dev" } }).provider },
      );
      new (class extends pulumi.CustomResource {})("test:index:After", "ready", { ready });
      new (class extends pulumi.CustomResource {})("test:index:After", "crds", { crdsReady });
    });
    assert.ok(waitsFor(graph, "test:index:After", "ready").includes("ingress-l2"));
    assert.ok(waitsFor(graph, "test:index:After", "ready").includes("ingress-pool-ip-pool"));
    assert.ok(!waitsFor(graph, "test:index:After", "crds").includes("ingress-metallb"));
  });

  it("gives away free addresses of the cluster's network", async () => {
    const free = { pools: { lan: { fromClusterNetwork: true } } };
    const fact = { loadBalancerNetwork: "172.25.0.0/16" };
    assert.deepEqual(addresses(await layer(free, {}, fact), "lan"), ["172.25.1.1-172.25.1.100"]);
    const other = { ...free, network: "192.168.8.0/23" };
    assert.deepEqual(addresses(await layer(other, {}, fact), "lan"), ["192.168.9.1-192.168.9.100"]);
    const later = { ...free, network: pulumi.output("10.89.0.0/16") };
    assert.deepEqual(addresses(await layer(later), "lan"), ["10.89.1.1-10.89.1.100"]);
  });

  it("takes settings of pools, several pools, and labels", async () => {
    const graph = await layer(
      {
        pools: {
          main: { addresses: ["192.168.10.0/26", pulumi.output("fc00::10-fc00::ff")], avoidBuggyIps: true },
          spare: { addresses: ["192.168.11.0/24"], autoAssign: false },
        },
      },
      { labels: { team: "ml" } },
    );
    const [main, spare] = ["main", "spare"].map((pool) => graph.byName(POOL, `ingress-pool-${pool}`).inputs.values);
    assert.deepEqual(main?.["spec"], {
      addresses: ["192.168.10.0/26", "fc00::10-fc00::ff"],
      avoidBuggyIPs: true,
    });
    assert.deepEqual(spare?.["spec"], { addresses: ["192.168.11.0/24"], autoAssign: false });
    assert.deepEqual(spare["metadata"], { name: "spare", namespace: "metallb-system", labels: { team: "ml" } });
    assert.deepEqual(graph.byName(L2, "ingress-l2").inputs.values["spec"], { ipAddressPools: ["main", "spare"] });
    const { labels } = graph.byName("kubernetes:core/v1:Namespace", "ingress-metallb-namespace").inputs.values[
      "metadata"
    ] as { labels: Record<string, string> };
    assert.equal(labels["team"], "ml");
  });

  it("announces by BGP, with passwords in Secrets only", async () => {
    const graph = await layer({
      ...guide,
      bgpPeers: { rack: { ...peer, port: 1179, password: "hunter2" }, other: { ...peer, address: "192.168.10.2" } },
    });
    assert.deepEqual(graph.ofType(L2), []);
    assert.deepEqual(graph.byName(BGP, "ingress-bgp").inputs.values["spec"], { ipAddressPools: ["ip-pool"] });
    assert.deepEqual(graph.byName(PEER, "ingress-bgp-peer-rack").inputs.values["spec"], {
      peerAddress: "192.168.10.1",
      peerASN: 64512,
      myASN: 64513,
      peerPort: 1179,
      passwordSecret: { name: "bgp-peer-rack" },
    });
    assert.deepEqual(graph.byName(PEER, "ingress-bgp-peer-other").inputs.values["spec"], {
      peerAddress: "192.168.10.2",
      peerASN: 64512,
      myASN: 64513,
    });
    const secret = graph.byName("kubernetes:core/v1:Secret", "ingress-bgp-peer-rack-password");
    assert.ok(!JSON.stringify(graph.resources.map(({ inputs }) => inputs.values)).includes("hunter2"));
    assert.deepEqual(graph.revealInputs(secret), {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "bgp-peer-rack", namespace: "metallb-system" },
      type: "kubernetes.io/basic-auth",
      stringData: { password: "hunter2" },
    });
  });

  it("announces both ways if that is written out", async () => {
    const graph = await layer({ ...guide, l2: true, bgpPeers: { rack: peer } });
    assert.equal(graph.ofType(L2).length, 1);
    assert.equal(graph.ofType(BGP).length, 1);
  });

  it("uses a namespace that exists, and labels it", async () => {
    const graph = await layer({ ...guide, namespace: { name: "lb", create: false } });
    const patch = graph.byName("kubernetes:core/v1:NamespacePatch", "ingress-metallb-namespace-labels");
    assert.equal((patch.inputs.values["metadata"] as { name: string }).name, "lb");
    assert.equal(graph.byName(RELEASE, "ingress-metallb").inputs.values["namespace"], "lb");
  });

  it("takes the version and the values of the caller, and is among the releases", async () => {
    const graph = await deploy(() => {
      const ml = new MlCluster("ml", { existing: { kubeconfig, context: "dev", providesLoadBalancers: false } });
      const charts = { metallb: { version: "0.15.2", values: { speaker: { ignoreExcludeLB: true } } } };
      const args = { cluster: ml, istio: {}, internal: true, metallb: guide, charts, allowUntestedVersions: true };
      const { releases } = new IngressLayer("ingress", args, { provider: ml.provider });
      assert.deepEqual(Object.keys(releases), ["istio-base", "istiod", "istio-gateway", "metallb"]);
    });
    const { version, values } = graph.byName(RELEASE, "ingress-metallb").inputs.values;
    assert.equal(version, "0.15.2");
    assert.deepEqual(values, { frrk8s: { enabled: false }, speaker: { ignoreExcludeLB: true } });
  });

  const pool = (...ranges: string[]): MetalLbArgs => ({ pools: { lan: { addresses: ranges } } });
  const AT = "metallb.pools.lan.addresses[0]";

  type Refused = [
    string,
    MetalLbArgs,
    [path: string, reason: RegExp][],
    Partial<IngressLayerArgs>?,
    Partial<ExistingClusterArgs>?,
  ];
  const refused: Refused[] = [
    ["no pool", { pools: {} }, [["metallb.pools", /^is empty\. Write a pool of addresses\.$/]]],
    ["a pool without addresses", pool(), [["metallb.pools.lan.addresses", /^is empty/]]],
    ["a pool of nothing", { pools: { lan: {} } }, [["metallb.pools.lan", /none was given; fill exactly one of/]]],
    [
      "a pool of both kinds",
      { network: "172.25.0.0/16", pools: { lan: { addresses: ["172.25.1.0/24"], fromClusterNetwork: true } } },
      [["metallb.pools.lan", /2 were given \(addresses, fromClusterNetwork\)/]],
    ],
    ["a pool that cannot be read", pool("lan"), [[AT, /^"lan" is not a CIDR block/]]],
    [
      "a range that ends before it starts",
      pool("10.0.0.9-10.0.0.1"),
      [[AT, /ends before it starts; write 10\.0\.0\.1-10\.0\.0\.9\.$/]],
    ],
    [
      "leading zeros",
      pool("10.0.0.01-10.0.0.9"),
      [[AT, /is not a range of addresses; write 10\.0\.0\.1-10\.0\.0\.9\.$/]],
    ],
    [
      "a pool with a wrong name",
      { pools: { Lan: { addresses: ["10.0.0.0/24"] } } },
      [["metallb.pools.Lan", /is not a DNS-1123 label/]],
    ],
    [
      "overlapping pools",
      { pools: { a: { addresses: ["10.0.0.0/24"] }, b: { addresses: ["10.0.0.255-10.0.1.7"] } } },
      [["metallb.pools.b.addresses[0]", /overlaps with "10\.0\.0\.0\/24" of metallb\.pools\.a\.addresses\[0\]/]],
    ],
    [
      "overlapping pools of which one has the name of what every object inherits",
      {
        network: "172.25.0.0/16",
        pools: { a: { addresses: ["172.25.1.0/24"] }, constructor: { addresses: ["172.25.1.9/32"] } },
      },
      [["metallb.pools.constructor.addresses[0]", /overlaps with "172\.25\.1\.0\/24"/]],
    ],
    [
      "two pools of the free addresses",
      { network: "172.25.0.0/16", pools: { a: { fromClusterNetwork: true }, b: { fromClusterNetwork: true } } },
      [["metallb.pools.b.fromClusterNetwork", /overlaps/]],
    ],
    [
      "a pool outside of the cluster's network",
      pool("10.9.0.0/24"),
      [[AT, /^"10\.9\.0\.0\/24" is not in the network of the nodes, "172\.25\.0\.0\/16"/]],
      {},
      { loadBalancerNetwork: "172.25.0.0/16" },
    ],
    [
      "a pool with the addresses of the network itself",
      { ...pool("172.25.0.0/16"), network: "172.25.0.0/16" },
      [[AT, /contains the first and the last address of the network, which the network itself uses/]],
    ],
    [
      "a range with a dash that is no hyphen",
      pool("10.0.0.1–10.0.0.9"),
      [[AT, /has a dash that is no hyphen; write a hyphen/]],
    ],
    ["loopback addresses", pool("127.0.0.0/28"), [[AT, /has addresses that no load balancer can have/]]],
    [
      "multicast addresses",
      pool("239.0.0.0/28"),
      [[AT, /has addresses that no load balancer can have/]],
      { internal: false, allowPublic: true },
    ],
    [
      "a pool in which no address has another ending than .0",
      { pools: { lan: { addresses: ["172.25.1.0/32"], avoidBuggyIps: true } } },
      [["metallb.pools.lan.avoidBuggyIps", /^is true, and every address of the pool ends with \.0 or \.255/]],
    ],
    [
      "a pool that does not exist in the older form of the annotation",
      guide,
      [["service.annotations.metallb.universe.tf/address-pool", /^"nope" is none of the pools/]],
      { service: { annotations: { "metallb.universe.tf/address-pool": "nope" } } },
    ],
    [
      "free addresses of no network",
      { pools: { lan: { fromClusterNetwork: true } } },
      [["metallb.pools.lan.fromClusterNetwork", /Write metallb\.network, such as 172\.25\.0\.0\/16\.$/]],
    ],
    [
      "free addresses of a network of IPv6",
      { network: "fc00::/64", pools: { lan: { fromClusterNetwork: true } } },
      [["metallb.pools.lan.fromClusterNetwork", /the network must be IPv4 and have at least 8 addresses/]],
    ],
    ["a network that is none", { ...guide, network: "172.25.0.0" }, [["metallb.network", /is a single address/]]],
    [
      "a cluster with load balancers",
      guide,
      [
        [
          "metallb",
          /the cluster provides load balancers\. Leave it out; or tell .*: existing\.providesLoadBalancers: false, or k3d\.serviceLb: false\.$/,
        ],
      ],
      { internal: false, allowPublic: true },
      { providesLoadBalancers: true },
    ],
    ["addresses that nobody announces", { ...guide, l2: false }, [["metallb.l2", /nobody would announce/]]],
    ["public addresses for what is internal", pool("203.0.113.0/28"), [[AT, /which contradicts internal: true/]]],
    [
      "nobody who may reach the gateway",
      guide,
      [["sourceRanges", /the whole internet could reach the gateway/]],
      { internal: false },
    ],
    [
      "IPv6 by BGP",
      { ...pool("fc00::/120"), bgpPeers: { rack: peer } },
      [[AT, /is IPv6, which MetalLB announces by BGP only together with FRR/]],
    ],
    [
      "a wrong router",
      { ...guide, bgpPeers: { Rack: { address: "rack", asn: 0, myAsn: 4294967296, port: 16385, password: "" } } },
      [
        ["metallb.bgpPeers.Rack", /is not a DNS-1123 label/],
        ["metallb.bgpPeers.Rack.address", /is not an IPv4 address/],
        ["metallb.bgpPeers.Rack.asn", /^0 is not a whole number from 1 to 4294967295\.$/],
        ["metallb.bgpPeers.Rack.myAsn", /^4294967296 is not/],
        ["metallb.bgpPeers.Rack.port", /from 1 to 16384\.$/],
        ["metallb.bgpPeers.Rack.password", /is empty/],
      ],
    ],
    [
      "a pool that the Service names wrongly",
      guide,
      [["service.annotations.metallb.io/address-pool", /^"lan" is none of the pools: ip-pool\./]],
      { service: { annotations: { "metallb.io/address-pool": "lan" } } },
    ],
    [
      "a gateway that would get no address",
      { pools: { lan: { addresses: ["10.0.0.0/24"], autoAssign: false } } },
      [["metallb.pools", /every pool has autoAssign: false/]],
    ],
    [
      "an untested version",
      guide,
      [["charts.metallb.version", /is not the version we test \(0\.16\.1\)/]],
      { charts: { metallb: { version: "0.15.2" } } },
    ],
    ...(
      [
        ["crds", { crds: { enabled: false } }, "crds.enabled"],
        ["controller", { controller: { enabled: false } }, "controller.enabled"],
        ["speaker", { speaker: { enabled: false } }, "speaker.enabled"],
        ["class of load balancers", { loadBalancerClass: "metallb" }, "loadBalancerClass"],
      ] as const
    ).map(([title, values, key]): Refused => [
      `values that take away the ${title}`,
      guide,
      [[`charts.metallb.values.${key}`, /Leave it out\.$/]],
      { charts: { metallb: { values } } },
    ]),
  ];
  for (const [title, metallb, expected, args, existing] of refused) {
    it(`is refused with ${title}`, async () => {
      const problems = await refusal(program(metallb, args, existing));
      assert.deepEqual(
        problems.map(({ path }) => path),
        expected.map(([path]) => path),
      );
      expected.forEach(([, reason], index) => assert.match(problems[index]?.reason ?? "", reason));
    });
  }

  it("is refused with public addresses that are known later, which are not shown if they are secret", async () => {
    await assert.rejects(
      layer({ pools: { lan: { addresses: [pulumi.output("203.0.113.0/28")] } } }),
      /metallb\.pools\.lan\.addresses\[0\]: "203\.0\.113\.0\/28" has addresses that the internet routes/,
    );
    await assert.rejects(
      layer({ pools: { lan: { addresses: [pulumi.secret("203.0.113.0/28")] } } }),
      (error: Error) => {
        assert.match(error.message, /the secret value has addresses that the internet routes/);
        return !error.message.includes("203.0.113");
      },
    );
  });

  it("is refused with a network of another stack that is none", async () => {
    const problems = await refusal(() => {
      const cluster = { ...clusterFacts, providesLoadBalancers: false, loadBalancerNetwork: "lan" };
      const { provider } = new MlCluster("ml", { existing: { kubeconfig, context: "dev" } });
      new IngressLayer("ingress", { cluster, istio: {}, internal: true, metallb: guide }, { provider });
    });
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["cluster.loadBalancerNetwork"],
    );
  });

  it("is allowed beside a gateway that needs no address", async () => {
    const graph = await layer(guide, { internal: undefined, service: { type: ServiceType.ClusterIP } });
    assert.equal(graph.ofType(POOL).length, 1);
  });
});
