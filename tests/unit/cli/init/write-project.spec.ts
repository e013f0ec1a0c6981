import assert from "node:assert/strict";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { writeProject } from "../../../../cli/init/write-project";

const FILES = { "index.ts": "export {};\n", "package.json": "{}\n" };
/** `a` cannot be both a file and a folder, so that writing it fails halfway. */
const FAILING = { ...FILES, a: "", "a/b": "" };

describe("writing a new project", () => {
  let base: string;
  beforeEach(() => (base = mkdtempSync(path.join(tmpdir(), "mlplatform-init-test-"))));
  afterEach(() => {
    rmSync(base, { recursive: true, force: true });
  });

  const at = (...names: readonly string[]): string => path.join(base, ...names);
  const listed = (folder = base): string[] => readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const refused = (folder: string, message: RegExp, files: Readonly<Record<string, string>> = FILES): void => {
    assert.throws(() => writeProject(folder, files), { name: "UserError", message });
  };

  it("makes the folder, with those around it, and nothing else", () => {
    writeProject(at("new", "ml"), FILES);
    assert.deepEqual(listed(), ["new", "new/ml", "new/ml/index.ts", "new/ml/package.json"]);
    assert.equal(readFileSync(at("new/ml/index.ts"), "utf8"), FILES["index.ts"]);
  });

  it("makes the folder as others are made, so that colleagues can read it", () => {
    mkdirSync(at("usual"));
    writeProject(at("ml"), FILES);
    assert.equal(statSync(at("ml")).mode, statSync(at("usual")).mode);
  });

  it("writes into a folder that is empty, and leaves the folder itself in place", () => {
    mkdirSync(at("ml"));
    const { ino } = statSync(at("ml"));
    writeProject(at("ml"), FILES);
    assert.deepEqual(listed(at("ml")), ["index.ts", "package.json"]);
    assert.equal(statSync(at("ml")).ino, ino);
  });

  it("writes beside a .git folder, and into a folder behind a link", () => {
    mkdirSync(at("ml", ".git"), { recursive: true });
    symlinkSync("ml", at("link"));
    writeProject(at("link"), FILES);
    assert.deepEqual(listed(at("ml")), [".git", "index.ts", "package.json"]);
  });

  it("refuses a folder that has files, names them, and changes nothing", () => {
    for (const name of ["b", "a", ".git", "c", "f", "e", "d", "g"]) writeFileSync(at(name), "");
    refused(base, /is not empty: it has a, b, c, d, e and 2 more\. Name a new or an empty folder\.$/);
    rmSync(at("g"));
    rmSync(at("f"));
    refused(base, /is not empty: it has a, b, c, d, e\. Name/);
    assert.deepEqual(listed(), [".git", "a", "b", "c", "d", "e"]);
  });

  it("refuses a file, a link that leads nowhere, and a place below a file", () => {
    writeFileSync(at("file"), "");
    symlinkSync("nowhere", at("link"));
    refused(at("file"), /file is not a folder\. Name another one\.$/);
    refused(at("link"), /link is not a folder\. Name another one\.$/);
    refused(at("file", "ml"), /cannot be written to .* \(ENOTDIR|EEXIST\)\. Nothing is left of it\.$/);
    assert.deepEqual(listed(), ["file", "link"]);
  });

  it("leaves nothing of a new folder if it fails halfway", () => {
    refused(at("new", "ml"), /cannot be written to .*ml \(\w+\)\. Nothing is left of it\.$/, FAILING);
    assert.deepEqual(listed(), []);
  });

  it("leaves a folder that exists as it was if it fails halfway", () => {
    mkdirSync(at("ml", ".git"), { recursive: true });
    refused(at("ml"), /Nothing is left of it\.$/, FAILING);
    // The draft is complete here, and moving it fails at the name that is there already.
    refused(at("ml"), /\(EEXIST\)\. Nothing is left of it\.$/, { "-first": "", ".git": "", last: "" });
    assert.deepEqual(listed(), ["ml", "ml/.git"]);
  });
});
