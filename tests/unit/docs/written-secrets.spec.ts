import assert from "node:assert/strict";
import { filesBelow, textOf } from "./pages";

describe("the commands of pages that write a secret into a file", () => {
  const commands = filesBelow(".", /\.md$/).flatMap((file) =>
    [...textOf(file).matchAll(/.*--show-secrets >.*/g)].map(([line]) => `${file}: ${line.trim()}`),
  );

  it("let no other user of the machine read it, at no time", () => {
    assert.ok(commands.length > 5, String(commands.length));
    assert.deepEqual(
      commands.filter((line) => !line.includes("(umask 077 && pulumi stack output ")),
      [],
    );
  });
});
