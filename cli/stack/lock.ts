import type { Stack } from "@pulumi/pulumi/automation";
import { hostname } from "node:os";
import { UserError } from "../user-error";
import { processState } from "./process-state";

/** The process that holds a stack's lock. */
interface Owner {
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  readonly since: Date;
}

/** A lock that was released because its process no longer runs. */
export interface LockRelease {
  readonly kind: "lock";
  /** One line for the user. */
  readonly text: string;
}

/**
 * Does work that needs the stack's lock. If the process that holds the lock has certainly ended, the lock is released,
 * reported, and the work is done; if the process may still run, the work is refused. The owner is read from the engine's
 * error, so this works for every backend that stores files.
 */
export async function withLock<T>(
  stack: Stack,
  report: (release: LockRelease) => void,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // By name, because the program's folder may contain another copy of the SDK.
    if (!(error instanceof Error) || error.name !== "ConcurrentUpdateError") throw error;
    const owners = ownersIn(error.message);
    refuseHeldLock(stack.name, owners);
    await stack.cancel();
    for (const owner of owners) report({ kind: "lock", text: `released the lock of ${named(owner)}, which has ended` });
    return await work();
  }
}

/** pkg/v3 3.246, backend/diy/lock.go: `<file>: created by <user>@<host> (pid <pid>) at <time>`. */
export function ownersIn(message: string): Owner[] {
  const owners = [...message.matchAll(/(\S+): created by (.*)@(.*?) \(pid (\d+)\) at (\S+)/g)].map(
    ([, file = "", user = "", host = "", pid, since = ""]) =>
      [file, { user, host, pid: Number(pid), since: new Date(since) }] as const,
  );
  // The Automation API repeats the engine's output, so each lock is listed twice.
  return [...new Map(owners).values()];
}

function refuseHeldLock(stack: string, owners: readonly Owner[]): void {
  const release = `run: pulumi cancel --stack ${stack}`;
  const ifKilled = `Wait until it has ended; if you know that it was killed, ${release}`;
  if (owners.length === 0) {
    throw new UserError(
      `Another update of stack "${stack}" is running, and the backend does not say who started it. ${ifKilled}`,
    );
  }
  for (const owner of owners) {
    const locked = `Stack "${stack}" is locked by ${named(owner)}`;
    if (owner.host !== hostname()) {
      throw new UserError(`${locked}. This computer cannot check whether that process is still running. ${ifKilled}`);
    }
    const state = processState(owner.pid);
    if (state === "runs") {
      const ifReused = `if process ${owner.pid} is another program by now, ${release}`;
      throw new UserError(`${locked}, which still runs. Wait until it has ended; ${ifReused}`);
    }
    if (state === "unknown") {
      throw new UserError(`${locked}. It may run in a container whose processes cannot be seen here. ${ifKilled}`);
    }
  }
}

const named = ({ user, host, pid, since }: Owner): string =>
  `${user}@${host}, process ${pid} (since ${since.toISOString()})`;
