import assert from "node:assert/strict";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { explain } from "../../../cli/explain";
import { recordProgram } from "../../../recorder/record-program";
import { refuse } from "../../../components/shared/invalid-args";

const dir = __dirname;
const file = path.join(dir, "programs", "index.ts");

function withStack(message: string, ...frames: readonly string[]): Error {
  const error = new Error(message);
  error.stack = [`Error: ${message}`, ...frames.map((frame) => `    at ${frame}`)].join("\n");
  return error;
}

describe("an error of a program", () => {
  const outside = `load (${path.join(path.dirname(dir), "elsewhere.ts")}:1:2)`;
  const inPackage = `call (${path.join(dir, "node_modules/some/index.js")}:3:4)`;
  const table: readonly [what: string, error: Error, place: string][] = [
    ["a function", withStack("boom", inPackage, `go (${file}:4:7)`, `go (${file}:9:9)`), "  at programs/index.ts:4\n"],
    ["a module", withStack("boom", `${pathToFileURL(file).href}:4:7`), "  at programs/index.ts:4\n"],
    ["an async function", withStack("boom", outside, `async ${file}:5:1`), "  at programs/index.ts:5\n"],
    ["packages alone", withStack("boom", inPackage, outside, "node:internal/modules:5:1"), ""],
  ];
  for (const [what, error, place] of table) {
    it(`is told with its line in ${what}`, () => {
      assert.equal(explain(error, false, dir), `boom\n${place}(run again with --debug for the stack trace)`);
    });
  }

  it("of syntax is told with the line that Node puts above it", () => {
    const error = new SyntaxError("Unexpected identifier 'two'");
    error.stack = `${file}:2\nconst one two;\n          ^^^\n\n${String(error)}\n    at node:internal/vm:1:2`;

    assert.equal(
      explain(error, false, dir),
      "Unexpected identifier 'two'\n  at programs/index.ts:2\n(run again with --debug for the stack trace)",
    );
  });
});

describe("arguments that are refused inside an output", () => {
  it("are told in the component's own words", async () => {
    const { error } = await recordProgram(
      () => {
        const verdict = pulumi.output(1).apply(() => {
          refuse("MlCluster", "ml", [{ path: "a", reason: "is wrong." }]);
          return "never";
        });
        new kubernetes.core.v1.ConfigMap("map", { metadata: { name: "map" }, data: { verdict } });
      },
      { project: "proj", stack: "dev" },
    );

    assert.match(String(error), /error serializing property "data": /);
    assert.equal(explain(error, false), 'MlCluster "ml" has invalid arguments:\n  - a: is wrong.');
  });
});
