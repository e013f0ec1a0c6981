import * as pulumi from "@pulumi/pulumi";
import { InvalidArgs, type Problem } from "./invalid-args";

/**
 * Refuses arguments while the program runs, when a value turned out to be wrong. What depends on the result is not created.
 *
 * A thrown error ends a program that Pulumi started itself. A program inside another process, as those of the Automation API are,
 * would wait forever: the SDK never ends the registration of a resource whose inputs failed (@pulumi/pulumi 3.248,
 * runtime/resource.js, `registerResource`). There the error is logged, and the engine is made to end the run.
 */
export async function refuseLate(component: string, problems: readonly Problem[]): Promise<void> {
  if (problems.length === 0) return;
  const error = new InvalidArgs(component, problems);
  const engine = engineOfInlineProgram();
  if (engine === undefined) throw error;
  await pulumi.log.error(error.message);
  await endRun(engine, component);
  await new Promise(() => undefined);
}

let throws = /@pulumi[\\/]pulumi[\\/]cmd[\\/]run/.test(process.argv[1] ?? "");

/** Says that in this process a thrown error reaches the engine, as in the plugin for other languages. */
export const throwLateRefusals = (): void => void (throws = true);

/** The part of the engine's service that is used here, and of a request to it; the SDK declares no types for them. */
interface Monitor {
  getChannel?: () => unknown;
  registerResource(request: Request, reply: () => void): void;
}
interface Request {
  setType(type: string): void;
  setName(name: string): void;
  setCustom(isCustom: boolean): void;
  setProvider(reference: string): void;
}

/** The engine, if the program does not run in a process of its own; nothing in a plan, which has no engine. */
function engineOfInlineProgram(): Monitor | undefined {
  if (throws) return undefined;
  const { getMonitor } = pulumi.runtime as unknown as { getMonitor?: () => Monitor | undefined };
  const monitor = getMonitor?.();
  return typeof monitor?.getChannel === "function" ? monitor : undefined;
}

/**
 * Ends a run by an error of the engine: it refuses a resource whose provider it does not know, in a preview as in an update, and
 * then stops without waiting for the program.
 */
async function endRun(monitor: Monitor, component: string): Promise<void> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports, boundaries/dependencies -- the public API cannot end a run
  const { RegisterResourceRequest } = require("@pulumi/pulumi/proto/resource_pb") as {
    RegisterResourceRequest: new () => Request;
  };
  const request = new RegisterResourceRequest();
  request.setType("mlplatform:index:InvalidArgs");
  request.setName(component);
  request.setCustom(true);
  request.setProvider(
    `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::pulumi:providers:mlplatform::none::none`,
  );
  await new Promise<void>((resolve) => {
    monitor.registerResource(request, resolve);
  });
}
