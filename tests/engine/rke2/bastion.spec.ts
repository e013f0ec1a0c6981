import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash, generateKeyPairSync } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Rke2Role, type Rke2BastionArgs, type Rke2ClusterArgs, type Rke2NodeArgs } from "../../../components";
import { skipWithoutHosts } from "../hosts/skip-without-hosts";
import { skipAfterFailure } from "../skip-after-failure";
import { Rke2Bench } from "./rke2-bench";

const PREFIX = "198.18.14";
const JUMP: Rke2BastionArgs = { address: `${PREFIX}.5` };
const S1: Rke2NodeArgs = { address: `${PREFIX}.11`, hostname: "s1", role: Rke2Role.Server };
const A1: Rke2NodeArgs = { address: `${PREFIX}.21`, hostname: "a1", role: Rke2Role.Agent };
const [OLD, NEW] = ["v1.35.7+rke2r1", "v1.36.3+rke2r1"];
const IMAGES = "rke2-images.linux-amd64.tar.zst";

describe("a cluster of RKE2 behind a bastion, without the internet", () => {
  skipAfterFailure(); // each starts from what the one before left
  const folder = mkdtempSync(path.join(tmpdir(), "mlplatform-airgap-"));
  const wrongKey = generateKeyPairSync("rsa", { modulusLength: 2048 })
    .privateKey.export({ type: "pkcs1", format: "pem" })
    .toString();
  let bench: Rke2Bench;

  before(async function () {
    await skipWithoutHosts(this);
    const hosts = [S1, A1].map(({ address, hostname = "" }) => ({ address, hostname }));
    bench = await Rke2Bench.start({ hosts: [{ address: JUMP.address, hostname: "jump" }, ...hosts], prefix: PREFIX });
    await Promise.all(["s1", "a1"].map((name) => host(name).hide()));
    filesOf(OLD);
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await (bench as Rke2Bench | undefined)?.stop();
  });

  const host = (name: string) => bench.rke2.hosts.named(name);
  /** The files of a release, as the doubles want them: the archive is the name of the release. */
  const filesOf = (release: string): string => {
    const files = path.join(folder, release);
    mkdirSync(files);
    copyFileSync(path.join(__dirname, "../hosts/doubles/install.sh"), path.join(files, "install.sh"));
    writeFileSync(path.join(files, "rke2.linux-amd64.tar.gz"), release);
    const hash = createHash("sha256").update(release).digest("hex");
    writeFileSync(path.join(files, "sha256sum-amd64.txt"), `${hash}  rke2.linux-amd64.tar.gz\n`);
    writeFileSync(path.join(files, IMAGES), `images of ${release}`);
    return files;
  };
  const cluster = (more: Partial<Rke2ClusterArgs> = {}): Rke2ClusterArgs => ({
    nodes: [S1, A1],
    version: OLD,
    bastion: JUMP,
    airGapFolder: path.join(folder, OLD),
    ...more,
  });
  /** What was copied to a machine, by path below its folder, as `find` shows it. */
  const copied = async (name: string): Promise<string[]> =>
    (await host(name).run("cd /home/ubuntu/.mlplatform-rke2 && find . -type f")).trim().split("\n").sort();

  it("cannot be reached from here", () => {
    const env = { PATH: bench.rke2.hosts.path };
    const scanned = (address: string) =>
      spawnSync("ssh-keyscan", ["-T", "1", address], { env, encoding: "utf8" }).stdout;
    assert.deepEqual([scanned(S1.address), scanned(A1.address)], ["", ""]);
    assert.match(scanned(JUMP.address), /ssh-ed25519/);
  });

  it("names the bastion if it refuses the key, and if it has another host key", async () => {
    assert.match(
      await bench.refusal(cluster({ bastion: { ...JUMP, sshKey: wrongKey } })),
      /^ml-bastion-login: .*\nthe bastion 198\.18\.14\.5 refuses the private key of the user ubuntu\. Write the user and/m,
    );
    assert.match(
      await bench.refusal(cluster({ bastion: { ...JUMP, hostKey: await host("s1").hostKey() } })),
      /^ml-bastion-(host|login): .*\nthe bastion 198\.18\.14\.5 has another host key than expected: SHA256:/m,
    );
    assert.deepEqual(bench.steps(), []);
  });

  it("names a node behind it that refuses the key, and one with another host key than the given one", async () => {
    const message = await bench.refusal(
      cluster({ nodes: [S1, { ...A1, sshKey: wrongKey, hostKey: await host("a1").hostKey() }] }),
    );
    assert.match(message, /^ml-a1-login: .*\na1 \(198\.18\.14\.21\) refuses the private key of the user ubuntu\./m);
    assert.match(
      await bench.refusal(cluster({ nodes: [S1, { ...A1, hostKey: await host("s1").hostKey() }] })),
      /^ml-a1-login: .*\na1 \(198\.18\.14\.21\) has another host key than expected: SHA256:/m,
    );
    for (const name of ["s1", "a1"]) assert.deepEqual([...(await host(name).changedFiles()).keys()], [], name);
  });

  it("comes up through it, from files that are copied to each machine, and asks no internet", async () => {
    const { diagnostics } = await bench.up(cluster());
    assert.deepEqual(await bench.rke2.nodes(), { a1: OLD, s1: OLD });
    const { commands } = bench.rke2;
    assert.deepEqual(
      commands.filter((line) => line.includes(" curl ")),
      [],
    );
    const files = `/home/ubuntu/.mlplatform-rke2/${OLD}`;
    assert.deepEqual(commands.filter((line) => line.includes(" install.sh ")).sort(), [
      `a1 install.sh agent  ${files}`,
      `s1 install.sh server  ${files}`,
    ]);
    for (const name of ["s1", "a1"]) assert.equal(await host(name).read(`${files}/${IMAGES}`), `images of ${OLD}`);
    const shown = diagnostics.map(({ message }) => message).find((message) => message.includes("recorded host keys"));
    for (const name of ["jump", "s1", "a1"]) assert.ok(shown?.includes(await host(name).fingerprint()), shown);
    assert.deepEqual([...(await host("jump").changedFiles()).keys()], []);
    assert.deepEqual((await bench.stack.up()).changes(), {});
  });

  it("copies files again that have changed, and installs nothing again", async () => {
    bench.steps();
    writeFileSync(path.join(folder, OLD, IMAGES), "other images");
    const changes = (await bench.stack.up()).changes();
    assert.deepEqual(Object.entries(changes).sort(), [
      ["command:remote:CopyToRemote::ml-a1-files", ["update"]],
      ["command:remote:CopyToRemote::ml-s1-files", ["update"]],
    ]);
    const files = `/home/ubuntu/.mlplatform-rke2/${OLD}`;
    for (const name of ["s1", "a1"]) assert.equal(await host(name).read(`${files}/${IMAGES}`), "other images");
    assert.deepEqual(bench.steps(), []);
  });

  it("is upgraded from the files of another release, and keeps those alone", async () => {
    await bench.up(cluster({ version: NEW, airGapFolder: filesOf(NEW) }));
    assert.deepEqual(await bench.rke2.nodes(), { a1: NEW, s1: NEW });
    const expected = ["install.sh", IMAGES, "rke2.linux-amd64.tar.gz", "sha256sum-amd64.txt"];
    for (const name of ["s1", "a1"]) {
      assert.deepEqual(
        await copied(name),
        expected.map((file) => `./${NEW}/${file}`),
      );
    }
    assert.ok(!bench.rke2.commands.some((line) => line.includes(" curl ")));
  });

  it("is destroyed without the files here, and leaves none on the machines", async () => {
    rmSync(folder, { recursive: true });
    await bench.stack.destroy();
    for (const name of ["s1", "a1", "jump"]) assert.deepEqual(await host(name).leftovers(), [], name);
    assert.deepEqual((await bench.stack.exportState()).resources ?? [], []);
  });
});
