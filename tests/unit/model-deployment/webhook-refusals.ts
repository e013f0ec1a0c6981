import { component, predictor, served } from "../../engine/operators/models";
import type { Json } from "../../engine/operators/seldon/model";

/** A custom resource that the operator's webhook refuses. */
export interface WebhookRefusal {
  readonly title: string;
  /** The webhook's words. */
  readonly problem: string;
  readonly predictors: Json[];
  readonly spec?: Json;
  /** Where the component finds something wrong when overrides bring it about, below `overrides.spec`. */
  readonly paths: readonly string[];
}

/** A predictor with a share of the traffic. */
export const p = (name: string, traffic?: number, more: Json = {}): Json => predictor(name, { traffic, ...more });

/** A predictor that gets a copy of the requests. */
export const shadow = (name: string, traffic = 100): Json => p(name, traffic, { shadow: true });

/** One predictor of that graph. */
export const graph = (node: Json, more: Json = {}): Json[] => [predictor("main", { graph: node, ...more })];

const at = (place: string, name: string, reason: string): string => `${place}: Invalid value: "${name}": ${reason}`;
const SUM = "Traffic must sum to 100 for multiple predictors";
const TWO_TYPES = "Multiple endpoint.types found - can only have 1 type in graph. Please use spec.transport";
const NO_CONTAINER = "Can't find container for Predictive Unit";
const NO_MODEL = "Predictive unit modelUri required when using standalone servers";
const NO_ENGINE = "Running without engine only valid for single element graphs";
const FIRST = "spec.predictors[0].graph";

/** Steps below one another as deep as the definition lets them stand; the last has no container. */
const ABOVE = Array.from("abcdefghij");
const nested = ABOVE.reduceRight<Json>((below, name) => ({ name, children: [below] }), { name: "last" });
const svcName = { annotations: { "seldon.io/svc-name": "same" } };
const env = ["KAFKA_BROKER", "KAFKA_INPUT_TOPIC"].map((name) => ({ name, value: "x" }));
const endpoint = (type: string, more: Json = {}) => served("SKLEARN_SERVER", { endpoint: { type }, ...more });
const withoutEngine = (value: string) =>
  graph(
    {
      name: "ab",
      implementation: "RANDOM_ABTEST",
      children: ["a", "b"].map((name) => served("SKLEARN_SERVER", { name })),
    },
    { annotations: { "seldon.io/no-engine": value } },
  );

/**
 * The rules of charts-ml 3.2, held against the stand-in of the webhook and against the component: whatever the one refuses
 * the other has refused before.
 */
export const webhookRefusals: readonly WebhookRefusal[] = [
  {
    title: "no predictor",
    problem: at("spec", "", "Graph contains no predictors"),
    predictors: [],
    paths: ["predictors"],
  },
  {
    title: "weights below 100",
    problem: at("spec", "main", SUM),
    predictors: [p("main", 50), p("canary", 40)],
    paths: ["predictors"],
  },
  {
    title: "weights below 100 beside a shadow",
    problem: at("spec", "main", SUM),
    predictors: [p("main", 50), p("canary", 40), shadow("shadow", 10)],
    paths: ["predictors"],
  },
  {
    title: "two predictors without weights",
    problem: at("spec", "main", SUM),
    predictors: [p("main"), p("canary")],
    paths: ["predictors"],
  },
  {
    title: "a part of the traffic for one predictor",
    problem: at("spec", "main", "Traffic must sum be 100 for a single predictor when set"),
    predictors: [p("main", 99)],
    paths: ["predictors[0].traffic"],
  },
  {
    title: "a name twice",
    problem: at("spec.predictors[1]", "main", "Duplicate predictor name"),
    predictors: [p("main", 50), p("main", 50)],
    paths: ["predictors[1].name"],
  },
  {
    title: "two shadows",
    problem: at("spec", "two", "Multiple shadows are not allowed"),
    predictors: [p("main", 100), shadow("one"), shadow("two")],
    paths: ["predictors"],
  },
  {
    title: "only a shadow",
    problem: at("spec.predictors[0]", "main", "Shadow can not exist as only predictor"),
    predictors: [shadow("main")],
    paths: ["predictors"],
  },
  {
    title: "a shadow with more than everything",
    problem: at("spec", "shadow", "shadow traffic is illegal, the traffic number should be between [0, 100]"),
    predictors: [p("main", 100), shadow("shadow", 101)],
    paths: ["predictors[1].traffic"],
  },
  {
    title: "a server without a model",
    problem: at(FIRST, "classifier", NO_MODEL),
    predictors: graph({ name: "classifier", implementation: "SKLEARN_SERVER" }),
    paths: ["predictors[0].graph.modelUri"],
  },
  {
    title: "a server with an empty model",
    problem: at(FIRST, "classifier", NO_MODEL),
    predictors: graph(served("SKLEARN_SERVER", { modelUri: "" })),
    paths: ["predictors[0].graph.modelUri"],
  },
  {
    title: "an unknown server",
    problem: at(FIRST, "classifier", "No entry in predictors map for FOO_SERVER"),
    predictors: graph(served("FOO_SERVER")),
    paths: ["predictors[0].graph.implementation"],
  },
  {
    title: "a node without a container",
    problem: at(FIRST, "classifier", NO_CONTAINER),
    predictors: graph({ name: "classifier" }, { componentSpecs: [component("other")] }),
    paths: ["predictors[0].graph"],
  },
  {
    title: "the same deep in a graph",
    problem: at(`${FIRST}${"[0]".repeat(ABOVE.length)}`, "last", NO_CONTAINER),
    predictors: graph(nested, { componentSpecs: ABOVE.map((name) => component(name)) }),
    paths: [`predictors[0].graph${".children[0]".repeat(ABOVE.length)}`],
  },
  {
    title: "a node of unknown type without methods",
    problem: at(
      FIRST,
      "a",
      "Predictive Unit has no implementation methods defined. Change to a known type or add what methods it defines",
    ),
    predictors: graph({ name: "a", type: "UNKNOWN_TYPE" }, { componentSpecs: [component("a")] }),
    paths: ["predictors[0].graph.type"],
  },
  {
    title: "a server that has no such protocol",
    problem: at(FIRST, "classifier", "Prepackaged server does not handle tensorflow protocol SKLEARN_SERVER"),
    predictors: [p("main")],
    spec: { protocol: "tensorflow" },
    paths: ["predictors[0].graph.implementation"],
  },
  {
    title: "an unknown protocol",
    problem: at("spec", "http", "Invalid protocol"),
    predictors: [p("main")],
    spec: { protocol: "http" },
    paths: ["protocol"],
  },
  {
    title: "an unknown transport",
    problem: at("spec", "udp", "Invalid transport"),
    predictors: [p("main")],
    spec: { transport: "udp" },
    paths: ["transport"],
  },
  {
    title: "an unknown kind of server",
    problem: at("spec", "x", "Invalid serverType"),
    predictors: [p("main")],
    spec: { serverType: "x" },
    paths: ["serverType"],
  },
  {
    title: "Kafka without its settings",
    problem: at(
      "spec.predictors[0]",
      "main",
      "For kafka please supply svcOrchSpec envs KAFKA_BROKER, KAFKA_INPUT_TOPIC, KAFKA_OUTPUT_TOPIC",
    ),
    predictors: [p("main", undefined, { svcOrchSpec: { env } })],
    spec: { serverType: "kafka" },
    paths: ["predictors[0].svcOrchSpec.env"],
  },
  {
    title: "a Service's name twice",
    problem: at("spec.predictors[1]", "canary", "Found duplicate service name in seldon.io/svc-name with value same"),
    predictors: [p("main", 50, svcName), p("canary", 50, svcName)],
    paths: ["predictors[1].annotations.seldon.io/svc-name"],
  },
  ...["true", "false"].map((value) => ({
    title: `a graph whose orchestrator is said to be left out: ${value}`,
    problem: at("spec.predictors[0]", "main", NO_ENGINE),
    predictors: withoutEngine(value),
    paths: ["predictors[0].annotations.seldon.io/no-engine"],
  })),
  {
    title: "a logger without a mode",
    problem: at(FIRST, "", "No logger mode specified"),
    predictors: graph(served("SKLEARN_SERVER", { logger: { url: "http://log" } })),
    paths: ["predictors[0].graph.logger"],
  },
  {
    title: "endpoints of two types in a graph",
    problem: at("spec", "", TWO_TYPES),
    predictors: graph(endpoint("REST", { children: [endpoint("GRPC", { name: "other" })] })),
    paths: ["predictors[0].graph.children[0].endpoint.type"],
  },
  {
    title: "endpoints of two types in two predictors",
    problem: at("spec", "", TWO_TYPES),
    predictors: [p("main", 50, { graph: endpoint("REST") }), p("canary", 50, { graph: endpoint("GRPC") })],
    paths: ["predictors[1].graph.endpoint.type"],
  },
  {
    title: "an endpoint against the transport",
    problem: at(
      "spec",
      "",
      "Mixed transport types found. Remove graph endpoint.types if transport set at deployment level",
    ),
    predictors: graph(endpoint("GRPC")),
    spec: { transport: "rest" },
    paths: ["predictors[0].graph.endpoint.type"],
  },
  {
    title: "several things, all at once",
    problem: `[${at("spec.predictors[1]", "main", "Duplicate predictor name")}, ${at("spec", "main", SUM)}]`,
    predictors: [p("main", 1), p("main", 1)],
    // The component finds predictors of overrides by their names, so it says nothing more as long as one is used twice.
    paths: ["predictors[1].name"],
  },
];
