import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { projectOnDisk, type ProjectOnDisk } from "./project-on-disk";
import { runCli, type CliRun } from "./run-cli";

/** A program with a secret among the values of a chart, which comes from a mirror if the config says so. */
const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
import { Release } from "@pulumi/kubernetes/helm/v3/release";

const config = new pulumi.Config();
const mirror = config.get("mirror") || "https://charts.example.org";
const from = mirror.startsWith("oci:") ? { chart: mirror + "/shop" } : { chart: "shop", repositoryOpts: { repo: mirror } };
const values = { password: pulumi.secret("hunter2"), name: config.get("imageRegistry") || "public" };
new Release("shop", { ...from, name: "shop", namespace: "web", version: "1.2.3", values });
`;

const FILES = {
  "Pulumi.yaml":
    "name: one\nruntime: nodejs\nconfig:\n  mirror: { type: string, default: '' }\n  imageRegistry: { type: string, default: '' }\n",
  "Pulumi.dev.yaml":
    "config:\n  one:mirror: oci://registry.example.org/ml\n  one:imageRegistry: registry.example.org/ml\n",
  "index.ts": PROGRAM,
  // What each tool is asked goes into a file. The manifest of an image is its name, and each copy has another one.
  "bin/helm": `#!/bin/sh
echo "helm $*" >> "$HERE/calls"
case "$1" in
  pull) for folder do :; done; printf chart > "$folder/shop-1.2.3.tgz" ;;
  show) echo 'password: ""' ;;
  template)
    case "$*" in *--values\\ *) file=$(echo "$*" | sed 's/.*--values \\([^ ]*\\).*/\\1/') ;; esac
    stat -c %a "$file" > "$HERE/mode"; echo "$file" > "$HERE/place"; cat "$file" > "$HERE/values"
    cat "$HERE/rendered" ;;
esac
`,
  "bin/skopeo": `#!/bin/sh
echo "skopeo $*" >> "$HERE/calls"
if [ -f "$HERE/failure" ]; then cat "$HERE/failure" >&2; exit 1; fi
if [ -f "$HERE/slow" ]; then echo $$ >> "$HERE/slow"; exec sleep 60; fi
for last do :; done
case "$1 $last" in
  inspect*) printf '%s' "$last" ;;
  copy*dir:*) folder=\${last#dir:}; mkdir -p "$folder"; printf another > "$folder/manifest.json" ;;
esac
`,
  rendered: pod("docker.io/library/busybox:1"),
  calls: "",
};

function pod(...images: string[]): string {
  const containers = images.map((image, at) => `    - { name: c${String(at)}, image: "${image}" }`);
  return ["kind: Pod", "metadata: { name: shop }", "spec:", "  containers:", ...containers, ""].join("\n");
}

describe("mlplatform mirror", () => {
  const senseless: readonly [args: string[], problem: RegExp][] = [
    [["--fast"], /^Unknown option '--fast'\./],
    [[], /^mirror needs --to\./],
    [
      ["--to", "registry.example.org/ml"],
      /^--to takes oci:\/\/<registry>\/<path>, or a folder that starts with \.\/ or \/\./,
    ],
    [["--to", "oci://"], /^--to: is empty, so it is not a registry,/],
    [
      ["--to", "oci://Registry.example.org/ml"],
      /^--to: "Registry\.example\.org\/ml" is not a registry, such as .*[^.]\.$/m,
    ],
    [["--to", "oci://registry/ml"], /^--to: "registry\/ml" is a path of Docker Hub for container runtimes, because /],
    [
      ["--to", "oci://me:hunter2@registry.example.org/ml"],
      /^--to must not contain a user name, a password or a query\. Log in with helm registry login and skopeo login\./,
    ],
    [
      ["--to", "./a", "--from", "oci://registry.example.org/ml"],
      /^--from takes a folder that starts with \.\/ or \/\./,
    ],
    [["existing", "--to", "./a", "--from", "./b"], /^--from copies what the folder has; leave out the program, /],
    [["--to", "./a", "--from", "./b", "--check"], /^--check compares --to with the lock file; leave out --from\./],
    [["--to", "./a", "--check", "--update"], /^--update changes the lock file; leave it out with --check and --from\./],
    [["--to", "./a", "--from", "./b", "--images", "x"], /^--images changes the lock file; leave it out /],
    [["--to", "./a", "--timeout", "0"], /^--timeout takes a number of seconds, not '0'\./],
  ];
  for (const [args, problem] of senseless) {
    it(`answers "${args.join(" ")}" with the usage and exit code 2`, async () => {
      const { stdout, stderr, exitCode } = await runCli(["mirror", ...args]);
      assert.deepEqual([stdout, exitCode], ["", 2]);
      assert.match(stderr, problem);
      assert.match(stderr, /\nUsage: mlplatform mirror \[program\] /);
      assert.doesNotMatch(stderr, /hunter2/);
    });
  }

  describe("with tools that write down what they are asked", () => {
    let project: ProjectOnDisk;
    const file = (name: string) => path.join(project.dir, name);
    const calls = () => readFileSync(file("calls"), "utf8").trimEnd().split("\n");
    const mirror = (...args: string[]): Promise<CliRun> =>
      runCli(["mirror", "--cwd", project.dir, "--to", file("mirror"), ...args], {
        env: { PATH: `${file("bin")}:/usr/bin:/bin`, HERE: project.dir },
      });

    /** The command while it runs, with temporary files in a folder of their own. */
    const started = () => {
      const { NODE_OPTIONS: _loaderOfThisTest, ...env } = process.env;
      const command = ["--import", require.resolve("tsx"), path.resolve("cli/mlplatform.ts"), "mirror"];
      const child = spawn(process.execPath, [...command, "--cwd", project.dir, "--to", file("mirror")], {
        env: { ...env, PATH: `${file("bin")}:/usr/bin:/bin`, HERE: project.dir, TMPDIR: file("tmp") },
      });
      let stderr = "";
      child.stdout.resume();
      child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      const ended = once(child, "close").then(([exitCode]) => ({ stderr, exitCode: exitCode as number | null }));
      return { child, ended };
    };
    const until = async <T>(found: () => T | undefined): Promise<T> => {
      for (;;) {
        const value = found();
        if (value !== undefined) return value;
        await sleep(20);
      }
    };

    beforeEach(() => {
      project = projectOnDisk(FILES, ["@pulumi/pulumi", "@pulumi/kubernetes"]);
      for (const tool of ["bin/helm", "bin/skopeo"]) chmodSync(file(tool), 0o755);
    });
    afterEach(() => {
      project.remove();
    });

    it("plans without the mirror of the config, and renders without a secret, in a file of its own that does not stay", async () => {
      await mirror();
      const [pull = "", , template = ""] = calls();
      assert.match(pull, /^helm pull shop --repo https:\/\/charts\.example\.org --version 1\.2\.3 --destination \S+$/);
      assert.match(
        template,
        /^helm template shop \S+\/shop-1\.2\.3\.tgz --namespace web --values \S+ --skip-tests --skip-schema-validation$/,
      );
      const values = readFileSync(file("values"), "utf8");
      assert.deepEqual(JSON.parse(values), { password: "placeholder", name: "public" });
      assert.equal(readFileSync(file("mode"), "utf8"), "600\n");
      assert.ok(!existsSync(readFileSync(file("place"), "utf8").trim()));
    });

    it("does not copy what the program takes from the mirror by its own name", async () => {
      writeFileSync(file("rendered"), pod("registry.example.org/ml/iris:2", "registry.example.org/other:1"));
      const { stdout } = await mirror();
      const line =
        "The program takes registry.example.org/ml/iris:2 from the mirror by its own name, so it is not copied.\n";
      assert.ok(stdout.includes(line), stdout);
      const asked = calls().filter((call) => call.startsWith("skopeo inspect"));
      assert.deepEqual(asked, ["skopeo inspect --raw docker://registry.example.org/other:1"]);
    });

    it("copies nothing if two images have one place", async () => {
      writeFileSync(file("rendered"), pod("docker.io/a/b:1", "quay.io/a/b:1"));
      const { stderr, exitCode } = await mirror();
      assert.equal(exitCode, 1);
      assert.match(stderr, /- the image docker\.io\/a\/b:1 and the image quay\.io\/a\/b:1 would both be a\/b:1$/m);
      assert.deepEqual(
        calls().filter((call) => /^skopeo copy|^helm push/.test(call)),
        [],
      );
      assert.ok(!existsSync(file("mirror.dev.lock.json")));
    });

    it("tries a network that fails three times, and says what it could not read", async () => {
      writeFileSync(file("failure"), 'time="now" level=fatal msg="reading manifest: connection reset by peer"\n');
      const { stderr, exitCode } = await mirror();
      const problem = "could not be read from its registry: skopeo: reading manifest: connection reset by peer.\n";
      assert.deepEqual([stderr, exitCode], [`The image docker.io/library/busybox:1 ${problem}`, 1]);
      assert.equal(calls().filter((call) => call.startsWith("skopeo")).length, 3);
    });

    it("does not try again what is refused", async () => {
      writeFileSync(file("failure"), 'time="now" level=fatal msg="authentication required"\n');
      assert.equal((await mirror()).exitCode, 1);
      assert.equal(calls().filter((call) => call.startsWith("skopeo")).length, 1);
    });

    it("says what cannot be rendered, and which values it does not know", async () => {
      writeFileSync(
        file("bin/helm"),
        FILES["bin/helm"].replace('cat "$HERE/rendered"', 'echo "Error: no" >&2; exit 1'),
      );
      const { stderr, exitCode } = await mirror();
      assert.equal(exitCode, 1);
      assert.equal(
        stderr,
        "The images of the chart shop cannot be found, because it cannot be rendered: helm: no. " +
          "Secret or not known before the update: password.\n",
      );
    });

    it("does not call itself complete without what no plan knows", async () => {
      const charts =
        'new Chart("other", { chart: "other", version: "1.0.0" });\nnew ConfigFile("crds", { file: "a.yaml" });';
      const imports =
        'import { Chart } from "@pulumi/kubernetes/helm/v4";\nimport { ConfigFile } from "@pulumi/kubernetes/yaml/v2";';
      writeFileSync(file("index.ts"), `${imports}\n${PROGRAM}\n${charts}\n`);
      writeFileSync(file("bin/skopeo"), FILES["bin/skopeo"].replace("printf another", `printf ${BUSYBOX}`));
      const { stdout, stderr, exitCode } = await mirror();
      assert.deepEqual([stderr, exitCode], ["", 0]);
      const lines = stdout.split("\n");
      assert.deepEqual(
        lines.filter((line) => line.startsWith("warning")),
        ["warning: what ConfigFile crds creates is known only after the update, so it is not in the mirror."],
      );
      // The chart of a component that applies its objects itself is one like any other.
      assert.match(readFileSync(file("calls"), "utf8"), /^helm template other /m);
      assert.ok(!stdout.includes("complete"));
      const end =
        /^The mirror has all of the lock file, but not what the warnings above name: \S+ has \d+ charts? and \d+ images?, each /m;
      assert.match(stdout, end);
    });

    it("says what is wrong with a chart that helm cannot read", async () => {
      writeFileSync(
        file("bin/helm"),
        FILES["bin/helm"].replace("echo 'password: \"\"'", 'echo "Error: path not found" >&2; exit 1'),
      );
      const { stderr, exitCode } = await mirror();
      assert.equal(exitCode, 1);
      const problem = "cannot be found, because it cannot be rendered: helm: path not found.\n";
      assert.equal(stderr, `The images of the chart shop ${problem}`);
    });

    it("copies no chart from a folder in which it was changed", async () => {
      await mirror();
      const lock = file("mirror.dev.lock.json");
      mkdirSync(file("from"));
      writeFileSync(file("from/shop-1.2.3.tgz"), "evil");
      const args = ["--from", file("from"), "--to", file("other"), "--lock", lock];
      const { stderr, exitCode } = await runCli(["mirror", ...args], {
        env: { PATH: `${file("bin")}:/usr/bin:/bin`, HERE: project.dir },
      });
      assert.equal(exitCode, 1);
      const changed = `has the digest ${sha256("evil")} instead of ${sha256("chart")}, so it was not copied`;
      assert.ok(stderr.includes(`\n  - chart shop 1.2.3: ${file("from/shop-1.2.3.tgz")} ${changed}\n`), stderr);
      assert.deepEqual(readdirSync(file("other")), ["images"]);
    });

    it("takes nothing for a copy that cannot be read back", async () => {
      const { stdout, stderr, exitCode } = await mirror();
      assert.equal(exitCode, 1);
      assert.doesNotMatch(stdout, /complete/);
      assert.equal(
        stderr,
        `The mirror is not complete: ${file("mirror")} lacks 0 charts and 1 image of 1 chart and 1 image:\n` +
          `  - image docker.io/library/busybox:1: has the digest ${sha256("another")} instead of ${sha256(BUSYBOX)}\n` +
          "What is there stays: run the same command again, and it copies the rest.\n",
      );
      assert.deepEqual(readdirSync(file("mirror")), ["images", "shop-1.2.3.tgz"]);
    });

    it("refuses a folder with other things, and touches none of them", async () => {
      for (const name of ["b.txt", "a.txt", "d.txt", "c.txt"]) {
        mkdirSync(file("mirror"), { recursive: true });
        writeFileSync(file(`mirror/${name}`), "mine");
      }
      const { stdout, stderr, exitCode } = await mirror();
      assert.deepEqual([stdout, exitCode], ["", 1]);
      const other = `The folder ${file("mirror")} is no mirror: it has a.txt, b.txt, c.txt and more.`;
      assert.equal(stderr, `${other} Name a folder that does not exist or is empty.\n`);
      assert.deepEqual(readdirSync(file("mirror")), ["a.txt", "b.txt", "c.txt", "d.txt"]);
    });

    it("removes what an interrupted run left of an image, and nothing with a similar name", async () => {
      const left = ".unfinished-0c66befa-93ec-4d65-930d-067c72f04dc3";
      mkdirSync(file(`mirror/images/a@1${left}`), { recursive: true });
      for (const name of [`shop-1.tgz${left}`, "notes.unfinished-draft"]) writeFileSync(file(`mirror/${name}`), "");
      assert.equal((await mirror()).exitCode, 1);
      assert.deepEqual(readdirSync(file("mirror")), ["images", "notes.unfinished-draft", "shop-1.2.3.tgz"]);
      assert.deepEqual(readdirSync(file("mirror/images")), ["library"]);
    });

    it("ends an item that takes too long", async () => {
      assert.equal((await mirror()).exitCode, 1); // writes the lock file, so that no digest is asked for
      writeFileSync(file("slow"), "");
      const { stderr } = await mirror("--timeout", "1");
      assert.match(stderr, /- image docker\.io\/library\/busybox:1: skopeo copy did not end within 1 s\n/);
    });

    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      it(`ends its tools at ${signal}, and leaves nothing behind`, async () => {
        writeFileSync(file("slow"), "");
        mkdirSync(file("tmp"));
        const { child, ended } = started();
        const tool = await until(() => Number(readFileSync(file("slow"), "utf8")) || undefined);
        child.kill(signal);
        const { stderr, exitCode } = await ended;
        const again = "What is there stays: run the same command again, and it copies the rest.";
        assert.deepEqual([stderr, exitCode], [`Interrupted. ${again}\n`, 130]);
        await until(() => (existsSync(`/proc/${String(tool)}`) ? undefined : true));
        assert.deepEqual(
          readdirSync(file("tmp")).filter((name) => name.startsWith("mlplatform-")),
          [],
        );
      });
    }

    it("ends at once after the second signal while the program is planned", async () => {
      const endless = "await new Promise((resolve) => setTimeout(resolve, 20))";
      writeFileSync(
        file("index.ts"),
        `export = async () => { require("node:fs").writeFileSync("planned", ""); for (;;) ${endless}; };\n`,
      );
      mkdirSync(file("tmp"));
      const { child, ended } = started();
      await until(() => existsSync(file("planned")) || undefined);
      // Two of one kind that wait for the process are one.
      child.kill("SIGTERM");
      child.kill("SIGHUP");
      assert.equal((await ended).exitCode, 130);
    });

    it("refuses charts that come from the mirror itself", async () => {
      writeFileSync(file("index.ts"), PROGRAM.replace('config.get("mirror") ||', '"oci://registry.example.org/ml" ??'));
      const { stderr, exitCode } = await mirror("--to", "oci://registry.example.org/ml");
      assert.equal(exitCode, 1);
      assert.match(stderr, /^The program fetches shop from the mirror that is to be filled\./);
      assert.deepEqual(calls(), [""]);
    });

    it("says which tool is missing", async () => {
      const { stderr, exitCode } = await runCli(["mirror", "--cwd", project.dir, "--to", file("mirror")], {
        env: { PATH: file("nowhere") },
      });
      assert.equal(exitCode, 1);
      assert.equal(
        stderr,
        "mirror runs helm, which is not installed. Install it: https://helm.sh/docs/intro/install/\n",
      );
    });

    it("has no lock file to compare with before anything was copied", async () => {
      const { stderr, exitCode } = await mirror("--check");
      assert.equal(exitCode, 1);
      assert.match(
        stderr,
        /^There is no lock file \S*mirror\.dev\.lock\.json\. mlplatform mirror writes it, or --lock names /,
      );
    });
  });
});

/** The image as skopeo names it. */
const BUSYBOX = "docker://docker.io/library/busybox:1";

const sha256 = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;
