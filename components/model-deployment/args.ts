import type * as pulumi from "@pulumi/pulumi";
import type { SeldonFacts } from "../shared/facts";
import type { ResourcesArgs } from "../shared/resources";

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
   * Annotations that the operator reads (`spec.annotations`), and those of others for the model's pods. Annotations
   * `seldon.io/…` are refused if nothing reads them here, if their value cannot be read, or if the model would fail.
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
   * Merged last into the custom resource, for fields without an input: `{ spec: { replicas: 2 } }`. A list replaces the
   * whole list. What the operator refuses or fails on is refused here too, and so are fields that the custom resource does
   * not have and values that contradict an input. Name, namespace and waiting have inputs and cannot be overridden.
   *
   * @default none
   */
  // `any`, because the schema analyzer refuses `unknown` and a custom resource has no narrower type.
  readonly overrides?: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
}

/** One version of the model. Fill exactly one of `server`, `customServer`, `image` and `graph`. */
export interface PredictorArgs {
  /** Name of the version: a DNS-1123 label, unique in the deployment. */
  readonly name: string;
  /**
   * Share of the requests in percent; for a shadow, the share that is mirrored to it.
   *
   * @default 100 for the only predictor that answers and for a shadow; otherwise it is required
   */
  readonly traffic?: number;
  /**
   * Whether it gets copies of the requests; its answers are dropped.
   *
   * @default false
   */
  readonly shadow?: boolean;
  /**
   * A prepackaged server that loads the model at `modelUri`.
   *
   * @default none
   */
  readonly server?: ModelServer;
  /**
   * A server that was added to the operator's `predictor_servers`, by its key there.
   *
   * @default none
   */
  readonly customServer?: string;
  /**
   * A container image that serves the model itself, such as `registry.example.org/iris:1.2`.
   *
   * @default none
   */
  readonly image?: pulumi.Input<string>;
  /**
   * Several steps: transformers, routers, combiners and models.
   *
   * @default none
   */
  readonly graph?: GraphNodeArgs;
  /**
   * Where the server finds the model: `gs://`, `s3://`, `https://` or `pvc://<claim>/<path>`.
   *
   * @default none; every server but Hugging Face needs it
   */
  readonly modelUri?: pulumi.Input<string>;
  /**
   * Number of pods.
   *
   * @default 1
   */
  readonly replicas?: pulumi.Input<number>;
  /**
   * Resources of the model's container. In a `graph`, each node has its own.
   *
   * @default none
   */
  readonly resources?: ResourcesArgs;
}

/** A step of a graph. Fill exactly one of `server`, `customServer` and `image`. */
export interface GraphNodeArgs {
  /** Name of the step: a DNS-1123 label of at most 48 characters, unique in its graph. */
  readonly name: string;
  /**
   * What the step does.
   *
   * @default GraphNodeType.Model
   */
  readonly type?: GraphNodeType;
  /**
   * A prepackaged server that loads the model at `modelUri`.
   *
   * @default none
   */
  readonly server?: ModelServer;
  /**
   * A server of the operator's `predictor_servers`, or a step built into the orchestrator such as `RANDOM_ABTEST`.
   *
   * @default none
   */
  readonly customServer?: string;
  /**
   * A container image that implements the step.
   *
   * @default none
   */
  readonly image?: pulumi.Input<string>;
  /**
   * Where the server finds the model: `gs://`, `s3://`, `https://` or `pvc://<claim>/<path>`.
   *
   * @default none
   */
  readonly modelUri?: pulumi.Input<string>;
  /**
   * Parameters of the step.
   *
   * @default none
   */
  readonly parameters?: ParameterArgs[];
  /**
   * Resources of the step's container.
   *
   * @default none
   */
  readonly resources?: ResourcesArgs;
  /**
   * The steps that follow.
   *
   * @default none
   */
  readonly children?: GraphNodeArgs[];
}

/** A parameter of a step. */
export interface ParameterArgs {
  /** Name of the parameter. */
  readonly name: string;
  /** Its value, as text. */
  readonly value: pulumi.Input<string>;
  /** Type that the text is converted to. */
  readonly type: ParameterType;
}

/** Type of a parameter's value. */
export enum ParameterType {
  /** A whole number. */
  Int = "INT",
  /** A number in single precision. */
  Float = "FLOAT",
  /** A number in double precision. */
  Double = "DOUBLE",
  /** Text. */
  String = "STRING",
  /** `true` or `false`. */
  Bool = "BOOL",
}

/** The servers that come with Seldon Core 1.17. */
export enum ModelServer {
  /** scikit-learn models. */
  Sklearn = "SKLEARN_SERVER",
  /** XGBoost models. */
  Xgboost = "XGBOOST_SERVER",
  /** MLflow models. */
  Mlflow = "MLFLOW_SERVER",
  /** TensorFlow models, through TensorFlow Serving. */
  Tensorflow = "TENSORFLOW_SERVER",
  /** NVIDIA Triton; needs `ModelProtocol.V2`. */
  Triton = "TRITON_SERVER",
  /** Hugging Face pipelines; needs `ModelProtocol.V2`, and no `modelUri`. */
  HuggingFace = "HUGGINGFACE_SERVER",
  /** Tempo pipelines; needs `ModelProtocol.V2`. */
  Tempo = "TEMPO_SERVER",
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

/** What a step of a graph does. */
export enum GraphNodeType {
  /** Answers a request. */
  Model = "MODEL",
  /** Chooses one of its children. */
  Router = "ROUTER",
  /** Combines the answers of its children. */
  Combiner = "COMBINER",
  /** Changes the request before its children get it. */
  Transformer = "TRANSFORMER",
  /** Changes the answers of its children. */
  OutputTransformer = "OUTPUT_TRANSFORMER",
}
