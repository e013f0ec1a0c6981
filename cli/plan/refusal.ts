/**
 * True for what a component or a program refuses in its own words, which say all there is to say. By name and mark
 * rather than by class: the program may have loaded another copy of the package or of the SDK (3.248, errors.js).
 */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === "InvalidArgs" || (error as Error & { __pulumiRunError?: unknown }).__pulumiRunError === true;
}
