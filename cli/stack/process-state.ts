import { readFileSync, readdirSync, readlinkSync } from "node:fs";

/** Whether a process of this computer still runs; `unknown` if it may run where this process cannot see it. */
export type ProcessState = "runs" | "ended" | "unknown";

/**
 * The state of the process with this number. Another program may have this number by now. That cannot be detected
 * reliably: the start time of a process changes when somebody sets the clock.
 */
export function processState(pid: number): ProcessState {
  if (process.platform === "linux") return stateInProc(pid, "/proc");
  try {
    process.kill(pid, 0);
    return "runs";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH" ? "ended" : "runs";
  }
}

/**
 * The same on Linux, where a process in a container has another number outside of it. Only the kernel's first PID namespace
 * contains the processes of all containers.
 * @param proc the folder of the proc file system
 */
export function stateInProc(pid: number, proc: string): ProcessState {
  try {
    const statuses = readdirSync(proc)
      .filter((entry) => /^\d+$/.test(entry))
      .map((entry) => statusIn(`${proc}/${entry}`));
    if (statuses.some((status) => status !== HIDDEN && numbersOf(status).includes(pid))) return "runs";
    // Process 1 belongs to root. A computer that hides the processes of other users hides it too.
    const isComplete = !statuses.includes(HIDDEN) && statusIn(`${proc}/1`) !== "";
    return isComplete && readlinkSync(`${proc}/self/ns/pid`) === FIRST_NAMESPACE ? "ended" : "unknown";
  } catch {
    return "unknown";
  }
}

/** Its number is fixed in the kernel (include/linux/proc_ns.h, `PROC_PID_INIT_INO`). */
const FIRST_NAMESPACE = "pid:[4026531836]";

/** A process that belongs to another user, on a computer that hides those. */
const HIDDEN = "hidden";

/** The status of a process as the kernel writes it; empty if the process has ended. */
function statusIn(folder: string): string {
  try {
    return readFileSync(`${folder}/status`, "utf8");
  } catch (error) {
    return ["EACCES", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "") ? HIDDEN : "";
  }
}

/** The numbers of a process, one for each PID namespace that it is in; none for a zombie, which does not run. */
function numbersOf(status: string): number[] {
  if (/^State:\s*[ZX]/m.test(status)) return [];
  const [, numbers = ""] = /^NSpid:(.*)$/m.exec(status) ?? /^Pid:(.*)$/m.exec(status) ?? [];
  return numbers.trim().split(/\s+/).map(Number);
}
