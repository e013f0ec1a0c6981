// @ts-check
"use strict";

/*
 * Checks the machine, and creates, looks at or deletes the cluster. It starts `k3d` and `docker` without a shell, so that no shell reads an
 * input. Its text is part of the state (index.ts), so it requires nothing but Node.
 *
 * Its argument is the text of the command, of which the first word says what to do. It reads the config file from standard input.
 * `MLPLATFORM_K3D_OWNER` is a random text of this stack, which becomes a label of the containers: by it a cluster that an interrupted run
 * left is told from one of somebody else.
 */
const { spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { connect, createServer } = require("node:net");
const { tmpdir } = require("node:os");
const path = require("node:path");

/**
 * A container, as `docker inspect` describes it.
 *
 * @typedef {object} Container
 * @property {string} Id
 * @property {string} Name
 * @property {{ Image: string, Cmd: string[], Labels: Record<string, string> | null }} Config
 * @property {{ StartedAt: string }} State
 * @property {{ PortBindings: Record<string, { HostIp: string, HostPort: string }[] | null> | null }} HostConfig
 */

const [step = ""] = (process.argv[1] ?? "").split(" ");
const text = readFileSync(0, "utf8");
const config = /** @type {import("../config-file").K3dConfig} */ (JSON.parse(text));
const { name } = config.metadata;
const owner = process.env["MLPLATFORM_K3D_OWNER"] ?? "";
const adopt = process.env["MLPLATFORM_K3D_ADOPT"] === "true";
const settings = createHash("sha256").update(text).digest("hex").slice(0, 32);

// k3d leaves a copy of its config in the folder for temporary files, and removes the cluster from the default kubeconfig.
const folder = mkdtempSync(path.join(tmpdir(), "mlplatform-k3d-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
writeFileSync(path.join(folder, "kubeconfig"), "");
// Such variables would win over the config file.
const WINS =
  /^K3D_((CONFIG|IMAGE|SERVERS|AGENTS|NETWORK|SUBNET|TOKEN|VOLUMES|PORTS|FILES|ENV)$|(KUBEAPI|METADATA|REGISTRIES|OPTIONS|HOSTALIASES|CLI))/;
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([key]) => !WINS.test(key))),
  TMPDIR: folder,
  KUBECONFIG: path.join(folder, "kubeconfig"),
};

class Refusal extends Error {
  /** @param {readonly string[]} problems */
  constructor(problems) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

/** @param {readonly string[]} problems */
function refuse(problems) {
  if (problems.length > 0) throw new Refusal(problems);
}

/**
 * The output is null if there is no such command.
 *
 * @param {string | null} output
 */
const firstLine = (output) => (output ?? "").trim().split("\n")[0] ?? "";

/** @param {string} line */
const say = (line) => void process.stderr.write(`${line}\n`);

const MISSING = {
  k3d: "k3d was not found on the PATH. Install k3d 5.5 or newer: https://k3d.io",
  docker: "docker was not found on the PATH. Install Docker: https://docs.docker.com/get-docker",
};

/** @type {(tool: "docker" | "k3d", ...args: string[]) => import("node:child_process").SpawnSyncReturns<string>} */
const run = (tool, ...args) => spawnSync(tool, args, { env, encoding: "utf8", maxBuffer: 2 ** 26 });

/**
 * Why a command failed; nothing if it did not.
 *
 * @type {(tool: "docker" | "k3d", args: string[], result: { error?: Error | undefined, status: number | null }, said: string) => string[]}
 */
const failure = (tool, args, { error, status }, said) => {
  if (error === undefined) return status === 0 ? [] : [`${tool} ${args.slice(0, 2).join(" ")} failed${said}`];
  return ["code" in error && error.code === "ENOENT" ? MISSING[tool] : error.message];
};

/**
 * Output of a command of Docker that only reads.
 *
 * @param {string[]} args
 */
function ask(...args) {
  const result = run("docker", ...args);
  refuse(failure("docker", args, result, `: ${firstLine(result.stderr)}`));
  return result.stdout;
}

/**
 * Runs a command of k3d that changes something; what it prints goes to standard error, where the user sees it.
 *
 * @param {string[]} args
 */
function change(args, input = "") {
  const result = spawnSync("k3d", args, { env, input, stdio: ["pipe", 2, 2] });
  refuse(failure("k3d", args, result, "; its last lines say why."));
}

/** The containers of the cluster, as Docker describes them. */
function containers() {
  const ids = ask("ps", "--all", "--quiet", "--filter", `label=k3d.cluster=${name}`).split(/\s+/);
  const found = ids.filter((id) => id !== "");
  return found.length === 0 ? [] : /** @type {Container[]} */ (JSON.parse(ask("inspect", ...found)));
}

/** @type {(container: Container, key: string) => string | undefined} */
const labelOf = (container, key) => container.Config.Labels?.[key];

/** @type {(found: readonly Container[], role: string) => Container[]} */
const withRole = (found, role) => found.filter((container) => labelOf(container, "k3d.role") === role);

/** @param {readonly Container[]} found */
const isOurs = (found) => found.some((container) => labelOf(container, "mlplatform.owner") === owner);

/**
 * k3d starts the load balancer last.
 *
 * @param {readonly Container[]} found
 */
const isFinished = (found) => withRole(found, "loadbalancer").some(({ State }) => !State.StartedAt.startsWith("0001-"));

/** @param {Container} container */
const bindingsOf = ({ HostConfig }) =>
  Object.values(HostConfig.PortBindings ?? {}).flatMap((bindings) => bindings ?? []);

/**
 * Whether there are only containers that k3d makes before the nodes.
 *
 * @param {readonly Container[]} found
 */
const hasNoNodes = (found) => ["server", "agent", "loadbalancer"].every((role) => withRole(found, role).length === 0);

/** @param {readonly Container[]} found */
const firstServer = (found) => withRole(found, "server").find(({ Name }) => Name === `/k3d-${name}-server-0`);

/** The ports of this machine that the cluster takes, by the input that decides each. */
const wantedPorts = [
  ...["httpPort", "httpsPort"].map((input, index) => {
    const [host = "", port = ""] = (config.ports[index]?.port ?? "").split(":");
    return { input, host, port };
  }),
  { input: "apiPort", host: config.kubeAPI.hostIP, port: config.kubeAPI.hostPort },
  ...[config.registries?.create ?? []].flat().map(({ host, hostPort }) => {
    return { input: "registries.create.port", host, port: hostPort };
  }),
];

/**
 * How a cluster that exists differs from the config.
 *
 * @param {readonly Container[]} found
 */
function differences(found) {
  const [server, balancer] = [firstServer(found), withRole(found, "loadbalancer")[0]];
  if (server === undefined || balancer === undefined) return ["it has no server or no load balancer"];
  /** @param {readonly string[]} args */
  const servesLoadBalancers = (args) => !args.some((arg) => arg.includes("--disable=servicelb"));
  /** @param {number} port */
  const published = (port) => balancer.HostConfig.PortBindings?.[`${port}/tcp`] ?? [];
  /** @param {number} port */
  const portsOf = (port) => published(port).map(({ HostPort }) => HostPort);
  const addresses = [80, 443].flatMap(published).map(({ HostIp }) => HostIp || "0.0.0.0");
  const [http, https, api] = wantedPorts;
  /** @type {[what: string, has: unknown, wants: unknown][]} */
  const rows = [
    ["image", server.Config.Image.replace(/^docker\.io\//, ""), config.image.replace(/^docker\.io\//, "")],
    ["servers", withRole(found, "server").length, config.servers],
    ["agents", withRole(found, "agent").length, config.agents],
    ["apiPort", labelOf(server, "k3d.server.api.port"), api?.port],
    ["httpPort", portsOf(80), http?.port],
    ["httpsPort", portsOf(443), https?.port],
    ["listenAddress", [...new Set(addresses)], http?.host],
    [
      "serviceLb",
      servesLoadBalancers(server.Config.Cmd),
      servesLoadBalancers(config.options.k3s.extraArgs.map(({ arg }) => arg)),
    ],
    ["Traefik", !server.Config.Cmd.some((arg) => arg.includes("--disable=traefik")), false],
    ["network", labelOf(server, "k3d.cluster.network"), `k3d-${name}`],
    ["subnet", config.subnet && networkOf(), config.subnet],
  ];
  return rows
    .filter(([, has, wants]) => String(has) !== String(wants))
    .map(([what, has, wants]) => `${what} is ${String(has)}, not ${String(wants)}`);
}

/**
 * Why the cluster that exists stands in the way.
 *
 * @param {readonly Container[]} found
 */
function existing(found) {
  if (found.length === 0 || isOurs(found)) return [];
  if (hasNoNodes(found)) {
    return withRole(found, "registry").map(({ Name }) => {
      const registry = Name.slice(1);
      return `the registry ${registry} is left of a cluster of that name, and may hold images. Delete it with k3d registry delete ${registry}, and run again.`;
    });
  }
  const remove = `delete it with k3d cluster delete ${name}`;
  if (!adopt) {
    return [
      `a cluster of that name exists, which this stack did not create. Write another k3d.name, or ${remove}, or take it over with k3d.adopt: true.`,
    ];
  }
  const differing = differences(found);
  return differing.length === 0
    ? []
    : [`the cluster that exists differs: ${differing.join("; ")}. Change these inputs, or ${remove}.`];
}

/**
 * Whether something answers at a port.
 *
 * @param {string} host
 * @param {number} port
 * @returns {Promise<boolean>}
 */
const answers = (host, port) =>
  new Promise((resolve) => {
    const socket = connect({ host: host === "0.0.0.0" ? "127.0.0.1" : host, port, timeout: 2000 });
    /** @param {boolean} answer */
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
    socket.once("timeout", () => end(false));
  });

/**
 * The code of the error with which this process cannot listen at a port; nothing if it can.
 *
 * @param {string} host
 * @param {number} port
 * @returns {Promise<string | undefined>}
 */
const listenError = (host, port) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", (/** @type {NodeJS.ErrnoException} */ { code }) => resolve(code));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });

/**
 * The ports that something else has, and an address that this machine has not.
 *
 * @param {readonly Container[]} found
 */
async function takenPorts(found) {
  const own = found.flatMap(bindingsOf).map(({ HostPort }) => HostPort);
  const problems = wantedPorts.map(async ({ input, host, port }) => {
    // Docker may use ports below 1024, also if this process may not.
    const code = await listenError(host, Number(port));
    if (code === "EADDRNOTAVAIL" || code === "EINVAL")
      return [`${host} is not an address of this machine. Write another k3d.listenAddress.`];
    const isTaken = !own.includes(port) && (code === "EADDRINUSE" || (await answers(host, Number(port))));
    return isTaken
      ? [`port ${port} of this machine is taken. End what listens there, or write another k3d.${input}.`]
      : [];
  });
  return new Set((await Promise.all(problems)).flat());
}

const missingFiles = () =>
  [...(config.volumes ?? []).map(({ volume }) => volume.split(":")[0] ?? ""), config.registries?.config ?? ""]
    .filter((file) => file.startsWith("/") && !existsSync(file))
    .map((file) => `${file} does not exist on this machine.`);

/** Registries that are to be used. k3d takes a name with or without its prefix, and does not look at the port. */
const missingRegistries = () =>
  (config.registries?.use ?? []).flatMap((used) => {
    const [registry = "", port = ""] = used.split(":");
    const found = [registry, `k3d-${registry}`].map((name) => run("docker", "container", "inspect", name));
    const inspected = found.find(({ status }) => status === 0);
    if (inspected === undefined)
      return [
        `the registry ${registry} does not exist. Create it with k3d registry create, or change k3d.registries.use.`,
      ];
    const [container] = /** @type {Container[]} */ (JSON.parse(inspected.stdout));
    const ports = Object.entries(container?.HostConfig.PortBindings ?? {}).flatMap(([inside, bindings]) => [
      inside.split("/")[0],
      ...(bindings ?? []).map(({ HostPort }) => HostPort),
    ]);
    return ports.includes(port) ? [] : [`the registry ${registry} has no port ${port}. Change k3d.registries.use.`];
  });

/** Pulls the image of the nodes, so that one that does not exist is refused while a cluster that it replaces still stands. */
function missingImage() {
  if (run("docker", "image", "inspect", config.image).status === 0) return [];
  say(`Pulling ${config.image}`);
  const { status, stderr } = run("docker", "pull", "--quiet", config.image);
  return status === 0
    ? []
    : [`${config.image} was not pulled: ${firstLine(stderr).replace(/\.$/, "")}. ${pullAdvice(stderr)}`];
}

/**
 * What to do about an image that was not pulled. Docker Hub limits how many are pulled without a login.
 *
 * @param {string} said
 */
function pullAdvice(said) {
  if (/toomanyrequests|too many requests|rate limit/i.test(said)) {
    return "Wait, or log in with docker login, which has a higher limit.";
  }
  return /manifest unknown|not found|does not exist|access denied|invalid reference/i.test(said)
    ? "Write another k3d.image or kubernetesVersion."
    : "Look whether Docker reaches the registry.";
}

/** Whether the two commands are there. */
function missingTools() {
  if (process.platform === "win32") return ["Windows is not supported. Run Pulumi inside of WSL 2."];
  const k3d = run("k3d", "version");
  const [, major = "", minor = ""] = /v(\d+)\.(\d+)/.exec(k3d.stdout) ?? [];
  const isOld = k3d.status === 0 && Number(major) * 100 + Number(minor) < 505;
  const docker = run("docker", "version", "--format", "{{.Server.Version}}");
  return [
    ...(k3d.status === 0 ? [] : [MISSING.k3d]),
    ...(isOld ? [`k3d ${major}.${minor} is too old. Install k3d 5.5 or newer: https://k3d.io`] : []),
    ...(docker.error === undefined ? [] : [MISSING.docker]),
    ...(docker.error === undefined && docker.status !== 0
      ? [`Docker does not answer: ${firstLine(docker.stderr)}. Start Docker, and run again.`]
      : []),
  ];
}

/** Refuses to create the cluster if something is missing or in the way, all of it in one error. */
async function check() {
  // Later, a missing one fails by itself.
  const missing = step === "check" ? missingTools() : [];
  const found = missing.length === 0 ? containers() : [];
  const registries = missing.length === 0 ? missingRegistries() : [];
  refuse([...missing, ...existing(found), ...(await takenPorts(found)), ...missingFiles(), ...registries]);
  if (step === "check") refuse(missingImage());
  return found;
}

/** An interrupted run may have left k3d at work; of two at once, the older would delete the cluster of the newer. */
function waitForOthers() {
  const others = () => {
    // Null if there is no such command.
    const { stdout } = /** @type {{ stdout: string | null }} */ (
      spawnSync("ps", ["-A", "-o", "args="], { encoding: "utf8" })
    );
    return stdout?.includes(`mlplatform.owner=${owner}@`) === true;
  };
  for (let seconds = 0; others(); seconds++) {
    if (seconds === 0) say("Waiting for k3d, which an interrupted run left at work");
    if (seconds === 900)
      refuse(["k3d, which an interrupted run started, is still at work on this cluster. End it, and run again."]);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
  }
}

/** The IPv4 block of the Docker network. */
function networkOf() {
  const [network] = /** @type {{ IPAM: { Config: { Subnet?: string }[] | null } }[]} */ (
    JSON.parse(ask("network", "inspect", `k3d-${name}`))
  );
  const subnets = (network?.IPAM.Config ?? []).map(({ Subnet = "" }) => Subnet);
  return subnets.find((subnet) => subnet !== "" && !subnet.includes(":"));
}

/** Removes a network that k3d left: k3d would use it with whatever addresses it has, and never delete it. */
function removeNetwork() {
  const label = ["--filter", "label=app=k3d"];
  const id = ask("network", "ls", "--quiet", ...label, "--filter", `name=^k3d-${name.replaceAll(".", "\\.")}$`).trim();
  const left = `the Docker network k3d-${name} is left of another cluster, and was not removed`;
  const { status, stderr } = id === "" ? { status: 0, stderr: "" } : run("docker", "network", "rm", id);
  if (status !== 0) refuse([`${left}: ${firstLine(stderr)}. Remove it with docker network rm, and run again.`]);
}

async function create() {
  waitForOthers();
  const found = await check();
  if (found.length > 0 && (hasNoNodes(found) || (isOurs(found) && !isFinished(found)))) {
    say("Deleting what an interrupted run left of the cluster");
    change(["cluster", "delete", name]);
  } else if (found.length > 0) {
    const made = firstServer(found) ?? found[0];
    if (isOurs(found) && made !== undefined && labelOf(made, "mlplatform.settings") !== settings) {
      const remove = `Delete it with k3d cluster delete ${name}, and run again.`;
      refuse([`an interrupted run created it with other settings. ${remove}`]);
    }
    say("The cluster exists already, and is used as it is");
    look();
    return;
  }
  removeNetwork();
  const labels = [`owner=${owner}`, `settings=${settings}`];
  change(
    [
      "cluster",
      "create",
      "--config",
      "-",
      ...labels.flatMap((label) => ["--runtime-label", `mlplatform.${label}@all`]),
    ],
    text,
  );
  look();
}

/** Prints what the stack must know about the cluster. */
function look() {
  const server = firstServer(containers());
  if (server === undefined) {
    refuse([
      "it does not exist any more. If k3d deleted it, run mlplatform destroy with PULUMI_K8S_DELETE_UNREACHABLE=true, and up again.",
    ]);
  }
  process.stdout.write(JSON.stringify({ server: server?.Id, network: networkOf() }));
}

/** Deletes the cluster, but not another one that somebody created under its name. */
function remove() {
  waitForOthers();
  const found = containers();
  const server = firstServer(found);
  const known = /** @type {{ server?: string }} */ (JSON.parse(process.env["PULUMI_COMMAND_STDOUT"] ?? "{}")).server;
  if (server !== undefined && server.Id !== known && !isOurs(found)) {
    say("The cluster of this stack is gone. Another one has its name, and stays");
    return;
  }
  if (found.length > 0) change(["cluster", "delete", name]);
  removeNetwork();
}

/**
 * Deletes what a creation left that the stack does not know of, because the run was interrupted. The check has found no other cluster of
 * that name, so what k3d makes before the nodes, without the labels of the stack, is of that creation too.
 */
function clear() {
  waitForOthers();
  const found = containers();
  const isLeft =
    hasNoNodes(found) && (config.registries?.create !== undefined || withRole(found, "registry").length === 0);
  if (found.length > 0 && !isOurs(found) && !isLeft) return;
  if (found.length > 0) {
    say("Deleting what an interrupted run left of the cluster");
    change(["cluster", "delete", name]);
  }
  removeNetwork();
}

/** @type {Readonly<Record<string, () => unknown>>} */
const steps = { check, create, look, delete: remove, clear, skip: () => undefined };

Promise.resolve()
  .then(() => steps[step]?.())
  .catch((/** @type {unknown} */ error) => {
    process.exitCode = 1;
    if (error instanceof Refusal) {
      const cannot =
        step === "look" ? "cannot be read" : ["delete", "clear"].includes(step) ? "was not deleted" : "was not created";
      say([`The k3d cluster "${name}" ${cannot}:`, ...error.problems.map((problem) => `  - ${problem}`)].join("\n"));
    } else say(String(error instanceof Error ? error.stack : error));
  });
