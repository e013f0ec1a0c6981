#!/usr/bin/env bash
# Pulumi's component analyzer makes outputs of a component's private fields.
#
# What:      A TypeScript component class may have `private` fields, `protected` fields and fields with `#`. In the schema
#            that Pulumi generates for Python, Go, .NET and YAML, all of them are outputs of the component. A `#secret`
#            field becomes an output with a generated name such as `__#1@#secret`.
# Surprise:  `private` and `#` are the two ways of the language to say that nobody else may see a field.
# Affected:  Authors of components that are used from other languages. Internal fields become a part of the published
#            API, and renaming one is a breaking change.
# Solution:  Keep private values in a WeakMap or in a getter. The analyzer ignores getters.
# Versions:  @pulumi/pulumi 3.248.0, typescript 5.9.3, Node 20.20
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{ "name": "example", "main": "index.ts", "private": true }' >package.json
echo '{ "compilerOptions": { "strict": true, "target": "es2022", "module": "commonjs" }, "files": ["index.ts"] }' >tsconfig.json
npm install --silent --no-audit --no-fund @pulumi/pulumi@3.248.0 typescript@5.9.3

cat >index.ts <<'TS'
import * as pulumi from "@pulumi/pulumi";

export interface StoreArgs {
  size: number;
}

export class Store extends pulumi.ComponentResource {
  public readonly url: pulumi.Output<string>;
  protected readonly region: pulumi.Output<string>;
  private readonly adminUser: pulumi.Output<string>;
  readonly #attempts: number = 3;

  constructor(name: string, args: StoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super("example:index:Store", name, {}, opts);
    this.url = pulumi.output(`https://store.example.com/${args.size}/${this.#attempts}`);
    this.region = pulumi.output("example-1");
    this.adminUser = pulumi.output("admin");
  }

  get label(): string {
    return "a getter";
  }
}
TS
cat >check.js <<'JS'
const assert = require("node:assert/strict");
const { Analyzer } = require("@pulumi/pulumi/provider/experimental/analyzer");
const { components } = new Analyzer(process.cwd(), "example", { main: "index.ts" }, new Set(["Store"])).analyze();
const outputs = Object.keys(components.Store.outputs).map((name) => name.replace(/^__#\d+@/, "__#N@"));
assert.deepEqual(outputs.sort(), ["__#N@#attempts", "adminUser", "region", "url"].sort());
console.log(`ok: the outputs of the component are ${outputs.join(", ")}`);
JS
node check.js
