/**
 * The spec files that the command line names, or else the configured ones. Mocha itself would run both.
 * @param {readonly string[]} configured files and patterns
 */
exports.specs = (configured) => {
  const named = process.argv.slice(2).filter((argument) => argument.endsWith(".spec.ts"));
  return named.length > 0 ? [] : configured;
};
