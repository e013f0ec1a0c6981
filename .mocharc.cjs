const { availableParallelism } = require("node:os");
const { specs } = require("./scripts/named-specs.cjs");

module.exports = {
  extension: ["ts"],
  "node-option": ["import=tsx"],
  spec: specs([
    "tests/unit/**/*.spec.ts",
    "tests/plan/**/*.spec.ts",
    "tests/contracts/**/*.spec.ts",
    "tests/upgrades/**/*.spec.ts",
  ]),
  // Two at least, because half of the time goes into programs that the tests start.
  parallel: true,
  jobs: Math.max(2, availableParallelism() - 1),
  reporter: "./scripts/test-reporter.ts",
  "forbid-only": true,
  "fail-zero": true,
  // Only so that a test that hangs ends: programs that tests start take many times longer on a busy machine than alone.
  timeout: 120000,
};
