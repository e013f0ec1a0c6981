import { recordProgram, type RecordOptions } from "../../recorder";

/**
 * Plans a program and throws what it throws. Run before the engine runs it: there, the components before a refused one
 * would be created already.
 */
export async function refuseFirst(program: () => unknown, options: RecordOptions): Promise<void> {
  const { error } = await recordProgram(program, options);
  // A program may throw anything, and the caller must get exactly that.
  // eslint-disable-next-line @typescript-eslint/only-throw-error
  if (error !== undefined) throw error;
}
