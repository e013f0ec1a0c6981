import assert from "node:assert/strict";
import type { Setting } from "../../../cli/project/config";
import { resolveStack } from "../../../cli/project/project-stack";
import { projectOnDisk, type ProjectOnDisk } from "./project-on-disk";

const DECLARED = "config: { context: { default: a }, sourceRanges: { default: b }, aws:region: { value: c } }\n";

describe("hints about config", () => {
  let onDisk: ProjectOnDisk | undefined;
  afterEach(() => onDisk?.remove());

  function hints(rest: string, stacks: Readonly<Record<string, string>>, stack?: string, own: readonly Setting[] = []) {
    const files = Object.entries(stacks).map(([name, content]) => [`stacks/Pulumi.${name}.yaml`, content]);
    onDisk = projectOnDisk({
      "Pulumi.yaml": `name: proj\nruntime: nodejs\nstackConfigDir: stacks\n${rest}`,
      ...(Object.fromEntries(files) as Record<string, string>),
    });
    return resolveStack({ cwd: onDisk.dir, stack, settings: own }).hints;
  }

  it("name the stacks there are where the one asked for has no file", () => {
    assert.deepEqual(hints("", { prod: "", dev: "" }, "nosuch"), [
      "There is no stacks/Pulumi.nosuch.yaml; stacks here: dev, prod.",
    ]);
  });

  it("say that no stack has a file", () => {
    assert.deepEqual(hints("", {}, "nosuch"), [
      "There is no stacks/Pulumi.nosuch.yaml, nor a file of any other stack.",
    ]);
  });

  it("say nothing of a stack that has a file, or that nobody asked for", () => {
    assert.deepEqual(hints("", { dev: "" }, "dev"), []);
    onDisk?.remove();
    assert.deepEqual(hints("", { prod: "" }), []);
  });

  it("name the declared key that a misspelt one is near to in the stack's file, or else those there are", () => {
    assert.deepEqual(hints(DECLARED, { dev: "config: { proj:sourceranges: [], contxt: 4, foo: 1 }" }, "dev"), [
      "Pulumi.yaml does not declare the config key sourceranges: did you mean sourceRanges?",
      "Pulumi.yaml does not declare the config key contxt: did you mean context?",
      "Pulumi.yaml does not declare the config key foo: it declares context, sourceRanges",
    ]);
  });

  it("leave the command line to be refused, unless an environment may have set such a key", () => {
    const own: Setting[] = [["proj:foo", "2"]];
    assert.deepEqual(hints(DECLARED, { dev: "" }, "dev", own), []);
    onDisk?.remove();
    assert.deepEqual(hints(DECLARED, { dev: "environment: [shared]" }, "dev", own), [
      "Pulumi.yaml does not declare the config key foo: it declares context, sourceRanges",
    ]);
  });

  it("leave other namespaces, and projects that declare nothing, alone", () => {
    assert.deepEqual(hints(DECLARED, { dev: "config: { aws:regoin: eu }" }, "dev"), []);
    onDisk?.remove();
    assert.deepEqual(hints("", { dev: "" }, "dev", [["foo", "bar"]]), []);
  });
});
