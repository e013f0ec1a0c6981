/** Records what the programs create in the version of package.json: `npm run record-release`. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { isReleased } from "./accepted-changes";
import { planWith, recordedPrograms } from "./recorded-programs";
import { stateOf, writeReleased, type ReleasedState } from "./released-state";

const root = path.resolve(__dirname, "../..");

async function main(): Promise<void> {
  const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };
  const changelog = readFileSync(path.join(root, "CHANGELOG.md"), "utf8");
  if (isReleased(changelog, version)) {
    throw new Error(
      `CHANGELOG.md has a section of ${version}, so it is released, and its record must stay as it is. Raise the version in package.json first.`,
    );
  }
  const states = new Map<string, ReleasedState>();
  for (const [name, config] of recordedPrograms()) states.set(name, stateOf(await planWith(config), config));
  writeReleased(version, states);
  console.log(`recorded ${String(states.size)} states of ${version} in tests/upgrades/released/${version}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
