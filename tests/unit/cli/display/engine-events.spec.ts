import assert from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { EngineEvents } from "../../../../cli/display/engine-events";
import { showLines } from "../../../../cli/display/line-display";
import type { RunEvent } from "../../../../cli/display/run-event";

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

/** The run after these events of the engine, with the lines that a user reads. */
function runOf(...events: object[]): EngineEvents & { readonly lines: string[]; readonly shown: RunEvent[] } {
  const lines: string[] = [];
  const shown: RunEvent[] = [];
  const showLine = showLines((line) => lines.push(line));
  const run = new EngineEvents((event) => {
    shown.push(event);
    showLine(event);
  });
  for (const event of events) run.onEvent(event as EngineEvent);
  return Object.assign(run, { lines, shown });
}

describe("EngineEvents", () => {
  it("prints each change with its component, and each component when it is complete", () => {
    const { lines } = runOf(
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

  it("prints that a component is unchanged", () => {
    const { lines } = runOf({ timestamp: 1, resOutputsEvent: { metadata: metadata(INGRESS, "same", STACK) } });
    assert.deepEqual(lines, ["  ready     ingress, unchanged"]);
  });

  it("sums up the changes of all runs, and what the last one left unchanged", () => {
    const progress = runOf(
      { timestamp: 1, summaryEvent: { resourceChanges: { delete: 2, same: 5, read: 1 } } },
      { timestamp: 2, summaryEvent: { resourceChanges: { create: 1, delete: 4, same: 1 } } },
    );
    assert.equal(progress.summary(), "Done: 6 deleted, 1 created, 1 unchanged");
    assert.equal(runOf().summary(), "Done: 0 unchanged");
  });

  it("collects updated resources, but not created ones", () => {
    const { updated } = runOf(
      { timestamp: 1, resOutputsEvent: { metadata: metadata(GATEWAY, "update", INGRESS) } },
      { timestamp: 1, resOutputsEvent: { metadata: metadata(CHART, "create", INGRESS) } },
      { timestamp: 1, resOutputsEvent: { metadata: metadata(INGRESS, "update", STACK) } },
    );
    assert.deepEqual(updated, [{ urn: GATEWAY, type: "kubernetes:networking.istio.io/v1:Gateway", inputs: { a: 1 } }]);
  });

  it("collects failed resources and errors without colour marks, and ignores ephemeral and debug messages", () => {
    const { lines, errors, failed } = runOf(
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

  it("names the resource in an error that does not, and no other", () => {
    const error = (message: string, urn: string) => ({
      timestamp: 2,
      diagnosticEvent: { severity: "error" as const, message, urn },
    });
    const { errors } = runOf(
      { timestamp: 1, resourcePreEvent: { metadata: metadata(GATEWAY, "create", INGRESS) } },
      error("creating failed", GATEWAY),
      error(`resource "${GATEWAY}" was not created`, GATEWAY),
      error("update failed", STACK),
    );
    assert.deepEqual(errors, ["Gateway gate: creating failed", "Gateway gate was not created", "update failed"]);
  });

  it("says what a provider tells of a resource that it works on, and of no other", () => {
    const { shown } = runOf(
      { timestamp: 1, resourcePreEvent: { metadata: metadata(INGRESS, "create", STACK) } },
      { timestamp: 1, resourcePreEvent: { metadata: metadata(GATEWAY, "create", INGRESS) } },
      { timestamp: 2, diagnosticEvent: { severity: "info", message: "[1/2] waits\n", ephemeral: true, urn: GATEWAY } },
      { timestamp: 2, diagnosticEvent: { severity: "info", message: "other", ephemeral: true, urn: "urn:unknown" } },
    );
    const resource = {
      urn: GATEWAY,
      type: "kubernetes:networking.istio.io/v1:Gateway",
      label: "Gateway gate",
      component: "ingress",
    };
    assert.deepEqual(shown, [
      { kind: "started", operation: "create", resource },
      { kind: "status", resource, text: "[1/2] waits" },
    ]);
  });
});
