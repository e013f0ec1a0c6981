import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { PachydermStore } from "../../../components";
import { deploy } from "../../helpers/deploy";
import { cluster } from "../platform";
import {
  COMPONENT,
  INSIDE,
  LICENCE,
  LOGIN,
  NAMESPACE,
  pachyderm,
  RELEASE,
  SECRET,
  SEED,
  valuesOf,
  withSeed,
} from "./pachyderm";

const PASSWORD = "random:index/randomPassword:RandomPassword";

describe("PachydermStore", () => {
  it("has exactly these children with SeaweedFS", async () => {
    const graph = await pachyderm({ seaweedFs: {} });
    const children = graph.childrenOf(graph.byName(COMPONENT, "pach"));
    assert.deepEqual(children.map(({ type, name }) => `${type} ${name}`).sort(), [
      `${NAMESPACE} pach-namespace`,
      `${SECRET} pach-credentials`,
      `${SECRET} pach-seaweedfs-config`,
      `${RELEASE} pach`,
      `${RELEASE} pach-seaweedfs`,
      "pulumi:providers:random pach-random",
      `${PASSWORD} pach-seed`,
    ]);
  });

  it("has exactly these children with a folder or a bucket that exists", async () => {
    const s3Compatible = {
      endpoint: "https://minio.example.org",
      bucket: "models",
      accessKeyId: "id",
      secretAccessKey: "the-key",
    };
    for (const store of [{ local: {} }, { s3Compatible }]) {
      const graph = await pachyderm(store);
      const children = graph.childrenOf(graph.byName(COMPONENT, "pach"));
      assert.deepEqual(children.map(({ type, name }) => `${type} ${name}`).sort(), [
        `${NAMESPACE} pach-namespace`,
        `${SECRET} pach-credentials`,
        `${RELEASE} pach`,
        "pulumi:providers:random pach-random",
        `${PASSWORD} pach-seed`,
      ]);
    }
  });

  it("installs the last chart of 2.11, and waits long enough for roles that take effect late", async () => {
    const { values, ...release } = (await pachyderm()).byName(RELEASE, "pach").inputs.values;
    assert.notEqual(values, undefined);
    assert.deepEqual(release, {
      name: "pachyderm",
      namespace: "pachyderm",
      chart: "pachyderm",
      version: "2.11.5",
      repositoryOpts: { repo: "https://helm.pachyderm.com" },
      timeout: 1200,
      resetValues: true,
      compat: "true",
    });
  });

  const waitsFor = async (type: string, name: string): Promise<string[]> => {
    const graph = await pachyderm({ seaweedFs: {} });
    return graph
      .byName(type, name)
      .dependencies.map((urn) => urn.split("::").pop() ?? "")
      .sort();
  };

  it("creates its namespace when the cluster is ready, and its passwords in the namespace", async () => {
    assert.deepEqual(await waitsFor(NAMESPACE, "pach-namespace"), ["ml"]);
    assert.deepEqual(await waitsFor(SECRET, "pach-credentials"), ["pach-namespace", "pach-seed"]);
  });

  it("installs SeaweedFS before Pachyderm, which tests its bucket when it starts", async () => {
    assert.deepEqual(await waitsFor(RELEASE, "pach-seaweedfs"), ["pach-namespace", "pach-seaweedfs-config"]);
    assert.deepEqual(await waitsFor(RELEASE, "pach"), ["pach-credentials", "pach-namespace", "pach-seaweedfs"]);
  });

  it("hands on the namespace when it exists, and is ready when the chart is installed", async () => {
    const graph = await deploy(
      () => {
        const ml = cluster();
        const store = new PachydermStore("pach", { cluster: ml, local: {}, ...INSIDE }, { provider: ml.provider });
        const after = (name: string, value: unknown) =>
          new (class extends pulumi.CustomResource {})("test:index:After", name, { value });
        after("namespace", store.namespace);
        after("ready", store.ready);
      },
      { outputs: withSeed },
    );
    const behind = (name: string) =>
      graph.byName("test:index:After", name).dependencies.map((urn) => urn.split("::").pop());
    assert.deepEqual(behind("namespace"), ["pach-namespace"]);
    assert.deepEqual(behind("ready"), ["pach"]);
  });

  it("generates passwords that stay the same from one update to the next", async () => {
    const [first, second] = [await pachyderm({ seaweedFs: {} }), await pachyderm({ seaweedFs: {} })];
    assert.deepEqual(valuesOf(first), valuesOf(second));
    assert.deepEqual(valuesOf(first, "pach-seaweedfs"), valuesOf(second, "pach-seaweedfs"));
  });

  it("generates no two equal passwords, and none that tells the random value", async () => {
    const graph = await pachyderm({ seaweedFs: {}, ...LOGIN });
    const { pachd, global } = valuesOf(graph) as unknown as {
      pachd: Record<string, string> & { storage: { amazon: Record<string, string> } };
      global: { postgresql: Record<string, string> };
    };
    const { clusterDeploymentID, rootToken, oauthClientSecret, enterpriseSecret } = pachd;
    const { id, secret } = pachd.storage.amazon;
    const { postgresqlPassword, postgresqlPostgresPassword } = global.postgresql;
    const all = [clusterDeploymentID, rootToken, oauthClientSecret, enterpriseSecret, id, secret].concat(
      postgresqlPassword,
      postgresqlPostgresPassword,
    );
    assert.equal(new Set(all).size, all.length);
    for (const one of all) {
      // A letter first: the chart writes some of them without quotes, and YAML must not read a number.
      assert.match(one ?? "", /^p[0-9a-f]{19,}$/);
      assert.ok(!one?.includes(SEED));
    }
  });

  it("marks passwords, keys and the licence as secrets, in the plan and in the outputs", async () => {
    const graph = await pachyderm({ seaweedFs: {}, ...LOGIN });
    const secrets = graph.byName(RELEASE, "pach").inputs.secrets.map((at) => at.replace(/^values\./, ""));
    for (const at of [
      "global.postgresql.postgresqlPassword",
      "global.postgresql.postgresqlPostgresPassword",
      "pachd.enterpriseLicenseKey",
      "pachd.enterpriseSecret",
      "pachd.oauthClientSecret",
      "pachd.rootToken",
      "pachd.storage.amazon.id",
      "pachd.storage.amazon.secret",
    ])
      assert.ok(secrets.includes(at), `${at} is not among ${secrets.join(", ")}`);
    assert.deepEqual(graph.outputs.secrets, ["rootToken"]);
    const shown = JSON.stringify(graph.resources) + JSON.stringify(graph.outputs);
    assert.ok(!shown.includes(LICENCE));
    assert.ok(!shown.includes(SEED));
  });

  describe("data", () => {
    const resource = async (args: object, name: string, type: string) =>
      (await pachyderm({ seaweedFs: {}, ...args })).byName(type, name);

    it("is kept on destroy: the namespace, and the Secret from which passwords follow", async () => {
      assert.equal((await resource({}, "pach-namespace", NAMESPACE)).retainOnDelete, true);
      assert.equal((await resource({}, "pach-credentials", SECRET)).retainOnDelete, true);
      assert.notEqual((await resource({}, "pach", RELEASE)).retainOnDelete, true);
      assert.notEqual((await resource({}, "pach-seaweedfs-config", SECRET)).retainOnDelete, true);
    });

    it("is deleted with deleteData", async () => {
      const deleteData = { deleteData: true };
      assert.notEqual((await resource(deleteData, "pach-namespace", NAMESPACE)).retainOnDelete, true);
      assert.notEqual((await resource(deleteData, "pach-credentials", SECRET)).retainOnDelete, true);
    });

    it("is taken back with adopt: the namespace and the Secret are imported", async () => {
      const adopt = { adopt: true };
      assert.equal((await resource(adopt, "pach-namespace", NAMESPACE)).importId, "pachyderm");
      assert.equal((await resource(adopt, "pach-credentials", SECRET)).importId, "pachyderm/pachyderm-credentials");
      assert.equal((await resource({}, "pach-namespace", NAMESPACE)).importId, undefined);
    });

    it("has passwords that follow from the Secret, whose value no update replaces", async () => {
      assert.deepEqual((await resource({}, "pach-credentials", SECRET)).ignoreChanges, ["data"]);
      const kept = (type: string, name: string) =>
        type === SECRET && name === "pach-credentials"
          ? { outputs: { data: { seed: Buffer.from("another seed").toString("base64") } } }
          : withSeed(type, name, {});
      const [own, adopted] = [await pachyderm(), await pachyderm({ adopt: true }, { outputs: kept })];
      assert.notDeepEqual(valuesOf(own)["global"], valuesOf(adopted)["global"]);
    });

    it("is left alone in a namespace that something else created", async () => {
      const graph = await pachyderm({ namespace: { name: "data", create: false }, adopt: true });
      const namespace = graph.byName(NAMESPACE, "pach-namespace");
      assert.equal(namespace.read, true);
      assert.equal(graph.byName(SECRET, "pach-credentials").retainOnDelete, true);
      assert.equal(graph.byName(SECRET, "pach-credentials").importId, "data/pachyderm-credentials");
    });
  });
});
