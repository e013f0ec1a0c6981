import assert from "node:assert/strict";
import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";
import { platformDestroy } from "../../../cli/destroy/destroy";
import type { RunEvent } from "../../../cli/display/run-event";
import { Redaction } from "../../../cli/redaction";
import { platformRefresh } from "../../../cli/refresh/refresh";
import { previewUpdate } from "../../../cli/up/preview";
import { platformUp } from "../../../cli/up/up";
import { SECRET } from "../../../recorder/graph";
import { redact } from "../../../recorder/secrets";
import { SECRET_SIGNATURE, SIGNATURE } from "../../../recorder/signatures";
import { record, stateOf } from "./stack/state";

const PLANNED = 'planned "password"';
const STORED = "stored-password";

const secret = {
  [SIGNATURE]: SECRET_SIGNATURE,
  plaintext: JSON.stringify({ password: STORED, host: "db.example.org" }),
};
const job = record("command:local:Command", "job", { inputs: { environment: secret } });

/** What the run itself generates. */
const GENERATED = "generated-password";
const password = record("random:index/randomPassword:RandomPassword", "password", {
  outputs: { result: { [SIGNATURE]: SECRET_SIGNATURE, plaintext: JSON.stringify(GENERATED) } },
});

/** What a provider says, with secrets in several encodings. */
const said = (ephemeral: boolean, severity: "error" | "info"): EngineEvent => ({
  sequence: 1,
  timestamp: 1,
  diagnosticEvent: {
    ...{ urn: job.urn, prefix: "", color: "never", ephemeral, severity },
    message: `db.example.org: ${STORED}, ${JSON.stringify(PLANNED)}, ${Buffer.from(`me:${STORED}`).toString("base64")}`,
  },
});

/** A stack whose engine prints secrets and fails, and whose CLI ends with this error. */
function noisyStack(error: Error, events: readonly EngineEvent[]): Stack {
  const resources = [job];
  const asked = ({ onEvent }: { onEvent?: (event: EngineEvent) => void }) => {
    const metadata = { urn: job.urn, type: job.type, op: "update", new: { custom: true, inputs: {} } };
    onEvent?.({ sequence: 0, timestamp: 0, resourcePreEvent: { metadata } } as unknown as EngineEvent);
    for (const event of events) onEvent?.(event);
    resources.push(password);
    return Promise.reject(error);
  };
  const run = () => Promise.resolve({ stdout: JSON.stringify(stateOf(...resources)) });
  const workspace = { pulumiCommand: { run }, envVars: {}, workDir: "." };
  return { name: "test", workspace, up: asked, refresh: asked, destroy: asked, preview: asked } as unknown as Stack;
}

const COMMANDS: Readonly<Record<string, (stack: Stack, show: (event: RunEvent) => void) => Promise<unknown>>> = {
  up: (stack, show) => platformUp({ stack, show, plan: { secretTexts: new Set([PLANNED]) } }),
  refresh: (stack, show) => platformRefresh({ stack, show }),
  destroy: (stack, show) => platformDestroy({ stack, show, deleteOthers: false }),
  preview: (stack) => new Redaction({ secretTexts: [PLANNED, STORED] }).during(() => previewUpdate(stack)),
};

describe("secrets that a provider or the Pulumi CLI prints", () => {
  for (const [command, run] of Object.entries(COMMANDS)) {
    for (const [what, events] of Object.entries({
      "a provider's error": [said(true, "info"), said(false, "error")],
      "an error of the CLI alone": [],
    })) {
      it(`are not shown by ${command}, nor in its error: ${what}`, async () => {
        const shown: RunEvent[] = [];
        const error = new Error(`Command failed: ${STORED}`);
        const thrown = await run(noisyStack(error, events), (event) => shown.push(event)).then(
          () => assert.fail("it succeeded"),
          (reason: unknown) => reason,
        );
        assert.ok(thrown instanceof Error);
        const texts = [JSON.stringify(shown), thrown.message, thrown.stack ?? ""];
        for (const text of texts) {
          assert.ok(!text.includes(STORED), text);
          assert.ok(!text.includes(Buffer.from(`me:${STORED}`).toString("base64").slice(4, -4)), text);
          if (command === "up") assert.ok(!/planned \\*"password/.test(text), text);
        }
        assert.ok(thrown.message.includes(SECRET), thrown.message);
      });
    }
  }

  it("are not in the error of up, if the run generated them", async () => {
    const error = said(false, "error");
    Object.assign(error.diagnosticEvent ?? {}, { message: `refused ${GENERATED}` });
    const up = platformUp({ stack: noisyStack(new Error("failed"), [error]), show: () => undefined });
    await assert.rejects(up, (thrown: Error) => {
      assert.match(thrown.message, /refused \[secret\]/);
      return true;
    });
  });

  it("are not shown as debug messages, in which Pulumi's SDK has decrypted values", async () => {
    const shown: RunEvent[] = [];
    const debug = said(true, "info");
    Object.assign(debug.diagnosticEvent ?? {}, { severity: "debug", message: `answer: ${GENERATED}` });
    await assert.rejects(
      platformRefresh({ stack: noisyStack(new Error("failed"), [debug]), show: (e) => shown.push(e) }),
    );
    assert.ok(!JSON.stringify(shown).includes("answer"));
  });

  it("are shown if the plan has them in the open: the state marks all values of a chart as one secret", () => {
    const values = { host: "db.example.org" };
    const graph = { resources: [{ inputs: { values, secrets: [], unknowns: [] } }] } as unknown as NonNullable<
      ConstructorParameters<typeof Redaction>[0]
    >["graph"];
    const redaction = new Redaction({ graph });
    redaction.addState(stateOf(job));
    assert.equal(redaction.hide(`db.example.org ${STORED}`), `db.example.org ${SECRET}`);
  });
});

describe("a secret that holds kubeconfigs as text", () => {
  const config = (token: string): string => JSON.stringify({ users: [{ user: { token } }] });
  const texts = {
    "text of JSON": JSON.stringify(config("token-one")),
    "a list of texts": JSON.stringify([config("token-one"), config("token-two")]),
    "text of YAML in an object": JSON.stringify({ kubeconfig: "users:\n- user:\n    token: token-one\n" }),
  };
  for (const [title, secret] of Object.entries(texts)) {
    it(`as ${title} hides their tokens`, () => {
      assert.doesNotMatch(redact("a token-one b", [secret]), /token-one/);
    });
  }
});
