import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { Rke2Role, type Rke2ClusterArgs, type Rke2NodeArgs } from "../../../components";
import { skipWithoutHosts } from "../hosts/skip-without-hosts";
import { skipAfterFailure } from "../skip-after-failure";
import { Rke2Bench } from "./rke2-bench";

const PREFIX = "198.18.17";
const S1: Rke2NodeArgs = { address: `${PREFIX}.11`, hostname: "s1", role: Rke2Role.Server };
const A1: Rke2NodeArgs = { address: `${PREFIX}.21`, hostname: "a1", role: Rke2Role.Agent };
const [OLD, NEW, NEWER] = ["v1.35.7+rke2r1", "v1.36.3+rke2r1", "v1.36.4+rke2r1"];
const CLUSTER: Rke2ClusterArgs = { nodes: [S1, A1], version: OLD, prepareHosts: true };

/** A key that no machine knows, in a format that each client of OpenSSH reads. */
const WRONG_KEY = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs1", format: "pem" })
  .toString();
const REFUSED_KEY =
  /^ml-a1-login: .*\na1 \(198\.18\.17\.21\) refuses the private key of the user ubuntu\. Write the user and the key that belong together, or add the public key to \.ssh\/authorized_keys of that user on the machine\.$/m;

describe("a cluster of RKE2 on machines that fail", () => {
  skipAfterFailure(); // each starts from what the one before left
  let bench: Rke2Bench;

  before(async function () {
    await skipWithoutHosts(this);
    const hosts = [S1, A1].map(({ address, hostname = "" }) => ({ address, hostname }));
    bench = await Rke2Bench.start({ hosts, prefix: PREFIX });
  });
  after(() => (bench as Rke2Bench | undefined)?.stop());

  const host = (name: string) => bench.rke2.hosts.named(name);
  /** Nodes that take no pods. */
  const cordoned = async (): Promise<string[]> => {
    const { items } = (await bench.rke2.cluster.api.get("/api/v1/nodes")) as {
      items: readonly { metadata: { name: string }; spec: { unschedulable?: boolean } }[];
    };
    return items.filter(({ spec }) => spec.unschedulable === true).map(({ metadata }) => metadata.name);
  };
  const expectUntouched = async (): Promise<void> => {
    assert.deepEqual(bench.steps(), []);
    for (const name of ["s1", "a1"]) assert.deepEqual([...(await host(name).changedFiles()).keys()], [], name);
  };

  it("names a machine whose host key is not the given one, with both keys, and touches none", async () => {
    const message = await bench.refusal({
      ...CLUSTER,
      nodes: [S1, { ...A1, hostKey: await host("s1").hostKey() }],
    });
    assert.match(message, /a1 \(198\.18\.17\.21\) has another host key than expected: SHA256:/);
    assert.ok(message.includes(await host("a1").fingerprint()), message);
    await expectUntouched();
  });

  it("names a machine that does not answer, and touches none", async () => {
    await host("a1").unplug("unplugged");
    const message = await bench.refusal(CLUSTER);
    await host("a1").unplug("plugged");
    assert.match(message, new RegExp(`a1 .*cannot be reached at ${PREFIX.replaceAll(".", "\\.")}\\.21, port 22`));
    assert.ok(!/unable to authenticate|another host key/.test(message), message);
    await expectUntouched();
  });

  it("names a machine that refuses the key, and touches none", async () => {
    const message = await bench.refusal({ ...CLUSTER, nodes: [S1, { ...A1, sshKey: WRONG_KEY }] });
    assert.match(message, REFUSED_KEY);
    assert.ok(!/another host key|cannot be reached/.test(message), message);
    await expectUntouched();
  });

  it("finishes in a later run what failed half-way on a machine, and tries a start again in the same run", async () => {
    await host("a1").write("fail-download", "");
    await host("a1").write("fail-install", "");
    for (const name of ["s1", "a1"]) await host(name).write("fail-start", "");

    assert.match(await bench.refusal(CLUSTER), /^a1 \S+: cannot download https:\/\/get\.rke2\.io\. /m);
    assert.match(await bench.refusal(CLUSTER), /^a1 \S+: the installation of RKE2 v1\.35\.7\+rke2r1 failed\.$/m);
    await bench.up(CLUSTER);
    assert.deepEqual(await bench.rke2.nodes(), { a1: "v1.35.7+rke2r1", s1: "v1.35.7+rke2r1" });
    const steps = bench.steps();
    const count = (step: string) => steps.filter((one) => one.startsWith(step)).length;
    // What was done to the end is not done again.
    assert.deepEqual(["s1 install.sh", "a1 install.sh"].map(count), [1, 2]);
    assert.deepEqual(["s1 systemctl start", "a1 systemctl start"].map(count), [2, 2]);
    assert.deepEqual((await bench.stack.up()).changes(), {});
  });

  it("upgrades in a later run the nodes that an earlier one did not, no node twice, and leaves none cordoned", async () => {
    await host("a1").write("fail-install", "");
    bench.steps();
    assert.match(await bench.refusal({ ...CLUSTER, version: NEW }), /^a1 \S+: the installation of RKE2 \S+ failed\.$/m);
    assert.deepEqual([await bench.rke2.nodes(), await cordoned()], [{ a1: OLD, s1: NEW }, ["a1"]]);
    await bench.up({ ...CLUSTER, version: NEW });
    assert.deepEqual(bench.steps(), [
      "s1 kubectl drain s1",
      `s1 install.sh server ${NEW}`,
      "s1 systemctl restart rke2-server",
      "s1 kubectl uncordon s1",
      "s1 kubectl drain a1",
      `a1 install.sh agent ${NEW}`,
      // the second run
      `a1 install.sh agent ${NEW}`,
      "a1 systemctl restart rke2-agent",
      "s1 kubectl uncordon a1",
    ]);
    assert.deepEqual([await bench.rke2.nodes(), await cordoned()], [{ a1: NEW, s1: NEW }, []]);
    assert.deepEqual((await bench.stack.up()).changes(), {});
  });

  it("lets pods back on a node whose upgrade failed, if the former release is written again", async () => {
    await host("s1").write("fail-install", "");
    const message = await bench.refusal({ ...CLUSTER, version: NEWER });
    assert.match(message, /^s1 \S+: the installation of RKE2 \S+ failed\.$/m);
    assert.deepEqual(await cordoned(), ["s1"]);
    await bench.up({ ...CLUSTER, version: NEW });
    assert.deepEqual([await bench.rke2.nodes(), await cordoned()], [{ a1: NEW, s1: NEW }, []]);
  });

  it("names a node whose machine refuses another key later, and one that shows another host key than the recorded one", async () => {
    bench.steps();
    const upgraded = { ...CLUSTER, version: NEW };
    assert.match(await bench.refusal({ ...upgraded, nodes: [S1, { ...A1, sshKey: WRONG_KEY }] }), REFUSED_KEY);
    await host("a1").changeHostKey();
    const changed = { ...A1, labels: { tier: "models" } };
    const message = await bench.refusal({ ...upgraded, nodes: [S1, changed] });
    const key = await host("a1").hostKey();
    const found = `${await host("a1").fingerprint()} (ssh-ed25519)`;
    assert.match(message, /^ml-a1-login: /m);
    assert.ok(message.includes(`\na1 (${A1.address}) has another host key than expected: ${found}. `), message);
    assert.ok(message.includes(`If the key was changed on purpose, write the new one as hostKey: ${key}`), message);
    assert.deepEqual(bench.steps(), []);
    // The recorded key is replaced by the new one only if somebody writes it.
    const run = await bench.up({ ...upgraded, nodes: [S1, { ...changed, hostKey: key }] });
    assert.ok(Object.keys(run.changes()).some((name) => name.endsWith("::ml-a1")));
  });

  it("is destroyed in a second run if an uninstallation failed in the first", async () => {
    await host("a1").write("fail-uninstall", "");
    await assert.rejects(bench.stack.destroy());
    await bench.stack.destroy();
    for (const name of ["s1", "a1"]) assert.deepEqual(await host(name).leftovers(), [], name);
  });
});
