import { doneWord, runningWord } from "./operations";
import type { Display, RunEvent, Subject } from "./run-event";

/** Seconds after which a resource that still runs has a line, and again after as many. */
const LONG_SECONDS = 60;

/** A resource that runs. */
interface Running {
  readonly resource: Subject;
  readonly operation: string;
  readonly since: number;
  lastLine: number;
  status?: string;
}

/** Shows a run as lines: one for each change, and one for each component that is complete. */
export function lineDisplay(print: (line: string) => void): Display {
  const showLine = showLines(print);
  const running = new Map<string, Running>();
  const timer = setInterval(() => {
    const now = Date.now();
    for (const one of running.values()) {
      if (now - one.lastLine < LONG_SECONDS * 1000) continue;
      one.lastLine = now;
      print(waitLine(one, now));
    }
  }, 1000);
  timer.unref();
  return {
    show(event) {
      if (event.kind === "started") {
        const { resource, operation } = event;
        const now = Date.now();
        running.set(resource.urn, { resource, operation, since: now, lastLine: now });
      }
      if (event.kind === "status") {
        const one = running.get(event.resource.urn);
        if (one) one.status = event.text;
      }
      if (event.kind === "ended" || event.kind === "failed") running.delete(event.resource.urn);
      showLine(event);
    },
    end() {
      clearInterval(timer);
    },
  };
}

/** Shows each event that has a line, and nothing while a resource runs. */
export const showLines =
  (print: (line: string) => void): Display["show"] =>
  (event) => {
    const line = lineOf(event);
    if (line !== undefined) print(line);
  };

/** The line of an event, if it has one. */
export function lineOf(event: RunEvent): string | undefined {
  switch (event.kind) {
    case "ended":
      if (!event.changed) return undefined;
      return row(doneWord(event.operation), withSeconds(whose(event.resource), event.seconds));
    case "failed":
      return row("failed", whose(event.resource));
    case "ready":
      return row("ready", `${event.component}, ${event.changed === 0 ? "unchanged" : `${event.changed} changed`}`);
    case "warning":
      return `warning: ${event.text}`;
    case "message":
      return event.text;
    case "outputs":
      return Object.entries(event.outputs)
        .map(([name, { value, secret }]) => `${name}: ${secret ? "[secret]" : textOf(value)}`)
        .join("\n");
    case "expected":
    case "started":
    case "status":
    case "error": // the command ends with it
      return undefined;
  }
}

const waitLine = ({ resource, operation, since, status }: Running, now: number): string =>
  row("waiting", `${runningWord(operation)} ${withSeconds(whose(resource), (now - since) / 1000)}${saying(status)}`);

const saying = (status: string | undefined): string => (status === undefined ? "" : `: ${status}`);

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** A resource with the component that it belongs to. */
export const whose = ({ label, component }: Subject): string =>
  component === undefined ? label : `${label} of ${component}`;

const withSeconds = (text: string, seconds: number): string =>
  seconds >= 1 ? `${text}, ${Math.round(seconds)} s` : text;

const row = (operation: string, subject: string): string => `  ${operation.padEnd(9)} ${subject}`;
