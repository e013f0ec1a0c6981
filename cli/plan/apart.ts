/**
 * Gives a program a working directory of its own for as long as it runs, and sends what it prints to stderr, so that
 * stdout holds the plan alone.
 */
export async function apart<T>(workingDir: string, work: () => Promise<T>): Promise<T> {
  const [cwd, write] = [process.cwd(), process.stdout.write.bind(process.stdout)];
  process.chdir(workingDir);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  try {
    return await work();
  } finally {
    process.stdout.write = write;
    process.chdir(cwd);
  }
}
