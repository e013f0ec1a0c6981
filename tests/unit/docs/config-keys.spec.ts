import assert from "node:assert/strict";
import { parse } from "yaml";
import { filesBelow, textOf } from "./pages";

/** The keys that the commands of a page set, with the page. */
const keysIn = (file: string): [file: string, key: string][] =>
  [...textOf(file).matchAll(/pulumi config set (?:--[\w-]+ )*'?([A-Za-z]\w*)(?!:)\b/g)].map(([, key = ""]) => [
    file,
    key,
  ]);

describe("the config keys that pages set", () => {
  const { config } = parse(textOf("Pulumi.yaml")) as { config: Readonly<Record<string, unknown>> };
  const keys = filesBelow(".", /^(?!template\/).*\.md$/).flatMap(keysIn);

  it("are declared", () => {
    assert.ok(keys.length > 50, String(keys.length));
    assert.deepEqual(
      keys.filter(([, key]) => !Object.hasOwn(config, key)),
      [],
    );
  });
});
