import assert from "node:assert/strict";
import type { EngineEvent, OpMap, OpType, Stack } from "@pulumi/pulumi/automation";
import { previewUpdate } from "../../../../cli/up/preview";
import { UserError } from "../../../../cli/user-error";

const BUCKET = "aws:s3/bucket:Bucket";

/** How a resource differs from a bucket that nothing keeps. */
interface Sample {
  readonly type?: string;
  /** Whether it has `retainOnDelete` in the state. */
  readonly wasRetained?: boolean;
  /** Whether it has that in the program. @default as in the state */
  readonly isRetained?: boolean;
}

/** An event before a step on a resource, with the fields that the engine sends in a preview. */
function step(op: OpType, name: string, { type = BUCKET, wasRetained = false, isRetained }: Sample = {}) {
  const urn = `urn:pulumi:test::proj::mlplatform:index:PachydermStore$${type}::${name}`;
  const state = (retainOnDelete: boolean) => ({
    ...{ type, urn, custom: true, id: name, parent: "", retainOnDelete, protect: false },
    ...{ inputs: {}, outputs: {}, provider: "urn:pulumi:test::proj::pulumi:providers:aws::pach-aws::0a1b" },
  });
  const isNew = op === "create" || op === "create-replacement";
  const metadata = {
    ...{ op, urn, type, provider: "urn:pulumi:test::proj::pulumi:providers:aws::pach-aws::0a1b" },
    ...(isNew && op === "create" ? {} : { old: state(wasRetained) }),
    ...(op === "delete" || op === "delete-replaced" ? {} : { new: state(isRetained ?? wasRetained) }),
    logical: op !== "create-replacement",
  };
  return { sequence: 1, timestamp: 1_790_000_000, resourcePreEvent: { metadata, planning: true } };
}

/** What `mlplatform up` says about an update with these events. */
const previewOf = (changeSummary: OpMap, ...events: EngineEvent[]) =>
  previewUpdate({
    workspace: { envVars: {} } as unknown as Stack["workspace"],
    preview({ onEvent } = {}) {
      for (const event of events) onEvent?.(event);
      return Promise.resolve({ stdout: "", stderr: "", changeSummary });
    },
  });

describe("the preview of an update", () => {
  it("lists what would be deleted and replaced, and each replacement once", async () => {
    const preview = await previewOf(
      { same: 14, create: 1, replace: 1, delete: 1 },
      step("same", "other"),
      step("create", "new"),
      step("create-replacement", "class"),
      step("replace", "class"),
      step("delete-replaced", "class"),
      step("delete", "pool"),
    );
    assert.deepEqual(preview, {
      summary: "1 to create, 1 to replace, 1 to delete, 14 unchanged",
      losses: ["replaces Bucket class", "deletes Bucket pool"],
    });
  });

  it("says what is kept, and does not count it as deleted", async () => {
    const preview = await previewOf(
      { delete: 2, replace: 1 },
      step("delete", "role", { type: "aws:iam/role:Role" }),
      step("delete", "data", { wasRetained: true }),
      step("replace", "moved", { wasRetained: true }),
    );
    assert.deepEqual(preview, {
      summary: "1 to replace, 1 to delete, 1 to keep, 0 unchanged",
      losses: [
        "deletes Role role",
        "keeps Bucket data, but no longer manages it",
        "replaces Bucket moved, and keeps the old one",
      ],
    });
  });

  it("judges by the state, not by the program: the update that gives data up still keeps what it replaces", async () => {
    const { losses } = await previewOf(
      { replace: 2 },
      step("replace", "given-up", { wasRetained: true, isRetained: false }),
      step("replace", "kept-now", { wasRetained: false, isRetained: true }),
    );
    assert.deepEqual(losses, ["replaces Bucket given-up, and keeps the old one", "replaces Bucket kept-now"]);
  });

  /** The error of a preview in which the engine says this. */
  async function failureWith(message: string): Promise<string> {
    const diagnosticEvent = { message, color: "never", severity: "error" } as const;
    const failing = previewUpdate({
      workspace: { envVars: {} } as unknown as Stack["workspace"],
      preview({ onEvent } = {}) {
        onEvent?.({ sequence: 1, timestamp: 1, diagnosticEvent });
        return Promise.reject(new Error("exit code 255"));
      },
    });
    const failure = await failing.then(
      () => assert.fail("the preview succeeded"),
      (error: unknown) => error,
    );
    assert.ok(failure instanceof UserError);
    return failure.message;
  }

  it("fails with what the engine says", async () => {
    assert.equal(await failureWith("<{%reset%}>no such key<{%reset%}>"), "no such key");
  });

  it("names the input that protects a cluster, not an option that its program does not have", async () => {
    const refusal = (type: string) =>
      `unable to replace resource "urn:pulumi:test::proj::${type}::ml"\nas it is currently marked for protection. To unprotect the ` +
      "resource, remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`";
    assert.equal(
      await failureWith(refusal("mlplatform:index:MlCluster$command:local:Command")),
      "Command ml would be replaced, and all that is in it lost, but deletionProtection is true. It was not deleted. " +
        "Take back the change, or set deletionProtection to false in the program or its config.",
    );
    assert.equal(await failureWith(refusal(BUCKET)), refusal(BUCKET));
  });
});
