import type { Display } from "./run-event";

/** Shows a run as one JSON object in each line, with the time at which it happened. */
export const jsonDisplay = (print: (line: string) => void): Display => ({
  show(event) {
    print(JSON.stringify({ time: new Date().toISOString(), ...event }));
  },
  end: () => undefined,
});
