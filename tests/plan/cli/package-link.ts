import path from "node:path";

const root = path.resolve(__dirname, "../../..");
const components = JSON.stringify(path.join(root, "components"));

/** Files of a project with which it has this package installed. In a clone nothing is built, so the name leads to the source. */
export const PACKAGE_LINK: Readonly<Record<string, string>> = {
  "node_modules/pulumi-mlplatform/package.json": JSON.stringify({ main: "index.js", types: "index.d.ts" }),
  "node_modules/pulumi-mlplatform/index.js": `module.exports = require(${components});`,
  "node_modules/pulumi-mlplatform/index.d.ts": `export * from ${components};`,
};
