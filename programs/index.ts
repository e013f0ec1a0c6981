import * as pulumi from "@pulumi/pulumi";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

const program = new pulumi.Config().require("program");
// As TypeScript, or compiled.
const isProgram = (folder: string): boolean =>
  ["index.ts", "index.js"].some((file) => existsSync(path.join(__dirname, folder, file)));
const programs = readdirSync(__dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && isProgram(entry.name))
  .map((entry) => entry.name);

if (!programs.includes(program)) {
  throw new pulumi.RunError(
    `There is no program "${program}"; set the config value program to one of ${programs.join(", ")}.`,
  );
}

// Loads only the chosen program, and with it only the cloud SDK that it needs.
// eslint-disable-next-line @typescript-eslint/no-require-imports
export = require(`./${program}`) as Record<string, unknown>;
