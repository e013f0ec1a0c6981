import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { CLUSTER_PROGRAM } from "../../../../components/targets/k3d/commands";
import { Machine, type MachineOptions } from "../../../helpers/k3d/machine";
import { Commands } from "./run-commands";

/** Ports that tests at the same time do not use. */
const K3D = { httpPort: 18080, httpsPort: 18443, apiPort: 16443 };

describe("the commands of a cluster of k3d", function () {
  this.timeout(120_000); // each command starts several programs
  let machine: Machine;
  let commands: Commands;
  const on = (options: MachineOptions = {}): void => {
    machine = new Machine(options);
    commands = new Commands(machine);
  };
  afterEach(() => machine.remove());

  const fails = async (name: string, k3d: object, ...problems: RegExp[]): Promise<void> => {
    await assert.rejects(commands.create(name, { k3d: { ...K3D, ...k3d } }), ({ message }: Error) => {
      for (const problem of problems) assert.match(message, problem);
      assert.equal(message.split("\n  - ").length - 1, problems.length, message);
      return true;
    });
  };
  const created = (k3d: object = {}) => commands.create("ml", { k3d: { ...K3D, ...k3d } });
  const lines = (start: string) => machine.commandLines.filter((line) => line.startsWith(start));

  it("refuse a machine without k3d and Docker, in one error", async () => {
    on({ without: ["k3d", "docker"] });
    await fails("ml-check", {}, /- k3d was not found on the PATH\./, /- docker was not found on the PATH\./);
  });

  it("refuse an old k3d, files that do not exist and a port that is taken", async () => {
    on({ k3dVersion: "v5.4.9" });
    await fails("ml-check", {}, /- k3d 5\.4 is too old\./);
    machine.change({ k3dVersion: "v5.9.0" });
    const server = createServer().listen(K3D.httpPort, "127.0.0.1");
    const volumes = [{ source: "/nowhere", path: "/data" }];
    await fails(
      "ml-check",
      { volumes },
      /- port 18080 of this machine is taken\..*k3d\.httpPort/,
      /\/nowhere does not exist/,
    );
    server.close();
  });

  it("create a cluster with the labels of the stack, touch no kubeconfig and leave no file", async () => {
    on();
    const state = await created();
    assert.equal((JSON.parse(state["stdout"] as string) as { network: string }).network, "172.25.0.0/16");
    assert.equal(machine.containers[0]?.Config.Labels["mlplatform.owner"], "5eed");
    assert.equal(readFileSync(machine.defaultKubeconfig, "utf8"), "the user's own\n");
    await commands.delete("ml", state);
    assert.deepEqual([machine.containers, machine.networks], [[], []]);
    assert.equal(readFileSync(machine.defaultKubeconfig, "utf8"), "the user's own\n");
    assert.deepEqual(readdirSync(machine.tmp), []);
  });

  it("print the kubeconfig with an address that can be reached, and nothing of it in a log or an error", async () => {
    on();
    await assert.rejects(commands.create("ml-kubeconfig"), /k3d has no kubeconfig of the cluster: FATA/);
    await created();
    const { stdout } = await commands.create("ml-kubeconfig");
    assert.match(stdout as string, /^apiVersion: v1\n[^]*server: https:\/\/127\.0\.0\.1:6443\n/);
    assert.ok(!commands.log.join("\n").includes("bWFya2VyLWtleQ=="));
    machine.change({ kubeconfig: "users: [{ client-key-data: bWFya2VyLWtleQ== }]" });
    await assert.rejects(
      commands.create("ml-kubeconfig"),
      ({ message }: Error) => !message.includes("bWFya2VyLWtleQ=="),
    );
  });

  it("refuse a cluster of somebody else, or take it over if it fits", async () => {
    on();
    await created();
    const containers = machine.containers.map((one) => ({
      ...one,
      Config: { ...one.Config, Labels: { ...one.Config.Labels, "mlplatform.owner": "other" } },
    }));
    machine.change({ containers });
    for (const name of ["ml-check", "ml"])
      await fails(name, {}, /- a cluster of that name exists, which this stack did not create\./);
    const other = { adopt: true, agents: 1, serviceLb: false, image: "rancher/k3s:v1.36.4-k3s1", httpPort: 19080 };
    await fails(
      "ml",
      other,
      /image is rancher\/k3s:v1\.35\.8-k3s1, not rancher\/k3s:v1\.36\.4-k3s1; agents is 0, not 1; httpPort is 18080, not 19080; serviceLb is true, not false\./,
    );
    await created({ adopt: true });
    assert.equal(lines("k3d cluster create").length, 1);
  });

  it("go on after an interrupted run: delete what is half made, use what is finished", async () => {
    on();
    machine.change({ hangs: true });
    const inputs = (await commands.inputs("ml", { k3d: K3D })) as {
      stdin: string;
      environment: Record<string, string>;
    };
    const node = spawn("node", ["-e", CLUSTER_PROGRAM, "create the k3d cluster"], {
      env: { ...process.env, ...inputs.environment },
      detached: true,
    });
    node.stdin.end(inputs.stdin);
    while (machine.containers.length === 0) await new Promise((resolve) => setTimeout(resolve, 100));
    process.kill(-(node.pid ?? 0), "SIGKILL");
    machine.change({ hangs: false });
    const state = await created();
    assert.match(state["stderr"] as string, /^Deleting what an interrupted run left of the cluster\n/);
    const again = await created();
    assert.match(again["stderr"] as string, /The cluster exists already, and is used as it is/);
    assert.equal(again["stdout"], state["stdout"]);
    await fails("ml", { agents: 1 }, /- an interrupted run created it with other settings\./);
    assert.equal(lines("k3d cluster create").length, 2);
  });

  it("wait for k3d that an interrupted run left at work", async () => {
    on();
    // It ends when its input ends.
    const left = spawn("node", ["-e", "process.stdin.resume()", "k3d", "mlplatform.owner=5eed@all"]);
    const creating = created();
    while (!commands.log.some((line) => line.startsWith("Waiting for k3d"))) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.deepEqual(lines("k3d cluster create"), []);
    left.stdin.end();
    await creating;
    assert.equal(lines("k3d cluster create").length, 1);
  });

  it("let the cluster's own ports be taken when it is to be replaced", async () => {
    on();
    await created();
    const servers = Object.values(K3D).map((port) => createServer().listen(port, "127.0.0.1"));
    await commands.create("ml-check", { k3d: { ...K3D, agents: 1 } });
    for (const server of servers) server.close();
  });

  it("only look at the cluster in an update, and say if it is gone", async () => {
    on();
    const state = await created();
    const updated = await commands.update("ml", state, { k3d: { ...K3D, adopt: true } });
    assert.equal(updated["stdout"], state["stdout"]);
    assert.equal(lines("k3d cluster").length, 1);
    machine.change({ containers: [] });
    await assert.rejects(
      commands.update("ml", state, { k3d: K3D }),
      /cannot be read:\n {2}- it does not exist any more\./,
    );
  });

  it("do not delete another cluster that somebody created under the name", async () => {
    on();
    const state = await created();
    const [one, ...others] = machine.containers;
    assert.ok(one);
    const labels = { ...one.Config.Labels, "mlplatform.owner": "" };
    machine.change({
      containers: [{ ...one, Id: "e".repeat(64), Config: { ...one.Config, Labels: labels } }, ...others.slice(1)],
    });
    await commands.delete("ml", state);
    assert.equal(lines("k3d cluster delete").length, 0);
  });

  it("do not let variables of the environment win over the config", async () => {
    on();
    process.env["K3D_IMAGE"] = "other";
    try {
      await created();
      assert.match(machine.containers[0]?.Config.Image ?? "", /v1\.35\.8-k3s1$/);
    } finally {
      delete process.env["K3D_IMAGE"];
    }
  });
});
