import { setTimeout as sleep } from "node:timers/promises";
import { type Properties, objectAt, stringAt } from "../../property-values";
import type { Assess, Assessment, Subject } from "./assessment";
import { eventWarnings } from "./events";

const POLL_MS = 50;
const POLLS_PER_LOOK_AT_EVENTS = 40;

/** The object exists but did not get ready; `live` is how it was last seen. */
export class NotReady extends Error {
  constructor(
    message: string,
    readonly live: Properties,
    readonly reasons: string[] = [],
  ) {
    super(message);
    this.name = "NotReady";
  }
}

function nameOf(object: Properties): string {
  return stringAt(objectAt(object, "metadata"), "name") ?? "";
}

/** Polls until the object is ready; the real provider watches, with the same outcome. */
export async function waitUntilReady(
  assess: Assess,
  subject: Subject,
  options: { urn: string; timeoutMs: number; timedOut: (name: string) => string },
): Promise<Properties> {
  const { session } = subject;
  const deadline = Date.now() + options.timeoutMs;
  for (let poll = 1; ; poll += 1) {
    const assessment = await assess();
    if (assessment.ready) return assessment.live;
    report(assessment, subject, options.urn);
    const name = nameOf(assessment.live);
    if (assessment.hopeless)
      throw new NotReady(
        `Resource '${name}' was created but failed to initialize`,
        assessment.live,
        assessment.problems,
      );
    if (Date.now() >= deadline) throw new NotReady(options.timedOut(name), assessment.live, assessment.problems);
    if (poll % POLLS_PER_LOOK_AT_EVENTS === 0) {
      const warnings = await eventWarnings(subject.cluster, assessment.live);
      for (const message of warnings) session.log.status("warning", message, options.urn);
    }
    try {
      await sleep(Math.min(POLL_MS, Math.max(1, deadline - Date.now())), undefined, { signal: session.signal });
    } catch {
      throw new NotReady(
        `Resource operation was cancelled for ${JSON.stringify(name)}`,
        assessment.live,
        assessment.problems,
      );
    }
  }
}

function report(assessment: Assessment, { session }: Subject, urn: string): void {
  for (const { severity, message } of assessment.progress ?? []) session.log.status(severity, message, urn);
}
