/** A value of JSON that this stand-in passes on without looking into it. */
export type Json = Record<string, unknown>;

/** What all objects have. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid?: string;
    readonly generation?: number;
    readonly deletionTimestamp?: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string; readonly uid: string }[];
  };
}

/** The part of a SeldonDeployment that decides what its operator makes of it (charts-ml 3.1; CRD of 1.17.1). */
export interface SeldonDeployment extends KubernetesObject {
  readonly spec: {
    readonly predictors: readonly Predictor[];
    readonly annotations?: Record<string, string>;
    readonly protocol?: string;
    readonly replicas?: number;
  };
  readonly status?: Status;
}

export interface Predictor {
  readonly name: string;
  readonly graph: GraphNode;
  readonly componentSpecs?: readonly ComponentSpec[];
  readonly replicas?: number;
  readonly traffic?: number;
  readonly shadow?: boolean;
  readonly annotations?: Record<string, string>;
  readonly labels?: Record<string, string>;
  readonly svcOrchSpec?: { readonly resources?: Json; readonly env?: readonly Json[] };
  readonly explainer?: { readonly type?: string };
  readonly ssl?: Json;
  readonly progressDeadlineSeconds?: number;
}

export interface GraphNode {
  readonly name: string;
  readonly implementation?: string;
  readonly modelUri?: string;
  readonly serviceAccountName?: string;
  readonly storageInitializerImage?: string;
  readonly envSecretRefName?: string;
  readonly children?: readonly GraphNode[];
}

export interface ComponentSpec {
  readonly metadata?: {
    readonly name?: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  readonly spec?: PodSpec;
  readonly replicas?: number;
  readonly hpaSpec?: Json & { readonly metrics?: unknown; readonly metricsv2?: unknown };
  readonly kedaSpec?: Json;
  readonly pdbSpec?: Json;
}

export interface PodSpec {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Json[];
  readonly [field: string]: unknown;
}

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  readonly [field: string]: unknown;
}

/** What the operator reports: `state` and `description` are what people wait for and read. */
export interface Status {
  readonly state?: "Creating" | "Available" | "Failed";
  readonly description?: string;
  readonly replicas?: number;
  readonly address?: { readonly url: string };
  readonly deploymentStatus?: Record<string, { readonly replicas?: number; readonly availableReplicas?: number }>;
  readonly serviceStatus?: Record<string, { readonly svcName: string }>;
  readonly conditions?: readonly Condition[];
}

export interface Condition {
  readonly type: string;
  readonly status: "True" | "False" | "Unknown";
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

/** An annotation of the model: that of the spec goes before that of the object (operator/utils, GetAnnotation). */
export const annotationOf = ({ spec, metadata }: SeldonDeployment, name: string): string | undefined =>
  spec.annotations?.[name] ?? metadata.annotations?.[name];

/** The nodes of a graph, each before its children. */
export const nodesOf = (node: GraphNode): GraphNode[] => [node, ...(node.children ?? []).flatMap(nodesOf)];
