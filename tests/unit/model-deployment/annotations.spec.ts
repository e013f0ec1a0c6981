import * as pulumi from "@pulumi/pulumi";
import { IngressController, ModelServer } from "../../../components";
import { seldonFacts } from "../platform";
import { accepts, main, MAIN, raw, refuses } from "./refuses";

const emissary = { ...seldonFacts, controller: IngressController.Emissary, gateway: undefined };
const withId = { ...emissary, ambassadorId: "models" };
const PREDICTOR = "overrides.spec.predictors[0].annotations";

/** Arguments with one annotation of the operator. */
const annotated = (key: string, value: string, seldon = seldonFacts, more: object = {}) => ({
  seldon,
  annotations: { [`seldon.io/${key}`]: value },
  ...more,
});
const refused = (key: string, value: string, reason: RegExp, seldon = seldonFacts) =>
  [`${key}: ${value}`, annotated(key, value, seldon), [[`annotations.seldon.io/${key}`, reason]]] as [
    string,
    object,
    [string, RegExp][],
  ];
const inMetadata = (annotations: object) => ({ overrides: { metadata: { annotations } } });

describe("ModelDeployment refuses annotations whose value cannot be read:", () => {
  const stops =
    /is not a time-out in milliseconds, so the orchestrator would stop again and again\. Write digits only\./;
  refuses([
    refused("rest-timeout", "3s", stops),
    refused("rest-timeout", "3s", /so the model would fail\. Write digits only\./, emissary),
    refused("rest-timeout", "99999999999", stops),
    refused("rest-timeout", "", /^is empty\. Write a value, or leave it out\.$/),
    refused(
      "grpc-timeout",
      "3s",
      /^"3s" is not a time-out in milliseconds, so it would be ignored\. Write digits only\./,
    ),
    refused("grpc-max-message-size", "4Mi", /is not a size in bytes, so the orchestrator would stop again and again/),
    refused("executor-logger-queue-size", "many", /"many" is not a number of requests, so the model would fail/),
    refused(
      "executor-logger-write-timeout-ms",
      "2s",
      /"2s" is not a time-out in milliseconds, so the model would fail/,
    ),
    refused("istio-retries", "three", /"three" is not a number of retries, so the model would fail/),
    refused("istio-gateway", "mesh", /is another Gateway than that of the operator/),
    refused("istio-gateway", "a/b/c", /is not the name of a Gateway, such as istio-system\/seldon-gateway/),
    refused("engine-separate-pod", "yes", /^"yes" is neither true nor false, and the operator takes it for false/),
    refused("headless-svc", "no", /^"no" is neither true nor false, and the operator takes it for true/),
    refused("ambassador-retries", "three", /number of retries/, emissary),
    refused("ambassador-circuit-breakers-max-connections", "many", /number of connections/, emissary),
    refused("ambassador-id", "other", /^"other" is not the id of the ingress, "models"/, withId),
    refused("ambassador-id", "other", /^"other" is not the id of the ingress, "default"/, emissary),
    [
      "istio-retries-timeout: 1s",
      { annotations: { "seldon.io/istio-retries": "3", "seldon.io/istio-retries-timeout": "1s" } },
      [["annotations.seldon.io/istio-retries-timeout", /is not a time-out in seconds, so the model would fail/]],
    ],
    [
      "no-engine: yes",
      raw({ annotations: { "seldon.io/no-engine": "yes" } }),
      [[`${PREDICTOR}.seldon.io/no-engine`, /^"yes" is neither true nor false/]],
    ],
    [
      "no-engine beside the logging of requests, which the orchestrator does",
      {
        predictors: [{ ...main, requestLogging: { mode: "all" } }],
        overrides: {
          spec: { predictors: [{ name: "main", annotations: { "seldon.io/no-engine": "true" } }] },
        },
      },
      [
        [
          `${PREDICTOR}.seldon.io/no-engine`,
          /^leaves out the orchestrator, which logs requests\. Leave one of them out\.$/,
        ],
      ],
    ],
    [
      "one that overrides bring",
      { overrides: { spec: { annotations: { "seldon.io/rest-timeout": "3s" } } } },
      [["overrides.spec.annotations.seldon.io/rest-timeout", stops]],
    ],
    [
      "one of a predictor",
      raw({ annotations: { "seldon.io/rest-timeout": "3s" } }),
      [[`${PREDICTOR}.seldon.io/rest-timeout`, stops]],
    ],
  ]);
});

describe("ModelDeployment refuses annotations that break more than the model:", () => {
  refuses([refused("ambassador-regex-header", "a: b", /crash again and again/, emissary)]);
});

describe("ModelDeployment refuses annotations that change the route behind the back of an input:", () => {
  const elsewhere = (input: string) =>
    new RegExp(`the model's URLs would not lead there\\. Write ${input} instead\\.$`);
  refuses([
    refused("istio-host", "models.example.org", elsewhere("hosts")),
    refused("ambassador-config", "apiVersion: x", elsewhere("ambassador.config"), emissary),
    refused(
      "ambassador-service-name",
      "other",
      /^leads requests from the URL of another model.* Write ambassador\.serviceName/,
      emissary,
    ),
    refused(
      "ambassador-header",
      "a: b",
      /^keeps other requests out.* Write ambassador\.headers, or headers of a predictor, inst/,
      emissary,
    ),
  ]);
});

describe("ModelDeployment refuses annotations that nothing reads:", () => {
  const ignored = /^is ignored, because the ingress is istio\. Leave it out/;
  refuses([
    refused("rest-read-timeout", "3000", /^is not an annotation that Seldon Core reads\. Leave it out\./),
    refused("rest-timeuot", "3000", /did you mean "seldon\.io\/rest-timeout"\?/),
    refused("unheard-of-thing", "1", /^is not an annotation that Seldon Core reads\. Leave it out\./),
    refused("ambassador-retries", "3", ignored),
    refused("ambassador-header", "a: b", ignored),
    refused("ambassador-regex-header", "a: b", ignored),
    refused("ambassador-service-name", "other", ignored),
    refused("istio-retries", "3", /^is ignored, because the ingress is emissary/, emissary),
    refused("istio-host", "models.example.org", /^is ignored, because the ingress is emissary/, emissary),
    refused("istio-retries-timeout", "1", /^has no effect without seldon\.io\/istio-retries\. Add that one too\./),
    refused("no-storage-initializer", "true", /^has no effect, because no step runs on TRITON_SERVER\. Leave it out\./),
    refused(
      "no-engine",
      "true",
      /^has no effect here; it is read in overrides\.spec\.predictors\[\]\.annotations only\. Move it there\./,
    ),
    refused("svc-name", "iris", /^has no effect here; it is read in overrides\.spec\.predictors\[\]\.annotations only/),
    [
      "a separate orchestrator at a predictor",
      raw({ annotations: { "seldon.io/engine-separate-pod": "true" } }),
      [[`${PREDICTOR}.seldon.io/engine-separate-pod`, /^has no effect here; it is read in annotations only/]],
    ],
    [
      "retries at a predictor",
      raw({ annotations: { "seldon.io/istio-retries": "3" } }),
      [[`${PREDICTOR}.seldon.io/istio-retries`, /^has no effect here; it is read in annotations/]],
    ],
    [
      "a setting of the orchestrator in the metadata",
      inMetadata({ "seldon.io/rest-timeout": "3000" }),
      [["overrides.metadata.annotations.seldon.io/rest-timeout", /^has no effect here; it is read in annotations/]],
    ],
    [
      "an environment variable of the orchestrator in the metadata",
      inMetadata({ "seldon.io/engine-log-level": "DEBUG" }),
      [["overrides.metadata.annotations.seldon.io/engine-log-level", /^has no effect here/]],
    ],
    [
      "an annotation of a pod",
      raw({
        componentSpecs: [
          { metadata: { annotations: { "seldon.io/no-engine": "true" } }, spec: { containers: [{ name: "model" }] } },
        ],
      }),
      [
        [
          "overrides.spec.predictors[0].componentSpecs[0].metadata.annotations.seldon.io/no-engine",
          /^has no effect here; it is read in overrides\.spec\.predictors\[\]\.annotations only/,
        ],
      ],
    ],
    [
      "a setting of an orchestrator that has a pod of its own, and that reads nothing there",
      { annotations: { "seldon.io/engine-separate-pod": "true", "seldon.io/grpc-max-message-size": "1000" } },
      [
        [
          "annotations.seldon.io/grpc-max-message-size",
          /^has no effect together with seldon\.io\/engine-separate-pod\. Leave one of them out\./,
        ],
      ],
    ],
    [
      "a setting of the orchestrator beside an annotation that keeps it from reading any",
      { annotations: { "seldon.io/grpc-timeout": "3000", "example.org/query": "a=b" } },
      [
        [
          "annotations.example.org/query",
          /^contains "=", and the orchestrator then ignores seldon\.io\/grpc-timeout\. Leave one of them out\./,
        ],
      ],
    ],
  ]);
});

describe("ModelDeployment refuses annotations of the operator that are not known yet", () => {
  refuses([
    [
      "in overrides",
      { overrides: { spec: { annotations: { "seldon.io/rest-timeout": pulumi.output("3000") } } } },
      [["overrides.spec.annotations.seldon.io/rest-timeout", /^is not known yet/]],
    ],
    [
      "at a predictor",
      raw({ annotations: { "seldon.io/svc-name": pulumi.output("x") } }),
      [[`${PREDICTOR}.seldon.io/svc-name`, /^is not known yet/]],
    ],
  ]);
});

describe("ModelDeployment accepts annotations that are read:", () => {
  accepts([
    ["a time-out", annotated("rest-timeout", "3000")],
    [
      "a time-out in the metadata behind Emissary",
      { seldon: emissary, ...inMetadata({ "seldon.io/rest-timeout": "3000" }) },
    ],
    [
      "a time-out beside a separate orchestrator behind Emissary",
      {
        seldon: emissary,
        annotations: { "seldon.io/engine-separate-pod": "true", "seldon.io/rest-timeout": "3000" },
      },
    ],
    ["an environment variable of the orchestrator", annotated("engine-seldon-log-level", "DEBUG")],
    ["a separate orchestrator", annotated("engine-separate-pod", "True")],
    ["retries", { annotations: { "seldon.io/istio-retries": "3", "seldon.io/istio-retries-timeout": "2" } }],
    ["the operator's own gateway", { annotations: { "seldon.io/istio-gateway": "istio-system/seldon-gateway" } }],
    ["the id of the ingress", annotated("ambassador-id", "models", withId)],
    ["a message size of a predictor", raw({ annotations: { "seldon.io/grpc-max-message-size": "1000" } })],
    ["a predictor without orchestrator", raw({ annotations: { "seldon.io/no-engine": "true" } })],
    [
      "a Triton that loads its model itself",
      {
        annotations: { "seldon.io/no-storage-initializer": "true" },
        protocol: "v2",
        predictors: [{ ...main, server: ModelServer.Triton }],
      },
    ],
    ["those of others", { annotations: { "example.org/query": "a=b", "prometheus.io/scrape": "false" } }],
    [
      "those of others that are not known yet",
      { overrides: { spec: { predictors: [{ ...MAIN, annotations: { "example.org/a": pulumi.output("b") } }] } } },
    ],
  ]);
});
