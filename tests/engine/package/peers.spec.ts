import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { sdks } from "../../../components/targets/aws/pins";
import { runNode, type CliRun } from "../../plan/cli/run-cli";
import { packed, type Packed } from "./packed";
import { RESOLUTIONS, typeErrors } from "./type-errors";

const ARGS = `{ aws: { region: "us-east-1" }, apiAccess: { cidrs: ["203.0.113.0/24"] } }`;

/** Uses nothing but the package itself, and Pulumi's core. */
const OWN = `
import * as pulumi from "@pulumi/pulumi";
import { AwsNat, MlCluster, type ClusterFacts, type MlClusterArgs } from "pulumi-mlplatform";

const args: MlClusterArgs = ${ARGS};
const cluster = new MlCluster("ml", { ...args, aws: { ...args.aws, network: { nat: AwsNat.PerZone } } });
export const facts: pulumi.Output<ClusterFacts> = cluster.facts;
`;

/** Brings a provider of its own as well. */
const WITH_PROVIDER = `
import { Provider } from "@pulumi/aws/provider";
import { MlCluster } from "pulumi-mlplatform";

const aws = new Provider("work", { profile: "work", region: "us-east-1" });
export const { endpoint } = new MlCluster("ml", ${ARGS}, { providers: [aws] });
`;

/** Declarations are the same however modules are found, so that checking them once is enough. */
const inDepth = ([module]: (typeof RESOLUTIONS)[number]) => ({ declarations: module === ts.ModuleKind.NodeNext });

describe("the published package, in a project", () => {
  let published: Packed;
  before(async () => (published = await packed()));
  after(() => {
    // Where packing failed there is nothing to remove.
    (published as Packed | undefined)?.remove();
  });

  /** Plans a program in JavaScript with the package's own command. */
  const plan = (): Promise<CliRun> => {
    const { consumer } = published;
    writeFileSync(join(consumer, "Pulumi.yaml"), "name: mine\nruntime: nodejs\nmain: index.js\n");
    writeFileSync(
      join(consumer, "index.js"),
      `const { MlCluster } = require("pulumi-mlplatform");\nnew MlCluster("ml", ${ARGS});\n`,
    );
    const command = join(consumer, "node_modules/pulumi-mlplatform/dist/cli/mlplatform.js");
    return runNode([command, "plan"], { cwd: consumer });
  };

  describe("without the SDK of a cloud", () => {
    for (const resolution of RESOLUTIONS) {
      it(`type-checks with module resolution ${ts.ModuleResolutionKind[resolution[1]]}`, () => {
        assert.deepEqual(typeErrors(published, OWN, resolution, inDepth(resolution)), []);
      });
    }

    it("names the SDKs that a target needs", async () => {
      const { stdout, stderr, exitCode } = await plan();
      assert.equal(exitCode, 1);
      assert.equal(stdout, "");
      assert.match(
        stderr,
        /MlCluster "ml" has invalid arguments:\n {2}- aws: @pulumi\/\w+ is not installed\. Run npm install @pulumi\/aws @pulumi\/eks @pulumi\/random\.\n/,
      );
    });
  });

  describe("with the SDKs of AWS alone", () => {
    before(() => published.install(sdks));

    for (const resolution of RESOLUTIONS) {
      it(`type-checks with module resolution ${ts.ModuleResolutionKind[resolution[1]]}`, () => {
        assert.deepEqual(typeErrors(published, WITH_PROVIDER, resolution, inDepth(resolution)), []);
      });
    }

    it("plans a cluster", async () => {
      const { stdout, stderr } = await plan();
      assert.equal(stderr, "");
      assert.match(stdout, /\n {2}├─ eks Cluster +ml +API from 203\.0\.113\.0\/24, protected/);
    });
  });
});
