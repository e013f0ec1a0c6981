import type { Stack } from "@pulumi/pulumi/automation";
import { UserError } from "../user-error";
import { pause } from "./pause";
import type { Repair } from "./repair";
import { exportState, resourcesOf, shown, type ResourceRecord } from "./state";

/** How often, and for how long, something in a cloud is looked at that is still being made. */
export interface Patience {
  readonly everySeconds: number;
  readonly limitSeconds: number;
}

/** A control plane takes 10 to 20 minutes. */
const PATIENCE: Patience = { everySeconds: 15, limitSeconds: 1800 };

/**
 * Tells what became of resources whose creation was cut off, once a refresh has asked their providers: the state has lost
 * those that were never made. What is still being made is waited for, because the program would take it for whole.
 */
export async function askProvider(
  stack: Stack,
  asked: readonly ResourceRecord[],
  say: (line: string) => void,
  { everySeconds, limitSeconds }: Patience = PATIENCE,
): Promise<Repair[]> {
  const deadline = Date.now() + limitSeconds * 1000;
  let told = false;
  for (;;) {
    const resources = resourcesOf(await exportState(stack));
    const found = asked.map((resource) => ({ resource, now: resources.find(({ urn }) => urn === resource.urn) }));
    const failed = found.flatMap(({ now }) => (statusOf(now).endsWith("FAILED") ? (now ?? []) : []));
    if (failed.length > 0) throw whichFailed(failed);
    const unfinished = found.flatMap(({ now }) => (statusOf(now) === "CREATING" ? (now ?? []) : []));
    if (unfinished.length === 0) return found.map(({ resource, now }) => toldOf(resource, now));
    if (Date.now() >= deadline) throw notReady(unfinished, limitSeconds);
    if (!told) say(`Waiting up to ${limitSeconds} s for ${unfinished.map(shown).join(", ")}, still being created`);
    told = true;
    await pause(everySeconds * 1000, "what is still being created");
    await stack.refresh({ target: unfinished.map(({ urn }) => urn), color: "never" });
  }
}

/** Control planes and node groups of EKS say `CREATING`, `ACTIVE` or `CREATE_FAILED`; most things say nothing. */
function statusOf(resource: ResourceRecord | undefined): string {
  const status = resource?.outputs?.["status"];
  return typeof status === "string" ? status : "";
}

function toldOf({ urn, ...resource }: ResourceRecord, now: ResourceRecord | undefined): Repair {
  const name = shown({ urn, ...resource });
  return now === undefined
    ? { kind: "cleared", urn, text: `forgot the creation of ${name} that was cut off: it was not created` }
    : { kind: "adopted", urn, text: `adopted ${name}: it was created, and the state did not know` };
}

const whichFailed = (failed: readonly ResourceRecord[]): UserError =>
  new UserError(
    [
      "The run was cut off while it created these, and they failed:",
      ...failed.map((resource) => `  ${shown(resource)}, ${resource.id ?? ""}: ${statusOf(resource)}`),
      "Delete them at their provider, run pulumi refresh, and run again.",
    ].join("\n"),
  );

const notReady = (unfinished: readonly ResourceRecord[], limitSeconds: number): UserError =>
  new UserError(
    `${unfinished.map(shown).join(", ")}: still being created after ${limitSeconds} s. Run again once that has ended.`,
  );
