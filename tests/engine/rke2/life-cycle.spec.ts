import assert from "node:assert/strict";
import { Rke2Role, type Rke2ClusterArgs, type Rke2NodeArgs } from "../../../components";
import { skipWithoutHosts } from "../hosts/skip-without-hosts";
import { skipAfterFailure } from "../skip-after-failure";
import { decrypted } from "../stack/decrypt";
import { Processes } from "../secrets/processes";
import { Rke2Bench } from "./rke2-bench";
import { assertSecretsAreHidden, bodyOfKey } from "./secret-places";

const PREFIX = "198.18.16";
const node = (number: number, hostname: string, role: Rke2Role): Rke2NodeArgs => ({
  address: `${PREFIX}.${String(number)}`,
  hostname,
  role,
});
const [S1, S2, S3] = [11, 12, 13].map((number, index) => node(number, `s${String(index + 1)}`, Rke2Role.Server));
const [A1, A2] = [21, 22].map((number, index) => node(number, `a${String(index + 1)}`, Rke2Role.Agent));
assert.ok(S1 && S2 && S3 && A1 && A2);
/** A server on a machine that was an agent before. */
const S4: Rke2NodeArgs = { ...A1, hostname: "s4", role: Rke2Role.Server };
const machine = ({ address, hostname = "" }: Rke2NodeArgs) => ({ address, hostname });

const [OLD, NEW] = ["v1.35.7+rke2r1", "v1.36.3+rke2r1"];
const S3_KEYS = { accessKey: "PLANTEDACCESSKEY0001", secretKey: "planted/secret+key/0123456789abcdefghijk" };

/** Three servers and one agent, with all that is secret. */
const CLUSTER: Rke2ClusterArgs = {
  nodes: [
    S1,
    S2,
    S3,
    { ...A1, labels: { tier: "models" }, taints: [{ key: "models", effect: "NoSchedule" as never }] },
  ],
  version: OLD,
  prepareHosts: true,
  hostEntries: { "rancher.test": A1.address },
  etcdSnapshots: {
    schedule: "0 */6 * * *",
    retention: 3,
    s3: { endpoint: "s3.test", region: "r", bucket: "b", ...S3_KEYS },
  },
};

describe("a cluster of RKE2 on the real engine, over real SSH", () => {
  skipAfterFailure(); // each starts from what the one before left
  let bench: Rke2Bench;
  let watched: Processes;

  before(async function () {
    await skipWithoutHosts(this);
    bench = await Rke2Bench.start({ hosts: [S1, S2, S3, A1, A2].map(machine), prefix: PREFIX });
    watched = new Processes();
  });
  after(async () => {
    (watched as Processes | undefined)?.stop();
    await (bench as Rke2Bench | undefined)?.stop();
  });

  const host = (name: string) => bench.rke2.hosts.named(name);
  const left = (name: string) => host(name).leftovers();
  const printed: string[] = [];
  const remember = <T extends { readonly diagnostics: readonly { readonly message: string }[] }>(run: T): T => {
    printed.push(...run.diagnostics.map(({ message }) => message));
    return run;
  };
  const up = async (args: Rke2ClusterArgs) => remember(await bench.up(args));

  it("comes up: servers one after another, then the agent, and says which host keys it recorded", async () => {
    const { outputs, diagnostics } = await up(CLUSTER);
    const steps = bench.steps();
    assert.deepEqual(
      steps.filter((step) => step.includes("install.sh")).sort(),
      ["a1 install.sh agent", "s1 install.sh server", "s2 install.sh server", "s3 install.sh server"].map(
        (step) => `${step} ${OLD}`,
      ),
    );
    assert.deepEqual(
      steps.filter((step) => !step.includes("install.sh")),
      [
        "s1 systemctl start rke2-server",
        "s2 systemctl start rke2-server",
        "s3 systemctl start rke2-server",
        "a1 systemctl start rke2-agent",
      ],
    );
    assert.deepEqual(await bench.rke2.nodes(), { a1: OLD, s1: OLD, s2: OLD, s3: OLD });
    assert.match(String(outputs["kubeconfig"]), new RegExp(`server: https://${PREFIX}\\.11:6443\n`));
    const shown = diagnostics.map(({ message }) => message).find((message) => message.includes("recorded host keys"));
    for (const name of ["s1", "s2", "s3", "a1"]) {
      assert.ok(shown?.includes(`${name} ${await host(name).fingerprint()}`), shown);
    }
  });

  it("gives each node its own settings", async () => {
    const config = await host("s2").read("/etc/rancher/rke2/config.yaml");
    assert.match(config, new RegExp(`^server: "https://${PREFIX}\\.11:9345"$`, "m"));
    assert.match(config, /^etcd-snapshot-schedule-cron: "0 \*\/6 \* \* \*"$/m);
    const agent = await host("a1").read("/etc/rancher/rke2/config.yaml");
    assert.match(agent, /^node-label: \["tier=models"\]$/m);
    assert.match(agent, /^node-taint: \["models=:NoSchedule"\]$/m);
    assert.ok(!/etcd|tls-san|cni/.test(agent));
    assert.match(await host("a1").read("/etc/hosts"), new RegExp(`${PREFIX}\\.21 rancher\\.test`));
    assert.match(await host("a1").read("/proc/swaps"), /^Filename.*\n$/);
  });

  it("changes nothing when it runs again and when it is refreshed", async () => {
    assert.deepEqual(remember(await bench.stack.up()).changes(), {});
    assert.deepEqual(remember(await bench.stack.refresh()).changes(), {});
    assert.deepEqual(bench.steps(), []);
  });

  it("takes a further node without touching the others", async () => {
    const changes = (await up({ ...CLUSTER, nodes: [...(CLUSTER.nodes ?? []), A2] })).changes();
    for (const [resource, ops] of Object.entries(changes)) {
      assert.match(resource, /::ml-a2(-|$)/);
      assert.deepEqual(ops, ["create"]);
    }
    assert.deepEqual(bench.steps(), [`a2 install.sh agent ${OLD}`, "a2 systemctl start rke2-agent"]);
    assert.deepEqual(Object.keys(await bench.rke2.nodes()), ["a1", "a2", "s1", "s2", "s3"]);
  });

  it("upgrades one node after another, servers first, each drained before and used again after", async () => {
    await up({ ...CLUSTER, nodes: [...(CLUSTER.nodes ?? []), A2], version: NEW });
    const drained = (name: string, role: string, by: string) => [
      `${by} kubectl drain ${name}`,
      `${name} install.sh ${role} ${NEW}`,
      `${name} systemctl restart rke2-${role}`,
      `${by} kubectl uncordon ${name}`,
    ];
    assert.deepEqual(bench.steps(), [
      ...drained("s1", "server", "s1"),
      ...drained("s2", "server", "s2"),
      ...drained("s3", "server", "s3"),
      ...drained("a1", "agent", "s1"),
      ...drained("a2", "agent", "s1"),
    ]);
    assert.deepEqual(await bench.rke2.nodes(), { a1: NEW, a2: NEW, s1: NEW, s2: NEW, s3: NEW });
    assert.deepEqual(remember(await bench.stack.up()).changes(), {});
  });

  it("drains a removed node, takes it out of the cluster and leaves its machine clean", async () => {
    const changes = (await up({ ...CLUSTER, nodes: [S1, S2, S3, A2], version: NEW })).changes();
    for (const [resource, ops] of Object.entries(changes)) {
      assert.match(resource, /::ml-a1(-|$)/);
      assert.deepEqual(ops, ["delete"]);
    }
    const steps = bench.steps();
    assert.deepEqual(
      steps.map((step) => step.replace(/^s\d/, "a server")),
      ["a server kubectl drain a1", "a server kubectl delete node a1", "a1 rke2-uninstall.sh"],
    );
    assert.deepEqual(Object.keys(await bench.rke2.nodes()), ["a2", "s1", "s2", "s3"]);
    assert.deepEqual(await left("a1"), []);
  });

  it("keeps what is secret out of the state, logs, command lines and files of the machines", async () => {
    const state = await bench.stack.exportState();
    const { resources = [] } = await decrypted(state);
    const token = resources.find(({ type }) => type.endsWith(":RandomPassword"))?.outputs?.["result"];
    assert.ok(typeof token === "string" && token.length >= 32);
    const secrets = { key: bodyOfKey(bench.key), token, kubeconfig: bench.rke2.cluster.api.token, ...S3_KEYS };
    // Seen, so that looking for them can find them.
    const config = await host("s1").read("/etc/rancher/rke2/config.yaml");
    for (const name of ["token", "accessKey", "secretKey"] as const) assert.ok(config.includes(secrets[name]), name);
    assert.ok((await host("s1").read("/etc/rancher/rke2/rke2.yaml")).includes(secrets.kubeconfig));
    assert.ok([...watched.commandLines].some((line) => line.includes("sudo -n sh -s -- ")));
    assert.ok(bench.rke2.commandLines.length > 0);

    const places = {
      state: JSON.stringify(state),
      logs: printed.join("\n"),
      "command lines": [...watched.commandLines].join("\n"),
      "command lines on the machines": bench.rke2.commandLines.join("\n"),
    };
    await assertSecretsAreHidden(secrets, places, bench.rke2.hosts.all);
  });

  it("replaces a server: the new one joins before the old one leaves, and no other node is touched", async () => {
    const changes = (await up({ ...CLUSTER, nodes: [S1, S2, S4, A2], version: NEW })).changes();
    const ofOthers = Object.entries(changes).filter(([resource]) => !/::ml-s[34](-|$)/.test(resource));
    assert.deepEqual(ofOthers, []);
    assert.deepEqual(bench.steps(), [
      `a1 install.sh server ${NEW}`,
      "a1 systemctl start rke2-server",
      // etcd forgets a member when its node is deleted, which must be before it stops: it needs a majority of all members.
      "s1 kubectl drain s3",
      "s1 kubectl delete node s3",
      "s3 rke2-uninstall.sh",
    ]);
    assert.deepEqual(Object.keys(await bench.rke2.nodes()), ["a2", "s1", "s2", "s4"]);
    assert.deepEqual(await left("s3"), []);
  });

  it("removes the first server when the others have joined another one, one after another", async () => {
    const { outputs } = await up({ ...CLUSTER, nodes: [S2, S3, S4, A2], version: NEW });
    const steps = bench.steps().filter((step) => step !== `s3 install.sh server ${NEW}`);
    assert.deepEqual(steps, [
      "s2 systemctl restart rke2-server",
      "s3 systemctl start rke2-server",
      "a1 systemctl restart rke2-server",
      "a2 systemctl restart rke2-agent",
      "s2 kubectl drain s1",
      "s2 kubectl delete node s1",
      "s1 rke2-uninstall.sh",
    ]);
    assert.deepEqual(Object.keys(await bench.rke2.nodes()), ["a2", "s2", "s3", "s4"]);
    assert.match(String(outputs["kubeconfig"]), new RegExp(`server: https://${PREFIX}\\.12:6443\n`));
    assert.match(
      await host("a2").read("/etc/rancher/rke2/config.yaml"),
      new RegExp(`^server: "https://${PREFIX}\\.12:9345"$`, "m"),
    );
    assert.deepEqual(await left("s1"), []);
    assert.deepEqual(remember(await bench.stack.up()).changes(), {});
  });

  it("is destroyed, agents first, without a drain, and leaves every machine clean", async () => {
    remember(await bench.stack.destroy());
    const steps = bench.steps();
    assert.equal(steps[0], "a2 rke2-uninstall.sh");
    assert.deepEqual(
      [...steps].sort(),
      ["a1", "a2", "s2", "s3"].map((name) => `${name} rke2-uninstall.sh`),
    );
    for (const name of ["s1", "s2", "s3", "a1", "a2"]) assert.deepEqual(await left(name), [], name);
    assert.deepEqual((await bench.stack.exportState()).resources ?? [], []);
  });
});
