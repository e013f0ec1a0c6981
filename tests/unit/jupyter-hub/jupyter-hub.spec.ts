import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { JupyterHub, type JupyterHubArgs } from "../../../components";
import { deploy } from "../../helpers/deploy";
import { cluster, clusterFacts, ingressFacts } from "../platform";
import { COMPONENT, HOST, hub, LOGINS, NAMESPACE, RELEASE, SECRET, SEED, valuesOf, withSeed } from "./hub";

const PASSWORD = "random:index/randomPassword:RandomPassword";
const ROUTE = "kubernetes:networking.istio.io/v1:VirtualService";

describe("JupyterHub", () => {
  it("has exactly these children behind an ingress", async () => {
    const graph = await hub({ ingress: ingressFacts, host: HOST });
    const children = graph.childrenOf(graph.byName(COMPONENT, "hub"));
    assert.deepEqual(children.map(({ type, name }) => `${type} ${name}`).sort(), [
      `${NAMESPACE} hub-namespace`,
      `${SECRET} hub-credentials`,
      `${RELEASE} hub`,
      `${ROUTE} hub-route`,
      "pulumi:providers:random hub-random",
      `${PASSWORD} hub-seed`,
    ]);
  });

  it("installs chart 4.4.0", async () => {
    const { values, ...release } = (await hub()).byName(RELEASE, "hub").inputs.values;
    assert.notEqual(values, undefined);
    assert.deepEqual(release, {
      name: "jupyterhub",
      namespace: "jupyterhub",
      chart: "jupyterhub",
      version: "4.4.0",
      repositoryOpts: { repo: "https://hub.jupyter.org/helm-chart/" },
      timeout: 900,
      resetValues: true,
      compat: "true",
    });
  });

  it("gives the pre-puller time to pull every image on every node", async () => {
    const graph = await hub({ prePuller: true });
    assert.equal(graph.byName(RELEASE, "hub").inputs.values["timeout"], 1800);
    assert.deepEqual(valuesOf(graph)["prePuller"], { hook: { enabled: true }, continuous: { enabled: true } });
    assert.deepEqual(valuesOf(await hub())["prePuller"], { hook: { enabled: false }, continuous: { enabled: false } });
  });

  it("waits only for what each part needs", async () => {
    const graph = await hub({ ingress: ingressFacts, host: HOST });
    const behind = (type: string, name: string) =>
      graph
        .byName(type, name)
        .dependencies.map((urn) => urn.split("::").pop())
        .sort();
    assert.deepEqual(behind(NAMESPACE, "hub-namespace"), ["ml"]);
    assert.deepEqual(behind(SECRET, "hub-credentials"), ["hub-namespace", "hub-seed"]);
    assert.deepEqual(behind(RELEASE, "hub"), ["hub-credentials", "hub-namespace"]);
    assert.deepEqual(behind(ROUTE, "hub-route"), ["hub-namespace"]);
  });

  it("hands on the namespace when it exists, and is ready when the chart is installed", async () => {
    const graph = await deploy(
      () => {
        const ml = cluster();
        const own = new JupyterHub("hub", { cluster: ml, login: LOGINS.sharedPassword }, { provider: ml.provider });
        const after = (name: string, value: unknown) =>
          new (class extends pulumi.CustomResource {})("test:index:After", name, { value });
        after("namespace", own.namespace);
        after("ready", own.ready);
      },
      { outputs: withSeed },
    );
    const behind = (name: string) =>
      graph.byName("test:index:After", name).dependencies.map((urn) => urn.split("::").pop());
    assert.deepEqual(behind("namespace"), ["hub-namespace"]);
    assert.deepEqual(behind("ready"), ["hub"]);
  });

  it("derives secrets of 64 hexadecimal digits, no two equal, and the same at each update", async () => {
    const [first, second] = [valuesOf(await hub()), valuesOf(await hub())];
    assert.deepEqual(first, second);
    const { hub: own, proxy } = first;
    const secrets = [
      proxy?.["secretToken"],
      own?.["cookieSecret"],
      ...(own?.["config"]?.["CryptKeeper"]?.["keys"] as unknown as string[]),
    ];
    assert.equal(secrets.length, 3);
    for (const secret of secrets) assert.match(String(secret), /^[0-9a-f]{64}$/);
    assert.equal(new Set(secrets).size, 3);
    assert.ok(!JSON.stringify(first).includes(SEED));
  });

  it("keeps every secret secret", async () => {
    const generated = await hub();
    const secrets = Object.values(valuesOf(generated)["hub"]?.["config"]?.["SharedPasswordAuthenticator"] ?? {}).filter(
      (value) => typeof value === "string",
    );
    assert.equal(secrets.length, 2);
    const stored = JSON.stringify(generated.resources);
    for (const secret of [...secrets, String(valuesOf(generated)["hub"]?.["cookieSecret"])]) {
      assert.ok(!stored.includes(secret));
    }
    const given = await hub({
      login: { sharedPassword: { userPassword: "the-user-password" }, allowAll: true },
      extraEnv: { TOKEN: pulumi.secret("the-token") },
    });
    assert.equal(valuesOf(given)["singleuser"]?.["extraEnv"]?.["TOKEN"], "the-token");
    for (const secret of ["the-user-password", "the-token"]) {
      assert.ok(!JSON.stringify(given.resources).includes(secret));
    }
  });

  it("keeps its data on destroy, unless deleteData is true", async () => {
    const kept = await hub();
    const deleted = await hub({ deleteData: true });
    for (const [type, name] of [
      [NAMESPACE, "hub-namespace"],
      [SECRET, "hub-credentials"],
    ] as const) {
      assert.equal(kept.byName(type, name).retainOnDelete, true);
      assert.equal(deleted.byName(type, name).retainOnDelete, false);
    }
    const claim = (graph: typeof kept) => valuesOf(graph)["hub"]?.["db"]?.["pvc"]?.["annotations"];
    assert.deepEqual(claim(kept), { "helm.sh/resource-policy": "keep" });
    assert.equal(claim(deleted), undefined);
  });

  it("takes back the namespace and the secrets that an earlier destroy kept", async () => {
    const graph = await hub({ adopt: true });
    assert.equal(graph.byName(NAMESPACE, "hub-namespace").importId, "jupyterhub");
    assert.equal(graph.byName(SECRET, "hub-credentials").importId, "jupyterhub/jupyterhub-credentials");
    assert.equal((await hub()).byName(NAMESPACE, "hub-namespace").importId, undefined);
  });

  it("labels what it creates itself", async () => {
    const graph = await hub({ labels: { team: "ml" } });
    for (const [type, name] of [
      [NAMESPACE, "hub-namespace"],
      [SECRET, "hub-credentials"],
    ] as const) {
      const { labels } = graph.byName(type, name).inputs.values["metadata"] as { labels: object };
      assert.deepEqual(labels, { team: "ml" });
    }
  });

  it("works in a namespace that exists", async () => {
    const graph = await hub({ namespace: { name: "lab", create: false } });
    assert.equal(graph.byName(RELEASE, "hub").inputs.values["namespace"], "lab");
    assert.equal(graph.byName(NAMESPACE, "hub-namespace").retainOnDelete, false);
  });

  it("takes the chart from a mirror, and adds values of the caller", async () => {
    const values = { singleuser: { startTimeout: 600 }, hub: { config: { KubeSpawner: { uid: 1001 } } } };
    const args: Partial<JupyterHubArgs> = { mirror: "https://charts.example.org", charts: { jupyterhub: { values } } };
    const graph = await hub(args);
    assert.deepEqual(graph.byName(RELEASE, "hub").inputs.values["repositoryOpts"], {
      repo: "https://charts.example.org",
    });
    assert.equal(valuesOf(graph)["singleuser"]?.["startTimeout"], 600);
    assert.deepEqual(valuesOf(graph)["hub"]?.["config"]?.["KubeSpawner"], { uid: 1001 });
  });

  it("adds code to the hub only if the caller allows it, and keeps its own", async () => {
    const values = { hub: { extraConfig: { mine: "c.JupyterHub.log_level = 10" } } };
    const { hub: own } = valuesOf(await hub({ allowHubCode: true, charts: { jupyterhub: { values } } }));
    assert.deepEqual(Object.keys(own?.["extraConfig"] ?? {}), [
      "lower-case-names",
      "mine",
      "zz-notebooks-end-with-hub",
    ]);
  });

  it("installs an untested version if the caller allows it", async () => {
    const charts = { jupyterhub: { version: "4.5.0" } };
    const graph = await hub({ allowUntestedVersions: true, charts });
    assert.equal(graph.byName(RELEASE, "hub").inputs.values["version"], "4.5.0");
    assert.equal(graph.outputs.values["version"], "4.5.0");
  });

  it("has volumes of the cluster's storage class, if it names one", async () => {
    const ofClass = (storageClass: JupyterHubArgs["cluster"]["storageClass"]) =>
      deploy(
        () =>
          new JupyterHub(
            "hub",
            { cluster: { ...clusterFacts, storageClass }, login: LOGINS.sharedPassword },
            { provider: cluster().provider },
          ),
        { outputs: withSeed },
      );
    const { hub: own, singleuser } = valuesOf(await ofClass("fast"));
    assert.equal(own?.["db"]?.["pvc"]?.["storageClassName"], "fast");
    assert.equal(singleuser?.["storage"]?.["dynamic"]?.["storageClass"], "fast");
    for (const none of [undefined, pulumi.output(undefined)]) {
      const values = valuesOf(await ofClass(none));
      assert.ok(!values["hub"]?.["db"]?.["pvc"]?.["storageClassName"]);
    }
  });
});
