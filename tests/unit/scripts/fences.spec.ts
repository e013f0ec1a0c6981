import assert from "node:assert/strict";
import { lintSnippet } from "./lint-snippet";

/** The importing file, its import, and a part of the expected message; no message if the import is allowed. */
type Row = readonly [file: string, code: string, refused?: string];

const value = (from: string): string => `import { x } from "${from}";\nx();`;
const type = (from: string): string => `import type { X } from "${from}";\nexport const x = (given: X) => given;`;

const rows: Record<string, Row[]> = {
  "components/<component>/": [
    ["components/seldon-core/pets.ts", value("./spec")],
    ["components/pets/index.ts", value("../shared/invalid-args")],
    ["components/pets/index.ts", value("../targets/target")],
    ["components/pets/index.ts", value("../targets/operations")],
    ["components/pets/index.ts", value("@pulumi/pulumi")],
    ["components/pets/index.ts", value("@pulumi/kubernetes/core/v1")],
    ["components/pets/index.ts", value("node:fs")],
    ["components/pets/index.ts", value("../ml-cluster"), "no other component"],
    ["components/pets/index.ts", type("../ml-cluster/args"), "no other component"],
    ["components/pets/index.ts", value("../targets/existing"), "no other component"],
    ["components/pets/index.ts", value("../targets/existing/operations"), "no other component"],
    ["components/pets/index.ts", value("../shared/../targets/existing"), "no other component"],
    ["components/pets/index.ts", `export { x } from "../ml-cluster";`, "no other component"],
    ["components/pets/index.ts", `export * from "../ml-cluster";`, "no other component"],
    ["components/pets/index.ts", `require("../ml-cluster");`, "no other component"],
    ["components/pets/index.ts", value("../not-a-file"), "no other component"],
    ["components/pets/index.ts", value("../../programs/existing"), "no other component"],
    ["components/pets/index.ts", value("../../tests/helpers/deploy"), "no other component"],
    ["components/pets/index.ts", value("../../cli/user-error"), "no other component"],
    ["components/pets/index.ts", value("@pulumi/aws/s3"), "SDK of a cloud"],
    ["components/pets/index.ts", type("@pulumi/aws/s3"), "SDK of a cloud"],
    ["components/pets/index.ts", value("@pulumi/pulumi/automation"), "public API of @pulumi/pulumi"],
    ["components/pets/index.ts", value("eslint"), "Users do not have this package"],
    ["components/pets/index.ts", value("fs"), "Users do not have this package"],
    ["components/seldon-core/controllers/cat/index.ts", value("../../args")],
    ["components/seldon-core/controllers/cat/index.ts", value("../../../shared/invalid-args")],
    ["components/seldon-core/cat/index.ts", value("../../ml-cluster"), "no other component"],
    ["components/seldon-core/controllers/cat/index.ts", value("../../../ml-cluster"), "no other component"],
    ["components/seldon-core/1/2/3/4/5/index.ts", value("../../../../../../ml-cluster"), "no other component"],
  ],
  "ml-cluster/args.ts": [
    ["components/ml-cluster/args.ts", type("../targets/existing/args")],
    ["components/ml-cluster/args.ts", value("../targets/existing/args"), "import type"],
    ["components/ml-cluster/args.ts", `import { type X } from "../targets/existing/args";`, "import type"],
    ["components/ml-cluster/args.ts", type("../targets/existing/kubeconfig"), "no other component"],
    ["components/ml-cluster/index.ts", type("../targets/existing/args"), "no other component"],
  ],
  "spec.ts, values.ts, manifest.ts, operations.ts": [
    ["components/pets/spec.ts", type("@pulumi/pulumi")],
    ["components/pets/spec.ts", value("../shared/invalid-args")],
    ["components/pets/spec.ts", value("@pulumi/pulumi"), "types only"],
    ["components/pets/cat/values.ts", value("@pulumi/kubernetes"), "types only"],
    ["components/pets/cat/manifest.ts", value("node:fs"), "no I/O"],
    ["components/pets/cat/manifest.ts", value("node:fs/promises"), "no I/O"],
    ["components/pets/cat/manifest.ts", value("node:util")],
    ["components/pets/cat/values.ts", value("../../ml-cluster"), "no other component"],
    ["components/targets/aws/spec.ts", type("@pulumi/aws/s3")],
    ["components/targets/aws/spec.ts", value("@pulumi/aws/s3"), "types only"],
    ["components/targets/aws/spec.ts", type("@pulumi/gcp/storage"), "SDK of a cloud"],
    ["components/targets/aws/operations.ts", type("../operations")],
    ["components/targets/aws/operations.ts", value("node:fs"), "no I/O"],
    ["components/targets/aws/operations.ts", type("@pulumi/aws/s3"), "import no package"],
    ["components/targets/operations.ts", type("@pulumi/pulumi"), "import no package"],
    ["components/targets/aws/starter.ts", value("../starter")],
    ["components/targets/aws/starter.ts", type("@pulumi/aws/s3"), "import no package"],
    ["components/targets/aws/needs.ts", value("node:fs"), "no I/O"],
    ["components/targets/needs.ts", type("@pulumi/pulumi"), "import no package"],
    ["components/pets/fixed-values.ts", type("@pulumi/pulumi"), "import no package"],
  ],
  "components/targets/<x>/": [
    ["components/targets/aws/pets.ts", value("./network")],
    ["components/targets/aws/problems/pets.ts", value("../network")],
    ["components/targets/aws/index.ts", value("../target")],
    ["components/targets/aws/index.ts", value("../../shared/invalid-args")],
    ["components/targets/aws/index.ts", value("@pulumi/aws/s3")],
    ["components/targets/aws/index.ts", value("@pulumi/eks/types/enums")],
    ["components/targets/gcp/index.ts", value("../aws/network"), "no other target"],
    ["components/targets/aws/index.ts", value("../../ml-cluster/spec"), "no other target"],
    ["components/targets/aws/index.ts", value("../../../tests/helpers/deploy"), "no other target"],
    ["components/targets/aws/index.ts", value("../../../cli/user-error"), "no other target"],
    ["components/targets/aws/index.ts", value("@pulumi/gcp/container"), "SDK of a cloud"],
    ["components/targets/gcp/index.ts", value("@pulumi/eks/cluster"), "SDK of a cloud"],
    ["components/targets/azure/index.ts", value("@pulumi/aws/s3"), "SDK of a cloud"],
    ["components/targets/existing/index.ts", value("@pulumi/azure-native/network"), "SDK of a cloud"],
    ["components/targets/existing/index.ts", value("@pulumi/aws/s3"), "SDK of a cloud"],
    ["components/targets/aws/index.ts", value("@pulumi/aws"), "sub-module"],
    ["components/targets/aws/index.ts", type("@pulumi/aws"), "sub-module"],
    ["components/targets/aws/index.ts", value("@pulumi/pulumi/automation"), "public API of @pulumi/pulumi"],
    ["components/targets/aws/index.ts", value("eslint"), "Users do not have this package"],
    ["components/targets/gcp/problems/index.ts", value("../../aws/network"), "no other target"],
  ],
  "components/targets/<x>/args.ts": [
    ["components/targets/aws/args.ts", type("@pulumi/pulumi")],
    ["components/targets/aws/args.ts", type("../target")],
    ["components/targets/aws/args.ts", type("../../shared/facts")],
    ["components/targets/aws/args.ts", value("../../shared/facts"), "types only"],
    ["components/targets/aws/args.ts", value("@pulumi/pulumi"), "types only"],
    ["components/targets/aws/args.ts", type("@pulumi/aws/ec2"), "every user type-checks it"],
    ["components/targets/aws/args.ts", type("./network"), "every user type-checks it"],
  ],
  "components/targets/*.ts": [
    ["components/targets/target.ts", type("@pulumi/pulumi")],
    ["components/targets/target.ts", type("../shared/facts")],
    ["components/targets/pets.ts", value("./target")],
    ["components/targets/target.ts", value("@pulumi/pulumi"), "types only"],
    ["components/targets/target.ts", type("./existing"), "no target"],
    ["components/targets/target.ts", type("../ml-cluster/args"), "no component"],
    ["components/targets/target.ts", type("@pulumi/aws/s3"), "SDK of a cloud"],
  ],
  "components/shared/": [
    ["components/shared/checks.ts", value("./invalid-args")],
    ["components/shared/checks.ts", value("@pulumi/kubernetes")],
    ["components/shared/checks.ts", type("../ml-cluster/args"), "nothing outside shared/"],
    ["components/shared/checks.ts", value("../targets/target"), "nothing outside shared/"],
    ["components/shared/checks.ts", value("@pulumi/aws/s3"), "SDK of a cloud"],
  ],
  "components/index.ts": [
    ["components/index.ts", `export { MlCluster } from "./ml-cluster";`],
    ["components/index.ts", `export type { ExistingClusterArgs } from "./targets/existing/args";`],
    ["components/index.ts", `export { X } from "./targets/aws/args";`],
    ["components/index.ts", `export type { X } from "./targets/existing";`, "nothing that loads an SDK"],
    ["components/index.ts", `export { x } from "../cli/user-error";`, "nothing that loads an SDK"],
  ],
  "programs/ and plugin/": [
    ["programs/existing/index.ts", value("../../components")],
    ["programs/existing/index.ts", value("../../components/index")],
    ["programs/existing/index.ts", value("@pulumi/pulumi")],
    ["programs/existing/index.ts", value("../serving")],
    ["programs/existing/index.ts", value("../../components/shared/invalid-args"), "public API"],
    ["programs/existing/index.ts", value("../aws"), "public API"],
    ["programs/existing/index.ts", value("../index"), "public API"],
    ["programs/existing/index.ts", value("eslint"), "Users do not have this package"],
    ["programs/automation/up.ts", value("@pulumi/pulumi/automation")],
    ["programs/automation/up.ts", value("../../cli/user-error"), "public API"],
    ["programs/index.ts", value("../components")],
    ["programs/index.ts", value("./existing"), "with require"],
    ["programs/serving.ts", value("../components")],
    ["programs/serving.ts", value("../components/shared/invalid-args"), "public API"],
    ["plugin/index.ts", value("../components")],
    ["plugin/index.ts", value("../components/ml-cluster"), "public API"],
  ],
  "cli/": [
    ["cli/pets.ts", value("./user-error")],
    ["cli/plan/text/tree.ts", value("../../../components")],
    ["cli/plan/pets.ts", value("../../components/shared/pinned-charts")],
    ["cli/plan/pets.ts", value("../../components/targets/operations")],
    ["cli/plan/pets.ts", value("../../components/targets/starter")],
    ["cli/plan/pets.ts", value("../../components/targets/aws/starter"), "The command line imports"],
    ["cli/plan/pets.ts", value("@pulumi/pulumi/runtime/mocks")],
    ["cli/plan/pets.ts", value("node:fs/promises")],
    ["cli/plan/pets.ts", type("@grpc/grpc-js")],
    ["cli/plan/pets.ts", value("@grpc/grpc-js"), "Users do not have this package"],
    ["cli/plan/pets.ts", value("../../components/targets/existing/operations"), "The command line imports"],
    ["cli/plan/pets.ts", value("../../components/seldon-core/spec"), "The command line imports"],
    ["cli/plan/pets.ts", value("../../programs/existing"), "The command line imports"],
    ["cli/plan/pets.ts", value("../../tests/helpers/deploy"), "The command line imports"],
    ["cli/plan/pets.ts", value("@pulumi/aws/s3"), "SDK of a cloud"],
  ],
  "policy/": [
    ["policy/rules/pets.ts", value("../rule")],
    ["policy/rules/pets.ts", value("../../cli/plan/text/reachability")],
    ["policy/rules/pets.ts", value("../../components/shared/nearest")],
    ["policy/rules/pets.ts", value("../../components/targets/operations")],
    ["policy/rules/pets.ts", type("../../components/targets/guardrails")],
    ["policy/rules/pets.ts", value("../../components/targets/aws/guardrails"), "The rules import"],
    ["policy/rules/pets.ts", value("../../cli/user-error"), "The rules import"],
    ["policy/rules/pets.ts", value("../../components"), "The rules import"],
    ["policy/rules/pets.ts", value("../../programs/existing"), "The rules import"],
    ["policy/rules/pets.ts", type("@pulumi/policy")],
    ["policy/rules/pets.ts", value("@pulumi/policy"), "SDK of a cloud"],
    ["policy/pack.ts", value("@pulumi/policy")],
    ["policy/pack.ts", value("@pulumi/aws/s3"), "SDK of a cloud"],
    ["cli/plan/pets.ts", value("../../policy/rules")],
    ["cli/plan/pets.ts", value("../../policy/pack"), "starts a server"],
    ["cli/plan/pets.ts", value("@pulumi/policy"), "SDK of a cloud"],
  ],
  "recorder/": [
    ["recorder/pets.ts", value("@pulumi/pulumi/runtime/mocks")],
    ["recorder/pets.ts", type("@grpc/grpc-js")],
    ["recorder/pets.ts", value("@grpc/grpc-js"), "Users do not have this package"],
    ["recorder/pets.ts", type("../components"), "The recorder imports no other folder"],
    ["recorder/pets.ts", value("../cli/user-error"), "The recorder imports no other folder"],
    ["recorder/pets.ts", value("@pulumi/aws/s3"), "SDK of a cloud"],
  ],
  "scripts/ and tests/": [
    ["scripts/pets.ts", value("../components/shared/pinned-charts")],
    ["scripts/pets.ts", value("prettier")],
    ["scripts/pets.ts", value("../programs/existing"), "Scripts import"],
    ["scripts/pets.ts", value("../cli/user-error"), "Scripts import"],
    ["scripts/pets.ts", value("../tests/helpers/deploy"), "Scripts import"],
    ["tests/unit/anything.spec.ts", value("../../components/ml-cluster/spec")],
    ["tests/unit/anything.spec.ts", value("../../programs/existing")],
  ],
};

describe("import boundaries", () => {
  for (const [folder, cases] of Object.entries(rows)) {
    describe(folder, () => {
      for (const [file, code, refused] of cases) {
        it(`${file}: ${refused === undefined ? "may contain" : "may not contain"} ${code.split("\n", 1)[0] ?? ""}`, async () => {
          const messages = await lintSnippet(file, code, "boundaries/dependencies");
          if (refused === undefined) assert.deepEqual(messages, []);
          else {
            assert.notEqual(messages.length, 0, "the import was allowed");
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

describe("other restrictions of the lint rules", () => {
  const WHOLE = "@typescript-eslint/no-restricted-imports";
  const refused: readonly (readonly [rule: string, file: string, code: string, message: string])[] = [
    ["no-restricted-syntax", "components/pets/index.ts", `if (place === "existing") run();`, "name of a target"],
    ["no-restricted-syntax", "cli/up.ts", `if ("existing" !== place) run();`, "name of a target"],
    ["no-restricted-syntax", "recorder/graph.ts", `if (place === "existing") run();`, "name of a target"],
    ["no-restricted-syntax", "programs/index.ts", `switch (place) { case "existing": run(); }`, "name of a target"],
    [
      "no-restricted-syntax",
      "components/shared/install-chart.ts",
      `if (place === "existing") run();`,
      "name of a target",
    ],
    ["no-restricted-syntax", "components/pets/index.ts", `void import("./cat");`, "use require"],
    ["no-restricted-syntax", "programs/index.ts", `void import("./existing");`, "use require"],
    ["no-restricted-syntax", "components/pets/index.ts", `new kubernetes.helm.v3.Release("pets");`, "installChart"],
    ["no-restricted-syntax", "components/targets/aws/index.ts", `new Release("pets");`, "installChart"],
    [
      "no-restricted-properties",
      "tests/unit/pets.spec.ts",
      `describe.only("pets", () => {});`,
      "the other tests do not run",
    ],
    [
      "no-restricted-properties",
      "tests/unit/pets.spec.ts",
      `it.only("purrs", () => {});`,
      "the other tests do not run",
    ],
    ["@typescript-eslint/no-require-imports", "components/pets/index.ts", `require("./cat");`, "require()"],
    ["no-console", "components/pets/index.ts", `console.log("pets");`, "console"],
    ...["@pulumi/kubernetes", "@pulumi/kubernetes/helm/v3"].map(
      (name) => [WHOLE, "components/pets/index.ts", value(name), "from its own module"] as const,
    ),
  ];
  for (const [rule, file, code, message] of refused) {
    it(`${file}: may not contain ${code}`, async () => {
      const [first = "no message"] = await lintSnippet(file, code, rule);
      assert.ok(first.includes(message), first);
    });
  }

  const allowed: readonly (readonly [rule: string, file: string, code: string])[] = [
    ["no-restricted-syntax", "components/targets/existing/index.ts", `if (place === "existing") run();`],
    ["no-restricted-syntax", "tests/unit/pets.spec.ts", `if (place === "existing") run();`],
    ["no-restricted-syntax", "components/pets/index.ts", `if (state === "Existing") run();`],
    ["no-restricted-syntax", "components/shared/install-chart.ts", `new kubernetes.helm.v3.Release("pets");`],
    ["no-restricted-syntax", "cli/up.ts", `void import("./plan");`],
    [WHOLE, "components/pets/index.ts", type("@pulumi/kubernetes")],
    [WHOLE, "components/pets/index.ts", value("@pulumi/kubernetes/core/v1")],
    ["no-restricted-properties", "tests/unit/pets.spec.ts", `it("purrs", () => {});`],
  ];
  for (const [rule, file, code] of allowed) {
    it(`${file}: may contain ${code}`, async () => assert.deepEqual(await lintSnippet(file, code, rule), []));
  }
});
