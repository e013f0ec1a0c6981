import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { runNode } from "../../plan/cli/run-cli";
import { newestPackages } from "./newest-packages";
import type { Packed } from "./packed";
import { RESOLUTIONS, typeErrors } from "./type-errors";

/** Tests of the types of the package, with every way to find modules, with the newest SDKs, and with the newest compiler. */
export function onEveryCompiler(projects: () => { published: Packed; newest: string }): void {
  for (const resolution of RESOLUTIONS) {
    describe(`for a program with module resolution ${ts.ModuleResolutionKind[resolution[1]]}`, () => {
      const messages = (program: string): string[] => typeErrors(projects().published, program, resolution);

      it("accepts correct arguments", () => {
        assert.deepEqual(messages(PROGRAM), []);
      });

      if (ts.ModuleKind[resolution[0]].startsWith("Node")) {
        it("accepts them in an ES module", () => {
          // In a module, Node and the compiler want the file: @pulumi/pulumi has no exports.
          const program = PROGRAM.replace("@pulumi/pulumi/automation", "@pulumi/pulumi/automation/index.js");
          assert.deepEqual(typeErrors(projects().published, program, resolution, { name: "index.mts" }), []);
        });
      }

      it("refuses a misspelt input and an output used as text", () => {
        const wrong = PROGRAM.replace("allowPublic", "alowPublic").replace("= ingress.url", ": string = ingress.url");
        const [input = "", output = ""] = messages(wrong);
        assert.match(input, /'alowPublic' does not exist in type 'IngressLayerArgs'/);
        assert.match(
          output,
          /'OutputInstance<string>' is not assignable to type 'string'|not assignable to type 'string'/,
        );
      });
    });
  }

  it("has types that fit those of the newest SDKs", () => {
    const { published, newest } = projects();
    assert.deepEqual(typeErrors({ ...published, consumer: newest }, PROGRAM, RESOLUTIONS[0]), []);
  });

  describe("for TypeScript 7, which checks types and does not run programs", () => {
    const check = async (module: string, moduleResolution: string): Promise<string> => {
      const { consumer } = projects().published;
      writeFileSync(join(consumer, "index.ts"), PROGRAM);
      const compiler = join(await newestPackages(), "typescript-7/bin/tsc");
      const flags = ["--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--types", "node"];
      const how = ["--module", module, "--moduleResolution", moduleResolution];
      const args = [compiler, ...flags, ...how, "index.ts"];
      const { stdout, stderr } = await runNode(args, { cwd: consumer });
      return stdout + stderr;
    };

    for (const [module, resolution] of [
      ["nodenext", "nodenext"],
      ["node16", "node16"],
      ["esnext", "bundler"],
    ] as const) {
      it(`accepts correct arguments with module resolution ${resolution}`, async () => {
        assert.equal(await check(module, resolution), "");
      });
    }

    it("cannot find modules in the old way", async () => {
      assert.match(await check("commonjs", "node10"), /'moduleResolution=node10' has been removed/);
    });
  });
}

const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
import type { Stack } from "@pulumi/pulumi/automation";
import { platformUp, showLines } from "pulumi-mlplatform/automation";
import { IngressLayer, MlCluster, type ClusterFacts } from "pulumi-mlplatform";

const config = new pulumi.Config();
const cluster = new MlCluster("ml", { existing: { kubeconfig: config.requireSecret("kubeconfig"), context: "mine" } });
const facts: ClusterFacts = cluster;
const ingress = new IngressLayer(
  "ingress",
  { cluster: facts, istio: {}, allowPublic: true },
  { provider: cluster.provider },
);
export const url = ingress.url;
export const update = (stack: Stack) => platformUp({ stack, show: showLines(console.log) });
`;
