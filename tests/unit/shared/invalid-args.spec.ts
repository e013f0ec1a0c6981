import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { InvalidArgs, refuse, shown } from "../../../components/shared/invalid-args";

describe("InvalidArgs", () => {
  it("names the component and every problem at once", () => {
    const problems = [
      { path: "replicas", reason: "0 is not a whole number of at least 1." },
      { path: "sourceRanges[0]", reason: '"x" is not a CIDR block.' },
    ];
    assert.throws(
      () => {
        refuse("IngressLayer", "ingress", problems);
      },
      (error) => {
        assert.ok(error instanceof InvalidArgs);
        assert.deepEqual(error.problems, problems);
        assert.equal(
          error.message,
          'IngressLayer "ingress" has invalid arguments:\n' +
            "  - replicas: 0 is not a whole number of at least 1.\n" +
            '  - sourceRanges[0]: "x" is not a CIDR block.',
        );
        // Pulumi prints such an error without a stack trace.
        return pulumi.ResourceError.isInstance(error) && error.hideStack === true;
      },
    );
  });

  it("shows the beginning of a long name only", () => {
    assert.throws(() => {
      refuse("IngressLayer", "n".repeat(300), [{ path: "x", reason: "is wrong." }]);
    }, /^InvalidArgs: IngressLayer "n{100,110}\.\.\." has invalid arguments:\n/);
  });

  it("says nothing when there is no problem", () => {
    refuse("IngressLayer", "ingress", []);
  });

  for (const [value, text] of [
    ["a", '"a"'],
    [3, "3"],
    [undefined, "nothing"],
    [pulumi.output("x"), "an output"],
    ["x".repeat(100), `"${"x".repeat(56)}...`],
  ] as const) {
    it(`shows ${text}`, () => {
      assert.equal(shown(value), text);
    });
  }
});
