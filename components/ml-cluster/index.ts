import type * as kubernetes from "@pulumi/kubernetes";
import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { claimObjects } from "../shared/claims";
import { keptChildren, publicOutputs, writtenChoices } from "../shared/component";
import type { ClusterFacts, Exposure, GpuPool, WorkloadIdentity } from "../shared/facts";
import { declareFacts, declareKubeconfig } from "../shared/known-facts";
import { kubernetesSettings } from "../shared/kubernetes-settings";
import { claimProvider } from "../shared/provider";
import { withShortTraces } from "../shared/short-traces";
import type { MlClusterArgs } from "./args";
import { checkedRequest } from "./spec";

const children = keptChildren<{ provider: kubernetes.Provider }>();

/**
 * A Kubernetes cluster that is ready for machine-learning workloads.
 *
 * Throws `InvalidArgs` before anything is created if an argument is wrong.
 */
export class MlCluster extends pulumi.ComponentResource {
  /** Secret kubeconfig text whose current context is this cluster. */
  readonly kubeconfig: pulumi.Output<string>;
  /**
   * What identifies the cluster for Kubernetes providers: a different identifier means a different cluster. Undefined if
   * providers compare kubeconfigs instead.
   */
  readonly clusterIdentifier: pulumi.Output<string | undefined>;
  /** Name of the cluster in its cloud. */
  readonly clusterName: pulumi.Output<string>;
  /** URL of the API server. */
  readonly endpoint: pulumi.Output<string>;
  /** Version of the control plane, such as `1.35`; undefined if it is not known. */
  readonly kubernetesVersion: pulumi.Output<string | undefined>;
  /** Region or location; undefined if the target has none. */
  readonly region: pulumi.Output<string | undefined>;
  /** Storage class for volume claims; undefined means the cluster's default class. */
  readonly storageClass: pulumi.Output<string | undefined>;
  /** Annotations that make a Service of type LoadBalancer reachable from outside. */
  readonly loadBalancerAnnotations: pulumi.Output<Record<string, string>>;
  /** Annotations that make such a Service internal; empty if the cluster has no such annotations. */
  readonly internalLoadBalancerAnnotations: pulumi.Output<Record<string, string>>;
  /** CIDR block of the addresses of load balancers; undefined if the cloud assigns them. */
  readonly loadBalancerNetwork: pulumi.Output<string | undefined>;
  /** Id of the network of the nodes. */
  readonly networkId: pulumi.Output<string | undefined>;
  /** Ids of the private subnets. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** How pods log in to the cloud; empty if they cannot. */
  readonly identity: pulumi.Output<WorkloadIdentity>;
  /** Identity of the nodes: role ARN, service account or managed identity. */
  readonly nodeIdentity: pulumi.Output<string | undefined>;
  /** Whether a Service of type LoadBalancer gets an address. */
  readonly providesLoadBalancers: boolean;
  /** The node pools with GPUs; undefined if the nodes are not known. */
  readonly gpuPools: GpuPool[] | undefined;
  /** Who reaches a load balancer that has no annotations. */
  readonly defaultExposure: Exposure;
  /** The cluster's name. It resolves when the cluster can run workloads. */
  readonly ready: pulumi.Output<string>;
  /** Everything that an add-on in another stack needs to know about this cluster. It contains no secret. */
  readonly facts: pulumi.Output<ClusterFacts>;

  constructor(name: string, args: MlClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    const { target, request, broughtLogin } = checkedRequest(name, args, opts);
    claimObjects("MlCluster", name, opts, target.claims?.(request) ?? []);
    const { apiAccess: { allowPublic } = {}, deletionProtection } = request.args;
    super("mlplatform:index:MlCluster", name, writtenChoices({ allowPublic, deletionProtection, broughtLogin }), opts);

    const { cluster, provider } = withShortTraces(() => {
      const cluster = target.provision(request, this);
      const { kubeconfig, clusterIdentifier } = cluster;
      const settings = { ...kubernetesSettings(), kubeconfig, clusterIdentifier };
      return { cluster, provider: new Provider(name, settings, { parent: this }) };
    });
    claimProvider(provider, this, `MlCluster "${name}"`);
    declareFacts(this, cluster);
    children.keep(this, { provider });

    this.kubeconfig = pulumi.secret(cluster.kubeconfig);
    declareKubeconfig(this, this.kubeconfig);
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
    this.gpuPools = cluster.gpuPools;
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

const factsOf = (cluster: MlCluster): ClusterFacts => ({
  clusterIdentifier: cluster.clusterIdentifier,
  clusterName: cluster.clusterName,
  kubernetesVersion: cluster.kubernetesVersion,
  storageClass: cluster.storageClass,
  loadBalancerAnnotations: cluster.loadBalancerAnnotations,
  internalLoadBalancerAnnotations: cluster.internalLoadBalancerAnnotations,
  loadBalancerNetwork: cluster.loadBalancerNetwork,
  providesLoadBalancers: cluster.providesLoadBalancers,
  defaultExposure: cluster.defaultExposure,
  identity: cluster.identity,
  gpuPools: cluster.gpuPools,
  region: cluster.region,
  privateSubnetIds: cluster.privateSubnetIds,
  ready: cluster.ready,
});
