import assert from "node:assert/strict";
import { ModelDeployment, ModelExplainerType, type ModelDeploymentArgs } from "../../../../components";
import { deploy } from "../../../helpers/deploy";
import { cluster } from "../../platform";
import { main } from "../refuses";
import {
  ambassador,
  annotated,
  annotationsOf,
  BY_HEADER,
  CANARY,
  mappings,
  modelOf,
  hasRoutes,
  routed,
  routesOf,
  type Written,
} from "./routed";

const GRPC_PATHS = "/(seldon.protos.*|tensorflow.serving.*|inference.*)/.*";
const rest = { prefix: "/seldon/models/iris/", rewrite: "/" };
const grpc = { grpc: true, prefix: GRPC_PATHS, prefix_regex: true, rewrite: "" };
const TAGS = { rest: { cluster_tag: "mlplatform_rest" }, grpc: { cluster_tag: "mlplatform_grpc" } };

/** A Mapping of Emissary 4 in the namespace of the models. */
const mapping = (name: string, spec: object) => ({
  apiVersion: "getambassador.io/v3alpha1",
  kind: "Mapping",
  metadata: { name, namespace: "models" },
  spec: { ambassador_id: ["ml"], hostname: "*", timeout_ms: 3000, ...spec },
});

const shadow = { ...main, name: "shadow", shadow: true, traffic: 30 };

describe("A model behind Emissary has annotations alone", () => {
  const ID = { "seldon.io/ambassador-id": "ml" };
  const rows: [title: string, args: Partial<ModelDeploymentArgs>, annotations: object][] = [
    ["by default", {}, {}],
    ["with a canary", { predictors: CANARY }, {}],
    ["with a shadow", { predictors: [main, shadow] }, {}],
    ["with a host, which only changes URLs", { hosts: ["iris.example.org"] }, {}],
    [
      "with a time limit of REST, which is that of gRPC too",
      { timeouts: { restMs: 5000 } },
      { "seldon.io/rest-timeout": "5000" },
    ],
    [
      "with one time limit for both",
      { timeouts: { restMs: 5000, grpcMs: 5000 } },
      { "seldon.io/rest-timeout": "5000", "seldon.io/grpc-timeout": "5000" },
    ],
    ["with retries", { retries: { attempts: 3 } }, { "seldon.io/ambassador-retries": "3" }],
    [
      "with circuit breakers",
      { circuitBreaker: { maxConnections: 200, maxPendingRequests: 100, maxRequests: 200, maxRetries: 3 } },
      {
        "seldon.io/ambassador-circuit-breakers-max-connections": "200",
        "seldon.io/ambassador-circuit-breakers-max-pending-requests": "100",
        "seldon.io/ambassador-circuit-breakers-max-requests": "200",
        "seldon.io/ambassador-circuit-breakers-max-retries": "3",
      },
    ],
    [
      "with one header",
      { ambassador: { headers: [{ name: "location", value: "london" }] } },
      { "seldon.io/ambassador-header": "location: london" },
    ],
  ];
  for (const [title, args, annotations] of rows) {
    it(title, async () => {
      const graph = await routed({ seldon: mappings, ...args });
      hasRoutes(graph, []);
      assert.deepEqual(annotationsOf(graph), { ...ID, ...annotations });
    });
  }

  it("with two time limits, if the operator writes annotations of Services", async () => {
    const graph = await routed({ seldon: annotated, timeouts: { restMs: 5000, grpcMs: 9000 } });
    hasRoutes(graph, []);
    assert.deepEqual(annotationsOf(graph), { "seldon.io/rest-timeout": "5000", "seldon.io/grpc-timeout": "9000" });
  });

  it("with a configuration of its own", async () => {
    const config = "kind: Mapping\nname: mine\nprefix: /mine/\nservice: iris-main.models:8000";
    const graph = await routed({ seldon: annotated, ambassador: { config } });
    assert.deepEqual(annotationsOf(graph), { "seldon.io/ambassador-config": config });
  });
});

describe("A model behind Emissary has Mappings of its own", () => {
  it("for headers of a predictor, for REST and gRPC, before the operator's", async () => {
    const graph = await routed({ seldon: mappings, predictors: BY_HEADER });
    const common = { precedence: 2 };
    hasRoutes(graph, [
      mapping("iris-london.london-headers-rest", {
        ...rest,
        headers: { location: "london" },
        service: "iris-london.models:8000",
        ...common,
        ...TAGS.rest,
      }),
      mapping("iris-london.london-headers-grpc", {
        ...grpc,
        headers: { seldon: "iris", location: "london" },
        service: "iris-london.models:5001",
        ...common,
        ...TAGS.grpc,
      }),
    ]);
    assert.deepEqual(annotationsOf(graph), { "seldon.io/ambassador-id": "ml" });
  });

  it("for headers by expression, of which the first predictor's come first", async () => {
    const predictors = [
      main,
      { ...main, name: "a", headers: [{ name: "X-A", regex: "1.*" }] },
      {
        ...main,
        name: "b",
        headers: [
          { name: "x-a", regex: ".*" },
          { name: "x-b", value: "2" },
        ],
      },
    ];
    const written = routesOf(await routed({ seldon: mappings, predictors })).map(({ metadata, spec }) => [
      metadata.name,
      spec["precedence"],
      spec["headers"],
      spec["regex_headers"],
    ]);
    assert.deepEqual(written, [
      ["iris-a.a-headers-grpc", 3, { seldon: "iris" }, { "x-a": "1.*" }],
      ["iris-a.a-headers-rest", 3, undefined, { "x-a": "1.*" }],
      ["iris-b.b-headers-grpc", 2, { seldon: "iris", "x-b": "2" }, { "x-a": ".*" }],
      ["iris-b.b-headers-rest", 2, { "x-b": "2" }, { "x-a": ".*" }],
    ]);
  });

  it("that copy requests with headers to the shadow too", async () => {
    const graph = await routed({ seldon: mappings, predictors: [...BY_HEADER, shadow] });
    const common = { precedence: 2, weight: 30, shadow: true };
    assert.deepEqual(
      routesOf(graph).filter(({ metadata }) => metadata.name.startsWith("iris-shadow.")),
      [
        mapping("iris-shadow.london-headers-grpc", {
          ...grpc,
          headers: { seldon: "iris", location: "london" },
          service: "iris-shadow.models:5001",
          ...common,
          ...TAGS.grpc,
        }),
        mapping("iris-shadow.london-headers-rest", {
          ...rest,
          headers: { location: "london" },
          service: "iris-shadow.models:8000",
          ...common,
          ...TAGS.rest,
        }),
      ],
    );
  });

  it("for gRPC with a time limit of its own, shared as by the operator", async () => {
    const graph = await routed({
      seldon: mappings,
      predictors: [...CANARY, shadow],
      timeouts: { restMs: 5000, grpcMs: 400_000 },
    });
    const common = { headers: { seldon: "iris" }, precedence: 1, timeout_ms: 400_000, idle_timeout_ms: 400_000 };
    hasRoutes(graph, [
      mapping("iris-main.shared-grpc", { ...grpc, service: "iris-main.models:5001", ...common, ...TAGS.grpc }),
      mapping("iris-canary.shared-grpc", {
        ...grpc,
        service: "iris-canary.models:5001",
        weight: 25,
        ...common,
        ...TAGS.grpc,
      }),
      mapping("iris-shadow.shared-grpc", {
        ...grpc,
        service: "iris-shadow.models:5001",
        weight: 30,
        shadow: true,
        ...common,
        ...TAGS.grpc,
      }),
    ]);
  });

  it("for retries with a time limit for each try, with all other settings", async () => {
    const graph = await routed({
      seldon: mappings,
      timeouts: { restMs: 5000 },
      retries: { attempts: 2, perTryTimeoutMs: 1500 },
      circuitBreaker: { maxConnections: 200, maxPendingRequests: 100, maxRequests: 300, maxRetries: 3 },
    });
    const common = {
      precedence: 1,
      timeout_ms: 5000,
      retry_policy: { retry_on: "gateway-error", num_retries: 2, per_try_timeout: "1.5s" },
      circuit_breakers: [{ max_connections: 200, max_pending_requests: 100, max_requests: 300, max_retries: 3 }],
    };
    hasRoutes(graph, [
      mapping("iris-main.shared-rest", { ...rest, service: "iris-main.models:8000", ...common, ...TAGS.rest }),
      mapping("iris-main.shared-grpc", {
        ...grpc,
        headers: { seldon: "iris" },
        service: "iris-main.models:5001",
        ...common,
        ...TAGS.grpc,
      }),
    ]);
  });

  it("at short paths too, where the operator serves them", async () => {
    const predictors = [{ ...main, name: "london", headers: [{ name: "location", value: "london" }] }, main];
    const seldon = { ...annotated, ambassadorId: "ml", shortPaths: true };
    const graph = await routed({ seldon, predictors });
    const match = { headers: { location: "london" }, service: "iris-london.models:8000", precedence: 2, ...TAGS.rest };
    hasRoutes(
      graph,
      [
        mapping("iris-london.london-headers-rest", { ...rest, ...match }),
        mapping("iris-london.london-headers-rest-short", { ...rest, prefix: "/seldon/iris/", ...match }),
      ],
      /-rest/,
    );
    assert.equal(routesOf(graph).length, 3);
  });

  it("of getambassador.io/v2 for Ambassador, which has no hostname", async () => {
    const [, first] = routesOf(
      await routed({
        seldon: ambassador,
        predictors: [{ ...main, traffic: 0, name: "london", headers: [{ name: "location", value: "london" }] }, main],
      }),
    );
    assert.deepEqual(first, {
      apiVersion: "getambassador.io/v2",
      kind: "Mapping",
      metadata: { name: "iris-london.london-headers-rest", namespace: "models" },
      spec: {
        ...rest,
        headers: { location: "london" },
        service: "iris-london.models:8000",
        precedence: 2,
        timeout_ms: 3000,
        ...TAGS.rest,
      },
    });
  });

  it("that change after the custom resource, which waits for the pods", async () => {
    const graph = await routed({ seldon: mappings, predictors: BY_HEADER });
    const created = graph.byName("kubernetes:getambassador.io/v3alpha1:Mapping", "iris-london-headers-rest");
    assert.deepEqual(created.dependencies, [modelOf(graph).urn]);
    const { metadata } = graph.revealInputs(modelOf(graph)) as unknown as Written;
    assert.match(metadata.annotations?.["pulumi.com/waitFor"] ?? "", /deploymentStatus\['iris-london-0-model'\]/);
  });
});

describe("A model behind the URL of another", () => {
  const both = (args: Partial<ModelDeploymentArgs>, first: Partial<ModelDeploymentArgs> = {}) =>
    deploy(() => {
      const { provider } = cluster();
      const common = { seldon: mappings, namespace: "models", predictors: [main] };
      new ModelDeployment("iris", { ...common, ...first }, { provider });
      const { restUrl, grpcMetadata, curl } = new ModelDeployment("iris-b", { ...common, ...args }, { provider });
      return { restUrl, grpcMetadata, curl };
    });
  const annotations = (graph: Awaited<ReturnType<typeof both>>) =>
    (
      graph.revealInputs(
        graph.byName("kubernetes:machinelearning.seldon.io/v1:SeldonDeployment", "iris-b"),
      ) as unknown as Written
    ).spec["annotations"];

  it("by one header has the operator's annotations", async () => {
    const graph = await both({ ambassador: { serviceName: "iris", headers: [{ name: "location", value: "london" }] } });
    hasRoutes(graph, []);
    assert.deepEqual(annotations(graph), {
      "seldon.io/ambassador-id": "ml",
      "seldon.io/ambassador-service-name": "iris",
      "seldon.io/ambassador-header": "location: london",
    });
    assert.deepEqual(graph.outputs.values, {
      restUrl: "http://lb.example.org/seldon/models/iris/api/v1.0/predictions",
      grpcMetadata: { seldon: "iris", namespace: "models", location: "london" },
      curl: `curl 'http://lb.example.org/seldon/models/iris/api/v1.0/predictions' -H 'Content-Type: application/json' -H 'location: london' -d '{"data":{"ndarray":[[5.1,3.5,1.4,0.2]]}}'`,
    });
  });

  for (const [title, headers, match] of [
    ["an expression", [{ name: "location", regex: "lon.*" }], { regex_headers: { location: "lon.*" } }],
    ["a value with colons", [{ name: "location", value: "a:b" }], { headers: { location: "a:b" } }],
    [
      "two headers",
      [
        { name: "a", value: "1" },
        { name: "b", value: "2" },
      ],
      { headers: { a: "1", b: "2" } },
    ],
  ] as const) {
    it(`by ${title} has Mappings of its own, and the operator's do not know that URL`, async () => {
      const predictors = [...CANARY, shadow];
      const graph = await both({ predictors, ambassador: { serviceName: "iris", headers: [...headers] } });
      const precedence = 1000;
      const ofRest = [
        mapping("iris-b-main.shared-rest", {
          ...rest,
          ...match,
          service: "iris-b-main.models:8000",
          precedence,
          ...TAGS.rest,
        }),
        mapping("iris-b-canary.shared-rest", {
          ...rest,
          ...match,
          service: "iris-b-canary.models:8000",
          precedence,
          weight: 25,
          ...TAGS.rest,
        }),
        mapping("iris-b-shadow.shared-rest", {
          ...rest,
          ...match,
          service: "iris-b-shadow.models:8000",
          precedence,
          weight: 30,
          shadow: true,
          ...TAGS.rest,
        }),
      ];
      hasRoutes(graph, ofRest, /-rest$/);
      assert.equal(routesOf(graph).length, 6);
      assert.deepEqual(annotations(graph), { "seldon.io/ambassador-id": "ml" });
    });
  }

  for (const [title, value, path] of [
    ["the operator leads to it", "london", "iris-explainer"],
    ["its own Mappings lead to it, of which the operator does not know", "a:b", "iris-b-explainer"],
  ] as const) {
    it(`has its explainer there only if ${title}`, async () => {
      const graph = await deploy(() => {
        const opts = { provider: cluster().provider };
        const common = { seldon: mappings, namespace: "models" };
        new ModelDeployment("iris", { ...common, predictors: [main] }, opts);
        const explainer = { type: ModelExplainerType.AnchorTabular };
        const ambassador = { serviceName: "iris", headers: [{ name: "location", value }] };
        const args = { ...common, predictors: [{ ...main, explainer }], ambassador };
        return { explainerUrls: new ModelDeployment("iris-b", args, opts).explainerUrls };
      });
      assert.deepEqual(graph.outputs.values["explainerUrls"], {
        main: `http://lb.example.org/seldon/models/${path}/main/api/v1.0/explain`,
      });
    });
  }
});
