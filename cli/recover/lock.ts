import type { Stack } from "@pulumi/pulumi/automation";
import { execFileSync } from "node:child_process";
import { hostname } from "node:os";
import { UserError } from "../user-error";
import type { Repair } from "./repair";

/** Whoever holds a stack's lock. */
interface Owner {
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  readonly since: Date;
}

/**
 * Does what needs the stack's lock. A lock whose owner is gone is released first, and told of; one that is held is
 * refused. The engine's own words say who holds it, so this works for every backend that stores files.
 */
export async function throughLock<T>(stack: Stack, tell: (repair: Repair) => void, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // By name: the program's folder may bring another copy of the SDK.
    if (!(error instanceof Error) || error.name !== "ConcurrentUpdateError") throw error;
    const owners = ownersIn(error.message);
    refuseHeld(stack.name, owners);
    await stack.cancel();
    for (const owner of owners) tell({ kind: "lock", text: `released the lock of ${named(owner)}, which is gone` });
    return await work();
  }
}

/** pkg/v3 3.246, backend/diy/lock.go: `<file>: created by <user>@<host> (pid <pid>) at <time>`. */
export function ownersIn(message: string): Owner[] {
  const owners = [...message.matchAll(/(\S+): created by (.*)@(.*?) \(pid (\d+)\) at (\S+)/g)].map(
    ([, file = "", user = "", host = "", pid, since = ""]) =>
      [file, { user, host, pid: Number(pid), since: new Date(since) }] as const,
  );
  // The Automation API repeats what the engine said.
  return [...new Map(owners).values()];
}

function refuseHeld(stack: string, owners: readonly Owner[]): void {
  const cancel = `pulumi cancel --stack ${stack}`;
  if (owners.length === 0) {
    throw new UserError(
      `Another update of stack "${stack}" is under way, and its backend does not say whose. ` +
        `Wait for it; if you know that it was killed, run: ${cancel}`,
    );
  }
  for (const owner of owners) {
    if (owner.host !== hostname()) {
      throw new UserError(
        `Stack "${stack}" is locked by ${named(owner)}, and from here nobody can see whether it still runs. ` +
          `Wait for it; if you know that it was killed, run: ${cancel}`,
      );
    }
    if (runs(owner)) {
      throw new UserError(`Stack "${stack}" is locked by ${named(owner)}, which still runs. Wait until it has ended.`);
    }
  }
}

const named = ({ user, host, pid, since }: Owner): string =>
  `${user}@${host}, process ${pid} (since ${since.toISOString()})`;

/** Whether the very process still runs: a dead one that nobody has collected does not, nor a later one of the same number. */
function runs({ pid, since }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  try {
    const [status = "", age = ""] = execFileSync("ps", ["-o", "stat=,etime=", "-p", String(pid)], { encoding: "utf8" })
      .trim()
      .split(/\s+/);
    const began = Date.now() - secondsOf(age) * 1000;
    return !status.startsWith("Z") && began <= since.getTime() + 1000;
  } catch {
    return true; // nothing here can tell more about it
  }
}

/** POSIX `ps` tells an age as `[[dd-]hh:]mm:ss`. */
function secondsOf(age: string): number {
  const [days, clock] = age.includes("-") ? age.split("-") : ["0", age];
  const seconds = (clock ?? "").split(":").reduce((total, part) => total * 60 + Number(part), 0);
  return Number(days) * 86_400 + seconds;
}
