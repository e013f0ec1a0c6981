import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { claimedObjects, claimObjects } from "../shared/claims";
import { after, keptChildren, publicOutputs, writtenChoices } from "../shared/component";
import { installChart } from "../shared/install-chart";
import { refuse } from "../shared/invalid-args";
import { declareCluster } from "../shared/known-facts";
import { refuseLate } from "../shared/late-refusal";
import { useNamespace } from "../shared/namespace";
import type { RouteSpec } from "../shared/route";
import { createRoute } from "../shared/route/create";
import { validated } from "../shared/shape";
import { withShortTraces } from "../shared/short-traces";
import { serviceAnnotations, wantedAnnotations } from "../targets/own-service";
import { loadBalancerUrl, plannedUrl } from "./address";
import type { JupyterHubArgs } from "./args";
import { jupyterHubClaims } from "./claims";
import { createCredentials } from "./credentials";
import { choiceProblems } from "./login";
import { clusterProblems, fieldProblems, ruleProblems } from "./problems";
import { routeOf } from "./route";
import { withSecretValues } from "../shared/secret-values";
import { hubSpec, type JupyterHubSpec } from "./spec";
import { jupyterHubChart, RELEASE } from "./values";
import { warnOf } from "./warnings";

const children = keptChildren<{ release: kubernetes.helm.v3.Release }>();

/**
 * JupyterHub, with who may log in written out.
 *
 * Throws `InvalidArgs` before anything is created if an argument is wrong.
 */
export class JupyterHub extends pulumi.ComponentResource {
  /** Identifier of the cluster that JupyterHub runs in; undefined if the cluster has none. */
  readonly clusterIdentifier: pulumi.Output<string | undefined>;
  /** Namespace of JupyterHub and of all notebooks. It resolves when the namespace exists. */
  readonly namespace: pulumi.Output<string>;
  /** Version of the chart, such as `4.4.0`. */
  readonly version: string;
  /**
   * URL at which users reach JupyterHub, without a slash at its end. Without `host` and a load balancer, the one inside the cluster. The page
   * answers at `<url>/hub/login`.
   */
  readonly url: pulumi.Output<string>;
  /** Password of users, a secret, if `login.sharedPassword` generated it; else undefined. */
  readonly userPassword: pulumi.Output<string | undefined>;
  /** Password of administrators, a secret, if `login.sharedPassword` generated it; else undefined. */
  readonly adminPassword: pulumi.Output<string | undefined>;
  /** The URL. It resolves when JupyterHub answers there. */
  readonly ready: pulumi.Output<string>;

  constructor(name: string, args: JupyterHubArgs, opts?: pulumi.ComponentResourceOptions) {
    const checked = checkedHub(name, args, opts);
    const { spec } = checked;
    const { args: own, deleteData } = spec;
    super(
      "mlplatform:index:JupyterHub",
      name,
      writtenChoices({ allowPublic: own.service?.allowPublic, deleteData }),
      opts,
    );

    const { cluster } = own;
    const { namespace, passwords, release, routed, url } = withShortTraces(() => installHub(this, name, checked));
    children.keep(this, { release });
    warnOf(`JupyterHub "${name}"`, spec);

    this.clusterIdentifier = pulumi.output(cluster.clusterIdentifier);
    this.namespace = namespace;
    this.version = spec.version;
    this.url = url;
    this.userPassword = pulumi.output(passwords.userPassword);
    this.adminPassword = pulumi.output(passwords.adminPassword);
    this.ready = pulumi.all([this.url, release.status.namespace, routed]).apply(([known]) => known);
    declareCluster(this, cluster);
    this.registerOutputs(publicOutputs(this));
  }

  /** JupyterHub's Helm release. */
  get release(): kubernetes.helm.v3.Release {
    return children.of(this).release;
  }
}

/** Arguments that passed all checks, with their defaults. */
interface CheckedHub {
  readonly spec: JupyterHubSpec;
  readonly route: RouteSpec | undefined;
}

/** Everything that the component creates. */
function installHub(parent: JupyterHub, name: string, { spec, route }: CheckedHub) {
  const { cluster } = spec.args;
  const clusterIsRight = pulumi
    .all([cluster.kubernetesVersion, cluster[wantedAnnotations(spec.service)]])
    .apply(([version, annotations]) => refuseLate(`JupyterHub "${name}"`, clusterProblems(spec, version, annotations)));
  const namespace = useNamespace(`${name}-namespace`, spec.namespace, {
    labels: spec.labels,
    opts: { parent, dependsOn: after(cluster.ready, clusterIsRight), ...keptNamespace(spec) },
  });
  const { generated, ...credentials } = createCredentials(name, spec, namespace, parent);
  const planned = plannedUrl(spec, route);
  const chart = jupyterHubChart(spec, {
    ...credentials,
    // A login that sends users back to this URL has a host.
    url: planned ?? "",
    annotations: serviceAnnotations(cluster, spec.service),
  });
  const release = installChart(
    name,
    chart,
    withSecretValues(spec.overrides),
    { release: RELEASE, namespace, timeout: spec.timeout },
    { parent },
  );
  const routed = createdRoute(parent, name, spec, route, namespace);
  const url = planned ?? loadBalancerUrl(name, spec, { parent, dependsOn: release });
  return { namespace, passwords: generated, release, routed, url };
}

/** The arguments with their defaults; throws `InvalidArgs` if an argument is wrong. */
function checkedHub(
  name: string,
  given: JupyterHubArgs,
  opts: pulumi.ComponentResourceOptions | undefined,
): CheckedHub {
  const type = "JupyterHub";
  const { args, problems } = validated(type, name, given);
  refuse(type, name, [...problems, ...fieldProblems(args)]);
  refuse(type, name, choiceProblems(args.login));
  const spec = hubSpec(args);
  const route = routeOf(spec);
  refuse(type, name, ruleProblems(args, spec, route, opts));
  claimObjects(type, name, opts, jupyterHubClaims(spec, route, claimedObjects(opts)));
  return { spec, route };
}

/** The namespace has the volumes of users, so it is kept on destroy. One that was kept is imported. */
const keptNamespace = ({
  namespace: { create, name },
  adopt,
  deleteData,
}: JupyterHubSpec): pulumi.CustomResourceOptions =>
  create ? { retainOnDelete: !deleteData, ...(adopt ? { import: name } : {}) } : {};

/** The route through the ingress. It needs the namespace alone, not the release. */
const createdRoute = (
  parent: JupyterHub,
  name: string,
  { args: { ingress } }: JupyterHubSpec,
  route: RouteSpec | undefined,
  namespace: pulumi.Output<string>,
): pulumi.Output<unknown> | undefined =>
  ingress === undefined || route === undefined
    ? undefined
    : createRoute({ component: `JupyterHub "${name}"`, name: `${name}-route`, parent }, ingress, route, [namespace])
        .ready;
