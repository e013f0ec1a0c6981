import { appendFileSync } from "node:fs";

/** How a trial ended. A defect is anything else than what the two others promise. */
export type Outcome = "converged" | "refused with a message" | "defect";

/** One fault put upon one program. */
export interface Trial {
  readonly program: string;
  readonly fault: string;
  readonly outcome: Outcome;
  /** Where the fault was, and for a defect what went wrong. */
  readonly detail: string;
}

/** Whether every fault is tried at every place, which takes hours, and not a sample of them. */
export const isFull = process.env["MLPLATFORM_FAULTS"] === "full";

/** The seed of the sample. The default is the same in every run, so that a failure is about the change and not about luck. */
export const seed = Number(process.env["MLPLATFORM_TEST_SEED"] || 42);

/** Puts faults upon one program, and remembers how each ended. */
export class Trials {
  readonly defects: string[] = [];

  constructor(private readonly program: string) {}

  /** Runs one trial. A defect is remembered and not thrown: the trials after it are still of interest, unless `cleanUp` fails too. */
  async run(fault: string, detail: string, trial: () => Promise<Outcome>, cleanUp: () => Promise<void>): Promise<void> {
    try {
      this.record({ program: this.program, fault, outcome: await trial(), detail });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.record({ program: this.program, fault, outcome: "defect", detail: `${detail}: ${text}` });
      this.defects.push(`${fault}, ${detail}: ${text}`);
      await cleanUp();
    }
  }

  /** Fails if there was a defect, and lists them. */
  assertNoDefects(): void {
    if (this.defects.length > 0) throw new Error(this.defects.splice(0).join("\n\n"));
  }

  private record(trial: Trial): void {
    const file = process.env["MLPLATFORM_FAULTS_REPORT"];
    if (file) appendFileSync(file, `${JSON.stringify(trial)}\n`);
  }
}
