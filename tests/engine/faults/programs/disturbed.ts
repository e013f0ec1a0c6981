import type { Context } from "mocha";
import { upOrExplained } from "../explained";
import type { Killable } from "../kills";
import type { Outcome } from "../outcomes";
import { type ProgramSetting, ProgramStack } from "../program-stack";

/** A fault in the setting of a program, and how `mlplatform up` takes it. */
export interface ProgramFault<Setting> {
  readonly name: string;
  /** The resource, machine or command that it is at. */
  readonly where: string;
  /** Begins it; returns how to end it. */
  begin(setting: Setting): (() => unknown) | Promise<() => unknown>;
  /** What the error says. Without it, the run must get over the fault by itself. */
  readonly says?: readonly RegExp[];
}

/** One of the repository's programs, and what can go wrong where it runs. */
interface Row<Setting> {
  readonly program: string;
  /** Skips the suite where this machine cannot have the setting. @default it always can */
  readonly skip?: (suite: Context) => Promise<void>;
  readonly start: () => Promise<Setting>;
  readonly faults: readonly ProgramFault<Setting>[];
}

/** The same, without what only its setting knows. */
export interface DisturbedProgram {
  readonly program: string;
  readonly skip?: (suite: Context) => Promise<void>;
  readonly start: () => Promise<StartedProgram>;
  /** Name and place of its faults. */
  readonly faults: readonly Pick<ProgramFault<never>, "name" | "where">[];
}

/** A program that has been up undisturbed, and is destroyed. */
export interface StartedProgram extends Killable {
  /** A run with the fault that has this number. */
  faultyUp(fault: number): Promise<Outcome>;
  /** Removes by hand what a defect left, for the next trial. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

/** Ties the faults of a program to its setting. */
export const disturbed = <Setting extends ProgramSetting>({
  start,
  faults,
  ...rest
}: Row<Setting>): DisturbedProgram => ({
  ...rest,
  faults,
  async start() {
    const stack = await ProgramStack.start(await start());
    return Object.assign(stack, {
      async faultyUp(number: number) {
        const fault = faults[number];
        if (fault === undefined) throw new Error(`there is no fault ${number}`);
        const end = await fault.begin(stack.setting);
        try {
          return await upOrExplained(stack.up(), fault.says, fault.says !== undefined);
        } finally {
          await end();
        }
      },
    });
  },
});
