import assert from "node:assert/strict";
import path from "node:path";
import { planProgram, type Plan } from "../../cli/plan/plan-program";
import type { Setting } from "../../cli/project/config";
import { ProgramFailure } from "../../cli/user-error";

const cwd = path.resolve(__dirname, "../..");

/** Plans a program of this repository with these settings. */
export const planOf = (program: string, ...settings: Setting[]): Promise<Plan> =>
  planProgram({ cwd, program, settings });

/** Why the program `existing` cannot be planned with these settings. */
export const refusal = (...settings: Setting[]): Promise<string> => refusalOf("existing", ...settings);

/** Why a program cannot be planned with these settings. */
export async function refusalOf(program: string, ...settings: Setting[]): Promise<string> {
  const failure = await planOf(program, ...settings).then(
    () => assert.fail("the plan was accepted"),
    (error: unknown) => error,
  );
  assert.ok(failure instanceof ProgramFailure, String(failure));
  return failure.errors.map(String).join("\n");
}
