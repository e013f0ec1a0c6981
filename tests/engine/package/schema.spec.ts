import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { toolchain } from "../toolchain";
import { root } from "./packed";

const run = promisify(execFile);

describe("schema.json", () => {
  let home: string;
  before(() => (home = mkdtempSync(join(tmpdir(), "mlplatform-schema-"))));
  after(() => {
    rmSync(home, { recursive: true });
  });

  async function check(schema: string): Promise<void> {
    const { pulumiRoot } = await toolchain();
    const file = join(home, "schema.json");
    writeFileSync(file, schema);
    const env = { ...process.env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "1" };
    await run(join(pulumiRoot, "bin/pulumi"), ["schema", "check", file], { env });
  }

  const ours = readFileSync(join(root, "schema.json"), "utf8");

  it("is accepted by the Pulumi CLI", () => check(ours));

  it("is refused by the Pulumi CLI if a type is missing", async () => {
    await assert.rejects(
      check(ours.replace('"#/types/mlplatform:index:ServiceType"', '"#/types/mlplatform:index:Gone"')),
      /Gone not found/,
    );
  });
});
