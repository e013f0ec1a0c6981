import { Secret } from "@pulumi/kubernetes/core/v1";
import { Exposure, MlCluster, PachydermStore, type ClusterFacts, type PachydermStoreArgs } from "../../../components";
import { serveContractCharts } from "../charts/contract-charts";
import { allNames, sharedCluster, type TestCluster } from "../cluster";
import { Endings } from "../endings";
import { kubernetesPlugin } from "../providers/plugin";
import { skipAfterFailure } from "../skip-after-failure";
import { engineStack, type EngineStack } from "../stack/engine-stack";
import { toolchain } from "../toolchain";
import { Clouds } from "./clouds";
import { CERTIFICATE, STORES, type StoreCase } from "./stores";
import { serveRoutes } from "./ways-in";

/** The annotation of an internal load balancer. */
export const INTERNAL = "mlplatform.test/internal";

/** The namespace of a store. */
export const namespaceOf = (store: string): string => `pachyderm-${store}`;

/** Every store on one cluster, in one stack, which each test leaves to the next. */
export class PachydermBench {
  readonly clouds = new Clouds();
  private started: { cluster: TestCluster; stack: EngineStack; untouched: readonly string[] } | undefined;

  /** Registers the set-up and the clean-up of the suite. */
  constructor() {
    skipAfterFailure();
    const endings = new Endings();
    before(async () => {
      const [tools, cluster] = await Promise.all([toolchain(), sharedCluster()]);
      const charts = await endings.of(serveContractCharts());
      endings.add(await serveRoutes(cluster));
      await this.clouds.start();
      endings.add(() => this.clouds.stop());
      const untouched = await objectsIn(cluster);
      const stack = await endings.of(
        engineStack({
          program: programOf(cluster, charts.url, this.clouds),
          providers: [kubernetesPlugin(tools), ...this.clouds.providers],
          env: this.clouds.env,
          config: this.clouds.config,
        }),
      );
      this.started = { cluster, stack, untouched };
    });
    after(() => endings.end());
  }

  get cluster(): TestCluster {
    return this.suite.cluster;
  }

  get stack(): EngineStack {
    return this.suite.stack;
  }

  /** Runs the program with these arguments besides those of the table. */
  up(more: (store: string, one: StoreCase) => Partial<PachydermStoreArgs>) {
    const stores = Object.entries(STORES);
    wishes = Object.fromEntries(stores.map(([store, one]) => [store, more(store, one)]));
    return this.stack.up();
  }

  /** What was added to the cluster since the start; volumes have the names of their claims' ids. */
  async added(): Promise<string[]> {
    const { cluster, untouched } = this.suite;
    return (await objectsIn(cluster)).filter(
      (name) => !untouched.includes(name) && !name.startsWith("PersistentVolume /"),
    );
  }

  /** An object in the namespace of a store, by its path there: `/api/v1 services/pachyderm-proxy`. */
  async read(store: string, object: string): Promise<Read> {
    const [api = "", path = ""] = object.split(" ");
    return (await this.cluster.api.get(`${api}/namespaces/${namespaceOf(store)}/${path}`)) as Read;
  }

  /** The values of a Secret, as text. */
  async secret(store: string, name: string): Promise<Record<string, string>> {
    const { data = {} } = await this.read(store, `/api/v1 secrets/${name}`);
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]),
    );
  }

  /** The claims of a store by their names, with their ids. */
  async claims(store: string): Promise<Record<string, string>> {
    const { items } = (await this.read(store, "/api/v1 persistentvolumeclaims")) as unknown as { items: Read[] };
    return Object.fromEntries(items.map(({ metadata }) => [metadata.name, metadata.uid]));
  }

  private get suite() {
    if (!this.started) throw new Error("the cluster starts before the first test");
    return this.started;
  }
}

/** What the next run of the program says besides the table. */
let wishes: Readonly<Record<string, Partial<PachydermStoreArgs>>> = {};

const programOf = (cluster: TestCluster, mirror: string, clouds: Clouds) => () => {
  const { kubeconfigPath, context } = cluster;
  const internalLoadBalancerAnnotations = { [INTERNAL]: "true" };
  const existing = { kubeconfigPath, context, internalLoadBalancerAnnotations };
  const kubernetesVersion = "1.36";
  const ml = new MlCluster("ml", { existing, kubernetesVersion });
  const { clusterIdentifier, clusterName, ready, provider } = ml;
  const outputs = Object.entries(STORES).map(([name, { facts, args }]) => {
    const inCloud: ClusterFacts = {
      ...{ clusterIdentifier, clusterName, ready, kubernetesVersion, internalLoadBalancerAnnotations },
      ...{ providesLoadBalancers: true, defaultExposure: Exposure.Public },
      ...facts?.(clouds),
    };
    const store = new PachydermStore(
      name,
      {
        ...{ cluster: inCloud, namespace: { name: namespaceOf(name) }, mirror },
        ...{ console: {}, loki: { enabled: false } },
        ...args,
        ...wishes[name],
      },
      { provider },
    );
    if (args.tls !== undefined) {
      const metadata = { name: CERTIFICATE, namespace: store.namespace };
      const stringData = { "tls.crt": "a certificate", "tls.key": "its key" };
      new Secret(`${name}-certificate`, { metadata, type: "kubernetes.io/tls", stringData }, { provider });
    }
    const { storageUrl, bucketName, identities, pachdAddress, consoleUrl, connectCommand } = store;
    return [name, { storageUrl, bucketName, identities, pachdAddress, consoleUrl, connectCommand }];
  });
  return Promise.resolve(Object.fromEntries(outputs) as Record<string, unknown>);
};

/** Everything, but for what the cluster writes about itself. */
const objectsIn = (cluster: TestCluster) =>
  allNames(cluster.api, /^(events|leases|componentstatuses|apiservices|endpoints.*)/);

/** What of objects is read. */
export interface Read {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: Record<string, unknown>;
  readonly data?: Record<string, string>;
}
