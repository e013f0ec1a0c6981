import assert from "node:assert/strict";
import { chmodSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { PACKAGE_LINK } from "./package-link";
import { projectOnDisk, type ProjectOnDisk } from "./project-on-disk";
import { CERTIFICATE } from "../../unit/ingress-layer/certificates";
import { KEY } from "../../unit/targets/rke2/cluster";
import { runCli, runNode } from "./run-cli";

const root = path.resolve(__dirname, "../../..");
const PAGE = readFileSync(path.join(root, "docs/your-own-program.md"), "utf8");
/** The example of the README itself. */
const [, EXAMPLE = ""] = /```ts\n(.*?)```/s.exec(readFileSync(path.join(root, "README.md"), "utf8")) ?? [];
const [, PROGRAM = ""] = /```ts\n((?:(?!```).)*new pulumi\.StackReference.*?)```/s.exec(PAGE) ?? [];
/** The first program, with the operator and the model of the next block. */
const PLATFORM = [...PAGE.matchAll(/```ts\n(.*?)```/gs)]
  .slice(0, 2)
  .map(([, code]) => code)
  .join("");
const blocks = [...PAGE.matchAll(/```ts\n(.*?)```/gs)].map(([, code = ""]) => code);
/** The machines of one's own, with Rancher. */
const ON_PREM = [/rke2: \{/, /new RancherServer\(/]
  .map((part) => blocks.find((code) => part.test(code)) ?? "")
  .join("");
/** A unit test of it with Pulumi's mocks, as a user writes it. */
const WITH_MOCKS = `
import * as pulumi from "@pulumi/pulumi";

const names: string[] = [];
void pulumi.runtime.setMocks({
  newResource: ({ name, type, inputs }) => {
    names.push(name);
    const data = type === "kubernetes:core/v1:Secret" ? { "ca.crt": "${Buffer.from(CERTIFICATE).toString("base64")}" } : undefined;
    return { id: name + "-id", state: { ...inputs, data } };
  },
  call: ({ inputs }) => inputs,
});
void import("./onprem.js");
process.once("beforeExit", () =>
  console.log(["ml-worker-member", "rancher-route", "nobody"].map((name) => names.includes(name))),
);
`;
const [, TSCONFIG = ""] = /```json\n(.*?)```/s.exec(PAGE) ?? [];

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
  "example.ts": EXAMPLE,
  "onprem.ts": ON_PREM,
  "mocks.ts": WITH_MOCKS,
  ".ssh/id_ed25519": KEY,
  ...PACKAGE_LINK,
  "open.json": JSON.stringify({ facts: FACTS, kubeconfig: "the kubeconfig" }),
  "masked.json": JSON.stringify({ facts: FACTS, kubeconfig: "[secret]" }),
  "bin/pulumi": '#!/bin/sh\ncase "$*" in *--show-secrets*) cat open.json ;; *) cat masked.json ;; esac\n',
};

describe("the programs of the README and of docs/your-own-program.md", () => {
  let project: ProjectOnDisk;
  before(() => {
    project = projectOnDisk(files, ["@pulumi/pulumi", "@pulumi/kubernetes", "@pulumi/command"]);
    chmodSync(path.join(project.dir, "bin/pulumi"), 0o755);
  });
  after(() => {
    project.remove();
  });

  it("that reads another stack compiles with the documented tsconfig.json", () => {
    const { options } = ts.parseJsonConfigFileContent(JSON.parse(TSCONFIG), ts.sys, project.dir);
    const types = { types: ["node"], typeRoots: [path.join(root, "node_modules/@types")] };
    const program = ts.createProgram([path.join(project.dir, "index.ts")], { ...options, ...types });
    assert.deepEqual(
      ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
      [],
    );
  });

  it("compile with exactOptionalPropertyTypes", () => {
    const { options } = ts.parseJsonConfigFileContent(JSON.parse(TSCONFIG), ts.sys, project.dir);
    const types = { types: ["node"], typeRoots: [path.join(root, "node_modules/@types")] };
    const files = ["index.ts", "platform.ts", "example.ts", "onprem.ts", "mocks.ts"].map((file) =>
      path.join(project.dir, file),
    );
    const program = ts.createProgram(files, { ...options, ...types, exactOptionalPropertyTypes: true });
    // Of the package, users have the declarations only, which have no errors of their own.
    const found = files.flatMap((file) => program.getSemanticDiagnostics(program.getSourceFile(file)));
    assert.deepEqual(
      found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
      [],
    );
  });

  it("that reads another stack is planned with what that stack exports", async () => {
    const env = { PATH: `${path.join(project.dir, "bin")}:${process.env["PATH"] ?? ""}` };
    const { stdout, stderr, exitCode } = await runCli(["plan"], { cwd: project.dir, env });
    assert.deepEqual([stderr, exitCode], ["", 0]);
    assert.match(stdout, /\n {2}provider +cluster +cluster arn:\S+ {2}secret: kubeconfig\n/);
    assert.match(stdout, /\n {2}pulumi StackReference +organization\/clusters\/prod +looked up\n/);
    assert.match(stdout, /chart +istio-system\/istiod/);
  });

  it("for machines of one's own runs with Pulumi's mocks", async () => {
    const args = ["--import", require.resolve("tsx"), "mocks.ts"];
    const { stdout, stderr } = await runNode(args, { cwd: project.dir, env: { HOME: project.dir } });
    assert.deepEqual([stdout, stderr], ["[ true, true, false ]\n", ""]);
  });
});
