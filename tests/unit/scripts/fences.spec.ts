import assert from "node:assert/strict";
import { lintSnippet } from "./lint-snippet";

/** A file, an import in it, and the part of the message that refuses it; no message where it is allowed. */
type Row = readonly [file: string, code: string, refused?: string];

const value = (from: string): string => `import { x } from "${from}";\nx();`;
const type = (from: string): string => `import type { X } from "${from}";\nexport const x = (given: X) => given;`;

const rows: Record<string, Row[]> = {
  "components/<component>/": [
    ["components/pets/index.ts", value("./spec")],
    ["components/pets/index.ts", value("../shared/checks")],
    ["components/pets/index.ts", value("../targets/target")],
    ["components/pets/index.ts", value("@pulumi/pulumi")],
    ["components/pets/index.ts", value("@pulumi/kubernetes/core/v1")],
    ["components/pets/index.ts", value("../ml-cluster"), "no other component"],
    ["components/pets/index.ts", type("../ml-cluster/args"), "no other component"],
    ["components/pets/index.ts", value("../targets/existing"), "no other component"],
    ["components/pets/index.ts", value("../shared/../targets/existing"), "shortest path"],
    ["components/pets/index.ts", `export { x } from "../ml-cluster";`, "no other component"],
    ["components/pets/index.ts", `export * from "../ml-cluster";`, "no other component"],
    ["components/pets/index.ts", value("../../programs/existing"), "no other component"],
    ["components/pets/index.ts", value("../../tests/helpers/deploy"), "no other component"],
    ["components/pets/index.ts", value("../../cli/user-error"), "no other component"],
    ["components/pets/index.ts", value("@pulumi/aws/s3"), "A cloud's SDK"],
    ["components/pets/index.ts", type("@pulumi/aws/s3"), "A cloud's SDK"],
    ["components/pets/index.ts", value("@pulumi/pulumi/automation"), "public API of @pulumi/pulumi"],
    ["components/pets/index.ts", value("eslint"), "Users do not have this package"],
    ["components/pets/index.ts", value("fs"), "Users do not have this package"],
    ["components/pets/cat/index.ts", value("../args")],
    ["components/pets/cat/index.ts", value("../../shared/checks")],
    ["components/pets/cat/index.ts", value("../../ml-cluster"), "no other component"],
    ["components/pets/cat/paw/index.ts", value("../../args")],
    ["components/pets/cat/paw/index.ts", value("../../../ml-cluster"), "no other component"],
  ],
  "ml-cluster/args.ts": [
    ["components/ml-cluster/args.ts", type("../targets/existing/args")],
    ["components/ml-cluster/args.ts", value("../targets/existing/args"), "import type"],
    ["components/ml-cluster/args.ts", type("../targets/existing/kubeconfig"), "no other component"],
    ["components/ml-cluster/index.ts", type("../targets/existing/args"), "no other component"],
  ],
  "spec.ts, values.ts, manifest.ts": [
    ["components/pets/spec.ts", type("@pulumi/pulumi")],
    ["components/pets/spec.ts", value("../shared/checks")],
    ["components/pets/spec.ts", value("@pulumi/pulumi"), "types only"],
    ["components/pets/cat/values.ts", value("@pulumi/kubernetes"), "types only"],
    ["components/pets/cat/manifest.ts", value("node:fs"), "no I/O"],
    ["components/pets/cat/manifest.ts", value("node:util")],
    ["components/pets/cat/values.ts", value("../../ml-cluster"), "no other component"],
    ["components/targets/aws/spec.ts", value("@pulumi/aws/s3"), "types only"],
    ["components/targets/aws/spec.ts", value("@pulumi/gcp/storage"), "components/targets/gcp/"],
  ],
  "components/targets/<x>/": [
    ["components/targets/aws/index.ts", value("./network")],
    ["components/targets/aws/index.ts", value("../target")],
    ["components/targets/aws/index.ts", value("../../shared/checks")],
    ["components/targets/aws/index.ts", value("../gcp/network"), "no other target"],
    ["components/targets/aws/index.ts", value("../../ml-cluster/spec"), "no other target"],
    ["components/targets/aws/index.ts", value("../../../tests/helpers/deploy"), "no other target"],
    ["components/targets/aws/index.ts", value("@pulumi/gcp/container"), "components/targets/gcp/"],
    ["components/targets/gcp/index.ts", value("@pulumi/eks/cluster"), "components/targets/aws/"],
    ["components/targets/azure/index.ts", value("@pulumi/aws/s3"), "components/targets/aws/"],
    ["components/targets/existing/index.ts", value("@pulumi/azure-native/network"), "components/targets/azure/"],
    ["components/targets/aws/index.ts", value("@pulumi/aws"), "sub-module"],
    ["components/targets/aws/network/index.ts", value("../../gcp/network"), "no other target"],
  ],
  "components/targets/<x>/args.ts": [
    ["components/targets/aws/args.ts", type("@pulumi/pulumi")],
    ["components/targets/aws/args.ts", type("../../shared/facts")],
    ["components/targets/aws/args.ts", value("../../shared/facts"), "types only"],
    ["components/targets/aws/args.ts", value("@pulumi/pulumi"), "types only"],
    ["components/targets/aws/args.ts", type("@pulumi/aws/ec2"), "@pulumi/pulumi and shared/facts only"],
    ["components/targets/aws/args.ts", type("./network"), "@pulumi/pulumi and shared/facts only"],
  ],
  "components/targets/target.ts": [
    ["components/targets/target.ts", type("@pulumi/pulumi")],
    ["components/targets/target.ts", type("../shared/facts")],
    ["components/targets/target.ts", value("@pulumi/pulumi"), "types only"],
    ["components/targets/target.ts", type("./existing"), "no target"],
    ["components/targets/target.ts", type("../ml-cluster/args"), "no component"],
  ],
  "components/shared/": [
    ["components/shared/checks.ts", value("./invalid-args")],
    ["components/shared/checks.ts", value("@pulumi/kubernetes")],
    ["components/shared/checks.ts", type("../ml-cluster/args"), "nothing outside itself"],
    ["components/shared/checks.ts", value("../targets/target"), "nothing outside itself"],
    ["components/shared/checks.ts", value("@pulumi/aws/s3"), "A cloud's SDK"],
  ],
  "components/index.ts": [
    ["components/index.ts", `export { MlCluster } from "./ml-cluster";`],
    ["components/index.ts", `export type { ExistingClusterArgs } from "./targets/existing/args";`],
    ["components/index.ts", `export { X } from "./targets/aws/args";`],
    ["components/index.ts", `export type { X } from "./targets/existing";`, "names no target"],
    ["components/index.ts", `export { x } from "../cli/user-error";`, "nothing outside components/"],
  ],
  "programs/ and plugin/": [
    ["programs/existing/index.ts", value("../../components")],
    ["programs/existing/index.ts", value("../../components/index")],
    ["programs/existing/index.ts", value("@pulumi/pulumi")],
    ["programs/existing/index.ts", value("../serving")],
    ["programs/existing/index.ts", value("../../components/shared/checks"), "public API"],
    ["programs/existing/index.ts", value("../aws"), "public API"],
    ["programs/automation/up.ts", value("@pulumi/pulumi/automation")],
    ["programs/automation/up.ts", value("../../cli/plan/graph"), "public API"],
    ["programs/index.ts", value("./existing"), "with require"],
    ["programs/serving.ts", value("../components")],
    ["programs/serving.ts", value("../components/shared/checks"), "with require"],
    ["plugin/index.ts", value("../components")],
    ["plugin/index.ts", value("../components/ml-cluster"), "public API"],
  ],
  "cli/": [
    ["cli/mlplatform.ts", value("./plan/graph")],
    ["cli/plan/text/tree.ts", value("../../../components")],
    ["cli/plan/graph.ts", value("../../components/shared/charts")],
    ["cli/plan/graph.ts", value("@pulumi/pulumi/runtime/mocks")],
    ["cli/plan/graph.ts", type("@grpc/grpc-js")],
    ["cli/plan/graph.ts", value("@grpc/grpc-js"), "Users do not have this package"],
    ["cli/plan/graph.ts", value("../../components/shared/checks"), "nothing else outside cli/"],
    ["cli/plan/graph.ts", value("../../programs/existing"), "nothing else outside cli/"],
    ["cli/plan/graph.ts", value("../../tests/helpers/deploy"), "nothing else outside cli/"],
    ["cli/plan/graph.ts", value("@pulumi/aws/s3"), "A cloud's SDK"],
  ],
  "scripts/ and tests/": [
    ["scripts/docs.ts", value("../components/shared/charts")],
    ["scripts/docs.ts", value("../programs/existing"), "never programs/"],
    ["scripts/docs.ts", value("../tests/helpers/deploy"), "never programs/"],
    ["tests/unit/anything.spec.ts", value("../../components/ml-cluster/spec")],
    ["tests/unit/anything.spec.ts", value("../../programs/existing")],
  ],
};

describe("import fences", () => {
  for (const [folder, cases] of Object.entries(rows)) {
    describe(folder, () => {
      for (const [file, code, refused] of cases) {
        it(`${file}: ${refused === undefined ? "may" : "may not"} ${code.split("\n", 1)[0] ?? ""}`, async () => {
          const messages = await lintSnippet(file, code, "no-restricted-imports");
          if (refused === undefined) assert.deepEqual(messages, []);
          else {
            assert.notEqual(messages.length, 0, "the import was let through");
            assert.ok(
              messages.some((message) => message.includes(refused)),
              messages.join("\n"),
            );
          }
        });
      }
    });
  }
});

describe("fences that are no imports", () => {
  const refused: readonly (readonly [rule: string, file: string, code: string, message: string])[] = [
    ["no-restricted-syntax", "components/pets/index.ts", `if (place === "existing") run();`, "asks which target"],
    ["no-restricted-syntax", "cli/up.ts", `if ("existing" !== place) run();`, "asks which target"],
    ["no-restricted-syntax", "programs/index.ts", `switch (place) { case "existing": run(); }`, "asks which target"],
    ["no-restricted-syntax", "components/shared/chart.ts", `if (place === "existing") run();`, "asks which target"],
    ["no-restricted-syntax", "components/pets/index.ts", `void import("./cat");`, "use require"],
    ["no-restricted-syntax", "programs/index.ts", `void import("./existing");`, "use require"],
    ["no-restricted-syntax", "components/pets/index.ts", `new kubernetes.helm.v3.Release("pets");`, "installChart"],
    ["no-restricted-syntax", "components/targets/aws/index.ts", `new Release("pets");`, "installChart"],
    ["no-restricted-properties", "tests/unit/pets.spec.ts", `describe.only("pets", () => {});`, "silently not run"],
    ["no-restricted-properties", "tests/unit/pets.spec.ts", `it.only("purrs", () => {});`, "silently not run"],
    ["@typescript-eslint/no-require-imports", "components/pets/index.ts", `require("./cat");`, "require()"],
    ["no-console", "components/pets/index.ts", `console.log("pets");`, "console"],
  ];
  for (const [rule, file, code, message] of refused) {
    it(`${file}: may not ${code}`, async () => {
      const [first = "nothing was said"] = await lintSnippet(file, code, rule);
      assert.ok(first.includes(message), first);
    });
  }

  const allowed: readonly (readonly [rule: string, file: string, code: string])[] = [
    ["no-restricted-syntax", "components/targets/existing/index.ts", `if (place === "existing") run();`],
    ["no-restricted-syntax", "tests/unit/pets.spec.ts", `if (place === "existing") run();`],
    ["no-restricted-syntax", "components/pets/index.ts", `if (state === "Existing") run();`],
    ["no-restricted-syntax", "components/shared/chart.ts", `new kubernetes.helm.v3.Release("pets");`],
    ["no-restricted-syntax", "cli/up.ts", `void import("./plan");`],
    ["no-restricted-properties", "tests/unit/pets.spec.ts", `it("purrs", () => {});`],
  ];
  for (const [rule, file, code] of allowed) {
    it(`${file}: may ${code}`, async () => assert.deepEqual(await lintSnippet(file, code, rule), []));
  }
});
