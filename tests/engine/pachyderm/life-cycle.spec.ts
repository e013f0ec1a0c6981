import assert from "node:assert/strict";
import { keysOf } from "../providers/azure/storage/invokes";
import { INTERNAL, namespaceOf, PachydermBench } from "./bench";
import { BEHIND_ISTIO, COMMON_CLAIMS, STORES, type StoreCase } from "./stores";
import { waysOf } from "./ways-in";

const NAMES = Object.keys(STORES);
const STORE_CASES = Object.entries(STORES);

/** What a destroy leaves in the cluster: data, and what is in every namespace. */
const keptInCluster = STORE_CASES.flatMap(([store, { claims = COMMON_CLAIMS }]) => {
  const namespace = namespaceOf(store);
  return [
    `ConfigMap ${namespace}/kube-root-ca.crt`,
    `Namespace /${namespace}`,
    `Secret ${namespace}/pachyderm-credentials`,
    `ServiceAccount ${namespace}/default`,
    ...claims.map((claim) => `PersistentVolumeClaim ${namespace}/${claim}`),
  ];
}).sort();

const keptInClouds = STORE_CASES.flatMap(([, { kept = [] }]) => kept).sort();

/** What a destroy keeps, as it was before it. */
interface Kept {
  readonly claims: Record<string, string>;
  readonly databasePassword: string | undefined;
  readonly bucketId: string | undefined;
}

/** Each test goes on with what the one before it left. */
describe("Pachyderm on every store, on the real engine", () => {
  const bench = new PachydermBench();
  const kept = new Map<string, Kept>();
  let outputs: Record<string, Outputs>;

  const bucketOf = ({ bucket }: StoreCase) => bucket?.(bench.clouds);
  const stateOf = async (store: string): Promise<Kept> => ({
    claims: await bench.claims(store),
    databasePassword: (await bench.secret(store, "postgres"))["postgresql-password"],
    bucketId: bucketOf(STORES[store] as StoreCase)?.id,
  });
  const adopting = (one: StoreCase, bucketId: string | undefined) =>
    one.adopting?.({ id: bucketId ?? "", objects: [], put: () => undefined }) ?? {};

  it("is created", async () => {
    outputs = (await bench.up(() => ({}))).outputs as Record<string, Outputs>;
    assert.deepEqual(Object.keys(outputs).sort(), [...NAMES].sort());
  });

  for (const [store, { claims = COMMON_CLAIMS, ways, ...one }] of STORE_CASES) {
    it(`on ${store} answers where its outputs say, and keeps data on the claims that the chart names`, async () => {
      const { pachdAddress, consoleUrl, connectCommand, storageUrl } = outputs[store] as Outputs;
      const namespace = namespaceOf(store);
      assert.deepEqual(await waysOf(bench.cluster, namespace, pachdAddress), ways.pachd);
      if (ways.console === undefined) assert.equal(consoleUrl, undefined);
      else assert.deepEqual(await waysOf(bench.cluster, namespace, consoleUrl ?? ""), ways.console);
      assert.equal(connectCommand, `pachctl connect ${pachdAddress}`);
      const proxy = await bench.read(store, "/api/v1 services/pachyderm-proxy");
      assert.equal(proxy.metadata.annotations?.[INTERNAL], proxy.spec["type"] === "LoadBalancer" ? "true" : undefined);

      assert.equal(await urlIn(bench, store), storageUrl);
      kept.set(store, await stateOf(store));
      assert.deepEqual(Object.keys(kept.get(store)?.claims ?? {}).sort(), claims);
      bucketOf({ ways, ...one })?.put("chunk");
    });
  }

  it("on seaweed has the same keys as the S3 server, and finds that server where its URL says", async () => {
    const keys = await bench.secret("seaweed", "pachyderm-storage-secret");
    const { seaweedfs_s3_config: config = "" } = await bench.secret("seaweed", "seaweedfs-s3-config");
    const [identity] = (JSON.parse(config) as { identities: { credentials: unknown[] }[] }).identities;
    const { AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: secretKey } = keys;
    assert.deepEqual(identity?.credentials, [{ accessKey, secretKey }]);
    const url = outputs["seaweed"]?.storageUrl ?? "";
    const endpoint = new URLSearchParams(url.split("?")[1]).get("endpoint");
    assert.deepEqual(await waysOf(bench.cluster, namespaceOf("seaweed"), `http://${endpoint ?? ""}`), [
      "http 8333",
      "ClusterIP Service seaweedfs-s3:8333",
    ]);
  });

  it("changes nothing when it runs again and when it is refreshed", async () => {
    assert.deepEqual((await bench.stack.up()).changes(), {});
    assert.deepEqual((await bench.stack.refresh()).changes(), {});
  });

  it("leaves its data after a destroy, and nothing else", async () => {
    await bench.stack.destroy();
    assert.deepEqual((await bench.stack.exportState()).resources ?? [], []);
    assert.deepEqual(await bench.added(), keptInCluster);
    assert.deepEqual(bench.clouds.added(), keptInClouds);
  });

  it("takes back what was kept, and creates no second bucket", async () => {
    const run = await bench.up((store, one) => ({ adopt: true, ...adopting(one, kept.get(store)?.bucketId) }));
    const imported = run.operations.filter(({ op }) => op === "import").map(({ type, name }) => `${type} of ${name}`);
    const ofStores = STORE_CASES.flatMap(([store, one]) => [
      `kubernetes:core/v1:Namespace of ${store}-namespace`,
      `kubernetes:core/v1:Secret of ${store}-credentials`,
      ...(one.imported ?? one.kept ?? []).map((type) => `${type} of ${store}`),
    ]);
    const parts = (name: string) => name.replace(/-(?:bucket|blobs)\b.*$/, "");
    assert.deepEqual(imported.map(parts).sort(), ofStores.sort());
    const operations = new Set(run.operations.map(({ op }) => op));
    for (const op of ["import", "create", "update", "same", "read"]) operations.delete(op);
    assert.deepEqual([...operations], []);
  });

  for (const [store, one] of STORE_CASES) {
    it(`on ${store} has its claims, passwords and objects again`, async () => {
      assert.deepEqual(await stateOf(store), kept.get(store));
      if (one.bucket !== undefined) assert.deepEqual(bucketOf(one)?.objects, ["chunk"]);
    });
  }

  it("stores no key and no password in its state", async () => {
    const state = JSON.stringify(await bench.stack.exportState());
    for (const store of NAMES) {
      const { AWS_SECRET_ACCESS_KEY: key = "" } = await bench.secret(store, "pachyderm-storage-secret");
      const secrets = [key, kept.get(store)?.databasePassword ?? ""].filter((text) => text !== "");
      for (const secret of secrets) assert.ok(!state.includes(secret), store);
    }
    const { AZURE_STORAGE_KEY: key } = await bench.secret("azure", "pachyderm-storage-secret");
    assert.equal(key, keysOf(kept.get("azure")?.bucketId ?? "")[0]);
    assert.ok(!state.includes(key ?? ""));
    assert.ok(state.includes("ciphertext"));
  });

  it("changes nothing when it runs again with adopt", async () => {
    await bench.stack.expectNoChanges();
  });

  it("gives its data up without adopt by updates alone, and moves behind another ingress", async () => {
    const run = await bench.up((store, one) => ({
      deleteData: true,
      ...adopting(one, kept.get(store)?.bucketId),
      ...(store === "seaweed" ? BEHIND_ISTIO : {}),
    }));
    const changes = Object.entries(run.changes()).filter(([resource]) => !resource.includes("::seaweed"));
    // Each component records that its data may be deleted.
    const recorded = STORE_CASES.filter(([store]) => store !== "seaweed").map(
      ([store]) => [`mlplatform:index:PachydermStore::${store}`, ["update"]] as const,
    );
    const expected = [...recorded, ...STORE_CASES.flatMap(([, { givenUp = {} }]) => Object.entries(givenUp))];
    assert.deepEqual(Object.fromEntries(changes), Object.fromEntries(expected));
    outputs = run.outputs as Record<string, Outputs>;
    const { pachdAddress, consoleUrl } = outputs["seaweed"] as Outputs;
    const route = "VirtualService pachyderm, ClusterIP Service pachyderm-proxy:80";
    assert.deepEqual(await waysOf(bench.cluster, namespaceOf("seaweed"), pachdAddress), ["grpcs 443", route]);
    assert.deepEqual(await waysOf(bench.cluster, namespaceOf("seaweed"), consoleUrl ?? ""), ["https 443", route]);
    const { spec } = await bench.read("seaweed", "/apis/networking.istio.io/v1 destinationrules/pachyderm");
    assert.equal(spec["host"], `pachyderm-proxy.${namespaceOf("seaweed")}.svc.cluster.local`);
  });

  it("leaves nothing after a destroy with deleteData", async () => {
    await bench.stack.destroy();
    assert.deepEqual(await bench.added(), []);
    assert.deepEqual(bench.clouds.added(), []);
    assert.deepEqual([...bench.clouds.azure.blobs.keys(), ...bench.clouds.gcp.objects.keys()], []);
    assert.ok(bench.clouds.aws.objects.isEmpty("pachyderm-data"));
  });
});

/** The URL by which pachd opens its bucket; for a folder of the node, its path as a URL. */
async function urlIn(bench: PachydermBench, store: string): Promise<string | undefined> {
  const { spec } = await bench.read(store, "/apis/apps/v1 deployments/pachd");
  const { containers, volumes = [] } = (spec as unknown as Pods).template.spec;
  const folder = volumes.find(({ hostPath }) => hostPath !== undefined)?.hostPath?.path;
  if (folder !== undefined) return `file://${folder}`;
  return containers[0]?.env.find(({ name }) => name === "STORAGE_URL")?.value;
}

interface Outputs {
  readonly storageUrl: string;
  readonly pachdAddress: string;
  readonly consoleUrl?: string;
  readonly connectCommand: string;
}

interface Pods {
  readonly template: {
    readonly spec: {
      readonly containers: readonly { readonly env: readonly { name: string; value: string }[] }[];
      readonly volumes?: readonly { readonly hostPath?: { readonly path: string } }[];
    };
  };
}
