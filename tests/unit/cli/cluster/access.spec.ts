import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { ClusterAccess, ToolFailed } from "../../../../cli/cluster/access";
import { UserError } from "../../../../cli/user-error";
import { fakeTool, type FakeTool } from "./fake-tool";

const KUBECONFIG = "apiVersion: v1\nusers: [{ user: { token: hunter22 } }]\n";

describe("ClusterAccess", () => {
  let tool: FakeTool | undefined;
  afterEach(() => tool?.remove());

  it("passes a kubeconfig in a file that only its owner can read, and deletes the file afterwards", async () => {
    tool = fakeTool('for last; do :; done; stat -c %a "$last"; cat "$last"');
    const cluster = new ClusterAccess({ kubeconfig: KUBECONFIG, context: "blue" }, { helm: tool.program });

    assert.equal(await cluster.helm(["list"]), `600\n${KUBECONFIG}`);
    const [call = ""] = tool.calls();
    assert.match(call, /^list --kube-context blue --kubeconfig \S+$/);
    assert.ok(!existsSync(call.split(" ").at(-1) ?? ""));
  });

  it("passes the path of a kubeconfig unchanged", async () => {
    tool = fakeTool("");
    await new ClusterAccess({ kubeconfig: "/home/me/.kube/config" }, { kubectl: tool.program }).kubectl(["get", "x"]);
    assert.deepEqual(tool.calls(), ["get x --request-timeout=30s --kubeconfig /home/me/.kube/config"]);
  });

  it("does not pass the user's own choice of cluster to helm", async () => {
    tool = fakeTool('echo "[$HELM_KUBETOKEN$HELM_NAMESPACE]"');
    Object.assign(process.env, { HELM_KUBETOKEN: "theirs", HELM_NAMESPACE: "theirs" });
    try {
      assert.equal(await new ClusterAccess({}, { helm: tool.program }).helm(["list"]), "[]\n");
    } finally {
      delete process.env["HELM_KUBETOKEN"];
      delete process.env["HELM_NAMESPACE"];
    }
  });

  it("fails with the error output of the tool", async () => {
    tool = fakeTool("echo 'Error: no' >&2; exit 3");
    await assert.rejects(
      new ClusterAccess({}, { helm: tool.program }).helm(["list"]),
      (error) => error instanceof ToolFailed && error.message === "helm failed: Error: no",
    );
  });

  it("stops a tool after its time limit, even if a child process of the tool keeps running", async () => {
    tool = fakeTool("sleep 30 & sleep 30");
    const began = Date.now();
    await assert.rejects(
      new ClusterAccess({}, { helm: tool.program }).helm(["list", "--pending"], 0.2),
      (error) => error instanceof ToolFailed && error.message === "helm list did not end within 0.2 s",
    );
    assert.ok(Date.now() - began < 10_000);
  });

  it("can have a shorter limit for all commands, also for each request", async () => {
    tool = fakeTool("[ $1 = get ] || sleep 30");
    const cluster = new ClusterAccess({}, { kubectl: tool.program }).limited({ seconds: 0.5 });
    await cluster.kubectl(["get", "x"]);
    assert.deepEqual(tool.calls(), ["get x --request-timeout=0.45s"]);
    await assert.rejects(
      cluster.kubectl(["wait"]),
      (error) => error instanceof ToolFailed && error.message === "kubectl wait did not end within 0.5 s",
    );
  });

  it("ends with the reason of a signal, and starts nothing after it", async () => {
    tool = fakeTool("sleep 30");
    const reason = new Error("enough");
    const stop = new AbortController();
    const cluster = new ClusterAccess({}, { kubectl: tool.program }).limited({ signal: stop.signal });
    const running = cluster.kubectl(["get", "x"]);
    while (tool.calls().length === 0) await new Promise((done) => setTimeout(done, 10));
    stop.abort(reason);
    await assert.rejects(running, reason);
    await assert.rejects(cluster.kubectl(["get", "y"]), reason);
    assert.deepEqual(tool.calls(), ["get x --request-timeout=30s"]);
  });

  it("fails with a link to the installation if the tool is not installed", async () => {
    await assert.rejects(
      new ClusterAccess({}, { helm: "/nowhere/helm" }).helm(["list"]),
      (error) =>
        error instanceof UserError &&
        error.message ===
          "helm is required to read the cluster, but is not installed. Install it: https://helm.sh/docs/intro/install/",
    );
  });
});
