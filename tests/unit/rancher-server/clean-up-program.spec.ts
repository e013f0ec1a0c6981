import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const PROGRAM = readFileSync(path.join(__dirname, "../../../components/rancher-server/clean-up/program.cjs"), "utf8");
const KUBECONFIG = "kind: Config\ntoken: the-token\n";

/** What the double of kubectl answers: lists by their path. Others do not exist. */
interface Cluster {
  readonly status?: number;
  readonly kubeconfig?: string;
  readonly answers?: Readonly<Record<string, unknown>>;
}

const items = (...list: object[]) => ({ items: list });
const NO_KINDS = { "/api": items(), "/apis": items() };
const plans = {
  group: "upgrade.cattle.io",
  names: { plural: "plans", kind: "Plan" },
  versions: [{ name: "v1", storage: true }],
};
const DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const DEPLOYMENTS = "/apis/apps/v1/deployments";

describe("the program that cleans up after Rancher", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "mlplatform-test-"))));
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs the program in a folder for temporary files of its own, with the double of kubectl unless there is to be none. */
  function run(step: string, cluster: Cluster | undefined, env: Readonly<Record<string, string>> = {}, seconds = 5) {
    const bin = path.join(folder, "bin");
    mkdirSync(bin);
    for (const [name, program] of Object.entries({
      node: process.execPath,
      sh: "/bin/sh",
      cat: "/bin/cat",
      mkfifo: "/usr/bin/mkfifo",
      mv: "/bin/mv",
      env: "/usr/bin/env",
    }))
      symlinkSync(program, path.join(bin, name));
    if (cluster !== undefined) copyFileSync(path.join(__dirname, "kubectl-double.cjs"), path.join(bin, "kubectl"));
    const answers = path.join(folder, "answers.json");
    writeFileSync(answers, JSON.stringify({ kubeconfig: KUBECONFIG, answers: {}, ...cluster }));
    const temporary = path.join(folder, "tmp");
    mkdirSync(temporary);
    const { status, stdout, stderr } = spawnSync("node", ["-e", PROGRAM, step], {
      encoding: "utf8",
      env: {
        ...{ PATH: bin, TMPDIR: temporary, KUBECTL_ANSWERS: answers, KUBECTL_LOG: path.join(folder, "log") },
        ...{ MLPLATFORM_RANCHER_KUBECONFIG: KUBECONFIG, MLPLATFORM_RANCHER_SECONDS: String(seconds), ...env },
      },
    });
    assert.equal(stdout, "");
    assert.deepEqual(readdirSync(temporary), []);
    assert.ok(!stderr.includes("the-token"), stderr);
    const log = path.join(folder, "log");
    const asked = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
    return { status, stderr, changes: asked.filter((request) => !request.startsWith("GET")) };
  }

  it("checks that kubectl is there", () => {
    assert.deepEqual(run("check", {}), { status: 0, stderr: "", changes: [] });
  });

  for (const step of ["check", "clean"]) {
    it(`says that kubectl is missing (${step})`, () => {
      const { status, stderr } = run(step, undefined);
      assert.equal(status, 1);
      assert.match(stderr, /kubectl was not found on the PATH.*cleanUp: \{ enabled: false \}/);
    });
  }

  it("changes nothing if nothing is left", () => {
    assert.deepEqual(run("clean", { answers: NO_KINDS }), { status: 0, stderr: "", changes: [] });
  });

  it("says that kubectl does not take the kubeconfig", () => {
    const { status, stderr } = run("clean", { kubeconfig: "another" });
    assert.equal(status, 1);
    assert.match(stderr, /cannot be removed: kubectl ended: error: invalid configuration/);
  });

  it("says that the cluster refuses the kubeconfig", () => {
    const { status, stderr } = run("clean", { status: 401 });
    assert.equal(status, 1);
    assert.match(stderr, /cannot be removed: the cluster refuses the kubeconfig: status 401/);
  });

  it("fails if the cluster does not answer, unless the Kubernetes provider passes over it", () => {
    const { status, stderr } = run("clean", { status: 502 }, {}, 3);
    assert.equal(status, 1);
    assert.match(stderr, /The cluster does not answer.*PULUMI_K8S_DELETE_UNREACHABLE=true/);
  });

  for (const name of ["PULUMI_K8S_DELETE_UNREACHABLE", "MLPLATFORM_RANCHER_SKIP_UNREACHABLE"]) {
    it(`passes over a cluster that does not answer with ${name}`, () => {
      const { status, stderr } = run("clean", { status: 502 }, { [name]: "true" }, 3);
      assert.equal(status, 0);
      assert.match(stderr, /nothing is cleaned up/);
    });
  }

  it("says why it could not see what is left", () => {
    const { status, stderr } = run("clean", { answers: { "/api": items() } }, {}, 3);
    assert.equal(status, 1);
    assert.match(stderr, /After 3 s, the cluster has not told what is left of Rancher: status 404/);
  });

  const upgrades = (namespace: string) => ({
    ...NO_KINDS,
    [DEFINITIONS]: items({ metadata: { name: "plans.upgrade.cattle.io" }, spec: plans }),
    [DEPLOYMENTS]: items({ metadata: { name: "system-upgrade-controller", namespace } }),
    "/apis/upgrade.cattle.io/v1/plans": items(),
    [`${DEFINITIONS}/plans.upgrade.cattle.io`]: {},
  });

  it("leaves plans of upgrades to a controller of the user's own", () => {
    assert.deepEqual(run("clean", { answers: upgrades("system-upgrade") }).changes, []);
  });

  it("removes plans of upgrades if that controller was Rancher's", () => {
    const answers = { ...upgrades(""), [DEPLOYMENTS]: items() };
    assert.deepEqual(run("clean", { answers }).changes, [`DELETE ${DEFINITIONS}/plans.upgrade.cattle.io`]);
  });

  it("removes the password that the chart leaves in a namespace that stays", () => {
    const secret = "/api/v1/namespaces/cattle-system/secrets/bootstrap-secret";
    const metadata = { name: "bootstrap-secret", namespace: "cattle-system" };
    const { status, stderr, changes } = run("clean", { answers: { ...NO_KINDS, [secret]: { metadata } } });
    assert.deepEqual([status, changes], [0, [`DELETE ${secret}`]]);
    assert.equal(stderr, "Removed: Secret cattle-system/bootstrap-secret\n");
  });

  it("leaves a namespace of the user that is called local", () => {
    const local = { metadata: { name: "local", ownerReferences: [{ apiVersion: "example.org/v1" }] } };
    assert.deepEqual(run("clean", { answers: { ...NO_KINDS, "/api/v1/namespaces": items(local) } }).changes, []);
  });

  it("removes a binding whatever characters its name has", () => {
    const bindings = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings";
    const binding = {
      metadata: { name: "rancher: a?b#c é" },
      subjects: [{ kind: "ServiceAccount", namespace: "cattle-system" }],
    };
    const named = `${bindings}/rancher%3A%20a%3Fb%23c%20%C3%A9`;
    const answers = { ...NO_KINDS, [bindings]: items(binding), [named]: {} };
    assert.deepEqual(run("clean", { answers }).changes, [`DELETE ${named}`]);
  });
});
