import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { crc32, deflateRawSync } from "node:zlib";
import { Cache } from "./cache";
import { locked } from "./lock";
import { readZip } from "./read-zip";
import type { Recipe } from "./recipe";
import { Watchdog } from "./watchdog";

describe("toolchain", () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "mlplatform-toolchain-"));
  });
  afterEach(async () => {
    await rm(dir, { recursive: true, force: true });
  });

  describe("cache", () => {
    const recipe = (key: string, make: Recipe["make"]): Recipe => ({
      name: "tool",
      version: "v1",
      files: ["bin/one", "other/two"],
      key: () => key,
      make,
    });
    const good = (key: string) =>
      recipe(key, async (folder) => {
        await writeFile(join(folder, "one"), `one of ${key}`);
        await writeFile(join(folder, "two"), `two of ${key}`);
      });

    it("contains exactly the files of a recipe until one of them is deleted", async () => {
      const cache = new Cache(dir);
      assert.equal(await cache.has(good("a")), false);
      await cache.add(good("a"));
      assert.equal(await cache.has(good("a")), true);
      const folder = cache.folder(good("a"));
      assert.deepEqual(await readdir(dir), [basename(folder)]);
      assert.deepEqual((await readdir(folder, { recursive: true })).sort(), ["bin", "bin/one", "other", "other/two"]);
      assert.equal(await readFile(join(folder, "other/two"), "utf8"), "two of a");

      await rm(join(folder, "bin/one"));
      assert.equal(await cache.has(good("a")), false);
      await cache.add(good("a"));
      assert.equal(await readFile(join(folder, "bin/one"), "utf8"), "one of a");
    });

    it("keeps the files of another key beside them", async () => {
      const cache = new Cache(dir);
      await cache.add(good("a"));
      assert.equal(await cache.has(good("b")), false);
      await cache.add(good("b"));
      assert.equal(await readFile(join(cache.folder(good("a")), "bin/one"), "utf8"), "one of a");
      assert.equal(await readFile(join(cache.folder(good("b")), "bin/one"), "utf8"), "one of b");
    });

    it("keeps no files of a recipe that failed", async () => {
      const cache = new Cache(dir);
      const bad = recipe("bad", async (folder) => {
        await writeFile(join(folder, "one"), "half");
        throw new Error("disk full");
      });
      await assert.rejects(cache.add(bad), /disk full/);
      assert.equal(await cache.has(bad), false);
      assert.deepEqual(await readdir(dir), []);
    });

    it("removes the files of a build of that recipe that was killed", async () => {
      await mkdir(join(dir, "making-tool-x1y2z3"));
      await mkdir(join(dir, "making-other-x1y2z3"));
      await mkdir(join(dir, "tool-0123456789abcdef"));
      await new Cache(dir).sweep([good("a")]);
      assert.deepEqual(await readdir(dir), ["making-other-x1y2z3", "tool-0123456789abcdef"]);
    });
  });

  describe("lock", () => {
    it("is held by one process at a time, and tells the others that they wait", async () => {
      const events: string[] = [];
      let release = (): void => undefined;
      let first: Promise<void> | undefined;
      await new Promise<void>((entered) => {
        first = locked(
          dir,
          () => events.push("first waits"),
          async () => {
            const released = new Promise<void>((resolve) => (release = resolve));
            entered();
            await released;
            events.push("first leaves");
          },
        );
      });
      const second = locked(
        dir,
        () => {
          events.push("second waits");
          release();
        },
        () => Promise.resolve(events.push("second enters")),
      );
      await Promise.all([first, second]);
      assert.deepEqual(events, ["second waits", "first leaves", "second enters"]);
    });

    it("is free again when its holder is killed", async () => {
      const program = `require(${JSON.stringify(join(__dirname, "lock"))}).locked(${JSON.stringify(dir)}, () => {}, () => {
        console.log("held");
        return new Promise(() => setInterval(() => {}, 1e6));
      })`;
      const holder = spawn(process.execPath, ["--import", "tsx", "-e", program], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      await once(holder.stdout, "data");
      const waited = locked(
        dir,
        () => holder.kill("SIGKILL"),
        () => Promise.resolve(holder.killed),
      );
      assert.equal(await waited, true);
    });
  });

  describe("zip reader", () => {
    /** A zip file with one deflated entry, as the format's description has it. */
    function zipOf(name: string, content: string, crc = crc32(content)): Buffer {
      const data = deflateRawSync(content);
      const [local, central, end] = [Buffer.alloc(30), Buffer.alloc(46), Buffer.alloc(22)];
      local.writeUInt32LE(0x04034b50, 0);
      local.writeUInt16LE(name.length, 26);
      central.writeUInt32LE(0x02014b50, 0);
      central.writeUInt16LE(8, 10);
      central.writeUInt32LE(crc, 16);
      central.writeUInt32LE(data.length, 20);
      central.writeUInt32LE(content.length, 24);
      central.writeUInt16LE(name.length, 28);
      end.writeUInt32LE(0x06054b50, 0);
      end.writeUInt16LE(1, 10);
      end.writeUInt32LE(local.length + name.length + data.length, 16);
      return Buffer.concat([local, Buffer.from(name), data, central, Buffer.from(name), end]);
    }

    it("reads an entry, and refuses a missing or damaged entry and other files", async () => {
      const file = join(dir, "layer.zip");
      await writeFile(file, zipOf("helm/helm", "program"));
      assert.equal(readZip(file).read("helm/helm").toString(), "program");
      assert.throws(() => readZip(file).read("helm"), /has no helm, only: helm\/helm/);
      await writeFile(file, zipOf("helm/helm", "program", 7));
      assert.throws(() => readZip(file).read("helm/helm"), /helm\/helm is damaged/);
      await writeFile(file, "version https://git-lfs.github.com/spec/v1");
      assert.throws(() => readZip(file), /is not a zip file/);
    });
  });

  describe("watchdog", () => {
    const hasEnded = (pid: number) => {
      try {
        return readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z "); // only its exit code is left
      } catch {
        return true;
      }
    };

    it("kills a process with all its children, also if some have ended already", async () => {
      const watchdog = new Watchdog(join(dir, "mine"));
      try {
        await mkdir(join(dir, "mine"));
        await once(watchdog.spawn("/bin/true", []), "exit");
        const script = "sleep 3600 & echo $!; wait";
        const parent = watchdog.spawn("/bin/sh", ["-c", script], { stdio: ["ignore", "pipe", "ignore"] });
        assert(parent.stdout);
        const exit = once(parent, "exit");
        const child = Number(String((await once(parent.stdout, "data"))[0]));
        assert.equal(hasEnded(child), false);
        await watchdog.dismiss();
        await watchdog.dismiss(); // as harmless as once
        assert.deepEqual(await exit, [null, "SIGKILL"]);
        while (!hasEnded(child)) await sleep(10);
        assert.deepEqual(await readdir(dir), []);
      } finally {
        await watchdog.dismiss();
      }
    });
  });
});
