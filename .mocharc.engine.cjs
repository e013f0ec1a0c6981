const { readdirSync } = require("node:fs");
const { availableParallelism } = require("node:os");
const { join } = require("node:path");
const { specs } = require("./scripts/named-specs.cjs");

/** The files that take longest, the longest first: the last worker must not end long after the others. */
const LONGEST_FIRST = [
  "programs/aws.spec.ts",
  "programs/gcp.spec.ts",
  "programs/azure.spec.ts",
  "ingress/ingress-layer.spec.ts",
  "mirror/mirror.spec.ts",
  "mirror/programs.spec.ts",
  "changes/aws.spec.ts",
  "rke2/failures.spec.ts",
  "rke2/life-cycle.spec.ts",
  "recover/first-half.spec.ts",
  "recover/second-half.spec.ts",
  "languages/languages.spec.ts",
  "recover/repairs.spec.ts",
  "programs/failing-model.spec.ts",
  "secrets/components.spec.ts",
  "pachyderm/life-cycle.spec.ts",
  "programs/onprem.spec.ts",
  "automation/automation.spec.ts",
  "display/display.spec.ts",
  "rke2/bastion.spec.ts",
  "programs/k3d.spec.ts",
  "jupyterhub/passwords.spec.ts",
  "programs/jupyter-hub.spec.ts",
  "recover/aws.spec.ts",
  "recover/gcp.spec.ts",
  "recover/azure.spec.ts",
  "providers/aws/life-cycle.spec.ts",
  "providers/command/remote.spec.ts",
  "operators/istio-gateway.spec.ts",
  "operators/seldon-operator.spec.ts",
  "package/peers.spec.ts",
  "package/package.spec.ts",
  "programs/existing.spec.ts",
  "providers/aws/behaviour.spec.ts",
];

const folder = "tests/engine";
const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".spec.ts"));
const unknown = LONGEST_FIRST.filter((name) => !files.includes(name));
if (unknown.length > 0) throw new Error(`.mocharc.engine.cjs: no such file in ${folder}: ${unknown.join(", ")}`);
const others = files.filter((name) => !LONGEST_FIRST.includes(name)).sort();

// What the tests start is mostly written in Go. It may use more memory and collect garbage less often, for a sixth less CPU time.
process.env.GOGC ||= "400";
process.env.GOMEMLIMIT ||= "1GiB";

module.exports = {
  extension: ["ts"],
  "node-option": ["import=tsx"],
  spec: specs([...LONGEST_FIRST, ...others].map((name) => join(folder, name))),
  // Each worker has clusters, clouds and folders of its own. One more than cores, because tests wait now and then.
  parallel: true,
  jobs: Number(process.env.MLPLATFORM_TEST_JOBS || availableParallelism() + 1),
  reporter: "./scripts/test-reporter.ts",
  "forbid-only": true,
  "fail-zero": true,
  timeout: 300000,
};
