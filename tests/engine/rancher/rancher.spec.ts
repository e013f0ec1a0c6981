import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { MlCluster, RancherServer, type RancherServerArgs } from "../../../components";
import { CERTIFICATE, HOST, KEY } from "../../unit/rancher-server/rancher";
import { serveContractCharts } from "../charts/contract-charts";
import { allNames, allObjects, startCluster, type AnyObject, type TestCluster } from "../cluster";
import { Endings } from "../endings";
import { commandPlugin } from "../providers/command/launcher";
import { kubernetesPlugin } from "../providers/plugin";
import { startRandom } from "../providers/random/provider";
import { skipAfterFailure } from "../skip-after-failure";
import { engineStack, type EngineStack, RunFailed } from "../stack/engine-stack";
import { toolchain } from "../toolchain";
import { others, ranchers } from "./definitions";
import * as leftovers from "./leftovers";
import * as users from "./users";

/** What the cluster writes about itself. */
const EXCEPT = /^(events|leases|componentstatuses|apiservices|endpoints.*)/;

describe("RancherServer on the real engine", () => {
  skipAfterFailure(); // each starts from what the one before left
  const endings = new Endings();
  const folder = endings.folder("mlplatform-rancher-test-");
  let cluster: TestCluster;
  let stack: EngineStack;
  let mirror: string;
  let wish: Partial<RancherServerArgs> = { cleanUp: { timeoutSeconds: 60 } };
  let beforeRancher: string[];

  const program = () => {
    const { kubeconfigPath, context } = cluster;
    const ml = new MlCluster("ml", { existing: { kubeconfigPath, context }, kubernetesVersion: "1.36" });
    const tls = { secret: { certificate: CERTIFICATE, key: KEY } };
    const args = { cluster: ml, host: HOST, kubernetesIngress: {}, tls, mirror, ...wish };
    const { url, bootstrapPassword, ready } = new RancherServer("rancher", args, { provider: ml.provider });
    return Promise.resolve({ url, bootstrapPassword, ready });
  };

  before(async () => {
    const tools = await toolchain();
    cluster = await endings.of(startCluster({ webhooks: true }));
    mirror = (await endings.of(serveContractCharts())).url;
    const random = await endings.of(startRandom());
    await plant(others);
    await plant(users.objects);
    beforeRancher = await names();
    stack = await endings.of(
      engineStack({
        program,
        planFirst: true,
        providers: [kubernetesPlugin(tools), random.plugin, commandPlugin()],
        env: { ...random.env, PATH: `${path.dirname(tools.kubectl)}:${process.env.PATH ?? ""}`, TMPDIR: folder },
      }),
    );
  });

  after(() => endings.end());

  const names = () => allNames(cluster.api, EXCEPT);

  /** Creates objects, and waits until definitions among them can be used. */
  async function plant(objects: readonly object[]): Promise<void> {
    const file = path.join(folder, "planted.json");
    writeFileSync(file, JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }));
    await cluster.kubectl("create", "-f", file);
    if ((objects[0] as { kind: string }).kind === "CustomResourceDefinition")
      await cluster.kubectl("wait", "--for=condition=Established", "--timeout=30s", "-f", file);
  }

  /** What Rancher leaves, also in the objects of users and of RKE2. */
  async function plantLeftovers(): Promise<void> {
    await plant(ranchers);
    await plant(leftovers.namespaces);
    await plant(leftovers.objects);
    const uid = await cluster.kubectl("get", "clusters.management.cattle.io/local", "-o", "jsonpath={.metadata.uid}");
    await plant([leftovers.local(uid)]);
    for (const [object, namespace, finalizers] of users.PATCHES) await patch(object, namespace, finalizers);
    await patch("node/node-1", "default", users.NODE_FINALIZERS);
    await plant(leftovers.webhooks);
  }

  const patch = (object: string, namespace: string, finalizers: readonly string[]) =>
    cluster.kubectl(
      "patch",
      object,
      "-n",
      namespace,
      "--type=merge",
      "-p",
      JSON.stringify({ metadata: { finalizers } }),
    );

  const finalizersOf = async (object: string, namespace = "default"): Promise<unknown> =>
    JSON.parse(
      (await cluster.kubectl("get", object, "-n", namespace, "-o", "jsonpath={.metadata.finalizers}")) || "[]",
    );

  /** What users and RKE2 have, as it was before Rancher came. */
  async function expectOthersUntouched(): Promise<void> {
    assert.deepEqual(await names(), beforeRancher);
    const found = await allObjects(cluster.api, EXCEPT);
    const ours = (wanted: object) => {
      const { kind, metadata } = wanted as unknown as AnyObject;
      return found.find(
        (one) =>
          one.kind === kind && one.metadata.name === metadata.name && one.metadata.namespace === metadata.namespace,
      );
    };
    for (const wanted of users.objects as readonly { metadata: { finalizers?: string[] }; data?: unknown }[]) {
      const { metadata, data } = ours(wanted) ?? assert.fail(JSON.stringify(wanted));
      assert.deepEqual(metadata.finalizers, wanted.metadata.finalizers, metadata.name);
      assert.deepEqual(data, wanted.data);
    }
    assert.deepEqual(await finalizersOf("node/node-1"), users.NODE_FINALIZERS);
    for (const name of ["default", "kube-system"]) assert.deepEqual(await finalizersOf(`namespace/${name}`), []);
    const lists = found.filter(({ kind }) => /^(Mutating|Validating)WebhookConfiguration$/.test(kind));
    assert.deepEqual(lists, []);
  }

  it("is installed, with a password that its output tells", async () => {
    const { outputs } = await stack.up();
    assert.equal(outputs["url"], `https://${HOST}`);
    const secret = await cluster.kubectl("get", "secret/bootstrap-secret", "-n", "cattle-system", "-o", "json");
    const { data } = JSON.parse(secret) as { data: Record<string, string> };
    assert.equal(Buffer.from(data["bootstrapPassword"] ?? "", "base64").toString(), outputs["bootstrapPassword"]);
    assert.ok(String(outputs["bootstrapPassword"]).length >= 12);
  });

  it("changes nothing when it runs again and when it is refreshed", async () => {
    assert.deepEqual((await stack.up()).changes(), {});
    assert.deepEqual((await stack.refresh()).changes(), {});
  });

  it("stores no secret in its state", async () => {
    const state = JSON.stringify(await stack.exportState());
    const { outputs } = await stack.up();
    const secrets = [cluster.api.token, JSON.stringify(KEY).slice(1, -1), String(outputs["bootstrapPassword"])];
    for (const secret of secrets) assert.ok(!state.includes(secret));
    assert.ok(state.includes("ciphertext"));
  });

  it("does nothing while Rancher is installed, when the command of the clean-up is replaced", async () => {
    await patch("namespace/models", "default", ["example.org/budget", leftovers.ON_NAMESPACES]);
    const state = await stack.exportState();
    const urn = (state.resources ?? []).find(({ type }) => type === "command:local:Command")?.urn ?? "";
    await stack.automation.up({ replace: [urn], color: "never" });
    assert.deepEqual(await finalizersOf("namespace/models"), ["example.org/budget", leftovers.ON_NAMESPACES]);
    await patch("namespace/models", "default", ["example.org/budget"]);
  });

  it("is destroyed with none of its remains left, and everything of others is as before", async () => {
    await plantLeftovers();
    // Nothing can change a namespace now, because Rancher's webhook does not answer.
    await assert.rejects(cluster.kubectl("label", "namespace/models", "a=b"), /rancher\.cattle\.io\.namespaces/);
    await stack.destroy();
    assert.deepEqual((await stack.exportState()).resources ?? [], []);
    await expectOthersUntouched();
  });

  it("leaves a cluster in which namespaces come and go, and Rancher can be installed again", async () => {
    await cluster.kubectl("create", "namespace", "next");
    await cluster.kubectl("delete", "namespace", "next", "--timeout=30s");
    wish = { cleanUp: { timeoutSeconds: 45 } };
    await stack.up();
  });

  describe("with a webhook of the user that never answers", () => {
    let silent: Server;
    let error: RunFailed;
    let seconds: number;
    const commandLines = new Set<string>();

    before(async () => {
      silent = createServer(() => undefined).listen(0, "127.0.0.1");
      await new Promise((resolve) => silent.once("listening", resolve));
      silent.unref();
      await plantLeftovers();
      await plant([neverAnswers((silent.address() as AddressInfo).port)]);
      const watch = setInterval(() => {
        for (const line of allCommandLines()) commandLines.add(line);
      }, 200);
      const start = Date.now();
      error = await stack.destroy().then(
        () => assert.fail("destroy ended well"),
        (failed: unknown) => (failed instanceof RunFailed ? failed : assert.fail(String(failed))),
      );
      seconds = (Date.now() - start) / 1000;
      clearInterval(watch);
    });
    after(() => silent.close());

    it("ends within its bound", () => {
      assert.ok(seconds > 30 && seconds < 75, `${seconds} s`);
    });

    it("says what is left, and what keeps it there", () => {
      const [, list = ""] =
        /After 45 s, this is left of Rancher in the cluster:\n((?: +- .*\n)+)/.exec(error.message) ?? [];
      const lines = list
        .trim()
        .split("\n")
        .map((line) => line.trim().slice(2));
      const stuck = users.PATCHES.filter(([object]) => object.startsWith("namespace/")).map(
        ([object]) => `Namespace ${object.slice(10)}: finalizer ${leftovers.ON_NAMESPACES}`,
      );
      const own = [...leftovers.namespaces, leftovers.local("")].map(({ metadata }) => metadata.name);
      const expected = [
        ...stuck,
        ...own.flatMap((name) => [`Namespace ${name}: finalizer ${leftovers.ON_NAMESPACES}`, `Namespace ${name}`]),
      ];
      assert.deepEqual(
        [...new Set(lines.map((line) => line.replace(/ \(.*/, "")))].sort(),
        [...new Set(expected)].sort(),
      );
      assert.ok(
        lines.some((line) => /\(.*"never\.example\.org".*\)$/.test(line)),
        list,
      );
    });

    it("keeps the kubeconfig out of command lines, messages and files", () => {
      assert.ok([...commandLines].some((line) => /kubectl proxy --kubeconfig=\S+\/kubeconfig /.test(line)));
      const { token } = cluster.api;
      for (const line of commandLines) assert.ok(!line.includes(token), line);
      assert.ok(!error.message.includes(token));
      assert.ok(error.run.diagnostics.every(({ message }) => !message.includes(token)));
      assert.deepEqual(
        readdirSync(folder).filter((name) => /^mlplatform-rancher-(?!test)/.test(name)),
        [],
      );
      assert.ok(!allCommandLines().some((line) => line.includes("kubectl proxy")));
    });

    it("goes on when that webhook is gone", async () => {
      await cluster.kubectl("delete", "validatingwebhookconfiguration/never.example.org");
      await stack.destroy();
      await expectOthersUntouched();
    });
  });
});

const neverAnswers = (port: number) => ({
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "ValidatingWebhookConfiguration",
  metadata: { name: "never.example.org" },
  webhooks: [
    {
      name: "never.example.org",
      clientConfig: { url: `https://127.0.0.1:${port}/` },
      rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["UPDATE", "DELETE"], resources: ["namespaces"] }],
      ...{ failurePolicy: "Fail", sideEffects: "None", timeoutSeconds: 5, admissionReviewVersions: ["v1"] },
    },
  ],
});

const allCommandLines = (): string[] =>
  readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      try {
        return [readFileSync(`/proc/${entry}/cmdline`, "utf8").replaceAll("\0", " ")];
      } catch {
        return []; // it has ended
      }
    });
