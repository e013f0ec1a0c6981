import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { PlainValue } from "../../../../recorder/graph";
import { REACH_PROGRAM } from "../../../../components/targets/rke2/ssh/reach";
import type { Deployed } from "../../../helpers/deploy";
import { goneTooSoon } from "../../../helpers/outlives";
import { commands, FIVE_NODES, HOST_KEY, KEY, NODES, rke2, rke2In, TIME } from "./cluster";
import { after, dataOf, remote } from "./graph";

const [LOCAL, REMOTE] = ["command:local:Command", "command:remote:Command"];
const CONNECTION = { host: "10.0.0.1", port: 22, user: "ubuntu", dialErrorLimit: 10, perDialTimeout: 10 };
const SUDO = "sudo -n sh -s --";

/** Everything of a command but its script, which is a secret of its own. */
function calls(graph: Deployed, name: string): Record<string, PlainValue> {
  const { stdin, connection, ...others } = remote(graph, name);
  assert.ok(typeof stdin === "string" && typeof connection === "object");
  return others;
}

describe("the resources of a cluster of RKE2", () => {
  it("are exactly the listed ones, in a preview too", async () => {
    const ofNode = (key: string): string[] => [
      `${LOCAL} ml-${key}-host`,
      `${LOCAL} ml-${key}-login`,
      ...["-check", "-install", "", "-member", "-drain", "-upgrade", "-uncordon"].map(
        (part) => `${REMOTE} ml-${key}${part}`,
      ),
      `${LOCAL} ml-${key}-reach`,
    ];
    for (const graph of [await rke2(), await rke2In({ ...commands(), preview: true })]) {
      const children = graph.childrenOf(graph.byName("mlplatform:index:MlCluster", "ml"));
      assert.deepEqual(
        children.map(({ type, name }) => `${type} ${name}`).sort(),
        [
          ...["pulumi:providers:command ml-command", "pulumi:providers:random ml-random"],
          ...["random:index/randomId:RandomId ml-id", "random:index/randomPassword:RandomPassword ml-token"],
          ...[...ofNode("s1"), ...ofNode("a1"), `${REMOTE} ml-kubeconfig`],
          ...["pulumi:providers:kubernetes ml-internal", "kubernetes:helm.sh/v3:Release ml-storage"],
          "pulumi:providers:kubernetes ml",
        ].sort(),
      );
    }
  });

  it("have only secrets where a key or a token is, and connect with the recorded host key", async () => {
    const graph = await rke2();
    const commandsOfMachines = graph.ofType(REMOTE);
    assert.equal(commandsOfMachines.length, 15);
    for (const command of commandsOfMachines) {
      assert.deepEqual(command.inputs.secrets, ["connection", "stdin"], command.name);
      assert.deepEqual(command.inputs.values["addPreviousOutputInEnv"], false, command.name);
    }
    assert.deepEqual(remote(graph, "ml-s1-check")["connection"], {
      ...CONNECTION,
      privateKey: KEY,
      hostKey: HOST_KEY,
    });
    assert.ok(!JSON.stringify(graph.resources).includes(KEY.split("\n")[1] ?? "-"));
  });

  it("connect with the key alone, also if there is space or a byte order mark around it", async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "rke2-key-")), "key");
    writeFileSync(file, `\uFEFF${KEY}\n\n`);
    for (const key of [{ sshKey: `  ${KEY.trim()}` }, { sshKey: undefined, sshKeyPath: file }]) {
      const graph = await rke2In(commands(), { rke2: key });
      assert.equal((remote(graph, "ml-s1-check")["connection"] as Record<string, unknown>)["privateKey"], KEY);
    }
  });

  it("learn the host key once, and keep it", async () => {
    const graph = await rke2();
    const host = graph.byName(LOCAL, "ml-s1-host");
    assert.deepEqual(graph.revealInputs(host), {
      create: "read the host key of s1 (10.0.0.1)",
      interpreter: ["node", "-e", REACH_PROGRAM],
      environment: { MLPLATFORM_NODE: "s1 (10.0.0.1)", MLPLATFORM_HOST: "10.0.0.1", MLPLATFORM_PORT: "22" },
      logging: "stderr",
      addPreviousOutputInEnv: false,
    });
    assert.deepEqual(host.ignoreChanges, ["create", "interpreter", "environment", "stdin", "connection"]);
  });

  it("log in from here before anything runs on a machine, and again before something on it changes", async () => {
    const graph = await rke2();
    const login = graph.byName(LOCAL, "ml-s1-login");
    const { environment, stdin, ...others } = graph.revealInputs(login);
    assert.deepEqual(others, {
      create: "log in to s1 (10.0.0.1)",
      interpreter: ["node", "-e", REACH_PROGRAM],
      logging: "stderr",
      addPreviousOutputInEnv: false,
    });
    assert.equal(stdin, `${KEY.trim().replaceAll("\n", "|")}\n`);
    const { MLPLATFORM_CHANGES, ...variables } = environment as Record<string, string>;
    assert.deepEqual(variables, {
      MLPLATFORM_NODE: "s1 (10.0.0.1)",
      MLPLATFORM_HOST: "10.0.0.1",
      MLPLATFORM_PORT: "22",
      MLPLATFORM_HOST_KEY: HOST_KEY,
      MLPLATFORM_USER: "ubuntu",
    });
    assert.match(String(MLPLATFORM_CHANGES), /^[0-9a-f]{64}$/);
    assert.deepEqual(login.inputs.secrets, ["environment.MLPLATFORM_CHANGES", "stdin"]);
    assert.deepEqual(after(graph, "ml-s1-check"), ["ml-id", "ml-s1-host", "ml-s1-login"]);
  });

  it("look whether a machine can be reached before RKE2 is removed from it, also one behind a bastion", async () => {
    const [direct, behind] = [await rke2(), await rke2({ rke2: { bastion: { address: "192.0.2.1", user: "jump" } } })];
    const { delete: called, create, environment, stdin } = direct.revealInputs(direct.byName(LOCAL, "ml-a1-reach"));
    assert.deepEqual([called, create, stdin], ["look whether a1 (10.0.0.2) can be reached", undefined, undefined]);
    assert.match(String((environment as Record<string, string>)["MLPLATFORM_ADVICE"]), /write lost: true/);
    const through = behind.revealInputs(behind.byName(LOCAL, "ml-a1-reach"));
    const { MLPLATFORM_BASTION, MLPLATFORM_USER } = through["environment"] as Record<string, string>;
    assert.deepEqual([MLPLATFORM_BASTION, MLPLATFORM_USER], [`192.0.2.1 22 jump ${HOST_KEY}`, "ubuntu"]);
    assert.equal(through["stdin"], `${KEY.trim().replaceAll("\n", "|")}\n`);
  });

  it("check all machines before one is changed, and leave it clean in the end", async () => {
    const graph = await rke2({ rke2: { prepareHosts: true } });
    assert.deepEqual(calls(graph, "ml-s1-check"), {
      create:
        "# check s1 (10.0.0.1) for RKE2\n" +
        "sudo -n true 2>/dev/null || { echo 's1 (10.0.0.1): the user ubuntu may not use sudo without a password. Allow it with NOPASSWD in /etc/sudoers.' >&2; exit 1; }\n" +
        `${SUDO} check ${String(TIME)}`,
      update: `# read the host name of s1 (10.0.0.1)\n${SUDO} host_name`,
      delete: `# leave s1 (10.0.0.1) clean\n${SUDO} clean "$HOME"/.mlplatform-rke2`,
      logging: "stderr",
      addPreviousOutputInEnv: false,
    });
    // The time only counts when a machine is checked, and would otherwise be a change at each update.
    assert.deepEqual(graph.byName(REMOTE, "ml-s1-check").ignoreChanges, ["create"]);
    const planned = await rke2In({ ...commands(), preview: true });
    assert.match(remote(planned, "ml-s1-check")["create"] as string, /\nsudo -n sh -s -- check ''$/);
    assert.deepEqual(after(graph, "ml-s1-prepare"), ["ml-a1-check", "ml-id", "ml-s1-check", "ml-s1-host"]);
    assert.deepEqual(calls(graph, "ml-s1-prepare"), {
      create: `# prepare s1 (10.0.0.1) for RKE2\n${SUDO} prepare`,
      delete: `# undo what was done to prepare s1 (10.0.0.1)\n${SUDO} undo`,
      logging: "stderr",
      addPreviousOutputInEnv: false,
    });
    assert.deepEqual(after(graph, "ml-s1-install"), ["ml-id", "ml-s1-host", "ml-s1-prepare"]);
    assert.deepEqual(after(await rke2(), "ml-s1-install"), ["ml-a1-check", "ml-id", "ml-s1-check", "ml-s1-host"]);
  });

  it("install and start a release at creation only; later ones come with an upgrade", async () => {
    const graph = await rke2();
    assert.deepEqual(calls(graph, "ml-s1-install"), {
      create: `# install RKE2 on s1 (10.0.0.1)\n${SUDO} install v1.35.7+rke2r1 ''`,
      update: `# nothing to install on s1 (10.0.0.1)\n${SUDO} true`,
      logging: "stderr",
      addPreviousOutputInEnv: false,
    });
    assert.deepEqual(calls(graph, "ml-a1"), {
      create: `# start the RKE2 agent a1 (10.0.0.2)\n${SUDO} start v1.35.7+rke2r1 ''`,
      update: `# configure the RKE2 agent a1 (10.0.0.2)\n${SUDO} configure`,
      delete: `# uninstall RKE2 on a1 (10.0.0.2)\n${SUDO} uninstall`,
      logging: "stderr",
      addPreviousOutputInEnv: false,
    });
    for (const name of ["ml-s1-install", "ml-s1", "ml-a1-install", "ml-a1"]) {
      assert.deepEqual(graph.byName(REMOTE, name).ignoreChanges, ["create"], name);
    }
    assert.deepEqual(calls(graph, "ml-a1-drain"), {
      update: `# drain a1 (10.0.0.2) before its upgrade\n${SUDO} drain v1.35.7+rke2r1`,
      logging: "stderr",
      addPreviousOutputInEnv: false,
    });
    assert.deepEqual(calls(graph, "ml-a1-upgrade"), {
      update: `# upgrade RKE2 on a1 (10.0.0.2)\n${SUDO} upgrade v1.35.7+rke2r1 ''`,
      logging: "stderr",
      addPreviousOutputInEnv: false,
    });
    assert.deepEqual(calls(graph, "ml-a1-uncordon"), {
      update: `# let pods run on a1 (10.0.0.2) again\n${SUDO} uncordon v1.35.7+rke2r1`,
      logging: "stderr",
      addPreviousOutputInEnv: false,
    });
  });

  it("let the first server look for the others where the nodes reach them", async () => {
    const nodes = FIVE_NODES.map((node, index) =>
      index === 1 ? { ...node, internalAddress: "172.16.0.2" } : { ...node },
    );
    const { create } = calls(await rke2({ rke2: { nodes } }), "ml-s1");
    assert.equal(create, `# start the RKE2 server s1 (10.0.0.1)\n${SUDO} start v1.35.7+rke2r1 '' 172.16.0.2 10.0.0.3`);
  });

  it("start servers one after another, then agents together, and upgrade one node at a time", async () => {
    const graph = await rke2({ rke2: { nodes: [...FIVE_NODES] } });
    const setup = (key: string): string[] => [`ml-${key}-host`, `ml-${key}-install`, "ml-id", "ml-token"];
    const starts = ["s1", "s2", "s3", "a1", "a2"].map((key) => [
      key,
      after(graph, `ml-${key}`).filter((name) => !setup(key).includes(name)),
    ]);
    assert.deepEqual(starts, [
      ["s1", []],
      ["s2", ["ml-s1-uncordon"]],
      ["s3", ["ml-s2-uncordon"]],
      ["a1", ["ml-s3-uncordon"]],
      ["a2", ["ml-s3-uncordon"]],
    ]);
    const drains = ["s1", "s2", "s3", "a1", "a2"].map((key) =>
      after(graph, `ml-${key}-drain`).filter((name) => name !== "ml-id" && !name.endsWith("-host")),
    );
    assert.deepEqual(drains, [
      ["ml-s1"],
      ["ml-s1-uncordon", "ml-s2"],
      ["ml-s2-uncordon", "ml-s3"],
      ["ml-a1", "ml-s3-uncordon"],
      ["ml-a1-uncordon", "ml-a2"],
    ]);
    for (const key of ["s1", "a2"]) {
      assert.ok(after(graph, `ml-${key}-upgrade`).includes(`ml-${key}-drain`));
      assert.ok(after(graph, `ml-${key}-uncordon`).includes(`ml-${key}-upgrade`));
      assert.deepEqual(after(graph, `ml-${key}-reach`), [`ml-${key}`, `ml-${key}-host`]);
    }
  });

  it("use the kubectl of a server: of another one to remove a node, of its own to upgrade a server", async () => {
    const graph = await rke2({ rke2: { nodes: [...FIVE_NODES] } });
    const hostOf = (name: string): PlainValue | undefined =>
      (remote(graph, name)["connection"] as Record<string, PlainValue>)["host"];
    assert.deepEqual(
      ["s1", "s2", "a1"].map((key) => [
        hostOf(`ml-${key}-member`),
        hostOf(`ml-${key}-drain`),
        hostOf(`ml-${key}-upgrade`),
      ]),
      [
        ["10.0.0.2", "10.0.0.1", "10.0.0.1"],
        ["10.0.0.1", "10.0.0.2", "10.0.0.2"],
        ["10.0.0.1", "10.0.0.1", "10.0.0.4"],
      ],
    );
    assert.deepEqual(calls(graph, "ml-a1-member"), {
      create: `# wait for the node a1 (10.0.0.4)\n${SUDO} join`,
      update: `# label the node a1 (10.0.0.4)\n${SUDO} mark`,
      delete: `# remove the node a1 (10.0.0.4) from the cluster\n${SUDO} forget`,
      logging: "stderr",
      addPreviousOutputInEnv: false,
    });
  });

  it("remove no node from a cluster that is deleted as a whole", async () => {
    const graph = await rke2();
    const token = graph.byName("random:index/randomPassword:RandomPassword", "ml-token");
    for (const key of ["s1", "a1"]) assert.equal(graph.byName(REMOTE, `ml-${key}-member`).deletedWith, token.urn);
  });

  it("protect the token and the first server", async () => {
    const guarded = (graph: Deployed): string[] =>
      graph.resources.filter((resource) => resource.protect).map(({ name }) => name);
    assert.deepEqual(guarded(await rke2()).sort(), ["ml-s1", "ml-token"]);
    assert.deepEqual(guarded(await rke2({ deletionProtection: false })), []);
  });

  it("name nodes as their machines do, unless a hostname is written", async () => {
    const { nodes } = { nodes: [{ ...FIVE_NODES[0], hostname: undefined }, FIVE_NODES[3]] as typeof FIVE_NODES };
    const graph = await rke2({ rke2: { nodes: [...nodes] } });
    assert.equal(dataOf(graph, "ml-10.0.0.1-member")["TARGET"], "host-of-10.0.0.1");
    assert.equal(dataOf(graph, "ml-a1-member")["TARGET"], "a1");
  });

  it("read the kubeconfig without printing it, and keep it secret", async () => {
    const graph = await rke2();
    assert.deepEqual(calls(graph, "ml-kubeconfig"), {
      create: `# read the kubeconfig of the RKE2 cluster\n${SUDO} kubeconfig`,
      logging: "none",
      addPreviousOutputInEnv: false,
    });
    assert.deepEqual(after(graph, "ml-kubeconfig"), ["ml-s1", "ml-s1-host", "ml-s1-uncordon"]);
    assert.deepEqual(graph.byName(REMOTE, "ml-kubeconfig").additionalSecretOutputs, ["stdout", "stderr", "connection"]);
    assert.deepEqual(graph.byName("pulumi:providers:kubernetes", "ml").inputs.secrets, ["kubeconfig"]);
  });

  it("do not take for their results what the user's shell prints before", async () => {
    const { outputs } = commands();
    const noisy: typeof outputs = (type, name, inputs) => {
      const known = outputs?.(type, name, inputs);
      const stdout = known?.outputs?.["stdout"];
      return typeof stdout === "string"
        ? { ...known, outputs: { ...known?.outputs, stdout: `Welcome!\n${stdout}\n` } }
        : known;
    };
    const args = {
      rke2: { bastion: { address: "192.0.2.1" }, nodes: NODES.map(({ hostname: _, ...node }) => node) },
    };
    const graph = await rke2In({ outputs: noisy }, args);
    const { hostKey } = remote(graph, "ml-10.0.0.1-check")["connection"] as Record<string, unknown>;
    assert.equal(hostKey, HOST_KEY);
    assert.equal(dataOf(graph, "ml-10.0.0.2-member")["TARGET"], "host-of-10.0.0.2");
    const { kubeconfig } = graph.revealInputs(graph.byName("pulumi:providers:kubernetes", "ml"));
    assert.ok(typeof kubeconfig === "string" && kubeconfig.startsWith("apiVersion: v1\n"));
  });

  it("are all deleted after workloads", async () => {
    for (const graph of [await rke2(), await rke2({ rke2: { nodes: [...FIVE_NODES], prepareHosts: true } })]) {
      assert.deepEqual(goneTooSoon(graph, graph.byName("pulumi:providers:kubernetes", "ml")), []);
    }
  });

  it("are identified by an id that lasts as long as the cluster", async () => {
    const { outputs } = (await rke2()).byName("mlplatform:index:MlCluster", "ml");
    const { clusterIdentifier, storageClass, endpoint, providesLoadBalancers } = outputs?.values ?? {};
    assert.deepEqual(
      [clusterIdentifier, storageClass, endpoint, providesLoadBalancers],
      ["5eed", "local-path", "https://10.0.0.1:6443", false],
    );
  });
});
