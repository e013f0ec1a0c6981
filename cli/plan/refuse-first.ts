import { recordProgram, type RecordOptions } from "./record-program";

/**
 * Plans a program and throws what it throws. Done before a real run, because there a refused component comes too late
 * for those before it: they exist by then.
 */
export async function refuseFirst(program: () => unknown, options: RecordOptions): Promise<void> {
  const { error } = await recordProgram(program, options);
  // A program may throw anything, and the caller is to see just that.
  // eslint-disable-next-line @typescript-eslint/only-throw-error
  if (error !== undefined) throw error;
}
