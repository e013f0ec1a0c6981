import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import {
  IngressController,
  IngressLayer,
  IssuerKind,
  Route,
  type IngressFacts,
  type RouteArgs,
} from "../../../components";
import { routeObjects, routeProblems } from "../../../components/shared/route";
import { routeSpec } from "../../../components/route/spec";
import { deploy } from "../../helpers/deploy";
import { cluster, clusterFacts, ingressFacts } from "../platform";
import { refusal } from "../refusal";

const ISTIO: IngressFacts = {
  ...ingressFacts,
  hosts: ["lab.example.org", "*.apps.example.org"],
  gatewaySelector: { istio: "ingressgateway" },
};
const EMISSARY: IngressFacts = {
  ...ingressFacts,
  controller: IngressController.Emissary,
  controllerVersion: "4.1.0",
  gateway: undefined,
  gatewayNamespace: "emissary",
  ambassadorId: "ml",
};
/** A controller of Ingresses. */
const OTHER: IngressFacts = {
  ...ingressFacts,
  controller: IngressController.Other,
  controllerVersion: "3.5.0",
  gateway: undefined,
  gatewayNamespace: "kube-system",
  ingressClassName: "traefik",
};

const SERVICE = { name: "proxy-public", port: 80 };
const base = { namespace: "jupyter", host: "lab.example.org", service: SERVICE };

/** The specs of the objects of a route, by kind and name. */
const specs = (ingress: IngressFacts, args: Partial<RouteArgs> = {}): Record<string, Record<string, unknown>> =>
  Object.fromEntries(
    routeObjects(ingress, routeSpec("lab", { ingress, ...base, ...args })).map(({ manifest }) => [
      `${manifest.kind} ${(manifest.metadata as { name: string }).name}`,
      manifest["spec"] as Record<string, unknown>,
    ]),
  );

const http = (args: Partial<RouteArgs>): unknown => specs(ISTIO, args)["VirtualService lab"]?.["http"];
const mapping = (args: Partial<RouteArgs>): Record<string, unknown> => specs(EMISSARY, args)["Mapping lab"] ?? {};

describe("A route behind Istio", () => {
  const route = [{ destination: { host: "proxy-public.jupyter.svc.cluster.local", port: { number: 80 } } }];

  it("is a VirtualService on the shared Gateway, without a time limit", () => {
    assert.deepEqual(specs(ISTIO), {
      "VirtualService lab": {
        hosts: ["lab.example.org"],
        gateways: ["istio-system/seldon-gateway"],
        http: [{ match: [{ uri: { prefix: "/" } }], route }],
      },
    });
  });

  it("takes a path and what is below it, and no path with the same beginning", () => {
    const matches = [
      { match: [{ uri: { exact: "/lab" } }], route },
      { match: [{ uri: { prefix: "/lab/" } }], route },
    ];
    assert.deepEqual(http({ path: "/lab" }), matches);
    assert.deepEqual(http({ path: "/lab/" }), matches);
  });

  it("rewrites the path and keeps what is below it", () => {
    const rewrites = (rewrite: string) =>
      (http({ path: "/lab", rewrite }) as { rewrite: { uri: string } }[]).map((one) => one.rewrite.uri);
    assert.deepEqual(rewrites("/"), ["/", "/"]);
    assert.deepEqual(rewrites("/base"), ["/base", "/base/"]);
  });

  it("has a time limit, and changes headers", () => {
    const requestHeaders = { set: { "X-Forwarded-Proto": "https" }, remove: ["X-Debug"] };
    assert.deepEqual(http({ timeoutSeconds: 30, requestHeaders }), [
      {
        match: [{ uri: { prefix: "/" } }],
        route,
        timeout: "30s",
        headers: { request: { set: { "X-Forwarded-Proto": "https" }, remove: ["X-Debug"] } },
      },
    ]);
  });

  it("has a Gateway of its own for its own certificate, which redirects HTTP", () => {
    const all = specs(ISTIO, { host: "own.example.net", tls: { secretName: "own" } });
    assert.deepEqual(all["Gateway lab"], {
      selector: { istio: "ingressgateway" },
      servers: [
        {
          port: { number: 443, name: "https", protocol: "HTTPS" },
          hosts: ["own.example.net"],
          tls: { mode: "SIMPLE", credentialName: "own" },
        },
        { port: { number: 80, name: "http", protocol: "HTTP" }, hosts: ["own.example.net"] },
      ],
    });
    assert.deepEqual(all["VirtualService lab"], {
      hosts: ["own.example.net"],
      gateways: ["lab"],
      http: [
        { match: [{ uri: { prefix: "/" }, port: 443 }], route },
        { match: [{ port: 80 }], redirect: { scheme: "https", redirectCode: 301 } },
      ],
    });
  });

  it("has a certificate of the issuer that it names, else of the layer's", () => {
    const issuer = { kind: IssuerKind.ClusterIssuer, name: "ca" };
    const host = "own.example.net";
    const certificates = [specs(ISTIO, { host, tls: { issuer } }), specs({ ...ISTIO, issuer }, { host, tls: {} })].map(
      (all) => all["Certificate jupyter.lab-tls"],
    );
    for (const certificate of certificates) {
      assert.deepEqual(certificate, {
        secretName: "jupyter.lab-tls",
        dnsNames: [host],
        issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: "ca" },
      });
    }
  });
});

describe("A route that passes HTTP/2 on", () => {
  const args = { http2: true, path: "/lab", rewrite: "/" };

  it("on Istio has a rule by which the Service is asked by the protocol of the client", () => {
    const { "VirtualService lab": route, ...others } = specs(ISTIO, args);
    assert.deepEqual(others, {
      "DestinationRule lab": {
        host: "proxy-public.jupyter.svc.cluster.local",
        trafficPolicy: { connectionPool: { http: { useClientProtocol: true } } },
      },
    });
    assert.deepEqual(route, specs(ISTIO, { ...args, http2: false })["VirtualService lab"]);
  });

  it("on Emissary has a Mapping more for gRPC, with a tag of its own, because the Service is otherwise asked by HTTP/1.1", () => {
    const { "Mapping lab-grpc": grpc, ...others } = specs(EMISSARY, args);
    assert.deepEqual(grpc, {
      ambassador_id: ["ml"],
      hostname: "lab.example.org",
      prefix: "/lab/",
      rewrite: "/",
      service: "proxy-public.jupyter:80",
      timeout_ms: 0,
      idle_timeout_ms: 0,
      allow_upgrade: ["websocket"],
      regex_headers: { "content-type": "application/grpc.*" },
      grpc: true,
      cluster_tag: "grpc",
    });
    assert.deepEqual(others, specs(EMISSARY, { ...args, http2: false }));
  });

  it("is not possible with an Ingress", () => {
    const problems = routeProblems(OTHER, routeSpec("lab", { ingress: OTHER, ...base, http2: true }));
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["http2"],
    );
  });

  it("creates the rule in the namespace of the Service", async () => {
    const graph = await deploy(() => void create("lab", { http2: true }));
    const rule = graph.byName("kubernetes:networking.istio.io/v1:DestinationRule", "lab-http2");
    assert.deepEqual(rule.inputs.values["metadata"], { name: "lab", namespace: "jupyter" });
  });
});

describe("A route behind Emissary", () => {
  it("is a Mapping without limits, which keeps the path and passes WebSockets on", () => {
    assert.deepEqual(specs(EMISSARY), {
      "Mapping lab": {
        ambassador_id: ["ml"],
        hostname: "lab.example.org",
        prefix: "/",
        rewrite: "",
        service: "proxy-public.jupyter:80",
        timeout_ms: 0,
        idle_timeout_ms: 0,
        allow_upgrade: ["websocket"],
      },
    });
  });

  it("is two Mappings for a path", () => {
    const all = specs(EMISSARY, { path: "/lab", rewrite: "/base" });
    const parts = Object.entries(all).map(([name, spec]) => [
      name,
      spec["prefix"],
      spec["prefix_exact"],
      spec["rewrite"],
    ]);
    assert.deepEqual(parts, [
      ["Mapping lab-exact", "/lab", true, "/base"],
      ["Mapping lab", "/lab/", undefined, "/base/"],
    ]);
  });

  it("has a time limit, changes headers, and can refuse WebSockets", () => {
    const requestHeaders = { set: { "X-Forwarded-Proto": "https" }, remove: ["X-Debug"] };
    const spec = mapping({ timeoutSeconds: 30, requestHeaders, webSockets: false });
    assert.equal(spec["timeout_ms"], 30_000);
    assert.deepEqual(spec["add_request_headers"], { "X-Forwarded-Proto": { value: "https", append: false } });
    assert.deepEqual(spec["remove_request_headers"], ["X-Debug"]);
    assert.equal(spec["allow_upgrade"], undefined);
  });

  it("has a Host for its own certificate", () => {
    assert.deepEqual(specs(EMISSARY, { tls: { secretName: "own" } })["Host jupyter.lab"], {
      ambassador_id: ["ml"],
      hostname: "lab.example.org",
      tlsSecret: { name: "own" },
      requestPolicy: { insecure: { action: "Redirect" } },
    });
  });
});

describe("A route behind Ambassador", () => {
  const AMBASSADOR: IngressFacts = { ...EMISSARY, controllerVersion: "1.14.4", ambassadorId: undefined };

  it("is a Mapping of the API that Ambassador knows, which names its host otherwise", () => {
    const [{ manifest } = assert.fail()] = routeObjects(AMBASSADOR, routeSpec("lab", { ingress: AMBASSADOR, ...base }));
    assert.equal(manifest.apiVersion, "getambassador.io/v2");
    assert.deepEqual(manifest["spec"], {
      host: "lab.example.org",
      prefix: "/",
      rewrite: "",
      service: "proxy-public.jupyter:80",
      timeout_ms: 0,
      idle_timeout_ms: 0,
      allow_upgrade: ["websocket"],
    });
  });
});

describe("A route behind another controller", () => {
  it("is an Ingress of the controller's class", () => {
    assert.deepEqual(specs(OTHER, { path: "/lab", tls: { secretName: "own" } }), {
      "Ingress lab": {
        ingressClassName: "traefik",
        rules: [
          {
            host: "lab.example.org",
            http: {
              paths: [
                {
                  path: "/lab",
                  pathType: "Prefix",
                  backend: { service: { name: "proxy-public", port: { number: 80 } } },
                },
              ],
            },
          },
        ],
        tls: [{ hosts: ["lab.example.org"], secretName: "own" }],
      },
    });
  });

  it("is created as an Ingress, with its certificate in the namespace of the Service", async () => {
    const issuer = { kind: IssuerKind.ClusterIssuer, name: "ca" };
    const graph = await deploy(() => void create("lab", { ingress: OTHER, tls: { issuer } }));
    const namespaceOf = (type: string, name: string) =>
      (graph.byName(type, name).inputs.values["metadata"] as { namespace: string }).namespace;
    assert.equal(namespaceOf("kubernetes:networking.k8s.io/v1:Ingress", "lab"), "jupyter");
    assert.equal(namespaceOf("kubernetes:cert-manager.io/v1:Certificate", "lab-certificate"), "jupyter");
  });

  it("refuses what an Ingress cannot say", () => {
    const args = {
      timeoutSeconds: 30,
      requestHeaders: { remove: ["X-Debug"] },
      path: "/lab",
      rewrite: "/",
      webSockets: false,
    };
    const problems = routeProblems(OTHER, routeSpec("lab", { ingress: OTHER, ...base, ...args }));
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["webSockets", "timeoutSeconds", "requestHeaders", "rewrite"],
    );
  });
});

const create = (name: string, args: Partial<RouteArgs>, provider = cluster().provider) =>
  new Route(name, { ingress: ISTIO, ...base, ...args }, { provider });

describe("Route", () => {
  it("creates its object in the namespace of the Service", async () => {
    const graph = await deploy(() => void create("lab", {}));
    const { inputs } = graph.byName("kubernetes:networking.istio.io/v1:VirtualService", "lab");
    assert.deepEqual(inputs.values["metadata"], { name: "lab", namespace: "jupyter" });
  });

  it("prints the URL with the scheme and the port of the layer", async () => {
    const urlOf = async (args: Partial<RouteArgs>) =>
      (await deploy(() => ({ url: create("lab", args).ready }))).outputs.values["url"];
    assert.equal(await urlOf({}), "http://lab.example.org");
    assert.equal(await urlOf({ path: "/lab/" }), "http://lab.example.org/lab");
    assert.equal(await urlOf({ ingress: { ...ISTIO, port: 8080 } }), "http://lab.example.org:8080");
    assert.equal(await urlOf({ ingress: { ...ISTIO, port: 443, tls: true } }), "https://lab.example.org");
    assert.equal(await urlOf({ host: "own.example.net", tls: { secretName: "own" } }), "https://own.example.net");
  });

  it("takes the layer of the same program", async () => {
    const graph = await deploy(() => {
      const { provider } = cluster();
      const args = { cluster: clusterFacts, istio: {}, allowPublic: true, hosts: ["lab.example.org"] };
      const ingress = new IngressLayer("ingress", args, { provider });
      return { url: create("lab", { ingress }, provider).url };
    });
    assert.equal(graph.outputs.values["url"], "http://lab.example.org");
  });

  const host = "own.example.net";
  const refused: [what: string, args: object, path: string, reason: RegExp][] = [
    [
      "a host that the layer does not serve",
      { host },
      "host",
      /^"own\.example\.net" is not served by the ingress, which has lab\.example\.org, \*\.apps\.example\.org\. Add it/,
    ],
    ["two labels for a wildcard", { host: "a.b.apps.example.org" }, "host", /is not served/],
    ["a host with a wildcard", { host: "*.apps.example.org" }, "host", /is not a full host name/],
    ["a relative path", { path: "lab" }, "path", /^"lab" is not an absolute path/],
    ["a path with a query", { path: "/lab?x=1" }, "path", /is not an absolute path/],
    ["a path with two slashes", { path: "//lab" }, "path", /is not an absolute path/],
    ["a rewrite to the same path", { path: "/lab", rewrite: "/lab/" }, "rewrite", /has no effect/],
    ["a wrong name of a Service", { service: { name: "A", port: 80 } }, "service.name", /DNS-1123/],
    ["a wrong port", { service: { name: "a", port: 0 } }, "service.port", /^0 is not a port/],
    ["a time limit of nothing", { timeoutSeconds: 0 }, "timeoutSeconds", /whole number of at least 1/],
    [
      "a wrong name of a header",
      { requestHeaders: { set: { "a b": "c" } } },
      "requestHeaders.set.a b",
      /name of a header/,
    ],
    [
      "another Host",
      { requestHeaders: { set: { Host: "x" } } },
      "requestHeaders.set.Host",
      /WebSockets of notebooks need the original/,
    ],
    [
      "a header that is set and removed",
      { requestHeaders: { set: { A: "x" }, remove: ["a"] } },
      "requestHeaders.remove[0]",
      /changes a header that another entry changes already/,
    ],
    [
      "a variable in a header",
      { requestHeaders: { set: { A: "%x%" } } },
      "requestHeaders.set.A",
      /printable ASCII without %/,
    ],
    ["no WebSockets on Istio", { webSockets: false }, "webSockets", /on Emissary only/],
    ["a certificate for a host of the layer", { tls: { secretName: "own" } }, "tls", /second certificate/],
    [
      "a certificate for a host that a wildcard of the layer matches",
      { host: "own.apps.example.org", tls: { secretName: "own" } },
      "tls",
      /second certificate for "own\.apps\.example\.org", which the ingress serves already/,
    ],
    [
      "a certificate where the load balancer has one",
      { host, tls: { secretName: "own" }, ingress: { ...ISTIO, tls: true, tlsAtLoadBalancer: true } },
      "tls",
      /^has no effect, because the load balancer of the ingress has its certificate/,
    ],
    [
      "the issuer of another namespace for an Ingress",
      {
        host,
        tls: {},
        ingress: { ...OTHER, issuer: { kind: IssuerKind.Issuer, name: "ca" } },
      },
      "tls.issuer",
      /works in its own namespace only/,
    ],
    [
      "an Ingress without a class",
      { ingress: { ...OTHER, ingressClassName: undefined } },
      "ingress.ingressClassName",
      /chooses its controller by a class/,
    ],
    ["a certificate of nobody", { host, tls: {} }, "tls", /neither issuer nor secretName/],
    [
      "two certificates",
      { host, tls: { secretName: "own", issuer: { kind: IssuerKind.Issuer, name: "ca" } } },
      "tls",
      /issuer and secretName/,
    ],
    ["a time limit of more than a day", { timeoutSeconds: 86_401 }, "timeoutSeconds", /^86401 is more than a day/],
    [
      "a Gateway without its namespace",
      { ingress: { ...ISTIO, gateway: "own" } },
      "ingress.gateway",
      /<namespace>\/<name>/,
    ],
    [
      "a selector of every gateway",
      { host, tls: { secretName: "own" }, ingress: { ...ISTIO, gatewaySelector: {} } },
      "ingress.gatewaySelector",
      /^is empty, so the route would be at every gateway/,
    ],
    [
      "the paths of models on a host that Istio's Gateway names",
      { path: "/seldon/models" },
      "path",
      /^"\/seldon\/models" is where Istio leads to models, which answer at "lab\.example\.org" too\./,
    ],
    [
      "the host of the models' URLs on Istio, if the layer names no hosts",
      { host: "lb.example.org", ingress: ingressFacts },
      "host",
      /^"lb\.example\.org" is the host of the models' URLs\. .* add this one to the hosts of the IngressLayer\.$/,
    ],
    ["no Gateway", { ingress: { ...ISTIO, gateway: undefined } }, "ingress.gateway", /is missing/],
    [
      "no labels of the gateway's pods",
      { host, tls: { secretName: "own" }, ingress: { ...ISTIO, gatewaySelector: undefined } },
      "ingress.gatewaySelector",
      /is missing/,
    ],
  ];
  for (const [what, args, path, reason] of refused) {
    it(`refuses ${what}`, async () => {
      const [problem, ...others] = await refusal(() => create("lab", args));
      assert.deepEqual(others, []);
      assert.equal(problem?.path, path);
      assert.match(problem.reason, reason);
    });
  }

  it("refuses the host of the models' URLs also if it is known later", async () => {
    const late = deploy(() => {
      const { provider } = cluster();
      const existing = {
        controller: IngressController.Istio,
        version: "1.30.3",
        gateway: "istio-system/seldon-gateway",
        host: "lb.example.org",
      };
      const ingress = new IngressLayer("ingress", { cluster: clusterFacts, existing }, { provider });
      create("lab", { host: "lb.example.org", ingress }, provider);
    });
    await assert.rejects(
      late,
      /Route "lab" has invalid arguments:\n {2}- host: "lb\.example\.org" is the host of the models' URLs/,
    );
  });

  it("accepts the host of the models' URLs if the Gateway names it, and on other controllers", async () => {
    for (const ingress of [
      { ...ingressFacts, hosts: ["lb.example.org"] },
      { ...EMISSARY, host: "lb.example.org" },
    ]) {
      const args = { host: "lb.example.org", path: "/lab", ingress };
      const graph = await deploy(() => ({ url: create("lab", args).ready }));
      assert.equal(graph.outputs.values["url"], "http://lb.example.org/lab");
    }
  });

  it("accepts the paths of models on a host at which no model answers", async () => {
    const args = { host: "lab.apps.example.org", path: "/seldon" };
    const graph = await deploy(() => void create("lab", args));
    assert.equal(graph.ofType("kubernetes:networking.istio.io/v1:VirtualService").length, 1);
  });

  it("accepts every host if the layer names none", async () => {
    const graph = await deploy(() => void create("lab", { host, ingress: ingressFacts }));
    assert.equal(graph.ofType("kubernetes:networking.istio.io/v1:VirtualService").length, 1);
  });

  const pairs: [what: string, one: Partial<RouteArgs>, other: Partial<RouteArgs>, path: string, reason: string][] = [
    [
      "with the same host and path",
      { path: "/lab" },
      { path: "/lab/" },
      "path",
      '"/lab" of host "lab.example.org" already belongs to Route "one". Use another path or another host.',
    ],
    [
      "below the path of the first on Istio",
      { path: "/lab" },
      { path: "/lab/x" },
      "path",
      '"/lab/x" of host "lab.example.org" and "/lab" of Route "one" are one below the other, and Istio uses the older route for both. Use paths beside each other, or another host.',
    ],
    [
      "above the path of the first on Istio",
      { path: "/lab/x" },
      { path: "/lab" },
      "path",
      '"/lab" of host "lab.example.org" and "/lab/x" of Route "one" are one below the other, and Istio uses the older route for both. Use paths beside each other, or another host.',
    ],
    [
      "with a certificate for the same host",
      { host, path: "/a", tls: { secretName: "one" } },
      { host, path: "/b", tls: { secretName: "other" } },
      "tls",
      'would be a second certificate for "own.example.net", which Route "one" has too. Write the host in the hosts of the IngressLayer, and leave tls out of both.',
    ],
  ];
  for (const [what, one, other, path, reason] of pairs) {
    it(`refuses a second one ${what}, and names the first`, async () => {
      const problems = await refusal(() => {
        const { provider } = cluster();
        create("one", one, provider);
        create("other", { ...other, namespace: "elsewhere" }, provider);
      });
      assert.deepEqual(problems, [{ path, reason }]);
    });
  }

  it("refuses the path of another one if one names the layer and the other its facts", async () => {
    const problems = await refusal(() => {
      const { provider } = cluster();
      const ingress = new IngressLayer(
        "ingress",
        { cluster: clusterFacts, istio: {}, allowPublic: true },
        { provider },
      );
      create("one", { ingress }, provider);
      create("other", { ingress: ingressFacts, namespace: "elsewhere" }, provider);
    });
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["path"],
    );
  });

  const accepted: [what: string, one: Partial<RouteArgs>, other: Partial<RouteArgs>][] = [
    ["below / on Istio", { path: "/" }, { path: "/lab" }],
    ["with a path that only begins alike", { path: "/lab" }, { path: "/labels" }],
    ["with a nested path on Emissary", { ingress: EMISSARY, path: "/lab" }, { ingress: EMISSARY, path: "/lab/x" }],
    [
      "with the same path on another layer",
      { ingress: { ...ISTIO, gateway: "istio-system/one" } },
      { ingress: { ...ISTIO, gateway: "internal/other" } },
    ],
    [
      "with the same path on layers whose Gateways are known later",
      { ingress: { ...ISTIO, gateway: pulumi.output("istio-system/one") } },
      { ingress: { ...ISTIO, gateway: pulumi.output("internal/other") } },
    ],
  ];
  for (const [what, one, other] of accepted) {
    it(`accepts a second one ${what}`, async () => {
      const graph = await deploy(() => {
        const { provider } = cluster();
        create("one", one, provider);
        create("other", { ...other, namespace: "elsewhere" }, provider);
      });
      assert.equal(graph.ofType("mlplatform:index:Route").length, 2);
    });
  }

  it("creates no route if the Gateway turns out to be absent", async () => {
    const gateway = pulumi.output<string | undefined>(undefined);
    await assert.rejects(
      deploy(() => void create("lab", { ingress: { ...ISTIO, gateway } })),
      /ingress\.gateway: is empty, so it is not the namespace and name of a Gateway/,
    );
  });

  it("keeps apart the certificates of routes whose names and namespaces are alike", () => {
    const secret = (namespace: string, name: string) =>
      routeSpec(name, {
        ingress: ISTIO,
        ...base,
        namespace,
        host,
        tls: { issuer: { kind: IssuerKind.Issuer, name: "ca" } },
      }).certificate?.secret;
    assert.notEqual(secret("a-b", "c"), secret("a", "b-c"));
  });
});
