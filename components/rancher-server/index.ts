import type * as kubernetes from "@pulumi/kubernetes";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1";
import * as pulumi from "@pulumi/pulumi";
import { claimedObjects, claimObjects } from "../shared/claims";
import { after, keptChildren, publicOutputs } from "../shared/component";
import { existingDefinition } from "../shared/existing-object";
import { installChart } from "../shared/install-chart";
import { refuse } from "../shared/invalid-args";
import { declareCluster, kubeconfigOf } from "../shared/known-facts";
import { refuseLate } from "../shared/late-refusal";
import { useNamespace } from "../shared/namespace";
import { routeUrl, type RouteSpec } from "../shared/route";
import { createRoute } from "../shared/route/create";
import { withSecretValues } from "../shared/secret-values";
import { validated } from "../shared/shape";
import { withShortTraces } from "../shared/short-traces";
import { labelled } from "../shared/values";
import type { RancherServerArgs } from "./args";
import { rancherClaims } from "./claims";
import { createCleanUp } from "./clean-up";
import { clusterProblems, fieldProblems, ruleProblems } from "./problems";
import { routeOf } from "./route";
import { bootstrapPassword, createCertificates } from "./secrets";
import { BUDGET, rancherSpec, type RancherSpec } from "./spec";
import { rancherChart, RELEASE } from "./values";

const children = keptChildren<{ release: kubernetes.helm.v3.Release }>();

/**
 * Rancher, behind the ingress layer or its own Ingress. Destroying it leaves the cluster usable.
 *
 * Throws `InvalidArgs` before anything is created if an argument is wrong.
 */
export class RancherServer extends pulumi.ComponentResource {
  /** Identifier of the cluster that Rancher runs in; undefined if the cluster has none. */
  readonly clusterIdentifier: pulumi.Output<string | undefined>;
  /** Namespace of Rancher, `cattle-system`. It resolves when the namespace exists. */
  readonly namespace: pulumi.Output<string>;
  /** Version of Rancher, such as `2.15.0`. */
  readonly version: string;
  /** URL of Rancher, without a slash at its end. */
  readonly url: pulumi.Output<string>;
  /** Password of `admin` for the first login, a secret. */
  readonly bootstrapPassword: pulumi.Output<string>;
  /** The URL. It resolves when Rancher answers there. */
  readonly ready: pulumi.Output<string>;

  constructor(name: string, args: RancherServerArgs, opts?: pulumi.ComponentResourceOptions) {
    const checked = checkedRancher(name, args, opts);
    super("mlplatform:index:RancherServer", name, {}, opts);

    const { spec, route } = checked;
    const { cluster } = spec.args;
    const { namespace, password, release, routed } = withShortTraces(() => installRancher(this, name, checked));
    children.keep(this, { release });

    this.clusterIdentifier = pulumi.output(cluster.clusterIdentifier);
    this.namespace = namespace;
    this.version = spec.version;
    this.url = urlOf(spec, route);
    this.bootstrapPassword = password;
    this.ready = pulumi.all([this.url, release.status.namespace, routed]).apply(([url]) => url);
    declareCluster(this, cluster);
    this.registerOutputs(publicOutputs(this));
  }

  /** Rancher's Helm release. */
  get release(): kubernetes.helm.v3.Release {
    return children.of(this).release;
  }
}

/** Arguments that passed all checks, with their defaults. */
interface CheckedRancher {
  readonly spec: RancherSpec;
  readonly route: RouteSpec | undefined;
}

/** Everything that the component creates. */
function installRancher(parent: RancherServer, name: string, { spec, route }: CheckedRancher) {
  const { cluster } = spec.args;
  const clusterIsRight = pulumi
    .output(cluster.kubernetesVersion)
    .apply((version) => refuseLate(`RancherServer "${name}"`, clusterProblems(spec, version)));
  const namespace = useNamespace(`${name}-namespace`, spec.namespace, {
    labels: spec.labels,
    opts: { parent, dependsOn: after(cluster.ready, clusterIsRight) },
  });
  const password = bootstrapPassword(name, spec, parent);
  const release = installChart(
    name,
    rancherChart(spec, password),
    withSecretValues(spec.overrides),
    { release: RELEASE, namespace, timeout: spec.timeout },
    { parent, dependsOn: neededFirst(name, spec, namespace, parent) },
  );
  createBudget(name, spec, namespace, parent);
  return { namespace, password, release, routed: createdRoute(parent, name, spec, route, namespace) };
}

/** The arguments with their defaults; throws `InvalidArgs` if an argument is wrong. */
function checkedRancher(
  name: string,
  given: RancherServerArgs,
  opts: pulumi.ComponentResourceOptions | undefined,
): CheckedRancher {
  const type = "RancherServer";
  const { args, problems } = validated(type, name, given);
  refuse(type, name, [...problems, ...fieldProblems(args)]);
  const spec = rancherSpec(args);
  const route = routeOf(spec);
  refuse(type, name, ruleProblems(args, spec, route, opts));
  claimObjects(type, name, opts, rancherClaims(spec, route, claimedObjects(opts)));
  return { spec, route };
}

/**
 * What must be there before the chart. The clean-up is among it, so that destroy runs it between Rancher's removal and that of the
 * namespace, which would hang on what Rancher left.
 */
function neededFirst(
  name: string,
  spec: RancherSpec,
  namespace: pulumi.Output<string>,
  parent: RancherServer,
): pulumi.Resource[] {
  const { cluster, kubeconfig = kubeconfigOf(cluster), kubernetesIngress } = spec.args;
  const { enabled, timeoutSeconds } = spec.cleanUp;
  const opts = { parent, dependsOn: after(namespace) };
  return [
    ...createCertificates(name, spec, namespace, parent),
    ...(enabled && kubeconfig !== undefined ? [createCleanUp(name, { kubeconfig, timeoutSeconds }, opts)] : []),
    ...(spec.needsCertManager
      ? [
          existingDefinition(
            `${name}-cert-manager`,
            "issuers.cert-manager.io",
            kubernetesIngress?.certManagerReady,
            opts,
          ),
        ]
      : []),
  ];
}

/**
 * Lets a drained node take only one of Rancher's pods at a time. Its chart makes no budget. With one pod, this budget does not keep a node
 * from being drained.
 */
function createBudget(
  name: string,
  { labels }: RancherSpec,
  namespace: pulumi.Output<string>,
  parent: RancherServer,
): void {
  new PodDisruptionBudget(
    `${name}-budget`,
    {
      metadata: { name: BUDGET, namespace, ...labelled(labels) },
      // The label that the chart gives these pods alone.
      spec: { maxUnavailable: 1, selector: { matchLabels: { app: RELEASE } } },
    },
    { parent },
  );
}

const urlOf = ({ args: { ingress, host } }: RancherSpec, route: RouteSpec | undefined): pulumi.Output<string> =>
  ingress === undefined || route === undefined ? pulumi.output(`https://${host}`) : routeUrl(ingress, route);

/** The route through the ingress. It needs the namespace alone, not the release. */
const createdRoute = (
  parent: RancherServer,
  name: string,
  { args: { ingress } }: RancherSpec,
  route: RouteSpec | undefined,
  namespace: pulumi.Output<string>,
): pulumi.Output<unknown> | undefined =>
  ingress === undefined || route === undefined
    ? undefined
    : createRoute({ component: `RancherServer "${name}"`, name: `${name}-route`, parent }, ingress, route, [namespace])
        .ready;
