import type * as pulumi from "@pulumi/pulumi";
import type { ResourcesArgs } from "../shared/resources";

/** The orchestrator of a predictor. Field `svcOrchSpec`. */
export interface ModelOrchestratorArgs {
  /**
   * Whether requests pass through it. Without it, they go to the container of the only step, which saves its CPU and memory; its
   * metrics and request logging are lost. Annotation `seldon.io/no-engine`.
   *
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Its resources.
   *
   * @default those of the operator (`orchestratorResources` of `SeldonCore`)
   */
  readonly resources?: ResourcesArgs;
  /**
   * Environment variables. Secret values are refused: the custom resource would show them.
   *
   * @default none
   */
  readonly env?: Record<string, pulumi.Input<string>>;
}

/** A model that explains answers. Field `explainer`. */
export interface ModelExplainerArgs {
  /** Its kind. */
  readonly type: ModelExplainerType;
  /**
   * Where the trained explainer is: `gs://`, `s3://`, `https://` or `pvc://<claim>/<path>`.
   *
   * @default none: kinds that need no training
   */
  readonly modelUri?: pulumi.Input<string>;
  /**
   * Its container image.
   *
   * @default the operator's
   */
  readonly image?: pulumi.Input<string>;
  /**
   * Settings, each as the operator's explainer names it. Not with `ModelProtocol.V2`.
   *
   * @default none
   */
  readonly config?: Record<string, string>;
  /**
   * Parameters of Alibi's constructor. `ModelProtocol.V2` only.
   *
   * @default none
   */
  // `any`, because the schema analyzer refuses `unknown`.
  readonly initParameters?: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
  /**
   * Secret with the settings of rclone, for a private `modelUri`.
   *
   * @default the operator's default secret, if it has one
   */
  readonly credentialsSecret?: pulumi.Input<string>;
  /**
   * Resources of its container.
   *
   * @default none
   */
  readonly resources?: ResourcesArgs;
  /**
   * Number of pods.
   *
   * @default 1
   */
  readonly replicas?: number;
}

/** Kinds of explainers, of Alibi. */
export enum ModelExplainerType {
  /** Anchors for tables. */
  AnchorTabular = "AnchorTabular",
  /** Anchors for images. */
  AnchorImages = "AnchorImages",
  /** Anchors for text. */
  AnchorText = "AnchorText",
  /** Counterfactuals. */
  Counterfactuals = "Counterfactuals",
  /** Contrastive explanations. */
  Contrastive = "Contrastive",
  /** Kernel SHAP. */
  KernelShap = "KernelShap",
  /** Integrated gradients. */
  IntegratedGradients = "IntegratedGradients",
  /** Accumulated local effects. */
  Ale = "ALE",
  /** Tree SHAP. */
  TreeShap = "TreeShap",
}
