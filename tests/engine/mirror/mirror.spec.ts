import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { commonNeeds } from "../../../cli/doctor/common-needs";
import { examine } from "../../../cli/doctor/examine";
import { FOLDER_LOCK } from "../../../cli/mirror/folder";
import { withEnvironment } from "../../unit/cli/doctor/fake-tools";
import { NO_INTERNET } from "./mirror-bench";
import type { Registry } from "./registry";
import { IMAGES } from "./shop";
import { CHART_COUNT, IMAGE_COUNT, ShopBench, states, WHOLE, type Item } from "./shop-bench";

describe("mlplatform mirror with real registries, helm and skopeo", () => {
  const shop = new ShopBench();
  const { bench } = shop;
  const file = (name: string) => shop.file(name);
  const lock = () => shop.lock();
  const mirror = (...args: string[]) => shop.mirror(...args);
  const check = (to: string) => shop.check(to);

  it("has a skopeo whose version doctor reads", async () => {
    const need = commonNeeds().find(({ tool }) => tool?.program === "skopeo");
    assert.ok(need);
    const found = await withEnvironment(bench.env, () => examine(need, { seconds: 60 }));
    assert.deepEqual([found.isThere, found.problem], [true, undefined]);
    assert.match(found.version ?? "", /^1\.\d+\.\d+$/);
  });

  describe("to a folder", () => {
    const folder = () => file("a-mirror");

    it("copies each chart and image once, and says how to use them", async () => {
      const run = await mirror("--to", folder());
      assert.equal(run.exitCode, 0, run.stderr);
      assert.deepEqual(states(run), { copied: CHART_COUNT + IMAGE_COUNT });
      assert.match(run.stdout, new RegExp(`charts ${String(CHART_COUNT)}/${String(CHART_COUNT)} `));
      assert.match(run.stdout, new RegExp(`images ${String(IMAGE_COUNT)}/${String(IMAGE_COUNT)} `));
      const end = `The mirror is complete: ${folder()} has ${WHOLE}, each read back with the digest of the lock file.\n`;
      assert.ok(run.stdout.includes(end), run.stdout);
      assert.ok(run.stdout.includes(`\n  pulumi config set mirror ${folder()}\n`), run.stdout);
    });

    it("writes into the lock file what the public sources have", () => {
      const { charts, images } = lock();
      const packages = charts.map(({ path: repository, source, digest }) => [repository, source, digest]);
      assert.deepEqual(packages, [
        ["queue", "oci://ghcr.io/example/charts", sha256(file("packages/queue-v0.4.0.tgz"))],
        ["shop", "https://shop.github.io/charts", sha256(file("packages/shop-1.2.3.tgz"))],
      ]);
      const names = Object.keys(IMAGES).map((image) => image.replace("docker.io/library/", ""));
      assert.deepEqual(
        images.map(({ image }) => image),
        names.sort(),
      );
      assert.equal(readFileSync(path.join(folder(), FOLDER_LOCK), "utf8"), readFileSync(shop.lockFile, "utf8"));
    });

    it("keeps every platform of an image", () => {
      const files = readdirSync(path.join(folder(), "images/example/shop@7"));
      assert.equal(files.filter((name) => name.endsWith(".manifest.json")).length, 2);
    });

    it("copies nothing again", async () => {
      assert.deepEqual(states(await mirror("--to", folder())), { "is there already": CHART_COUNT + IMAGE_COUNT });
    });

    it("finds a byte that was changed, and copies that image again", async () => {
      const image = path.join(folder(), "images/library/busybox@1.37");
      const [layer = ""] = readdirSync(image).filter((name) => /^[0-9a-f]{64}$/.test(name));
      writeFileSync(path.join(image, layer), "tampered");
      const found = await check(folder());
      assert.equal(found.exitCode, 1);
      assert.ok(
        found.stderr.startsWith(
          `The mirror is not complete: ${folder()} lacks 0 charts and 1 image of ${WHOLE}:\n` +
            "  - image busybox:1.37: is not there, or not all of it\n",
        ),
        found.stderr,
      );
      assert.deepEqual(states(await mirror("--to", folder())), {
        "is there already": CHART_COUNT + IMAGE_COUNT - 1,
        copied: 1,
      });
      assert.equal((await check(folder())).exitCode, 0);
    });

    it("fills a registry from the folder, with nothing else in reach", async () => {
      const registry = await bench.registry();
      const run = await bench.mirror(["--from", folder(), "--to", `oci://${registry.address}/ml`], NO_INTERNET);
      assert.equal(run.exitCode, 0, run.stderr);
      assert.ok(run.stdout.includes(`\n  pulumi config set mirror oci://${registry.address}/ml\n`), run.stdout);
      assert.ok(run.stdout.endsWith(`\n  pulumi config set imageRegistry ${registry.address}/ml\n`), run.stdout);
      assert.deepEqual(await digestsIn(registry), digestsOf(lock().images));
    });

    it("fills nothing from a folder that is not complete", async () => {
      mkdirSync(file("half"));
      const { stderr, exitCode } = await bench.mirror(["--from", file("half"), "--to", file("other")]);
      assert.equal(exitCode, 1);
      assert.match(stderr, /^There is no lock file .*half\/mirror\.lock\.json\. A folder has one when /);
    });
  });

  describe("to a registry", () => {
    let registry: Registry;
    let to: string;

    before(async () => {
      registry = await bench.registry();
      to = `oci://${registry.address}/ml`;
    });

    it("is not complete after it was killed, and says so", async () => {
      const killed = await bench.endedAt(/^images 3\//m, "SIGKILL", ["--cwd", shop.projectDir, "--to", to]);
      assert.equal(killed.exitCode, null);
      assert.doesNotMatch(killed.stdout, /complete/);
      const found = await check(to);
      assert.equal(found.exitCode, 1);
      assert.match(found.stderr, /^The mirror is not complete: oci:\/\/\S+ lacks 0 charts and \d images of 2 charts /);
    });

    it("goes on where it was killed, and copies nothing twice", async () => {
      const before = await registry.writes();
      assert.notEqual(before.length, 0);
      const run = await mirror("--to", to);
      assert.equal(run.exitCode, 0, run.stderr);
      const tags = (await registry.writes()).filter((write) => !write.includes("/sha256:"));
      assert.equal(new Set(tags).size, CHART_COUNT + IMAGE_COUNT);
      assert.deepEqual(tags, [...new Set(tags)]);
      assert.deepEqual(await digestsIn(registry), digestsOf(lock().images));
      assert.equal((await check(to)).exitCode, 0);
    });

    it("finds a tag that was moved, and puts it back", async () => {
      const image = (name: string) => `docker://${registry.address}/ml/${name}`;
      await bench.skopeo("copy", image("library/busybox:1.37"), image("example/worker-1:1.0"));
      const [moved] = lock().images.filter((each) => each.image === "busybox:1.37");
      const [right] = lock().images.filter((each) => each.image === "ghcr.io/example/worker-1:1.0");
      const found = await check(to);
      assert.equal(found.exitCode, 1);
      const line = `image ghcr.io/example/worker-1:1.0: has the digest ${moved?.digest ?? ""} instead of ${right?.digest ?? ""}`;
      assert.ok(found.stderr.includes(`\n  - ${line}\n`), found.stderr);
      assert.equal(states(await mirror("--to", to))["copied"], 1);
      assert.equal((await check(to)).exitCode, 0);
    });

    it("copies what was locked, although a public tag has moved since", async () => {
      await bench.publish("ghcr.io/example/worker-2:1.0", { text: "another worker" });
      const other = await bench.registry();
      assert.equal((await mirror("--to", `oci://${other.address}/ml`)).exitCode, 0);
      assert.deepEqual(await digestsIn(other), digestsOf(lock().images));
    });

    it("refuses a chart that is not the locked one, unless it is told to take it", async () => {
      const [old, now] = [`sha256:${"0".repeat(64)}`, lock().charts[1]?.digest ?? ""];
      writeFileSync(shop.lockFile, readFileSync(shop.lockFile, "utf8").replace(now, old));
      const { stderr, exitCode } = await mirror("--to", to);
      assert.equal(exitCode, 1);
      assert.ok(
        stderr.startsWith(
          `The chart shop 1.2.3 of https://shop.github.io/charts has changed: it has the digest ${now}, and ` +
            `${path.relative(process.cwd(), shop.lockFile)} has ${old}.`,
        ),
        stderr,
      );
      const updated = await mirror("--to", to, "--update");
      assert.equal(updated.exitCode, 0, updated.stderr);
      assert.equal(lock().charts[1]?.digest, now);
    });

    it("ends in order on Ctrl-C, with a code of its own", async () => {
      const other = await bench.registry();
      const before = readdirSync(file("tmp"));
      const args = ["--cwd", shop.projectDir, "--to", `oci://${other.address}/ml`];
      const { stderr, exitCode } = await bench.endedAt(/^images 1\//m, "SIGINT", args);
      assert.deepEqual(
        [stderr, exitCode],
        ["Interrupted. What is there stays: run the same command again, and it copies the rest.\n", 130],
      );
      assert.deepEqual(readdirSync(file("tmp")), before);
    });
  });

  /** By path and tag, the digests that a registry has. */
  async function digestsIn({ address }: Registry): Promise<Record<string, string>> {
    const entries = lock().images.map(async ({ image }) => {
      const name = nameIn(image);
      const format = ["--no-tags", "--format", "{{.Digest}}"];
      return [name, (await bench.skopeo("inspect", ...format, `docker://${address}/ml/${name}`)).trim()];
    });
    return Object.fromEntries(await Promise.all(entries)) as Record<string, string>;
  }
});

const digestsOf = (images: readonly Item[]) =>
  Object.fromEntries(images.map(({ image, digest }) => [nameIn(image), digest]));

/** `example/shop:7` */
const nameIn = (image: string): string =>
  image.includes("/") ? image.slice(image.indexOf("/") + 1) : `library/${image}`;

const sha256 = (name: string): string => `sha256:${createHash("sha256").update(readFileSync(name)).digest("hex")}`;
