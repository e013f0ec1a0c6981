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
import { addressBehind, addressOfService, type Address } from "./address";
import type { PachydermStoreArgs } from "./args";
import { pachydermClaims } from "./claims";
import { createCredentials, withGiven } from "./credentials";
import { routeOf } from "./ingress";
import { clusterProblems, fieldProblems, ruleProblems } from "./problems";
import { pachydermSpec, type PachydermSpec } from "./spec";
import { choiceProblems, chosenStores } from "./stores";
import type { Store } from "./stores/store";
import { pachydermChart, RELEASE } from "./values";
import { warnOf } from "./warnings";

const children = keptChildren<{ release: kubernetes.helm.v3.Release }>();

/**
 * Pachyderm with the store of its objects.
 *
 * Throws `InvalidArgs` before anything is created if an argument is wrong.
 */
export class PachydermStore extends pulumi.ComponentResource {
  /** Identifier of the cluster that Pachyderm runs in; undefined if the cluster has none. */
  readonly clusterIdentifier: pulumi.Output<string | undefined>;
  /** Namespace of Pachyderm. It resolves when the namespace exists. */
  readonly namespace: pulumi.Output<string>;
  /** Version of Pachyderm, such as `2.11.5`. */
  readonly version: string;
  /** URL by which Pachyderm opens its bucket, such as `s3://models?region=eu-central-1`. */
  readonly storageUrl: pulumi.Output<string>;
  /** Name of the bucket or container; undefined for `local`. */
  readonly bucketName: pulumi.Output<string | undefined>;
  /** What each service account acts as in the cloud, by its name: a role, a principal, a client id. */
  readonly identities: pulumi.Output<Record<string, string>>;
  /**
   * Address for `pachctl` and other clients: `grpc://<host>:<port>`, with TLS `grpcs://<host>:<port>`. Behind an ingress that does not
   * forward gRPC, the address inside the cluster.
   */
  readonly pachdAddress: pulumi.Output<string>;
  /** URL of the console; undefined without one. */
  readonly consoleUrl: pulumi.Output<string | undefined>;
  /** Command that connects `pachctl`: `pachctl connect <pachdAddress>`. */
  readonly connectCommand: pulumi.Output<string>;
  /** Token with which an administrator logs in, a secret; undefined without `licenseKey`, because then there are no logins. */
  readonly rootToken: pulumi.Output<string | undefined>;
  /** The namespace. It resolves when Pachyderm answers. */
  readonly ready: pulumi.Output<string>;

  constructor(name: string, args: PachydermStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    const checked = checkedStore(name, args, opts);
    const { args: own, spec } = checked;
    super(
      "mlplatform:index:PachydermStore",
      name,
      writtenChoices({ allowPublic: own.service?.allowPublic, deleteData: own.deleteData }),
      opts,
    );

    const { cluster, licenseKey } = own;
    const { namespace, credentials, access, release, address, ready } = withShortTraces(() =>
      installPachyderm(this, name, checked),
    );
    children.keep(this, { release });
    warnOf(`PachydermStore "${name}"`, own);

    this.clusterIdentifier = pulumi.output(cluster.clusterIdentifier);
    this.namespace = namespace;
    this.version = spec.versions.pachyderm;
    this.storageUrl = pulumi.output(access.url);
    this.bucketName = pulumi.output(access.bucketName);
    this.identities = pulumi.output(access.identities ?? {});
    this.pachdAddress = address.pachd;
    this.consoleUrl = spec.hasConsole ? address.url : pulumi.output(undefined);
    this.connectCommand = pulumi.interpolate`pachctl connect ${address.pachd}`;
    this.rootToken = licenseKey === undefined ? pulumi.output(undefined) : pulumi.output(credentials.rootToken);
    this.ready = pulumi.all([release.status.namespace, ready]).apply(([installed]) => installed);
    declareCluster(this, cluster);
    this.registerOutputs(publicOutputs(this));
  }

  /** Pachyderm's Helm release. */
  get release(): kubernetes.helm.v3.Release {
    return children.of(this).release;
  }
}

/** Arguments that passed all checks, with their defaults. */
interface CheckedStore {
  readonly args: PachydermStoreArgs;
  readonly spec: PachydermSpec;
  readonly store: Store;
  readonly route: RouteSpec | undefined;
}

/** Everything that the component creates. */
function installPachyderm(parent: PachydermStore, name: string, { args, spec, store, route }: CheckedStore) {
  const { cluster } = args;
  const clusterIsRight = pulumi
    .all([cluster.kubernetesVersion, cluster[wantedAnnotations(spec.service)]])
    .apply(([version, annotations]) =>
      refuseLate(`PachydermStore "${name}"`, clusterProblems(args, spec, store, version, annotations)),
    );
  const namespace = useNamespace(`${name}-namespace`, spec.namespace, {
    labels: spec.labels,
    opts: { parent, dependsOn: after(cluster.ready, clusterIsRight), ...keptNamespace(spec) },
  });
  const credentials = withGiven(createCredentials(name, spec, namespace, parent), args);
  const context = { name, spec, namespace, credentials, cluster, overrides: spec.overrides };
  const access = store.create(context, parent);
  const chart = pachydermChart(args, spec, store, {
    access,
    credentials,
    annotations: serviceAnnotations(cluster, spec.service),
    secrets: secretsOf(args),
  });
  const release = installChart(
    name,
    chart,
    spec.overrides,
    { release: RELEASE, namespace, timeout: 1200 },
    { parent, dependsOn: [...access.dependsOn] },
  );
  return { namespace, credentials, access, release, ...wayIn(parent, name, { args, spec, route, namespace, release }) };
}

/** The arguments with their defaults; throws `InvalidArgs` if an argument is wrong. */
function checkedStore(
  name: string,
  given: PachydermStoreArgs,
  opts: pulumi.ComponentResourceOptions | undefined,
): CheckedStore {
  const type = "PachydermStore";
  const { args, problems } = validated(type, name, given);
  const stores = chosenStores(args);
  refuse(type, name, [...problems, ...fieldProblems(args), ...stores.flatMap((store) => store.fieldProblems())]);
  refuse(type, name, choiceProblems(args));
  const [store] = stores as [Store];
  const spec = pachydermSpec(args);
  const route = routeOf(args, spec);
  refuse(type, name, ruleProblems(name, args, spec, store, route, opts));
  claimObjects(type, name, opts, pachydermClaims(name, spec, store, args.ingress, route, claimedObjects(opts)));
  return { args, spec, store, route };
}

/** A namespace that holds data is kept on destroy, because deleting it deletes its claims. One that was kept is imported. */
const keptNamespace = ({
  namespace: { create, name },
  adopt,
  deleteData,
}: PachydermSpec): pulumi.CustomResourceOptions =>
  create ? { retainOnDelete: !deleteData, ...(adopt ? { import: name } : {}) } : {};

const secretsOf = ({ licenseKey, oidc }: PachydermStoreArgs) => ({
  ...(licenseKey === undefined ? {} : { license: pulumi.secret(licenseKey) }),
  ...(oidc === undefined ? {} : { clientSecret: pulumi.secret(oidc.clientSecret) }),
});

/** What leads to Pachyderm: a route through the ingress, or its Service. */
function wayIn(
  parent: PachydermStore,
  name: string,
  {
    args: { ingress, host },
    spec,
    route,
    namespace,
    release,
  }: Omit<CheckedStore, "store"> & {
    readonly namespace: pulumi.Output<string>;
    readonly release: kubernetes.helm.v3.Release;
  },
): { readonly address: Address; readonly ready?: pulumi.Output<unknown> } {
  if (ingress !== undefined && route !== undefined) {
    const owner = { component: `PachydermStore "${name}"`, name: `${name}-route`, parent };
    return { address: addressBehind(ingress, route), ready: createRoute(owner, ingress, route, [namespace]).ready };
  }
  const at = { namespace: spec.namespace.name, host };
  return { address: addressOfService(name, spec.service, at, { parent, dependsOn: release }) };
}
