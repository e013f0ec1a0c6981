import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { FOLDER_LOCK } from "../../../cli/mirror/folder";
import { IMAGE_COUNT, ShopBench, WHOLE } from "./shop-bench";

/** The line of `htpasswd -nbB operator a-password`. */
const HTPASSWD = "operator:$2y$05$IfhkxOtx/v1LAxhaBxI14ur6mZzRa7O3KRppwa.7gg1Z0K/qor7j2\n";

describe("mlplatform mirror to a place that refuses", () => {
  const shop = new ShopBench();

  describe("to a place without permission", () => {
    it("is refused by a registry that wants a login, at once and once", async () => {
      const registry = await shop.bench.registry({ htpasswd: HTPASSWD });
      const { stdout, stderr, exitCode } = await shop.mirror("--to", `oci://${registry.address}/ml`);
      assert.equal(exitCode, 1);
      assert.doesNotMatch(stdout, /complete/);
      assert.match(stderr, new RegExp(`lacks ${WHOLE} of ${WHOLE}:\\n`));
      assert.match(stderr, /- chart (queue v0\.4\.0|shop 1\.2\.3): helm: .*(401|basic credential|unauthorized)/i);
      assert.equal(stderr.match(/not tried after that/g)?.length, IMAGE_COUNT);
    });

    it("works with the logins of helm and skopeo", async () => {
      const registry = await shop.bench.registry({ htpasswd: HTPASSWD });
      const auth = { REGISTRY_AUTH_FILE: shop.file("auth.json"), HELM_REGISTRY_CONFIG: shop.file("auth.json") };
      const login = Buffer.from("operator:a-password").toString("base64");
      writeFileSync(shop.file("auth.json"), JSON.stringify({ auths: { [registry.address]: { auth: login } } }));
      const run = await shop.bench.mirror(["--cwd", shop.projectDir, "--to", `oci://${registry.address}/ml`], auth);
      assert.equal(run.exitCode, 0, run.stderr);
    });

    it("is refused by a registry that can only be read", async () => {
      const registry = await shop.bench.registry({ readOnly: true });
      const { stderr, exitCode } = await shop.mirror("--to", `oci://${registry.address}/ml`);
      assert.equal(exitCode, 1);
      assert.match(stderr, /lacks 2 charts .*\n {2}- chart .*(405|unsupported)/i);
    });

    it("is refused by a folder that cannot be made, before anything is fetched", async () => {
      writeFileSync(shop.file("a-file"), "");
      const { stdout, stderr, exitCode } = await shop.mirror("--to", shop.file("a-file/mirror"));
      assert.deepEqual([stdout, exitCode], ["", 1]);
      assert.match(stderr, /^The folder \S+\/a-file\/mirror cannot be written: ENOTDIR/);
    });
  });

  describe("to a disk that is full", () => {
    const disk = () => shop.file("disk");
    const folder = () => path.join(disk(), "mirror");

    before(function () {
      if (process.getuid?.() !== 0) {
        process.stderr.write("skipped: to mount a small disk takes root\n");
        this.skip();
      }
      mkdirSync(disk());
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=40k", "tmpfs", disk()]);
    });

    after(() => {
      if (existsSync(disk())) execFileSync("umount", [disk()]);
    });

    it("says so, and claims nothing", async () => {
      const { stdout, stderr, exitCode } = await shop.mirror("--to", folder());
      assert.equal(exitCode, 1);
      assert.doesNotMatch(stdout, /complete/);
      assert.match(stderr, /^The mirror is not complete: .*\n(.*\n)*.*no space left on device/);
      assert.match(stderr, /not tried after that/);
      assert.ok(!existsSync(path.join(folder(), FOLDER_LOCK)));
    });

    it("is completed when there is room", async () => {
      execFileSync("mount", ["-o", "remount,size=4m", disk()]);
      const run = await shop.mirror("--to", folder());
      assert.equal(run.exitCode, 0, run.stderr);
      const names = readdirSync(folder(), { recursive: true }).map(String);
      assert.deepEqual(
        names.filter((name) => name.includes("unfinished")),
        [],
      );
      assert.equal((await shop.check(folder(), path.join(folder(), FOLDER_LOCK))).exitCode, 0);
    });
  });
});
