import type * as pulumi from "@pulumi/pulumi";
import type { SeldonFacts } from "../shared/facts";
import type { ModelExplainerArgs, ModelOrchestratorArgs } from "./predictor-args";
import type { GraphNodeArgs, StepArgs } from "./steps/args";
import type {
  HeaderMatchArgs,
  ModelAmbassadorArgs,
  ModelCircuitBreakerArgs,
  ModelRetriesArgs,
  ModelTimeoutsArgs,
} from "./routing-args";

/** One model, or several versions of it that share its traffic, served by Seldon Core. */
export interface ModelDeploymentArgs {
  /** The operator that serves it: a `SeldonCore`, or the facts that another stack exports. */
  readonly seldon: SeldonFacts;
  /** Namespace of the model: one of the operator's `modelNamespaces`, or one that exists. */
  readonly namespace: string;
  /**
   * Whether the namespace exists although the operator's component did not create it.
   *
   * @default false
   */
  readonly existingNamespace?: boolean;
  /**
   * Name of the SeldonDeployment and part of the model's URL: a DNS-1035 label, which begins with a letter. Names that the
   * operator derives from it, from a predictor and from a step must be unique in the namespace.
   *
   * @default the component's name
   */
  readonly deploymentName?: string;
  /**
   * Service account of the model's pods, such as one that may read a private bucket. It must exist: if it does not, the
   * operator waits forever.
   *
   * @default the namespace's default account
   */
  readonly existingServiceAccount?: pulumi.Input<string>;
  /** The versions of the model, at least one. Their `traffic` must add up to 100. */
  readonly predictors: PredictorArgs[];
  /**
   * Protocol of clients and servers.
   *
   * @default ModelProtocol.Seldon
   */
  readonly protocol?: ModelProtocol;
  /**
   * Host names at which the model answers; URLs have the first one. Behind Istio, it does not answer at others then. Behind Emissary,
   * models answer at every host of the ingress, so that only the URLs change.
   *
   * @default every host of the ingress
   */
  readonly hosts?: string[];
  /**
   * Time limits of requests.
   *
   * @default those of the ingress: none for Istio, 3 seconds for Emissary
   */
  readonly timeouts?: ModelTimeoutsArgs;
  /**
   * Whether the gateway sends requests again.
   *
   * @default Istio: twice if no connection was made; Emissary: never
   */
  readonly retries?: ModelRetriesArgs;
  /**
   * Limits of connections and requests.
   *
   * @default those of the ingress
   */
  readonly circuitBreaker?: ModelCircuitBreakerArgs;
  /**
   * What only Emissary can do.
   *
   * @default none
   */
  readonly ambassador?: ModelAmbassadorArgs;
  /**
   * Annotations that the operator reads (`spec.annotations`), and those of others for the model's pods. Annotations
   * `seldon.io/…` are refused if nothing reads them here, if their value cannot be read, if the model would fail, or if an input
   * decides the same. The page about rollouts has a table of all of them.
   *
   * @default none
   */
  readonly annotations?: Record<string, string>;
  /**
   * Labels of the SeldonDeployment.
   *
   * @default none
   */
  readonly labels?: Record<string, pulumi.Input<string>>;
  /**
   * Whether to wait until the operator reports that the model is available. `pulumi up` waits for the creation only: after
   * an update, the operator still reports the old state until it has read the change. `mlplatform up` waits for both.
   *
   * @default true
   */
  readonly wait?: boolean;
  /**
   * Seconds to wait at most. A model that is not available by then is an error; its resource stays.
   *
   * @default 600
   */
  readonly waitSeconds?: number;
  /**
   * Merged last into the custom resource, for fields without an input: `{ spec: { replicas: 2 } }`. Predictors are merged
   * by name: one whose graph has a name takes the place of the one of its name, or is added; another one changes it. Every other list replaces
   * the whole list. What the operator refuses or fails on is refused here too, and so are fields that the custom resource does
   * not have and values that contradict an input. Name, namespace and waiting have inputs and cannot be overridden.
   *
   * @default none
   */
  // `any`, because the schema analyzer refuses `unknown` and a custom resource has no narrower type.
  readonly overrides?: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
}

/** One version of the model. Fill exactly one of `server`, `customServer`, `image` and `graph`. */
export interface PredictorArgs extends StepArgs {
  /** Name of the version: a DNS-1123 label, unique in the deployment. */
  readonly name: string;
  /**
   * Share of the requests in percent; for a shadow, the share that is mirrored to it.
   *
   * @default 100 for the only predictor that answers and for a shadow, 0 for one with `headers`; otherwise it is required
   */
  readonly traffic?: number;
  /**
   * Requests with all of these headers go to this predictor; the others are shared by `traffic`. If a request fits several predictors,
   * the first one in the list gets it. At least one predictor must have no headers.
   *
   * @default none
   */
  readonly headers?: HeaderMatchArgs[];
  /**
   * Whether it gets copies of the requests; its answers are dropped.
   *
   * @default false
   */
  readonly shadow?: boolean;
  /**
   * Several steps: transformers, routers, combiners and models. Each node has its own inputs for its server and pods.
   *
   * @default none
   */
  readonly graph?: GraphNodeArgs;
  /**
   * A model that explains the answers of this one.
   *
   * @default none
   */
  readonly explainer?: ModelExplainerArgs;
  /**
   * The orchestrator beside the first step, through which all requests pass.
   *
   * @default as the operator is configured
   */
  readonly orchestrator?: ModelOrchestratorArgs;
  /**
   * Seconds after which Kubernetes reports that new pods do not become ready. `waitSeconds` decides how long Pulumi waits.
   *
   * @default 600
   */
  readonly progressDeadlineSeconds?: number;
}

/** Protocol of clients and servers. */
export enum ModelProtocol {
  /** Seldon's own: `/api/v1.0/predictions`. */
  Seldon = "seldon",
  /** TensorFlow Serving's: `/v1/models/<model>:predict`. */
  Tensorflow = "tensorflow",
  /** The open inference protocol: `/v2/models/<model>/infer`. */
  V2 = "v2",
}
