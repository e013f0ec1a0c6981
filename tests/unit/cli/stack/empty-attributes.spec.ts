import assert from "node:assert/strict";
import fs, { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { mock } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { withAttributes } from "../../../../cli/stack/empty-attributes";

const EOF =
  "code: -2\n stdout: \n stderr: Command failed with exit code 1: pulumi stack export\nerror: failed to load checkpoint: EOF\n";

describe("an attributes file that a killed run left empty", () => {
  let root: string;
  beforeEach(() => void (root = mkdtempSync(join(tmpdir(), "mlplatform-attributes-"))));
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  /** Runs work that fails until no empty file of these is left, or always if the state file is damaged. */
  async function run(
    files: Readonly<Record<string, string>>,
    { url = `file://${root}`, message = EOF, isDamaged = false, secondsOld = 60 } = {},
  ) {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, ".pulumi", name)), { recursive: true });
      writeFileSync(join(root, ".pulumi", name), text);
      const written = new Date(Date.now() - secondsOld * 1000);
      utimesSync(join(root, ".pulumi", name), written, written);
    }
    const empty = Object.keys(files).filter((name) => files[name] === "" && name.endsWith(".attrs"));
    const lines: string[] = [];
    let tries = 0;
    const result = await withAttributes(
      { whoAmI: () => Promise.resolve({ user: "ada", url }) },
      (line) => lines.push(line.replace(root, "")),
      () => {
        tries++;
        const broken =
          isDamaged ||
          empty.some((name) => statSync(join(root, ".pulumi", name), { throwIfNoEntry: false })?.size === 0);
        return broken ? Promise.reject(new Error(message)) : Promise.resolve("a state");
      },
    ).catch((error: unknown) => (error as Error).message);
    return { result, lines, tries, left: Object.keys(files).filter((name) => existsSync(join(root, ".pulumi", name))) };
  }

  it("is removed, and the work is done again", async () => {
    const intact = { "stacks/mlplatform/aws.json": "{}", "stacks/mlplatform/gcp.json.attrs": "{}" };
    const found = await run({ ...intact, "stacks/mlplatform/aws.json.attrs": "", "locks/a/b/c.json.attrs": "" });
    assert.deepEqual(found, {
      result: "a state",
      lines: [
        "removed /.pulumi/stacks/mlplatform/aws.json.attrs, which is empty and not needed",
        "removed /.pulumi/locks/a/b/c.json.attrs, which is empty and not needed",
      ],
      tries: 2,
      left: Object.keys(intact),
    });
  });

  it("is not looked for if the work does not fail, or fails otherwise", async () => {
    const files = { "stacks/mlplatform/aws.json.attrs": "" };
    const message = "error: failed to load checkpoint: invalid character";
    assert.deepEqual(await run(files, { message }), { result: message, lines: [], tries: 1, left: Object.keys(files) });
  });

  it("is not looked for if the backend is not on this computer", async () => {
    const files = { "stacks/mlplatform/aws.json.attrs": "" };
    assert.deepEqual(await run(files, { url: "s3://states" }), {
      result: EOF,
      lines: [],
      tries: 1,
      left: Object.keys(files),
    });
  });

  it("is not the cause if there is none, as when the state file itself is damaged", async () => {
    const files = { "stacks/mlplatform/aws.json": "" };
    assert.deepEqual(await run(files, { isDamaged: true }), {
      result: EOF,
      lines: [],
      tries: 1,
      left: Object.keys(files),
    });
  });

  const file = { "stacks/mlplatform/aws.json.attrs": "" };

  it("is not removed if another run, which had just emptied it, writes it", async () => {
    const running = run(file, { secondsOld: 4.5 });
    await sleep(100);
    writeFileSync(join(root, ".pulumi/stacks/mlplatform/aws.json.attrs"), "{}");
    assert.deepEqual(await running, { result: "a state", lines: [], tries: 2, left: Object.keys(file) });
  });

  it("is removed soon after it was emptied if nothing writes it", async () => {
    const { result, left } = await run(file, { secondsOld: 4.5 });
    assert.deepEqual({ result, left }, { result: "a state", left: [] });
  });

  it("is found in a folder whose URL has escapes", async () => {
    const folder = join(root, "my states");
    mkdirSync(folder);
    root = folder;
    const found = await run(file, { url: pathToFileURL(folder).href });
    root = dirname(folder);
    assert.equal(found.result, "a state");
  });

  it("is found in a folder that is relative to this one", async () => {
    assert.equal((await run(file, { url: `file://${relative(".", root)}?no_tmp_dir=true` })).result, "a state");
  });

  it("that cannot be removed is reported to the user", async () => {
    const failure = mock.method(fs, "rmSync", () => {
      throw new Error("EACCES: permission denied");
    });
    const found = await run(file);
    failure.mock.restore();
    assert.match(
      found.result,
      /aws\.json\.attrs is empty, so .* cannot be removed: EACCES: permission denied\. Remove it\.$/,
    );
  });
});
