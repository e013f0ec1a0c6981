import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { withPrivateFile } from "../../../cli/private-file";

const root = path.resolve(__dirname, "../../..");

describe("a private temporary file", () => {
  it("can be read by its owner only, and is removed after its use", async () => {
    let used = "";
    const content = await withPrivateFile("kubeconfig", "token: hush", (file) => {
      used = file;
      assert.equal(statSync(file).mode & 0o777, 0o600);
      assert.equal(statSync(path.dirname(file)).mode & 0o777, 0o700);
      return Promise.resolve(readFileSync(file, "utf8"));
    });
    assert.equal(content, "token: hush");
    assert.ok(!existsSync(path.dirname(used)));
  });

  it("is removed if its use fails", async () => {
    let used = "";
    const use = (file: string) => Promise.reject(new Error((used = file)));
    await assert.rejects(withPrivateFile("kubeconfig", "token: hush", use));
    assert.ok(!existsSync(path.dirname(used)));
  });

  describe("in a process that ends during its use", () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "mlplatform-test-"))));
    afterEach(() => rmSync(folder, { recursive: true }));

    /** Starts a process that uses a file, and waits until it does. */
    async function user(afterwards: string) {
      const script = `
        const { withPrivateFile } = require(${JSON.stringify(path.join(root, "cli/private-file.ts"))});
        void withPrivateFile("kubeconfig", "token: hush", (file) => {
          console.log(file);
          ${afterwards}
          return new Promise(() => setInterval(() => undefined, 1000));
        });`;
      const child = spawn(process.execPath, ["--import", "tsx", "--eval", script], {
        cwd: root,
        env: { ...process.env, TMPDIR: folder },
        stdio: ["ignore", "pipe", "ignore"],
      });
      const ended = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
      const [file] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
      return { child, ended, file };
    }

    for (const signal of ["SIGTERM", "SIGHUP"] as const) {
      it(`is removed before ${signal} ends the process`, async () => {
        const { child, ended, file } = await user("");
        assert.ok(existsSync(file));
        child.kill(signal);
        assert.deepEqual(await ended, [null, signal]);
        assert.deepEqual(
          readdirSync(folder).filter((entry) => entry.startsWith("mlplatform-")),
          [],
        );
      });
    }

    it("stays while a command ends in order", async () => {
      const interruption = JSON.stringify(path.join(root, "cli/interruption.ts"));
      const { child, ended, file } = await user(`
        const { existsSync } = require("node:fs");
        require(${interruption}).onEndingSignal(() => process.exit(existsSync(file) ? 4 : 5));`);
      child.kill("SIGTERM");
      assert.deepEqual(await ended, [4, null]);
      assert.ok(!existsSync(file));
    });

    it("is removed if the process exits", async () => {
      const { ended } = await user("setTimeout(() => process.exit(3), 50);");
      assert.deepEqual(await ended, [3, null]);
      assert.deepEqual(
        readdirSync(folder).filter((entry) => entry.startsWith("mlplatform-")),
        [],
      );
    });
  });
});
