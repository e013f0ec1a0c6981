import assert from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { Progress } from "../../../../cli/up/progress";

const STACK = "urn:pulumi:s::p::pulumi:pulumi:Stack::p-s";
const INGRESS = "urn:pulumi:s::p::mlplatform:index:IngressLayer::ingress";
const CHART = "urn:pulumi:s::p::mlplatform:index:IngressLayer$kubernetes:helm.sh/v3:Release::ingress-istiod";
const GATEWAY = "urn:pulumi:s::p::mlplatform:index:IngressLayer$kubernetes:networking.istio.io/v1:Gateway::gate";

function metadata(urn: string, op: string, parent: string) {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  return {
    urn,
    op,
    type,
    provider: "",
    new: { urn, type, custom: type.startsWith("kubernetes:"), parent, inputs: { a: 1 } },
  };
}

/** What the engine tells when it works on these. */
function progressOf(...events: object[]): Progress & { readonly lines: string[] } {
  const lines: string[] = [];
  const progress = new Progress((line) => lines.push(line));
  for (const event of events) progress.onEvent(event as EngineEvent);
  return Object.assign(progress, { lines });
}

describe("progress in plain lines", () => {
  it("names what was done, by component, and the component when it is whole", () => {
    const { lines } = progressOf(
      { timestamp: 1, resourcePreEvent: { metadata: metadata(STACK, "create", "") } },
      { timestamp: 1, resourcePreEvent: { metadata: metadata(INGRESS, "create", STACK) } },
      { timestamp: 2, resourcePreEvent: { metadata: metadata(CHART, "create", INGRESS) } },
      { timestamp: 2, resourcePreEvent: { metadata: metadata(GATEWAY, "same", INGRESS) } },
      { timestamp: 2, resOutputsEvent: { metadata: metadata(GATEWAY, "same", INGRESS) } },
      { timestamp: 9, resOutputsEvent: { metadata: metadata(CHART, "create", INGRESS) } },
      { timestamp: 9, resOutputsEvent: { metadata: metadata(INGRESS, "create", STACK) } },
      { timestamp: 9, resOutputsEvent: { metadata: metadata(STACK, "create", "") } },
    );
    assert.deepEqual(lines, ["  created   chart ingress-istiod of ingress, 7 s", "  ready     ingress, 1 changed"]);
  });

  it("says that a component is unchanged", () => {
    const { lines } = progressOf({ timestamp: 1, resOutputsEvent: { metadata: metadata(INGRESS, "same", STACK) } });
    assert.deepEqual(lines, ["  ready     ingress, unchanged"]);
  });

  it("keeps what was updated, and not what was created", () => {
    const { updated } = progressOf(
      { timestamp: 1, resOutputsEvent: { metadata: metadata(GATEWAY, "update", INGRESS) } },
      { timestamp: 1, resOutputsEvent: { metadata: metadata(CHART, "create", INGRESS) } },
      { timestamp: 1, resOutputsEvent: { metadata: metadata(INGRESS, "update", STACK) } },
    );
    assert.deepEqual(updated, [{ urn: GATEWAY, type: "kubernetes:networking.istio.io/v1:Gateway", inputs: { a: 1 } }]);
  });

  it("keeps what failed and what the engine said, without colours, passing lines and debugging", () => {
    const { lines, errors, failed } = progressOf(
      { timestamp: 1, resourcePreEvent: { metadata: metadata(GATEWAY, "create", INGRESS) } },
      { timestamp: 1, diagnosticEvent: { severity: "debug", message: "token" } },
      { timestamp: 1, diagnosticEvent: { severity: "warning", message: "waits", ephemeral: true } },
      { timestamp: 1, diagnosticEvent: { severity: "warning", message: "<{%fg 3%}>mind<{%reset%}>\n" } },
      { timestamp: 2, diagnosticEvent: { severity: "error", message: "<{%reset%}>refused\n" } },
      { timestamp: 2, resOpFailedEvent: { metadata: metadata(GATEWAY, "create", INGRESS) } },
    );
    assert.deepEqual(lines, ["warning: mind", "  failed    Gateway gate of ingress"]);
    assert.deepEqual(errors, ["refused"]);
    assert.deepEqual(failed, [{ urn: GATEWAY, type: "kubernetes:networking.istio.io/v1:Gateway", inputs: { a: 1 } }]);
  });
});
