import assert from "node:assert/strict";
import { ModelDeployment, type ModelDeploymentArgs } from "../../../../components";
import { cluster } from "../../platform";
import { refusal } from "../../refusal";
import { accepts, main, refuses } from "../refuses";
import { ambassador, annotated, BY_HEADER, CANARY, istio, mappings } from "./routed";

const headers = [{ name: "location", value: "london" }];
const one = (header: object) => ({ predictors: [main, { ...main, name: "b", headers: [header] }] });
const CONFIG = "kind: Mapping\nname: mine\nprefix: /mine/\nservice: a.b:8000";

/** An object with a value at a dotted path. */
const nested = (path: string, value: object): object =>
  path.split(".").reduceRight<object>((inner, key) => ({ [key]: inner }), value);

describe("ModelDeployment refuses headers", () => {
  const at = "predictors[1].headers[0]";
  refuses([
    [
      "without any",
      { predictors: [main, { ...main, name: "b", headers: [] }] },
      [["predictors[1].headers", /^is empty/]],
    ],
    ["without value and expression", one({ name: "a" }), [[at, /none was given; fill exactly one of value, regex/]]],
    ["with both", one({ name: "a", value: "1", regex: "1" }), [[at, /2 were given \(value, regex\)/]]],
    [
      "with a name of other characters",
      one({ name: "a b", value: "1" }),
      [[`${at}.name`, /is not the name of a header/]],
    ],
    ["that lead gRPC", one({ name: "Seldon", value: "1" }), [[`${at}.name`, /decides already which model/]]],
    ["that are the host", one({ name: "host", value: "1" }), [[`${at}.name`, /decides already which model/]]],
    ["with an empty value", one({ name: "a", value: "" }), [[`${at}.value`, /is not the value of a header/]]],
    ["with blanks at an end", one({ name: "a", value: "1 " }), [[`${at}.value`, /without blanks at its ends/]]],
    ["with a broken expression", one({ name: "a", regex: "(" }), [[`${at}.regex`, /is not a regular expression/]]],
    ["with an empty expression", one({ name: "a", regex: "" }), [[`${at}.regex`, /matches no value/]]],
    ["with a look-ahead", one({ name: "a", regex: "a(?!b)" }), [[`${at}.regex`, /what RE2 does not know/]]],
    ["with a reference", one({ name: "a", regex: "(a)\\1" }), [[`${at}.regex`, /what RE2 does not know/]]],
    ["with an escape of JavaScript", one({ name: "a", regex: "\\u0041" }), [[`${at}.regex`, /what RE2 does not know/]]],
    ["with too many repetitions", one({ name: "a", regex: "a{1001}" }), [[`${at}.regex`, /more than 1000 times/]]],
    [
      "with a very long expression",
      one({ name: "a", regex: "a".repeat(201) }),
      [[`${at}.regex`, /more than 200 characters/]],
    ],
    [
      "listed twice",
      {
        predictors: [
          main,
          {
            ...main,
            name: "b",
            headers: [
              { name: "A", value: "1" },
              { name: "a", regex: "2" },
            ],
          },
        ],
      },
      [["predictors[1].headers[1].name", /listed twice/]],
    ],
    ["at every predictor", { predictors: [{ ...main, headers }] }, [["predictors", /Add one without headers/]]],
    [
      "at every predictor that answers",
      {
        predictors: [
          { ...main, headers },
          { ...main, name: "s", shadow: true },
        ],
      },
      [["predictors", /Add one without headers/]],
    ],
    [
      "of a shadow",
      { predictors: [main, { ...main, name: "s", shadow: true, headers }] },
      [["predictors[1].headers", /a shadow gets copies of all requests/]],
    ],
    [
      "of a predictor that overrides make a shadow",
      { predictors: BY_HEADER, overrides: { spec: { predictors: [{ name: "london", shadow: true, traffic: 10 }] } } },
      [["predictors[1].headers", /a shadow gets copies of all requests/]],
    ],
    [
      "that a predictor before has too, in any order",
      {
        predictors: [
          main,
          { ...main, name: "b", headers: [...headers, { name: "a", regex: "1" }] },
          { ...main, name: "c", headers: [{ name: "A", regex: "1" }, ...headers] },
        ],
      },
      [["predictors[2].headers", /^are those of predictors\[1\], which gets all these requests\. Write others\.$/]],
    ],
    [
      "that all requests to the deployment must have otherwise",
      {
        seldon: mappings,
        predictors: BY_HEADER,
        ambassador: { headers: [{ name: "location", value: "paris" }] },
      },
      [
        [
          "predictors[1].headers[0].name",
          /^"Location" is in ambassador\.headers already, and requests to this deployment have those\. Use another header\.$/,
        ],
      ],
    ],
  ]);
  accepts(
    ["Mozilla/.*", "(?i)firefox", "(?P<a>x|y)+", "[a-z]{1,1000}", "\\d+\\.\\w*", "^a$"].map((regex) => [
      `but accepts ${regex}`,
      one({ name: "user-agent", regex }),
    ]),
  );
});

describe("ModelDeployment refuses routing", () => {
  refuses([
    ["without hosts", { hosts: [] }, [["hosts", /^is empty/]]],
    ["to an address", { hosts: ["203.0.113.7"] }, [["hosts[0]", /not a full host name/]]],
    ["to a wildcard", { hosts: ["*.example.org"] }, [["hosts[0]", /not a full host name/]]],
    ["to a host twice", { hosts: ["a.example.org", "a.example.org"] }, [["hosts[1]", /listed twice/]]],
    [
      "to a host that the ingress does not serve",
      { hosts: ["a.example.org"], seldon: { ...istio, hosts: ["b.example.org", "*.c.example.org"] } },
      [["hosts[0]", /not served by the ingress, which has b\.example\.org, \*\.c\.example\.org/]],
    ],
    ["with an empty time limit", { timeouts: {} }, [["timeouts", /^is empty/]]],
    ["with a time limit of 0", { timeouts: { restMs: 0 } }, [["timeouts.restMs", /at least 1/]]],
    ["with a part of a millisecond", { timeouts: { grpcMs: 1.5 } }, [["timeouts.grpcMs", /whole number/]]],
    ["with a limit of more than a day", { timeouts: { restMs: 86_400_001 } }, [["timeouts.restMs", /too large/]]],
    ["with no retry", { retries: { attempts: 0 } }, [["retries.attempts", /at least 1/]]],
    ["with too many retries", { retries: { attempts: 101 } }, [["retries.attempts", /too large/]]],
    [
      "with tries as long as the whole request",
      { timeouts: { restMs: 2000 }, retries: { attempts: 1, perTryTimeoutMs: 2000 } },
      [
        [
          "retries.perTryTimeoutMs",
          /leaves no time for another try, because the limit of a whole request is 2000\. Write less, or a longer timeouts\.restMs/,
        ],
      ],
    ],
    [
      "with tries as long as Emissary's own limit",
      { seldon: mappings, retries: { attempts: 1, perTryTimeoutMs: 3000 } },
      [["retries.perTryTimeoutMs", /the limit of a whole request is 3000/]],
    ],
    ["with an empty breaker", { circuitBreaker: {} }, [["circuitBreaker", /^is empty/]]],
    ["with a limit of 0", { circuitBreaker: { maxRetries: 0 } }, [["circuitBreaker.maxRetries", /at least 1/]]],
    [
      "of a route of its own without a Gateway",
      { seldon: { ...istio, gateway: undefined }, timeouts: { restMs: 1000 } },
      [["seldon.gateway", /is missing, but the model needs a route of its own/]],
    ],
    [
      "with a shadow that gets nothing, or everything",
      { predictors: [main, { ...main, name: "s", shadow: true, traffic: 0 }] },
      [["predictors[1].traffic", /Istio then sends a shadow copies of all requests/]],
    ],
    [
      "in annotations to a predictor without traffic that is not the first",
      {
        seldon: annotated,
        predictors: [main, { ...main, name: "b", traffic: 0 }].map((p) => ({ traffic: 100, ...p })),
      },
      [["predictors[1].traffic", /Write a predictor with traffic 0 first/]],
    ],
    [
      "in annotations to a shadow that is the first",
      { seldon: annotated, predictors: [{ ...main, name: "s", shadow: true, traffic: 30 }, main] },
      [["predictors[0].traffic", /^is 30, which .* would copy all requests\. Write another predictor first\.$/]],
    ],
    [
      "behind Emissary to the explainer of a shadow",
      {
        seldon: mappings,
        predictors: [main, { ...main, name: "s", shadow: true, explainer: { type: "AnchorTabular" } }],
      },
      [["predictors[1].explainer", /^would get copies of requests only.*Leave it out\.$/]],
    ],
    [
      "in annotations by headers of a predictor that is not the first",
      { seldon: ambassador, predictors: BY_HEADER },
      [["predictors[1].traffic", /Write a predictor with traffic 0 first/]],
    ],
  ]);
  accepts([
    [
      "but accepts in annotations a shadow of everything that is the first",
      { seldon: annotated, predictors: [{ ...main, name: "s", shadow: true }, main] },
    ],
    [
      "but accepts in Mappings a shadow that is the first",
      { seldon: mappings, predictors: [{ ...main, name: "s", shadow: true, traffic: 30 }, main] },
    ],
    [
      "but accepts behind Istio the explainer of a shadow",
      { predictors: [main, { ...main, name: "s", shadow: true, explainer: { type: "AnchorTabular" } }] },
    ],
    ["but accepts a host below a wildcard", { hosts: ["a.b.org"], seldon: { ...istio, hosts: ["*.b.org"] } }],
    [
      "but accepts a predictor without traffic that is the first",
      {
        seldon: annotated,
        predictors: [
          { ...main, name: "b", traffic: 0 },
          { ...main, traffic: 100 },
        ],
      },
    ],
  ]);
});

describe("ModelDeployment refuses what only Emissary can do", () => {
  refuses([
    ["behind Istio", { ambassador: { headers } }, [["ambassador", /applies to Emissary only.*headers of a predictor/]]],
    ["without saying what", { seldon: mappings, ambassador: {} }, [["ambassador", /^is empty/]]],
    [
      "for a deployment that this program does not have",
      { seldon: mappings, ambassador: { serviceName: "other", headers } },
      [["ambassador.serviceName", /"other" is no deployment in namespace "models" that this program created before/]],
    ],
    [
      "for the deployment itself",
      { seldon: mappings, ambassador: { serviceName: "iris", headers } },
      [["ambassador.serviceName", /is this deployment/]],
    ],
    [
      "by expression at its own URL",
      { seldon: mappings, ambassador: { headers: [{ name: "a", regex: "b" }] } },
      [["ambassador.headers", /needs serviceName/]],
    ],
    [
      "as a configuration that the operator ignores",
      { seldon: mappings, ambassador: { config: CONFIG } },
      [["ambassador.config", /is ignored, because the operator creates Mappings/]],
    ],
    ...["prefix: /mine/", "kind: Mapping\nname: a", "kind: [", "kind: Mapping\nprefix: mine"].map(
      (config) =>
        [
          `as the configuration ${JSON.stringify(config)}`,
          { seldon: annotated, ambassador: { config } },
          [["ambassador.config", /has no Mapping with a prefix/]],
        ] as [string, object, [string, RegExp][]],
    ),
    [
      "as a configuration beside inputs that it replaces",
      {
        seldon: annotated,
        timeouts: { restMs: 1000 },
        retries: { attempts: 1 },
        circuitBreaker: { maxRetries: 1 },
        ambassador: { config: CONFIG, headers },
        predictors: [{ ...main, name: "b", headers }, main],
      },
      ["timeouts", "retries", "circuitBreaker", "ambassador.headers", "predictors[0].headers"].map((path) => [
        path,
        /has no effect on routes together with ambassador\.config/,
      ]),
    ],
  ]);

  const second = (args: Partial<ModelDeploymentArgs>, first: Partial<ModelDeploymentArgs> = {}) =>
    refusal(() => {
      const { provider } = cluster();
      const common = { seldon: mappings, namespace: "models", predictors: [main] };
      new ModelDeployment("iris", { ...common, ...first }, { provider });
      new ModelDeployment("one", { ...common, ambassador: { serviceName: "iris", headers } }, { provider });
      new ModelDeployment("two", { ...common, ...args }, { provider });
    });

  it("without headers, at the URL of another", async () => {
    const problems = await second({ ambassador: { serviceName: "iris" } });
    assert.deepEqual(problems, [
      {
        path: "ambassador.serviceName",
        reason:
          "needs headers: Emissary would lead requests to both deployments at random. Write headers too, or predictors of one deployment with traffic.",
      },
    ]);
  });

  it("with the headers of a third deployment", async () => {
    const ambassador = { serviceName: "iris", headers: [{ name: "Location", value: "london" }] };
    assert.deepEqual(await second({ ambassador }), [
      {
        path: "ambassador.headers",
        reason: 'already lead to ModelDeployment "one", which has the same serviceName and headers. Use other headers.',
      },
    ]);
  });

  it("with one header, at the URL of a deployment whose own Mappings come first", async () => {
    const problems = await second({}, { timeouts: { grpcMs: 5000 }, predictors: CANARY });
    assert.equal(problems.length, 1);
    assert.equal(problems[0]?.path, "ambassador.headers");
    assert.match(problems[0].reason, /ModelDeployment "iris" has Mappings of its own.* Write the value as regex/);
  });
});

describe("ModelDeployment refuses annotations that an input decides", () => {
  const decided = /^is decided by .*\. Leave it out\.$/;
  const rows: [args: object, keys: string[]][] = [
    [{ timeouts: { restMs: 1000, grpcMs: 1000 }, seldon: mappings }, ["rest-timeout", "grpc-timeout"]],
    [{ retries: { attempts: 1 }, seldon: mappings }, ["ambassador-retries"]],
    [{ circuitBreaker: { maxRetries: 1 }, seldon: mappings }, ["ambassador-circuit-breakers-max-retries"]],
    [{ hosts: ["a.example.org"] }, ["istio-host"]],
    [{ retries: { attempts: 1, perTryTimeoutMs: 1000 } }, ["istio-retries", "istio-retries-timeout"]],
    [{ predictors: BY_HEADER }, ["istio-gateway", "istio-host", "istio-retries", "istio-retries-timeout"]],
    [{ ambassador: { headers }, seldon: mappings }, ["ambassador-header"]],
  ];
  refuses(
    rows.flatMap(([args, keys]) =>
      keys.flatMap((key) =>
        (["annotations", "overrides.spec.annotations", "overrides.metadata.annotations"] as const).map(
          (place) =>
            [
              `${place}: ${key} beside ${Object.keys(args)[0] ?? ""}`,
              { ...args, ...nested(place, { [`seldon.io/${key}`]: "1" }) },
              [[`${place}.seldon.io/${key}`, decided]],
            ] as [string, object, [string, RegExp][]],
        ),
      ),
    ),
  );
});

describe("ModelDeployment refuses annotations that its own Mappings would not have", () => {
  const unread = /^is read by the operator only, and the model has Mappings of its own\. Write .* instead\.$/;
  const rows: [args: Partial<ModelDeploymentArgs>, key: string, input: string][] = [
    [{ predictors: BY_HEADER }, "rest-timeout", "timeouts.restMs"],
    [{ predictors: BY_HEADER }, "ambassador-retries", "retries.attempts"],
    [
      { predictors: BY_HEADER },
      "ambassador-circuit-breakers-max-pending-requests",
      "circuitBreaker.maxPendingRequests",
    ],
    [{ retries: { attempts: 2, perTryTimeoutMs: 500 } }, "rest-timeout", "timeouts.restMs"],
    // It is the default of REST, so that the operator would lead gRPC by the annotation.
    [{ timeouts: { grpcMs: 3000 } }, "rest-timeout", "timeouts.restMs"],
    [{ seldon: annotated, predictors: [{ ...main, name: "b", headers }, main] }, "grpc-timeout", "timeouts.grpcMs"],
  ];
  refuses(
    rows.flatMap(([args, key, input]) =>
      (["annotations", "overrides.spec.annotations", "overrides.metadata.annotations"] as const).map(
        (place) =>
          [
            `${place}: ${key} beside ${Object.keys(args).join(" and ")}`,
            { seldon: mappings, ...args, ...nested(place, { [`seldon.io/${key}`]: "1000" }) },
            [[`${place}.seldon.io/${key}`, new RegExp(unread.source.replace(".*", input))]],
          ] as [string, object, [string, RegExp][]],
      ),
    ),
  );
  accepts([
    [
      "but accepts those that the operator alone reads",
      { seldon: mappings, annotations: { "seldon.io/rest-timeout": "1000", "seldon.io/ambassador-retries": "2" } },
    ],
    [
      "but accepts the orchestrator's own time limit for gRPC beside Mappings",
      { seldon: mappings, predictors: BY_HEADER, annotations: { "seldon.io/grpc-timeout": "1000" } },
    ],
  ]);
});
