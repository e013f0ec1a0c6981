/** How long a plan takes in a project that has the package installed: `npm run bench -- --start-up`. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packed, root } from "../../engine/package/packed";
import { measure, wholeProcess, type Figures } from "../measure";
import { figureTable, ratioTable } from "../tables";

/** A plan is to take at most this many times as long as Node needs to load the SDKs alone. */
const LIMIT = 1.5;

const SDKS = `require("@pulumi/pulumi"), require("@pulumi/kubernetes")`;

/**
 * Packs the package, installs it in a new project, and measures the built command there in turn with the loading of the SDKs by
 * the same Node from the same `node_modules`: on the program `existing` of this repository, and on what `init` writes.
 */
export async function measureStartUp(runs: number): Promise<string> {
  const published = await packed();
  const { consumer } = published;
  try {
    published.install(["tsx"]); // as `init` writes it into package.json, for programs in TypeScript
    const command = join(consumer, "node_modules/pulumi-mlplatform/dist/cli/mlplatform.js");
    const [repository, project] = [join(consumer, "repository"), join(consumer, "new-project")];
    writePrograms(repository);
    const flags = ["--target", "existing", "--add-ons", "seldon"];
    execFileSync(process.execPath, [command, "init", project, ...flags], { cwd: consumer, stdio: "ignore" });
    const node = (cwd: string, ...args: string[]) => wholeProcess(process.execPath, args, cwd);
    const [sdks, ...plans] = await measure(
      [
        { name: "load the SDKs", run: node(consumer, "-e", SDKS) },
        { name: "mlplatform plan existing", run: node(repository, command, "plan", "existing") },
        { name: "mlplatform plan, in a new project", run: node(project, command, "plan") },
      ],
      runs,
    );
    if (sdks === undefined) throw new Error("nothing was measured");
    const verdicts = plans.map((plan) => verdict(plan, sdks));
    const pairs = plans.map((plan) => [plan, sdks] as const);
    return [figureTable([sdks, ...plans]), ratioTable(pairs), verdicts.join("\n")].join("\n\n");
  } finally {
    published.remove();
  }
}

/** The programs of this repository as a project of someone else, who imports the package. */
function writePrograms(folder: string): void {
  mkdirSync(folder);
  cpSync(join(root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  writeFileSync(join(folder, "package.json"), `{ "name": "repository", "private": true }\n`);
  cpSync(join(root, "programs"), join(folder, "programs"), { recursive: true });
  for (const name of readdirSync(join(folder, "programs"), { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".ts")) continue;
    const file = join(folder, "programs", name);
    writeFileSync(file, readFileSync(file, "utf8").replace(/"(?:\.\.\/)+components"/g, `"pulumi-mlplatform"`));
  }
}

function verdict({ name, medianMs }: Figures, sdks: Figures): string {
  const ratio = medianMs / sdks.medianMs;
  return `${name}: ${ratio.toFixed(2)} times as long as the SDKs alone, limit ${LIMIT}, ${ratio <= LIMIT ? "in time" : "TOO SLOW"}`;
}
