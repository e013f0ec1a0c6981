import assert from "node:assert/strict";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DESCRIPTION } from "../../../cli/init/offers";
import { projectFiles } from "../../../cli/init/project-files";
import { starterOf } from "../../../components/targets/starter";
import { targetNames } from "../../../components/targets/target";
import { PACKAGE_LINK } from "./package-link";
import { projectOnDisk, type ProjectOnDisk } from "./project-on-disk";
import { runCli } from "./run-cli";

const PULUMI = `#!/bin/sh
echo "$*" >> "$PULUMI_CALLS"
case "$1 $2" in
  "version"*) echo v3.248.0 ;;
  "stack select") echo "error: no stack named 'dev' found" >&2; exit 255 ;;
  *) echo "error: the stand-in of pulumi ends here" >&2; exit 255 ;;
esac
`;

describe("mlplatform up of a project of mlplatform init", function () {
  this.timeout(60_000);
  let project: ProjectOnDisk;
  afterEach(() => {
    project.remove();
  });

  const at = (name: string) => path.join(project.dir, name);

  function write(target: string) {
    const choice = { name: "ml", description: DESCRIPTION, target, addOns: [], values: {} };
    const files = { ...projectFiles(choice), ...PACKAGE_LINK, "bin/pulumi": PULUMI, calls: "" };
    project = projectOnDisk(files, ["@pulumi/pulumi", "@pulumi/kubernetes", "tsx", "typescript"]);
    chmodSync(at("bin/pulumi"), 0o755);
  }

  const up = (...args: string[]) =>
    runCli(["up", "--stack", "dev", "--yes", ...args], {
      cwd: project.dir,
      env: { PATH: `${at("bin")}:${process.env["PATH"] ?? ""}`, PULUMI_CALLS: at("calls") },
    });
  const created = () =>
    readFileSync(at("calls"), "utf8")
      .split("\n")
      .filter((call) => /^(stack init|config|up)\b/.test(call));

  for (const target of targetNames()) {
    const placeholders = starterOf(target).config.filter(({ placeholder }) => placeholder !== undefined);
    if (placeholders.length === 0) continue;
    it(`names each example that is left, on ${target}`, async () => {
      write(target);
      const { stderr, exitCode } = await up();
      assert.equal(
        stderr,
        [
          'Stack "dev" still has examples of mlplatform init, where only you know the values (Pulumi.dev.yaml):',
          ...placeholders.map(({ key, type, description }) => {
            const name = type === "list" ? `--path '${key}[0]'` : key;
            return `  ${key}: ${description}. Set it with: pulumi config set --stack dev ${name} <value>`;
          }),
          "If an example is right for you, take its key out of the comment in that file. Nothing was changed.",
          "",
        ].join("\n"),
      );
      assert.deepEqual([created(), exitCode], [[], 1]);
    });
  }

  it("goes on with values of the user, in the file or on the command line", async () => {
    write("existing");
    const text = readFileSync(at("Pulumi.dev.yaml"), "utf8");
    assert.match(
      text,
      /^# Before mlplatform up, write your own: kubeconfig, context, kubernetesVersion, sourceRanges\.\n/,
    );
    writeFileSync(
      at("Pulumi.dev.yaml"),
      text
        .replace(", kubernetesVersion, ", ", ") // the example is right
        .replace("ml:context: example", "ml:context: mine")
        .replace("ml:kubeconfig: kubeconfig.example.yaml", "ml:kubeconfig: mine.yaml"),
    );
    writeFileSync(at("mine.yaml"), readFileSync(at("kubeconfig.example.yaml"), "utf8").replaceAll("example", "mine"));
    const { stderr } = await up();
    assert.match(stderr, /^Stack "dev" still has [^\n]*\n {2}sourceRanges: [^\n]*\nIf an example/);
    assert.deepEqual(created(), []);
    const again = await up("--config", 'sourceRanges=["198.51.100.0/24"]');
    assert.match(again.stderr, /the stand-in of pulumi ends here/);
    assert.deepEqual(created(), ["stack init dev --non-interactive"]);
  });
});
