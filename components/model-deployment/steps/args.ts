import type * as pulumi from "@pulumi/pulumi";
import type { ResourcesArgs } from "../../shared/resources";
import type {
  ModelGpuArgs,
  ModelProbesArgs,
  ModelSecretKeyArgs,
  ModelTolerationArgs,
  ModelVolumeArgs,
} from "./pod-args";
import type { ModelAutoscalingArgs, ModelDisruptionBudgetArgs, ModelKedaArgs } from "./scaling-args";

/** What answers in a step, and the pods that it runs in. */
export interface StepArgs {
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
   * Where the server finds the model: `gs://`, `s3://`, `https://` or `pvc://<claim>/<path>`.
   *
   * @default none; every server but Hugging Face needs it
   */
  readonly modelUri?: pulumi.Input<string>;
  /**
   * Secret of the model's namespace with the settings of rclone (`RCLONE_CONFIG_<REMOTE>_…`), for a private `modelUri`.
   *
   * @default the operator's default secret, if it has one
   */
  readonly credentialsSecret?: pulumi.Input<string>;
  /**
   * Parameters of the server or image. Servers of `ModelProtocol.V2` read none but those of Hugging Face.
   *
   * @default none
   */
  readonly parameters?: ParameterArgs[];
  /**
   * Resources of the server's or image's container. With TensorFlow and `ModelProtocol.Seldon` they are those of TensorFlow Serving, not of the proxy
   * in front of it.
   *
   * @default none
   */
  readonly resources?: ResourcesArgs;
  /**
   * GPUs of each pod. The pods then tolerate the taint of nodes with GPUs, as an `MlCluster` sets it.
   *
   * @default none
   */
  readonly gpu?: ModelGpuArgs;
  /**
   * Number of pods, without an autoscaler.
   *
   * @default 1
   */
  readonly replicas?: pulumi.Input<number>;
  /**
   * An autoscaler of Kubernetes.
   *
   * @default none
   */
  readonly autoscaling?: ModelAutoscalingArgs;
  /**
   * An autoscaler of KEDA.
   *
   * @default none
   */
  readonly keda?: ModelKedaArgs;
  /**
   * How many pods may be missing while nodes are drained. Pods of all predictors and steps count, so one of them can have it.
   *
   * @default any number
   */
  readonly disruptionBudget?: ModelDisruptionBudgetArgs;
  /**
   * Environment variables of the container. Secret values are refused, because the custom resource would show them: use `secretEnv`.
   *
   * @default none
   */
  readonly env?: Record<string, pulumi.Input<string>>;
  /**
   * Environment variables of the container whose values are in Secrets of the model's namespace.
   *
   * @default none
   */
  readonly secretEnv?: Record<string, ModelSecretKeyArgs>;
  /**
   * Secrets of the model's namespace of which every key is an environment variable of the container.
   *
   * @default none
   */
  readonly envFromSecrets?: pulumi.Input<string>[];
  /**
   * Volumes of each pod, mounted in the container.
   *
   * @default none
   */
  readonly volumes?: ModelVolumeArgs[];
  /**
   * Probes of the container.
   *
   * @default the operator's
   */
  readonly probes?: ModelProbesArgs;
  /**
   * Labels that a node must have to run the pods.
   *
   * @default none, except that of `gpu.type`
   */
  readonly nodeSelector?: Record<string, pulumi.Input<string>>;
  /**
   * Taints of nodes on which the pods may run. Pods with `gpu` tolerate the taint of GPUs without this.
   *
   * @default none
   */
  readonly tolerations?: ModelTolerationArgs[];
  /**
   * Affinity of the pods, in the form of a PodSpec.
   *
   * @default none
   */
  // `any`, because the schema analyzer refuses `unknown`.
  readonly affinity?: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
  /**
   * Secrets of the model's namespace with logins of image registries.
   *
   * @default none
   */
  readonly imagePullSecrets?: pulumi.Input<string>[];
  /**
   * Sends copies of requests and answers to a logger, as CloudEvents.
   *
   * @default none
   */
  readonly requestLogging?: ModelRequestLoggingArgs;
}

/** Where copies of requests and answers are sent. Field `logger` of the step. */
export interface ModelRequestLoggingArgs {
  /** What is sent. */
  readonly mode: ModelLoggingMode;
  /**
   * URL of the logger.
   *
   * @default the operator's request logger
   */
  readonly url?: pulumi.Input<string>;
}

/** What is sent to a request logger. */
export enum ModelLoggingMode {
  /** Requests and answers. */
  All = "all",
  /** Requests. */
  Request = "request",
  /** Answers. */
  Response = "response",
}

/** A step of a graph. Fill exactly one of `server`, `customServer`, `image` and `abTest`. */
export interface GraphNodeArgs extends StepArgs {
  /** Name of the step: a DNS-1123 label of at most 48 characters, unique in its graph. */
  readonly name: string;
  /**
   * What the step does.
   *
   * @default GraphNodeType.Model; `abTest` has none
   */
  readonly type?: GraphNodeType;
  /**
   * The orchestrator itself sends each request to one of two children, by chance. Of the steps that are built into the orchestrator, it still does
   * this one only (1.17.1, `predictor_process.go`).
   *
   * @default none
   */
  readonly abTest?: ModelAbTestArgs;
  /**
   * The steps that follow.
   *
   * @default none
   */
  readonly children?: GraphNodeArgs[];
}

/** The choice between two children. Parameter `ratioA` of `RANDOM_ABTEST`. */
export interface ModelAbTestArgs {
  /** Share of the requests that the first child gets, in percent. */
  readonly firstPercent: number;
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
