import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import path from "node:path";
import { readStack } from "../../../../cli/stack/stack-outputs";
import { UserError } from "../../../../cli/user-error";
import { projectOnDisk, type ProjectOnDisk } from "../../../plan/cli/project-on-disk";

describe("readStack", () => {
  const { PATH } = process.env;
  let folder: ProjectOnDisk;
  afterEach(() => {
    process.env["PATH"] = PATH;
    folder.remove();
  });

  /** Replaces `pulumi` by this script. */
  function standIn(script: string): string {
    folder = projectOnDisk({ "bin/pulumi": `#!/bin/sh\n${script}\n` });
    chmodSync(path.join(folder.dir, "bin/pulumi"), 0o755);
    process.env["PATH"] = `${path.join(folder.dir, "bin")}:${PATH ?? ""}`;
    return folder.dir;
  }

  it("runs the Pulumi CLI in the folder of the project, with the user's own environment", async () => {
    const dir = standIn('echo "{ \\"in\\": \\"$PWD\\", \\"home\\": \\"$HOME\\", \\"args\\": \\"$*\\" }"');
    const printed = {
      in: dir,
      home: process.env["HOME"],
      args: "stack output --json --non-interactive --stack organization/a/b",
    };
    assert.deepEqual(await readStack("organization/a/b", dir), { masked: printed, open: printed });
  });

  it("reads decrypted outputs if some are secret", async () => {
    const dir = standIn('case "$*" in *--show-secrets) echo \'{"a":"b"}\' ;; *) echo \'{"a":"[secret]"}\' ;; esac');
    assert.deepEqual(await readStack("s", dir), { masked: { a: "[secret]" }, open: { a: "b" } });
  });

  const failures: readonly [script: string, reason: string][] = [
    ["echo 'warning: old' >&2; echo 'error: no stack named x found' >&2; exit 6", "no stack named x found."],
    ["echo 'panic' >&2; exit 2", "pulumi stack output failed."],
    ["echo nothing", "pulumi stack output --json did not print JSON."],
    ["sleep 30", "pulumi stack output did not end within 0.3 s."],
  ];
  for (const [script, reason] of failures) {
    it(`fails with the reason: ${reason}`, async () => {
      const dir = standIn(script);
      await assert.rejects(readStack("s", dir, 300), (error) => error instanceof UserError && error.message === reason);
    });
  }

  it("fails if the Pulumi CLI is not installed", async () => {
    const dir = standIn("");
    process.env["PATH"] = "/nowhere";
    await assert.rejects(readStack("s", dir), { message: "there is no `pulumi` on the PATH." });
  });
});
