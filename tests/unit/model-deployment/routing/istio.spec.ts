import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ModelDeployment, type ModelDeploymentArgs } from "../../../../components";
import { deploy } from "../../../helpers/deploy";
import { cluster } from "../../platform";
import { main } from "../refuses";
import { annotationsOf, BY_HEADER, CANARY, istio, modelOf, hasRoutes, routed, routesOf } from "./routed";

const host = (predictor: string) => `iris-${predictor}.models.svc.cluster.local`;
const to = (predictor: string, port: number, weight: number) => ({
  destination: { host: host(predictor), port: { number: port } },
  weight,
});
const REST = { uri: { prefix: "/seldon/models/iris/" } };
const GRPC_PATHS = { uri: { regex: ".*tensorflow.*|.*seldon.protos.*|.*inference.*" } };
const GRPC_HEADERS = { seldon: { exact: "iris" }, namespace: { exact: "models" } };
const GRPC = { ...GRPC_PATHS, headers: GRPC_HEADERS };
const toRoot = { rewrite: { uri: "/" } };
/** How the operator's VirtualService gives the gateway up. */
const MOVED = { "seldon.io/istio-gateway": "mesh", "seldon.io/istio-host": "iris.models.invalid" };

describe("A model behind Istio has no routes of its own", () => {
  const rows: [title: string, args: Partial<ModelDeploymentArgs>, annotations: object | undefined][] = [
    ["by default", {}, undefined],
    ["with a canary", { predictors: CANARY }, undefined],
    ["with a shadow", { predictors: [main, { ...main, name: "shadow", shadow: true }] }, undefined],
    ["with one host", { hosts: ["iris.example.org"] }, { "seldon.io/istio-host": "iris.example.org" }],
    [
      "with retries that the operator's route has",
      { retries: { attempts: 3, perTryTimeoutMs: 2000 } },
      { "seldon.io/istio-retries": "3", "seldon.io/istio-retries-timeout": "2" },
    ],
  ];
  for (const [title, args, annotations] of rows) {
    it(title, async () => {
      const graph = await routed(args);
      hasRoutes(graph, []);
      assert.deepEqual(annotationsOf(graph), annotations);
    });
  }
});

describe("A model behind Istio has a VirtualService of its own", () => {
  const spec = async (args: Partial<ModelDeploymentArgs>) => {
    const graph = await routed(args);
    const [route, ...others] = routesOf(graph);
    assert.deepEqual(others, []);
    const { apiVersion, kind, metadata } = route ?? {};
    assert.deepEqual(
      { apiVersion, kind, metadata },
      {
        apiVersion: "networking.istio.io/v1",
        kind: "VirtualService",
        metadata: { name: "iris.route", namespace: "models" },
      },
    );
    return { spec: route?.spec as { hosts: string[]; gateways: string[]; http: object[] }, graph };
  };

  it("for time limits, which also end requests of the orchestrator", async () => {
    const { spec: written, graph } = await spec({ predictors: CANARY, timeouts: { restMs: 1500, grpcMs: 10_000 } });
    assert.deepEqual(written, {
      hosts: ["*"],
      gateways: ["istio-system/seldon-gateway"],
      http: [
        { match: [REST], ...toRoot, route: [to("main", 8000, 75), to("canary", 8000, 25)], timeout: "1.5s" },
        { match: [GRPC], route: [to("main", 5001, 75), to("canary", 5001, 25)], timeout: "10s" },
      ],
    });
    assert.deepEqual(annotationsOf(graph), {
      "seldon.io/rest-timeout": "1500",
      "seldon.io/grpc-timeout": "10000",
      ...MOVED,
    });
  });

  it("for time limits beside an orchestrator in a pod of its own, which reads none", async () => {
    const separate = { "seldon.io/engine-separate-pod": "true" };
    const { graph } = await spec({ timeouts: { restMs: 1500, grpcMs: 1500 }, annotations: separate });
    assert.deepEqual(annotationsOf(graph), { ...MOVED, ...separate });
  });

  it("for headers by value and by expression, before the shares, in the order of the predictors", async () => {
    const predictors = [
      { ...main, traffic: 90 },
      { ...main, name: "canary", traffic: 10 },
      { ...main, name: "london", headers: [{ name: "Location", value: "london" }] },
      {
        ...main,
        name: "firefox",
        headers: [
          { name: "User-Agent", regex: "Mozilla/.*" },
          { name: "x-beta", value: "1" },
        ],
      },
    ];
    const { spec: written, graph } = await spec({ predictors });
    const firefox = { "user-agent": { regex: "Mozilla/.*" }, "x-beta": { exact: "1" } };
    assert.deepEqual(written.http, [
      { match: [{ ...REST, headers: { location: { exact: "london" } } }], ...toRoot, route: [to("london", 8000, 100)] },
      {
        match: [{ ...GRPC_PATHS, headers: { ...GRPC_HEADERS, location: { exact: "london" } } }],
        route: [to("london", 5001, 100)],
      },
      { match: [{ ...REST, headers: firefox }], ...toRoot, route: [to("firefox", 8000, 100)] },
      { match: [{ ...GRPC_PATHS, headers: { ...GRPC_HEADERS, ...firefox } }], route: [to("firefox", 5001, 100)] },
      {
        match: [REST],
        ...toRoot,
        route: [to("main", 8000, 90), to("canary", 8000, 10), to("london", 8000, 0), to("firefox", 8000, 0)],
      },
      {
        match: [GRPC],
        route: [to("main", 5001, 90), to("canary", 5001, 10), to("london", 5001, 0), to("firefox", 5001, 0)],
      },
    ]);
    assert.deepEqual(annotationsOf(graph), MOVED);
  });

  it("whose shadow gets copies of its share of all requests, also of those with headers", async () => {
    const shadow = { ...main, name: "shadow", shadow: true, traffic: 30 };
    const { spec: written } = await spec({ predictors: [...BY_HEADER, shadow] });
    const mirror = (port: number) => ({
      mirror: { host: host("shadow"), port: { number: port } },
      mirrorPercentage: { value: 30 },
    });
    assert.deepEqual(
      written.http.map((route) => {
        const { mirror, mirrorPercentage, route: shares } = route as Record<string, unknown>;
        return [mirror, mirrorPercentage, (shares as object[]).length];
      }),
      [mirror(8000), mirror(5001), mirror(8000), mirror(5001)].map(({ mirror, mirrorPercentage }, index) => [
        mirror,
        mirrorPercentage,
        index < 2 ? 1 : 2,
      ]),
    );
  });

  it("for several hosts", async () => {
    const { spec: written } = await spec({ hosts: ["a.example.org", "b.example.org"] });
    assert.deepEqual(written.hosts, ["a.example.org", "b.example.org"]);
  });

  for (const [perTryTimeoutMs, perTryTimeout] of [
    [undefined, {}],
    [250, { perTryTimeout: "0.25s" }],
  ] as const) {
    it(`for retries with ${perTryTimeoutMs === undefined ? "no limit" : "a limit in milliseconds"} for each try`, async () => {
      const { spec: written } = await spec({ retries: { attempts: 2, perTryTimeoutMs } });
      const retries = { attempts: 2, ...perTryTimeout, retryOn: "gateway-error,connect-failure,refused-stream" };
      assert.deepEqual(written.http, [
        { match: [REST], ...toRoot, route: [to("main", 8000, 100)], retries },
        { match: [GRPC], route: [to("main", 5001, 100)], retries },
      ]);
    });
  }

  it("which leads to explainers too, because the operator moves their routes away as well", async () => {
    const predictor = (explainer: object) => ({
      name: "main",
      traffic: 100,
      graph: { name: "model", implementation: "SKLEARN_SERVER", modelUri: "gs://m" },
      explainer: { type: "AnchorTabular", modelUri: "gs://e", ...explainer },
    });
    for (const [explainer, port] of [
      [{}, 9000],
      [{ endpoint: { service_port: 9005 } }, 9005],
    ] as const) {
      const overrides = { spec: { predictors: [predictor(explainer)] } };
      const { spec: written } = await spec({ timeouts: { restMs: 1000 }, overrides });
      assert.deepEqual(written.http[2], {
        match: [{ uri: { prefix: "/seldon/models/iris-explainer/main/" } }],
        ...toRoot,
        route: [{ destination: { host: "iris-main-explainer.models.svc.cluster.local", port: { number: port } } }],
      });
    }
  });

  it("to the ports that containers without orchestrator name themselves", async () => {
    const ports = [
      { name: "http", containerPort: 8080 },
      { name: "grpc", containerPort: 8081 },
    ];
    const predictor = {
      name: "main",
      annotations: { "seldon.io/no-engine": "true" },
      componentSpecs: [{ spec: { containers: [{ name: "model", ports }] } }],
    };
    const { spec: found } = await spec({
      timeouts: { restMs: 1000 },
      overrides: { spec: { predictors: [predictor] } },
    });
    assert.deepEqual(
      found.http.map((route) => (route as { route: object[] }).route),
      [[to("main", 8080, 100)], [to("main", 8081, 100)]],
    );
  });

  it("to the ports of containers without orchestrator, and to Services with names of their own", async () => {
    const graph = (name: string) => ({ name, implementation: "SKLEARN_SERVER", modelUri: "gs://m" });
    const annotations = { "seldon.io/no-engine": "true" };
    const predictors = [
      { name: "main", traffic: 60, graph: graph("a"), annotations },
      { name: "other", traffic: 40, graph: graph("b"), annotations: { ...annotations, "seldon.io/svc-name": "mine" } },
    ];
    const { spec: written } = await spec({ timeouts: { restMs: 1000 }, overrides: { spec: { predictors } } });
    const mine = { destination: { host: "mine.models.svc.cluster.local", port: { number: 9001 } }, weight: 40 };
    assert.deepEqual((written.http[0] as { route: unknown }).route, [to("main", 9000, 60), mine]);
  });
});

describe("A model behind Istio with a route of its own", () => {
  it("changes it after the custom resource, which waits until the pods of each predictor answer", async () => {
    const graph = await routed({ predictors: BY_HEADER });
    const route = graph.byName("kubernetes:networking.istio.io/v1:VirtualService", "iris-route");
    assert.deepEqual(route.dependencies, [modelOf(graph).urn]);
    const { metadata } = graph.revealInputs(modelOf(graph)) as { metadata: { annotations: Record<string, string> } };
    assert.deepEqual(JSON.parse(metadata.annotations["pulumi.com/waitFor"] ?? ""), [
      "jsonpath={.status.state}=Available",
      "jsonpath={.status.deploymentStatus['iris-main-0-model'].availableReplicas}",
      "jsonpath={.status.deploymentStatus['iris-london-0-model'].availableReplicas}",
    ]);
  });

  it("has URLs that wait for it, and hands it on", async () => {
    let routes = 0;
    const graph = await deploy(() => {
      const args = { seldon: istio, namespace: "models", predictors: BY_HEADER };
      const model = new ModelDeployment("iris", args, { provider: cluster().provider });
      routes = model.routes.length;
      new (class extends pulumi.CustomResource {})("test:index:After", "after", { url: model.restUrl });
    });
    const after = graph.byName("test:index:After", "after");
    assert.deepEqual(after.dependencies.map((urn) => urn.split("::").pop()).sort(), ["iris", "iris-route"]);
    assert.equal(routes, 1);
  });

  it("waits for nothing if the caller does not wait", async () => {
    const graph = await routed({ predictors: BY_HEADER, wait: false });
    assert.deepEqual(graph.revealInputs(modelOf(graph))["metadata"], { name: "iris", namespace: "models" });
  });
});

describe("A promotion behind Istio", () => {
  const shares = async (main: number, canary: number) => {
    const [first, second] = CANARY;
    const predictors = [
      { ...first, traffic: main } as (typeof CANARY)[0],
      { ...second, traffic: canary } as (typeof CANARY)[0],
    ];
    const graph = await routed({ predictors, timeouts: { restMs: 1000 } });
    const { predictors: written } = graph.revealInputs(modelOf(graph))["spec"] as { predictors: { traffic: number }[] };
    const [route] = routesOf(graph);
    const http = route?.spec["http"] as { route: { weight: number }[] }[];
    return [written.map(({ traffic }) => traffic), ...http.map(({ route }) => route.map(({ weight }) => weight))];
  };
  for (const [main, canary] of [
    [100, 0],
    [75, 25],
    [0, 100],
  ] as const) {
    it(`to ${String(canary)} percent says the same in the custom resource and in the route`, async () => {
      const both = [main, canary];
      assert.deepEqual(await shares(main, canary), [both, both, both]);
    });
  }
});

describe("Circuit breakers behind Istio", () => {
  const rule = (predictor: string, connectionPool: object) => ({
    apiVersion: "networking.istio.io/v1",
    kind: "DestinationRule",
    metadata: { name: `models.iris-${predictor}`, namespace: "istio-system" },
    spec: {
      host: host(predictor),
      exportTo: ["."],
      trafficPolicy: { connectionPool },
      subsets: [{ name: predictor, labels: { version: predictor } }],
    },
  });

  it("are rules in the gateway's namespace, seen by it alone; the operator keeps its route", async () => {
    const circuitBreaker = { maxConnections: 200, maxPendingRequests: 100, maxRequests: 300, maxRetries: 3 };
    const graph = await routed({ predictors: CANARY, circuitBreaker });
    const pool = {
      tcp: { maxConnections: 200 },
      http: { idleTimeout: "60s", http1MaxPendingRequests: 100, http2MaxRequests: 300, maxRetries: 3 },
    };
    hasRoutes(graph, [rule("main", pool), rule("canary", pool)]);
    assert.equal(annotationsOf(graph), undefined);
  });

  for (const [input, pool] of [
    ["maxConnections", { tcp: { maxConnections: 7 }, http: { idleTimeout: "60s" } }],
    ["maxPendingRequests", { http: { idleTimeout: "60s", http1MaxPendingRequests: 7 } }],
    ["maxRequests", { http: { idleTimeout: "60s", http2MaxRequests: 7 } }],
    ["maxRetries", { http: { idleTimeout: "60s", maxRetries: 7 } }],
  ] as const) {
    it(`${input} alone`, async () => {
      hasRoutes(await routed({ circuitBreaker: { [input]: 7 } }), [rule("main", pool)]);
    });
  }

  it("are in the namespace of the Gateway if that of the gateway's pods is not known", async () => {
    const graph = await routed({
      seldon: { ...istio, gatewayNamespace: undefined, gateway: "edge/public" },
      circuitBreaker: { maxConnections: 7 },
    });
    assert.equal(routesOf(graph)[0]?.metadata.namespace, "edge");
  });

  for (const [title, gatewayNamespace] of [
    ["", undefined],
    [", also as an output", pulumi.output(undefined)],
  ] as const) {
    it(`are there if the Gateway is an output${title}`, async () => {
      const graph = await routed({
        seldon: { ...istio, gatewayNamespace, gateway: pulumi.output("edge/public") },
        circuitBreaker: { maxConnections: 7 },
      });
      assert.equal(routesOf(graph)[0]?.metadata.namespace, "edge");
    });
  }
});
