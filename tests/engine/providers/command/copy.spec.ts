import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { CopyToRemote, type CopyToRemoteArgs } from "@pulumi/command/remote/copyToRemote";
import * as pulumi from "@pulumi/pulumi";
import type { Host } from "../../hosts/host";
import { skipWithoutHosts } from "../../hosts/skip-without-hosts";
import { TestHosts } from "../../hosts/test-hosts";
import { engineStack, type EngineStack, RunFailed } from "../../stack/engine-stack";
import { sshClient } from "../../toolchain";
import { commandPlugin } from "./launcher";

const { FileArchive, FileAsset, StringAsset, AssetArchive } = pulumi.asset;
const HOME = "/home/ubuntu";

describe("files that the stand-in of the command provider copies, over a real SSH server", () => {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), "mlplatform-copy-")), "files");
  let hosts: TestHosts | undefined;
  let stack: EngineStack;
  let host: Host;

  before(async function () {
    await skipWithoutHosts(this);
    mkdirSync(path.join(folder, "sub"), { recursive: true });
    writeFileSync(path.join(folder, "one"), "1");
    writeFileSync(path.join(folder, "sub/two"), "2");
    hosts = await TestHosts.start([{ address: "198.18.88.2", hostname: "one" }], { prefix: "198.18.88" });
    host = hosts.named("one");
    const providers = [commandPlugin(await sshClient())];
    stack = await engineStack({ program: () => Promise.resolve({}), providers, env: { SSH_AUTH_SOCK: "" } });
  });
  after(async () => {
    rmSync(path.dirname(folder), { recursive: true });
    await (stack as EngineStack | undefined)?.dispose();
    await hosts?.stop();
  });

  /** Copies each of these to its path. */
  const copy = (copies: Record<string, Partial<CopyToRemoteArgs>>) =>
    stack.up({
      program: () => {
        const privateKey = readFileSync(hosts?.keyPath ?? "", "utf8");
        const connection = { host: host.address, user: "ubuntu", privateKey, dialErrorLimit: 1, perDialTimeout: 2 };
        for (const [remotePath, args] of Object.entries(copies)) {
          new CopyToRemote(remotePath, { connection, remotePath, source: new StringAsset(""), ...args });
        }
        return Promise.resolve({});
      },
    });
  const refusal = async (source: CopyToRemoteArgs["source"], remotePath: string): Promise<string> => {
    const failure = await copy({ [remotePath]: { source } }).then(
      () => assert.fail("the run succeeded"),
      (error: unknown) => error,
    );
    assert.ok(failure instanceof RunFailed, String(failure));
    return failure.message;
  };
  const files = async (): Promise<Record<string, string | undefined>> =>
    Object.fromEntries([...(await host.changedFiles())].filter(([name]) => name !== `${HOME}/.ssh/authorized_keys`));

  it("are a folder with or without its name, a file and a text, below the home of the user", async () => {
    await copy({
      "with/name": { source: new FileArchive(folder) },
      without: { source: new FileArchive(`${folder}/`) },
      "as/file": { source: new FileAsset(path.join(folder, "one")) },
      "as/text": { source: new StringAsset("words") },
      "/tmp": { source: new FileAsset(path.join(folder, "one")) },
    });
    const found = await files();
    assert.deepEqual(
      {
        [`${HOME}/with/name/files/one`]: "1",
        [`${HOME}/with/name/files/sub/two`]: "2",
        [`${HOME}/without/one`]: "1",
        [`${HOME}/without/sub/two`]: "2",
        [`${HOME}/as/file`]: "1",
        [`${HOME}/as/text`]: "words",
        "/tmp/one": "1",
      },
      Object.fromEntries(Object.entries(found).filter(([name]) => !name.endsWith("/"))),
    );
  });

  it("are copied again if their content has changed, wherever it is, and for nothing else", async () => {
    await host.run(`rm ${HOME}/without/one`);
    const moved = `${folder}-moved`;
    mkdirSync(path.join(moved, "sub"), { recursive: true });
    writeFileSync(path.join(moved, "one"), "1");
    writeFileSync(path.join(moved, "sub/two"), "2");
    const same = await copy({ without: { source: new FileArchive(`${moved}/`) } });
    assert.equal(same.changes()["command:remote:CopyToRemote::without"], undefined);
    assert.equal((await files())[`${HOME}/without/one`], undefined);
    writeFileSync(path.join(moved, "sub/two"), "3");
    const changed = await copy({ without: { source: new FileArchive(`${moved}/`) } });
    assert.deepEqual(changed.changes()["command:remote:CopyToRemote::without"], ["update"]);
    const found = await files();
    assert.deepEqual([found[`${HOME}/without/one`], found[`${HOME}/without/sub/two`]], ["1", "3"]);
  });

  it("stay on the machine when the resource is deleted, also if they are gone here", async () => {
    rmSync(`${folder}-moved`, { recursive: true });
    await stack.destroy();
    assert.equal((await files())[`${HOME}/without/one`], "1");
  });

  it("are refused where there is another kind of file, and without a source that can be copied", async () => {
    assert.match(
      await refusal(new FileArchive(folder), "as/text"),
      /failed to create remote directory as\/text\/files: /,
    );
    assert.match(await refusal(new StringAsset("x"), "as"), /remote path as is a directory; when using a text asset/);
    await host.run(`mkdir -p ${HOME}/taken && touch ${HOME}/taken/files`);
    assert.match(
      await refusal(new FileArchive(folder), "taken"),
      /remote path taken\/files exists but is not a directory/,
    );
    assert.match(await refusal(new StringAsset("x"), "/root/no"), /failed to .*\/root\/no: .*permission denied/);
    assert.match(
      await refusal(new AssetArchive({ a: new StringAsset("x") }), "archive"),
      /archive must be a path to a file or directory/,
    );
  });
});
