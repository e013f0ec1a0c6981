/** Puts files that are read as text, which the compiler leaves out, next to the compiled files: scripts of components, the page of a plan. */
import { cpSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { root } from "./generated";

cpSync(resolve(root, "components"), resolve(root, "dist/components"), {
  recursive: true,
  filter: (file) => statSync(file).isDirectory() || file.endsWith(".sh"),
});

cpSync(resolve(root, "cli/plan/html/page"), resolve(root, "dist/cli/plan/html/page"), {
  recursive: true,
  filter: (file) => statSync(file).isDirectory() || /\.(html|css|js)$/.test(file),
});
