import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { withShortTraces } from "../../../components/shared/short-traces";
import { IngressLayer } from "../../../components";
import { recordProgram } from "../../../recorder";
import { deploy } from "../../helpers/deploy";
import { fuzzed, ownCluster } from "../fuzz/components";
import { Random } from "../fuzz/random";
import { cluster, clusterFacts } from "../platform";

describe("short stack traces", () => {
  const framesOf = (error: Error) => (error.stack ?? "").split("\n").filter((line) => line.trim().startsWith("at "));

  it("are what errors have that are not thrown", () => {
    assert.equal(withShortTraces(() => framesOf(new Error("none"))).length, 1);
    assert.ok(framesOf(new Error("after it")).length > 1);
  });

  it("are as long as ever in an error that is thrown: the line that threw it, and those that led to the work", () => {
    const limit = Error.stackTraceLimit;
    const broken = () => {
      throw new TypeError("broken");
    };
    assert.throws(
      () => withShortTraces(() => withShortTraces(broken)),
      (error: Error) => {
        const [first = "", ...others] = framesOf(error);
        assert.match(error.stack ?? "", /^TypeError: broken\n/);
        assert.match(first, /short-traces\.spec/);
        return others.length > 1;
      },
    );
    assert.equal(Error.stackTraceLimit, limit);
  });

  it("are long where somebody looks for leaked promises", () => {
    process.env["PULUMI_DEBUG_PROMISE_LEAKS"] = "1";
    try {
      assert.ok(withShortTraces(() => framesOf(new Error("none"))).length > 1);
    } finally {
      delete process.env["PULUMI_DEBUG_PROMISE_LEAKS"];
    }
  });

  it("leave the lines of the program that the SDK sends with each resource", () => {
    const { stackTrace } = pulumi.Resource as unknown as { stackTrace: (skip: number) => readonly unknown[] };
    const lines = withShortTraces(() => stackTrace.call(pulumi.Resource, 0));
    assert.ok(lines.length > 2, String(lines.length));
  });

  it("end with the component", async () => {
    const { stackTraceLimit } = Error;
    await deploy(() => {
      const args = { cluster: clusterFacts, istio: {}, allowPublic: true };
      assert.ok(new IngressLayer("ingress", args, { provider: cluster().provider }));
      assert.equal(Error.stackTraceLimit, stackTraceLimit);
    });
  });

  for (const [component, { create, examples }] of Object.entries(fuzzed)) {
    it(`are what ${component} creates every resource with`, async () => {
      const created: string[] = [];
      const long: string[] = [];
      const seeLimit = ({ type, name, opts }: pulumi.ResourceTransformationArgs) => {
        if (opts.parent !== undefined) (Error.stackTraceLimit > 1 ? long : created).push(`${type} ${name}`);
        return undefined;
      };
      for (const args of examples(new Random(0))) {
        const { error } = await recordProgram(
          () => {
            pulumi.runtime.registerStackTransformation(seeLimit);
            create("own", args as never, ownCluster("cluster"));
          },
          { project: "proj", stack: "test", lines: false },
        );
        assert.equal(error, undefined);
      }
      assert.deepEqual(long, []);
      assert.ok(created.length > 0);
    });
  }
});
