/** The program behind `pulumi-resource-mlplatform`: serves the components to an engine until it is killed. */
import * as pulumi from "@pulumi/pulumi";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
// eslint-disable-next-line boundaries/dependencies -- it is no part of the public API: programs must not call it
import { throwLateRefusals } from "../components/shared/late-refusal";
import { ComponentProvider } from "./component-provider";
import { hideStack } from "./hide-stack";

// Registered before the SDK's own listeners, which print the stack.
process.on("uncaughtException", hideStack);
process.on("unhandledRejection", hideStack);

throwLateRefusals();
void pulumi.provider.main(new ComponentProvider(readFileSync(schemaFile(), "utf8")), process.argv.slice(2));

/** The schema at the package's root, from the source tree as well as from dist/. */
function schemaFile(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const file = join(folder, "schema.json");
    if (existsSync(file) || folder === dirname(folder)) return file;
  }
}
