import assert from "node:assert/strict";
import { chmodSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { projectOnDisk, type ProjectOnDisk } from "./project-on-disk";
import { runCli } from "./run-cli";

const root = path.resolve(__dirname, "../../..");
const README = readFileSync(path.join(root, "README.md"), "utf8");
const [, PROGRAM = ""] = /```ts\n((?:(?!```).)*new pulumi\.StackReference.*?)```/s.exec(README) ?? [];
/** The first program, with the operator and the model of the next block. */
const PLATFORM = [...README.matchAll(/```ts\n(.*?)```/gs)]
  .slice(0, 2)
  .map(([, code]) => code)
  .join("");
const [, TSCONFIG = ""] = /```json\n(.*?)```/s.exec(README) ?? [];

/** What the stack with the cluster exports, as `pulumi stack output --json` prints it. */
const FACTS = {
  clusterIdentifier: "arn:aws:eks:us-east-1:111122223333:cluster/ml",
  clusterName: "ml",
  kubernetesVersion: "1.35",
  loadBalancerAnnotations: { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing" },
  internalLoadBalancerAnnotations: {},
  providesLoadBalancers: true,
  defaultExposure: "internal",
  identity: {},
  ready: "ml",
};

const files = {
  "Pulumi.yaml": "name: ingress\nruntime: nodejs\n",
  "package.json": '{ "name": "ingress", "private": true }',
  "tsconfig.json": TSCONFIG,
  "index.ts": PROGRAM,
  "platform.ts": PLATFORM,
  // In a clone nothing is built, so the package's name leads to its source.
  "node_modules/pulumi-mlplatform/package.json": JSON.stringify({ main: "index.js", types: "index.d.ts" }),
  "node_modules/pulumi-mlplatform/index.js": `module.exports = require(${JSON.stringify(path.join(root, "components"))});`,
  "node_modules/pulumi-mlplatform/index.d.ts": `export * from ${JSON.stringify(path.join(root, "components"))};`,
  "open.json": JSON.stringify({ facts: FACTS, kubeconfig: "the kubeconfig" }),
  "masked.json": JSON.stringify({ facts: FACTS, kubeconfig: "[secret]" }),
  "bin/pulumi": '#!/bin/sh\ncase "$*" in *--show-secrets*) cat open.json ;; *) cat masked.json ;; esac\n',
};

describe("the program of the README that reads another stack", function () {
  this.timeout(120_000);
  let project: ProjectOnDisk;
  before(() => {
    project = projectOnDisk(files, ["@pulumi/pulumi", "@pulumi/kubernetes"]);
    chmodSync(path.join(project.dir, "bin/pulumi"), 0o755);
  });
  after(() => {
    project.remove();
  });

  it("compiles with the README's tsconfig.json", () => {
    const { options } = ts.parseJsonConfigFileContent(JSON.parse(TSCONFIG), ts.sys, project.dir);
    const types = { types: ["node"], typeRoots: [path.join(root, "node_modules/@types")] };
    const program = ts.createProgram([path.join(project.dir, "index.ts")], { ...options, ...types });
    assert.deepEqual(
      ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
      [],
    );
  });

  it("compiles with exactOptionalPropertyTypes, as do the other programs of the README", () => {
    const { options } = ts.parseJsonConfigFileContent(JSON.parse(TSCONFIG), ts.sys, project.dir);
    const types = { types: ["node"], typeRoots: [path.join(root, "node_modules/@types")] };
    const files = [path.join(project.dir, "index.ts"), path.join(project.dir, "platform.ts")];
    const program = ts.createProgram(files, { ...options, ...types, exactOptionalPropertyTypes: true });
    // Of the package, users have the declarations only, which have no errors of their own.
    const found = files.flatMap((file) => program.getSemanticDiagnostics(program.getSourceFile(file)));
    assert.deepEqual(
      found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
      [],
    );
  });

  it("is planned with what that stack exports", async () => {
    const env = { PATH: `${path.join(project.dir, "bin")}:${process.env["PATH"] ?? ""}` };
    const { stdout, stderr, exitCode } = await runCli(["plan"], { cwd: project.dir, env });
    assert.deepEqual([stderr, exitCode], ["", 0]);
    assert.match(stdout, /\n {2}provider +cluster +cluster arn:\S+ {2}secret: kubeconfig\n/);
    assert.match(stdout, /\n {2}pulumi StackReference +organization\/clusters\/prod +looked up\n/);
    assert.match(stdout, /chart +istio-system\/istiod/);
  });
});
