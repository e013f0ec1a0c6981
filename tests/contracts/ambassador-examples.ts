import type { ModelDeploymentArgs, PredictorArgs, SeldonFacts } from "../../components";
import { annotated, mappings } from "../unit/model-deployment/routing/routed";

/** A predictor with the guide's image, whose container and step have the guide's name. */
export const predictor = (name: string, version: string, more: Partial<PredictorArgs>): PredictorArgs => ({
  name,
  replicas: 1,
  graph: { name: "classifier", image: `seldonio/mock_classifier_rest:${version}` },
  ...more,
});

/** An example of Ambassador's guide in typed inputs. */
export interface GuideExample {
  readonly args: Partial<ModelDeploymentArgs>;
  readonly seldon: SeldonFacts;
}

/** Annotation `seldon.io/ambassador-config` of the guide. */
const CONFIG = `apiVersion: ambassador/v2
kind: Mapping
name: seldon_example_rest_mapping
prefix: /mycompany/ml/
service: production-model-example.seldon:8000
timeout_ms: 3000`;

/** The examples of Ambassador's guide; that of the URL of another deployment needs one with the name `other` before it. */
export const guideExamples = {
  "canary 75/25": {
    args: {
      predictors: [predictor("main", "1.2.1", { traffic: 75 }), predictor("canary", "1.2.2", { traffic: 25 })],
    },
    seldon: mappings,
  },
  shadow: {
    args: {
      predictors: [
        predictor("main", "1.2.1", { traffic: 100 }),
        predictor("canary", "1.2.2", { traffic: 25, shadow: true }),
      ],
    },
    seldon: mappings,
  },
  "circuit breakers": {
    args: { circuitBreaker: { maxConnections: 200, maxPendingRequests: 100, maxRequests: 200, maxRetries: 3 } },
    seldon: annotated,
  },
  "several Ambassadors": { args: {}, seldon: { ...mappings, ambassadorId: "my_instance" } },
  "a custom configuration": { args: { ambassador: { config: CONFIG } }, seldon: annotated },
  "header routing": {
    args: { ambassador: { serviceName: "other", headers: [{ name: "location", value: "london" }] } },
    seldon: annotated,
  },
  "time limits and retries": {
    args: { timeouts: { restMs: 4000, grpcMs: 5000 }, retries: { attempts: 2 } },
    seldon: annotated,
  },
} as const satisfies Readonly<Record<string, GuideExample>>;
