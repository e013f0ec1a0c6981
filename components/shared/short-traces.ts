/**
 * Creates resources without most of the stack traces that Pulumi's SDK writes down.
 *
 * It takes four for each output of each resource, a tenth of the time of a program, and shows them only when PULUMI_DEBUG_PROMISE_LEAKS is
 * set (3.248, runtime/debuggable.js). The lines in the state, where a resource was created, stay: the SDK has a limit of its own for them.
 * An error keeps the line that threw it, and those that led here.
 */
export function withShortTraces<Created>(create: () => Created): Created {
  if (process.env["PULUMI_DEBUG_PROMISE_LEAKS"]) return create();
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = Math.min(limit, 1);
  try {
    return create();
  } catch (error) {
    Error.stackTraceLimit = limit;
    if (error instanceof Error) error.stack = [error.stack ?? "", ...framesHere()].join("\n");
    throw error;
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function framesHere(): string[] {
  const here: { stack?: string } = {};
  Error.captureStackTrace(here, withShortTraces);
  return (here.stack ?? "").split("\n").slice(1);
}
