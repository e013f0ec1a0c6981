import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { chartFieldProblems } from "../shared/chart";
import { keptChildren, publicOutputs } from "../shared/component";
import type { ClusterFacts, Exposure, WorkloadIdentity } from "../shared/facts";
import { refuse } from "../shared/invalid-args";
import { declareFacts } from "../shared/known-facts";
import { filled } from "../shared/one-of";
import { claimProvider } from "../shared/provider";
import { validated } from "../shared/shape";
import { loadTarget, targetNames, type ClusterSpec, type Target } from "../targets/target";
import type { MlClusterArgs } from "./args";
import { clusterSpec, problemsIn, targetBlocks, unsupportedInputs } from "./spec";

const children = keptChildren<{ provider: kubernetes.Provider }>();

/**
 * A Kubernetes cluster ready for machine-learning workloads, wherever it runs.
 *
 * Throws `InvalidArgs` before anything is created when an argument is wrong.
 */
export class MlCluster extends pulumi.ComponentResource {
  /** Secret kubeconfig text whose current context is this cluster. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Stable identifier for Kubernetes providers: another one means another cluster. */
  readonly clusterIdentifier: pulumi.Output<string>;
  /** Name of the cluster where it runs. */
  readonly clusterName: pulumi.Output<string>;
  /** URL of the API server. */
  readonly endpoint: pulumi.Output<string>;
  /** Version of the control plane, such as `1.35`; nothing where it is not known. */
  readonly kubernetesVersion: pulumi.Output<string | undefined>;
  /** Region or location; nothing where there is no such thing. */
  readonly region: pulumi.Output<string | undefined>;
  /** Storage class for volume claims; nothing for the cluster's default class. */
  readonly storageClass: pulumi.Output<string | undefined>;
  /** Annotations that a Service of type LoadBalancer needs to be reachable from outside. */
  readonly loadBalancerAnnotations: pulumi.Output<Record<string, string>>;
  /** Annotations that make such a Service internal; empty where there is no way to ask for it. */
  readonly internalLoadBalancerAnnotations: pulumi.Output<Record<string, string>>;
  /** CIDR block that addresses of load balancers come from; nothing where the cloud takes care of it. */
  readonly loadBalancerNetwork: pulumi.Output<string | undefined>;
  /** Id of the network that the nodes are in. */
  readonly networkId: pulumi.Output<string | undefined>;
  /** Ids of the private subnets. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** How pods prove who they are to the cloud; empty where they cannot. */
  readonly identity: pulumi.Output<WorkloadIdentity>;
  /** Identity of the nodes: role ARN, service account or managed identity. */
  readonly nodeIdentity: pulumi.Output<string | undefined>;
  /** Whether a Service of type LoadBalancer gets an address. */
  readonly providesLoadBalancers: boolean;
  /** Who reaches a load balancer that carries no annotation. */
  readonly defaultExposure: Exposure;
  /** The cluster's name, once it can take workloads. */
  readonly ready: pulumi.Output<string>;
  /** Everything an add-on in another stack needs to know of this cluster; it holds no secret. */
  readonly facts: pulumi.Output<ClusterFacts>;

  constructor(name: string, args: MlClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    const { target, block, spec } = checkedTarget(name, args, opts);
    super("mlplatform:index:MlCluster", name, {}, opts);

    const cluster = target.provision({ name, block, spec }, this);
    const provider = new kubernetes.Provider(
      name,
      { kubeconfig: cluster.kubeconfig, clusterIdentifier: cluster.clusterIdentifier },
      { parent: this },
    );
    claimProvider(provider, this, `MlCluster "${name}"`);
    declareFacts(this, cluster);
    children.keep(this, { provider });

    this.kubeconfig = pulumi.secret(cluster.kubeconfig);
    this.clusterIdentifier = pulumi.output(cluster.clusterIdentifier);
    this.clusterName = pulumi.output(cluster.clusterName);
    this.endpoint = pulumi.output(cluster.endpoint);
    this.kubernetesVersion = pulumi.output(cluster.kubernetesVersion);
    this.region = pulumi.output(cluster.region);
    this.storageClass = pulumi.output(cluster.storageClass);
    this.loadBalancerAnnotations = pulumi.output(cluster.loadBalancerAnnotations ?? {});
    this.internalLoadBalancerAnnotations = pulumi.output(cluster.internalLoadBalancerAnnotations ?? {});
    this.loadBalancerNetwork = pulumi.output(cluster.loadBalancerNetwork);
    this.networkId = pulumi.output(cluster.networkId);
    this.privateSubnetIds = pulumi.output(cluster.privateSubnetIds ?? []);
    this.identity = pulumi.output(cluster.identity ?? {});
    this.nodeIdentity = pulumi.output(cluster.nodeIdentity);
    this.providesLoadBalancers = cluster.providesLoadBalancers;
    this.defaultExposure = cluster.defaultExposure;
    this.ready = pulumi.all([this.clusterName, cluster.ready, provider.id]).apply(([clusterName]) => clusterName);
    this.facts = pulumi.output(factsOf(this));
    this.registerOutputs(publicOutputs(this));
  }

  /** The Kubernetes provider for everything that runs in this cluster: pass it as `{ provider: cluster.provider }`. */
  get provider(): kubernetes.Provider {
    return children.of(this).provider;
  }
}

/** The one target that was chosen, and everything wrong with the arguments at once. */
function checkedTarget(
  name: string,
  given: MlClusterArgs,
  opts: pulumi.ComponentResourceOptions | undefined,
): { target: Target<unknown>; block: unknown; spec: ClusterSpec } {
  const { args, problems } = validated("MlCluster", name, given);
  refuse("MlCluster", name, [...problems, ...chartFieldProblems(args)]);
  const [spec, blocks] = [clusterSpec(args), targetBlocks(args)];
  const [chosen = ""] = filled(blocks);
  const loaded = chosen === "" ? undefined : loadTarget(chosen);
  const target = loaded !== undefined && "target" in loaded ? loaded.target : undefined;
  const block = blocks[chosen];
  refuse("MlCluster", name, [
    ...problemsIn(spec, blocks, targetNames()),
    ...(loaded !== undefined && "missing" in loaded ? [loaded.missing] : []),
    ...(target === undefined ? [] : unsupportedInputs(args, chosen, target)),
    ...(target?.problemsIn({ name, block, spec }, args, opts) ?? []),
  ]);
  return { target: target as Target<unknown>, block, spec };
}

const factsOf = (cluster: MlCluster): ClusterFacts => ({
  clusterIdentifier: cluster.clusterIdentifier,
  clusterName: cluster.clusterName,
  kubernetesVersion: cluster.kubernetesVersion,
  storageClass: cluster.storageClass,
  loadBalancerAnnotations: cluster.loadBalancerAnnotations,
  internalLoadBalancerAnnotations: cluster.internalLoadBalancerAnnotations,
  providesLoadBalancers: cluster.providesLoadBalancers,
  defaultExposure: cluster.defaultExposure,
  identity: cluster.identity,
  ready: cluster.ready,
});
