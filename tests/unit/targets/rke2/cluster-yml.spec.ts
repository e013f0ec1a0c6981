import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { MlCluster, Rke2Cni } from "../../../../components";
import { deploy, type Deployed } from "../../../helpers/deploy";
import { commands, KEY } from "./cluster";
import { configOf, remote } from "./graph";

const FILE = path.join(mkdtempSync(path.join(tmpdir(), "rke2-yml-")), "cluster.yml");
const TEXT = `nodes:
- {address: 10.0.0.7, user: ubuntu, port: "2222", role: [controlplane, etcd], hostname_override: master}
- {address: 10.0.0.8, user: debian, role: [worker], docker_socket: /run/docker.sock, ssh_key_path: /none}
network: {plugin: flannel}
services: {kube-controller: {cluster_cidr: 10.50.0.0/16}}
`;
writeFileSync(FILE, TEXT);

const cluster = (more: object = {}): Promise<Deployed> =>
  deploy(() => {
    new MlCluster("ml", { rke2: { rkeClusterYml: FILE, sshKey: KEY, ...more } });
  }, commands());

describe("a cluster of a cluster.yml", () => {
  it("has what is written in the block rather than in the file", async () => {
    const config = configOf(await cluster({ cni: Rke2Cni.Cilium }), "master");
    assert.ok(config.includes('cni: "cilium"'));
    assert.ok(config.includes('cluster-cidr: "10.50.0.0/16"'));
  });

  it("has the user, the port and the key of the block on all machines", async () => {
    const graph = await cluster({ user: "admin", port: 2200 });
    for (const key of ["master", "10.0.0.8"]) {
      const { port, user, privateKey } = remote(graph, `ml-${key}-check`)["connection"] as Record<string, unknown>;
      assert.deepEqual([port, user, privateKey], [2200, "admin", KEY]);
    }
  });

  for (const none of ["snapshot: false", "backup_config: {enabled: false}"]) {
    it(`has snapshots of the block, although the file has none (${none})`, async () => {
      const file = FILE.replace(/[^/]+$/, "no-snapshots.yml");
      writeFileSync(file, TEXT.replace("services: {", `services: {etcd: {${none}}, `));
      assert.ok(configOf(await cluster({ rkeClusterYml: file }), "master").includes("etcd-disable-snapshots: true"));
      const config = configOf(await cluster({ rkeClusterYml: file, etcdSnapshots: { retention: 9 } }), "master");
      assert.ok(config.includes("etcd-snapshot-retention: 9"));
      assert.ok(!config.some((line) => line.startsWith("etcd-disable-snapshots")));
    });
  }

  it("may be in the home directory", async () => {
    const { HOME } = process.env;
    process.env["HOME"] = path.dirname(FILE);
    try {
      await cluster({ rkeClusterYml: `~/${path.basename(FILE)}` });
    } finally {
      process.env["HOME"] = HOME;
    }
  });

  it("warns of what has no effect, with its line", async () => {
    const { log } = await cluster();
    const warned = log.filter(({ severity }) => severity === "warning").map(({ message }) => message);
    assert.equal(warned.length, 1, JSON.stringify(log));
    assert.match(warned[0] ?? "", /^MlCluster "ml": cluster\.yml, line 3: nodes\[1\]\.docker_socket/);
  });
});
