import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { format, resolveConfig } from "prettier";
import { cloudsPage } from "./clouds-page";

const FILE = resolve(__dirname, "../../../docs/clouds.md");

describe("the page about clouds", () => {
  it("says what each input becomes that clouds share; refresh it with `npm run golden`", async () => {
    const page = await format(await cloudsPage(), { ...(await resolveConfig(FILE)), filepath: FILE });
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(FILE, page);
    assert.equal(readFileSync(FILE, "utf8"), page);
  }).timeout(300000);
});
