import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { sharedCluster, type TestCluster } from "../cluster";
import { hubPython, startHub, type Hub } from "./hub";
import { hubValues, passwordsOf, secretsOf } from "./hub-values";
import { Visitor } from "./visitor";

const NAMESPACE = "notebooks-of-hub";
const EXTRA_ENV = {
  JUPYTERHUB_SINGLEUSER_APP: "jupyter_server.serverapp.ServerApp",
  SETTINGS: '{"user": "{username}"}',
  PASSWORD: "pa$$word",
  COMMAND: "$(JUPYTERHUB_USER) $HOME 1$",
};

/** Python of a caller who changes pods too. */
const HOOK = `def mine(spawner, pod):
    pod.metadata.annotations = {**(pod.metadata.annotations or {}), "mine": spawner.user.name}
    return pod

c.KubeSpawner.modify_pod_hook = mine
`;

/** What a container gets for the text of a variable (kubernetes 1.36, `third_party/forked/golang/expansion`). */
const expanded = (text: string, variables: Readonly<Record<string, string | undefined>>): string =>
  text.replace(/\$(?:\$|\([^)]*\))/g, (found) => (found === "$$" ? "$" : (variables[found.slice(2, -1)] ?? found)));

interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly labels: Record<string, string>;
    readonly annotations?: Record<string, string>;
    readonly ownerReferences?: readonly object[];
  };
  readonly spec: {
    readonly containers: readonly [
      {
        readonly image: string;
        readonly args: readonly string[];
        readonly env: readonly { readonly name: string; readonly value?: string }[];
        readonly resources: Record<string, Record<string, string>>;
        readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
      },
    ];
    readonly nodeSelector?: Record<string, string>;
    readonly tolerations: readonly { readonly key: string }[];
    readonly volumes: readonly { readonly persistentVolumeClaim?: { readonly claimName: string } }[];
  };
}

interface Claim {
  readonly metadata: { readonly labels: Record<string, string>; readonly deletionTimestamp?: string };
  readonly spec: {
    readonly storageClassName?: string;
    readonly accessModes: readonly string[];
    readonly resources: unknown;
  };
}

describe("notebooks that a real KubeSpawner starts", function () {
  let cluster: TestCluster;
  let hub: Hub;
  let password: string;
  let secrets: readonly string[];
  before(async function () {
    this.timeout(20 * 60_000); // a cold cache
    await hubPython();
    cluster = await sharedCluster();
    await cluster.kubectl("create", "namespace", NAMESPACE);
    await serviceOfHub("create");
    const values = await hubValues(
      { sharedPassword: {}, allowAll: true, adminUsers: ["root"] },
      {
        storage: { capacity: "20Gi", storageClass: "fast" },
        resources: { notebook: { requests: { cpu: "100m", memory: "512Mi" }, limits: { memory: "1Gi" } } },
        nodeSelector: { role: "notebooks" },
        tolerations: [{ key: "team", value: "science" }],
        extraEnv: EXTRA_ENV,
        allowHubCode: true,
        charts: { jupyterhub: { values: { hub: { extraConfig: { mine: HOOK } } } } },
        profiles: [
          { name: "Small one", image: "quay.io/jupyter/minimal-notebook:2026-08-10" },
          {
            name: "With a GPU",
            slug: "gpu",
            image: "quay.io/jupyter/pytorch-notebook:cuda12-2026-08-10",
            resources: { requests: { cpu: "1500m", memory: "4Gi" }, limits: { cpu: "4", memory: "8Gi" } },
            gpus: 2,
            env: { WEIGHTS: "{username}" },
          },
        ],
      },
    );
    password = passwordsOf(values).user;
    secrets = secretsOf(values);
    hub = await startHub({ values, kubeconfigPath: cluster.kubeconfigPath, namespace: NAMESPACE });
  });
  after(async () => {
    await hub.stop();
    await cluster.kubectl("delete", "namespace", NAMESPACE, "--wait=false");
  });

  const read = async <T>(path: string) => (await cluster.api.get(`/api/v1/namespaces/${NAMESPACE}/${path}`)) as T;

  /** Logs in, asks for a notebook as the page of profiles does, and waits for its pod. */
  async function start(username: string, profile: string): Promise<Pod> {
    const visitor = new Visitor(hub);
    await visitor.logIn(username, password);
    const { name } = (await visitor.user()) ?? { name: "" };
    await visitor.browser.get(`${visitor.url}/hub/spawn`);
    const { status, body } = await visitor.submit("/hub/spawn", { profile });
    assert.equal(status, 302, body);
    const deadline = Date.now() + 60_000;
    while (Date.now() < deadline) {
      const { items } = await read<{ items: Pod[] }>("pods");
      const pod = items.find(({ spec }) =>
        spec.containers[0].env.some((each) => each.name === "JUPYTERHUB_USER" && each.value === name),
      );
      if (pod !== undefined) return pod;
      await sleep(100);
    }
    throw new Error(`no pod of ${name} after a minute\n${(await hub.log()).slice(-3000)}`);
  }

  const claimOf = ({ spec }: Pod) => spec.volumes.flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? []);
  const hash = (...bytes: (string | Buffer)[]) => {
    const digest = createHash("sha256");
    for (const part of bytes) digest.update(part);
    return digest.digest("hex").slice(0, 8);
  };
  const longest = "a-name-of-46-characters-which-is-the-longest-x";
  const tooLong = `${longest}s`;

  for (const [username, slug] of [
    ["ada", "ada"],
    ["Jo.Doe@Example.org", `jo-doe-example-org---${hash("jo.doe@example.org")}`],
    ["1st_user", `x-1st-user---${hash("1st_user")}`],
    [longest, longest],
    [tooLong, `a-name-of-46-char--x---${hash(tooLong, Buffer.from([255]))}`],
  ] as const) {
    it(`names the pod and the claim of ${username} in a way that is a name in Kubernetes`, async () => {
      const pod = await start(username, "small-one");
      assert.equal(pod.metadata.name, `jupyter-${slug}`);
      assert.deepEqual(claimOf(pod), [`claim-${slug}`]);
    });
  }

  it("gives a notebook what its profile and the inputs say", async () => {
    const { metadata, spec } = await start("grace", "gpu");
    const [{ image, args, env, resources, volumeMounts }] = spec.containers;
    assert.equal(image, "quay.io/jupyter/pytorch-notebook:cuda12-2026-08-10");
    assert.deepEqual(args, ["jupyterhub-singleuser"]);
    const amounts = (cpu: string, gibibytes: number) => ({
      cpu,
      memory: String(gibibytes * 2 ** 30),
      "nvidia.com/gpu": "2",
    });
    assert.deepEqual(resources, { requests: amounts("1500m", 4), limits: amounts("4", 8) });
    const written = Object.fromEntries(env.map(({ name, value }) => [name, value]));
    const variables = Object.fromEntries(env.map(({ name, value = "" }) => [name, expanded(value, written)]));
    const wanted = { ...EXTRA_ENV, WEIGHTS: "{username}", JUPYTERHUB_DEFAULT_URL: "/lab" };
    assert.deepEqual({ ...variables, ...wanted }, variables);
    for (const secret of secrets) assert.ok(!JSON.stringify({ metadata, spec }).includes(secret));
    assert.deepEqual(spec.nodeSelector, { role: "notebooks" });
    const ofCluster = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];
    assert.deepEqual(
      spec.tolerations.map(({ key }) => key),
      ["hub.jupyter.org/dedicated", "hub.jupyter.org_dedicated", "team", "nvidia.com/gpu", ...ofCluster],
    );
    assert.deepEqual(
      volumeMounts.map(({ mountPath }) => mountPath),
      ["/home/jovyan"],
    );
    assert.equal(metadata.labels["hub.jupyter.org/network-access-hub"], "true"); // the chart's policies select it

    const claim = await read<Claim>("persistentvolumeclaims/claim-grace");
    assert.equal(claim.spec.storageClassName, "fast");
    assert.deepEqual(claim.spec.accessModes, ["ReadWriteOnce"]);
    assert.deepEqual(claim.spec.resources, { requests: { storage: "20Gi" } });
    for (const [labels, component] of [
      [metadata.labels, "singleuser-server"],
      [claim.metadata.labels, "singleuser-storage"],
    ] as const) {
      const found = { app: labels.app, component: labels.component, user: labels["hub.jupyter.org/username"] };
      assert.deepEqual(found, { app: "jupyterhub", component, user: "grace" });
    }
  });

  it("gives a notebook without a profile of its own what all notebooks get", async () => {
    const { spec } = await start("alan", "small-one");
    const [{ image, env, resources }] = spec.containers;
    assert.equal(image, "quay.io/jupyter/minimal-notebook:2026-08-10");
    const amounts = (mebibytes: number) => ({ memory: String(mebibytes * 2 ** 20) });
    assert.deepEqual(resources, { requests: { cpu: "100m", ...amounts(512) }, limits: amounts(1024) });
    assert(!env.some(({ name }) => name === "WEIGHTS"));
  });

  const serviceOfHub = (verb: "create" | "delete") =>
    cluster.kubectl(
      verb,
      "service",
      ...(verb === "create" ? ["clusterip", "hub", "--tcp=8081"] : ["hub"]),
      "-n",
      NAMESPACE,
    );

  it("starts also if the hub cannot find its Service, and says so", async () => {
    await serviceOfHub("delete");
    assert.equal((await start("linus", "small-one")).metadata.ownerReferences, undefined);
    assert.match(await hub.log(), /The notebook will outlive the hub/);
    await serviceOfHub("create");
  });

  it("ends with the hub, whose Service owns it, and its volume stays", async () => {
    const { metadata } = await start("edith", "small-one");
    const { metadata: owner } = await read<{ metadata: { uid: string } }>("services/hub");
    assert.deepEqual(metadata.ownerReferences, [{ apiVersion: "v1", kind: "Service", name: "hub", uid: owner.uid }]);
    assert.equal(metadata.annotations?.["mine"], "edith"); // the hook of the caller runs too
    await hub.stop(); // or it could delete the pod itself
    const names = async () => (await read<{ items: Pod[] }>("pods")).items.map(({ metadata: own }) => own.name);
    assert.ok((await names()).includes(metadata.name));
    await serviceOfHub("delete");
    const deadline = Date.now() + 60_000;
    while ((await names()).includes(metadata.name)) {
      assert.ok(Date.now() < deadline, "the notebook still runs after a minute");
      await sleep(100);
    }
    assert.equal((await read<Claim>("persistentvolumeclaims/claim-edith")).metadata.deletionTimestamp, undefined);
  });
});
