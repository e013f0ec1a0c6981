import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { CLUSTER_PROGRAM } from "../../../../components/targets/k3d/commands";
import { Machine, type MachineOptions } from "../../../helpers/k3d/machine";
import type { Properties } from "../../../engine/providers/property-values";
import type { Container, MachineState } from "../../../helpers/k3d/state";
import { Commands } from "./run-commands";

/** Ports that tests at the same time do not use. */
const K3D = { httpPort: 18080, httpsPort: 18443, apiPort: 16443 };

describe("the commands of a cluster of k3d", () => {
  let machine: Machine;
  let commands: Commands;
  /** A cluster that was created once: what is on its machine, and the state of its command. */
  let made: { readonly machine: MachineState; readonly state: Properties };

  const on = (options: MachineOptions = {}): void => {
    machine = new Machine(options);
    commands = new Commands(machine);
  };
  /** A machine on which the cluster is already. To create it again would take a second for each test. */
  const onMade = (options: MachineOptions = {}, changed: Partial<MachineState> = {}): void => {
    on(options);
    const { containers, networks, images } = made.machine;
    machine.change({ containers, networks, images, ...changed });
  };
  const listening: Server[] = [];
  /** Takes ports of this machine until the test ends. */
  const take = (...ports: number[]) => {
    listening.push(...ports.map((port) => createServer().listen(port, "127.0.0.1")));
  };
  afterEach(() => {
    machine.remove();
    for (const server of listening.splice(0)) server.close();
  });

  const fails = async (name: string, k3d: object, ...problems: RegExp[]): Promise<void> => {
    await assert.rejects(commands.create(name, { k3d: { ...K3D, ...k3d } }), ({ message }: Error) => {
      for (const problem of problems) assert.match(message, problem);
      assert.equal(message.split("\n  - ").length - 1, problems.length, message);
      return true;
    });
  };
  const created = (k3d: object = {}) => commands.create("ml", { k3d: { ...K3D, ...k3d } });
  const lines = (start: string) => machine.commandLines.filter((line) => line.startsWith(start));
  const labelled = (labels: Readonly<Record<string, string>>) => (one: Container) => ({
    ...one,
    Config: { ...one.Config, Labels: { ...one.Config.Labels, ...labels } },
  });

  before(async () => {
    on();
    made = { state: await created(), machine: machine.state };
    machine.remove();
  });

  it("refuse a machine without k3d and Docker, in one error", async () => {
    on({ without: ["k3d", "docker"] });
    await fails("ml-check", {}, /- k3d was not found on the PATH\./, /- docker was not found on the PATH\./);
  });

  it("refuse an old k3d", async () => {
    on({ k3dVersion: "v5.4.9" });
    await fails("ml-check", {}, /- k3d 5\.4 is too old\./);
  });

  it("refuse a taken port, a wrong address, and files and registries that do not exist, in one error", async () => {
    onMade({}, { containers: made.machine.containers.map(labelled({ "k3d.cluster": "images" })) });
    take(K3D.apiPort);
    await fails(
      "ml-check",
      {
        listenAddress: "192.0.2.1",
        volumes: [{ source: "/nowhere", path: "/data" }],
        registries: { use: ["absent:5000", "ml-serverlb:5000", "ml-serverlb:18080"] },
      },
      /- port 16443 of this machine is taken\..*k3d\.apiPort/,
      /- 192\.0\.2\.1 is not an address of this machine\. Write another k3d\.listenAddress\./,
      /- \/nowhere does not exist/,
      /- the registry absent does not exist\./,
      /- the registry ml-serverlb has no port 5000\./,
    );
  });

  it("pull the image in the check, so that one that does not exist replaces no cluster", async () => {
    on();
    machine.change({ hasImages: false });
    await fails(
      "ml-check",
      {},
      /- rancher\/k3s:v1\.35\.8-k3s1 was not pulled: .*manifest unknown\. Write another k3d\.image or kubernetesVersion\.$/m,
    );
    for (const [text, advice] of [
      [
        "Error response from daemon: toomanyrequests: You have reached your pull rate limit.",
        /: toomanyrequests: You have reached your pull rate limit\. Wait, or log in with docker login, which has a higher limit\.$/m,
      ],
      [
        "Error response from daemon: dial tcp: lookup registry-1.docker.io: no such host",
        /: no such host\. Look whether Docker reaches the registry\.$/m,
      ],
    ] as const) {
      machine.change({ failing: { command: "docker pull", text, times: 1 } });
      await fails("ml-check", {}, advice);
    }
    machine.change({ hasImages: true });
    await commands.create("ml-check", { k3d: K3D });
    assert.deepEqual(machine.state.images, ["rancher/k3s:v1.35.8-k3s1"]);
  });

  it("create a cluster with the labels of the stack, touch no kubeconfig and leave no file", async () => {
    on();
    // A variable that would win over the config.
    process.env["K3D_IMAGE"] = "other";
    const state = await created().finally(() => delete process.env["K3D_IMAGE"]);
    assert.equal((JSON.parse(state["stdout"] as string) as { network: string }).network, "172.25.0.0/16");
    const { Image, Labels } = machine.containers[0]?.Config ?? {};
    assert.match(Image ?? "", /v1\.35\.8-k3s1$/);
    assert.equal(Labels?.["mlplatform.owner"], "5eed");
    assert.equal(readFileSync(machine.defaultKubeconfig, "utf8"), "the user's own\n");
    await commands.delete("ml", state);
    assert.deepEqual([machine.containers, machine.networks], [[], []]);
    assert.equal(readFileSync(machine.defaultKubeconfig, "utf8"), "the user's own\n");
    assert.deepEqual(readdirSync(machine.tmp), []);
  });

  it("print the kubeconfig with an address that can be reached, and nothing of it in a log or an error", async () => {
    on();
    await assert.rejects(commands.create("ml-kubeconfig"), /k3d has no kubeconfig of the cluster: FATA/);
    machine.change({ containers: made.machine.containers });
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
    onMade({}, { containers: made.machine.containers.map(labelled({ "mlplatform.owner": "other" })) });
    for (const name of ["ml-check", "ml"])
      await fails(name, {}, /- a cluster of that name exists, which this stack did not create\./);
    const other = {
      ...{ adopt: true, agents: 1, serviceLb: false, image: "rancher/k3s:v1.36.4-k3s1" },
      ...{ httpPort: 19080, listenAddress: "0.0.0.0" },
    };
    await fails(
      "ml",
      other,
      /image is rancher\/k3s:v1\.35\.8-k3s1, not rancher\/k3s:v1\.36\.4-k3s1; agents is 0, not 1; httpPort is 18080, not 19080; listenAddress is 127\.0\.0\.1, not 0\.0\.0\.0; serviceLb is true, not false\./,
    );
    await created({ adopt: true });
    assert.equal(lines("k3d cluster create").length, 0);
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

  it("go on after a run that was interrupted before k3d made a node, in a network of their own", async () => {
    // k3d makes the network, the registry and a container for its tools first, none of them with the labels of the stack.
    const before = ([one]: readonly Container[], name: string, role: string) => [
      {
        ...one,
        Name: `/k3d-ml-${name}`,
        Config: { ...one?.Config, Labels: { "k3d.cluster": "ml", "k3d.role": role } },
      },
    ];
    const { containers, networks } = made.machine;
    onMade({}, { containers: before(containers, "registry", "registry") as Container[] });
    await fails(
      "ml",
      {},
      /- the registry k3d-ml-registry is left .* Delete it with k3d registry delete k3d-ml-registry/,
    );
    machine.change({ containers: before(containers, "tools", "noRole") as Container[] });
    const state = await created({ subnet: "172.28.0.0/16" });
    assert.equal((JSON.parse(state["stdout"] as string) as { network: string }).network, "172.28.0.0/16");
    machine.change({ containers: [], networks: networks.map((network) => ({ ...network, inUse: true })) });
    await fails(
      "ml",
      {},
      /- the Docker network k3d-ml is left of another cluster, and was not removed: .*active endpoints/,
    );
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

  it("clear away at the end what an interrupted run left of a cluster, and nothing of somebody else", async () => {
    const inputs = await (on(), commands.inputs("ml-remains", { k3d: K3D }));
    const { containers, networks } = made.machine;
    const clearedOf = async (there: readonly Container[]) => {
      machine.change({ containers: there, networks });
      await commands.delete("ml-remains", inputs);
      return [machine.containers.length, machine.networks.length];
    };
    const before = (role: string) =>
      containers.slice(0, 1).map((one) => ({
        ...one,
        Config: { ...one.Config, Labels: { "k3d.cluster": "ml", "k3d.role": role } },
      }));
    assert.deepEqual(await clearedOf(containers), [0, 0]);
    assert.deepEqual(await clearedOf(containers.slice(0, 1)), [0, 0]);
    assert.deepEqual(await clearedOf(before("noRole")), [0, 0]);
    assert.deepEqual(await clearedOf([]), [0, 0]);
    const others = containers.map(labelled({ "mlplatform.owner": "other" }));
    assert.deepEqual(await clearedOf(others), [others.length, 1]);
    assert.deepEqual(await clearedOf(before("registry")), [1, 1]);
    machine.change({ dockerIsDown: true });
    await assert.rejects(
      commands.delete("ml-remains", inputs),
      /The k3d cluster "ml" was not deleted:\n {2}- docker ps --all failed: Cannot connect to the Docker daemon/,
    );
  });

  it("let the cluster's own ports be taken when it is to be replaced", async () => {
    onMade();
    take(...Object.values(K3D));
    await commands.create("ml-check", { k3d: { ...K3D, agents: 1 } });
  });

  it("only look at the cluster in an update, and say if it is gone", async () => {
    onMade();
    const updated = await commands.update("ml", made.state, { k3d: { ...K3D, adopt: true } });
    assert.equal(updated["stdout"], made.state["stdout"]);
    assert.deepEqual(lines("k3d"), []);
    machine.change({ containers: [] });
    await assert.rejects(
      commands.update("ml", made.state, { k3d: K3D }),
      /cannot be read:\n {2}- it does not exist any more\./,
    );
  });

  it("check no machine again in an update, so that a cluster that was taken over needs no adopt any more", async () => {
    onMade({}, { containers: made.machine.containers.map(labelled({ "mlplatform.owner": "other" })) });
    await commands.update("ml-check", {}, { k3d: K3D });
    assert.deepEqual(machine.commandLines, []);
  });

  it("do not delete another cluster that somebody created under the name", async () => {
    const others = made.machine.containers.map(labelled({ "mlplatform.owner": "" }));
    onMade({}, { containers: others.map((one) => ({ ...one, Id: "e".repeat(64) })) });
    await commands.delete("ml", made.state);
    assert.equal(lines("k3d cluster delete").length, 0);
  });

  it("delete nothing without Docker, and take a cluster for deleted that is gone, even without k3d", async () => {
    onMade({ without: ["docker"] });
    await assert.rejects(
      commands.delete("ml", made.state),
      /The k3d cluster "ml" was not deleted:\n {2}- docker was not found on the PATH\./,
    );
    machine.remove();
    onMade({ without: ["k3d"] });
    await assert.rejects(commands.delete("ml", made.state), /- k3d was not found on the PATH\./);
    machine.change({ containers: [] });
    await commands.delete("ml", made.state);
    assert.deepEqual(machine.networks, []);
  });
});
