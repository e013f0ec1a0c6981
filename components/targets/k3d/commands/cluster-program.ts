/** What the program does. The text of the command, which a plan and an error show, is one of these, and may say more after a colon. */
export const Step = {
  Check: "check this machine for k3d",
  Create: "create the k3d cluster",
  Update: "look at the k3d cluster",
  Delete: "delete the k3d cluster",
} as const;

/**
 * The program of the check and of the cluster, for Node. It starts `k3d` and `docker` without a shell, so that no shell reads an input. It
 * is text, because the state must hold all that a later destroy runs, also on another machine and with a newer version of this package.
 *
 * It reads the config file from standard input. `MLPLATFORM_K3D_OWNER` is a random text of this stack, which becomes a label of the
 * containers: by it a cluster that an interrupted run left is told from one of somebody else.
 */
export const CLUSTER_PROGRAM = String.raw`
"use strict";
const { spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { connect, createServer } = require("node:net");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

const [step] = process.argv[1].split(":");
const text = readFileSync(0, "utf8");
const config = JSON.parse(text);
const name = config.metadata.name;
const owner = process.env.MLPLATFORM_K3D_OWNER;
const adopt = process.env.MLPLATFORM_K3D_ADOPT === "true";
const settings = createHash("sha256").update(text).digest("hex").slice(0, 32);

// k3d leaves a copy of its config in the folder for temporary files, and removes the cluster from the default kubeconfig.
const folder = mkdtempSync(join(tmpdir(), "mlplatform-k3d-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, "kubeconfig"), "");
const env = { ...process.env, TMPDIR: folder, KUBECONFIG: join(folder, "kubeconfig") };
// Such variables would win over the config file.
const WINS = /^K3D_((CONFIG|IMAGE|SERVERS|AGENTS|NETWORK|SUBNET|TOKEN|VOLUMES|PORTS|FILES|ENV)$|(KUBEAPI|METADATA|REGISTRIES|OPTIONS|HOSTALIASES|CLI))/;
for (const key of Object.keys(env)) if (WINS.test(key)) delete env[key];

class Refusal extends Error {}
const refuse = (problems) => {
  const cannot = { "${Step.Update}": "cannot be read", "${Step.Delete}": "was not deleted" }[step] || "was not created";
  const title = 'The k3d cluster "' + name + '" ' + cannot + ":";
  if (problems.length > 0) throw new Refusal([title, ...problems.map((problem) => "  - " + problem)].join("\n"));
};
const firstLine = (output) => (output || "").trim().split("\n")[0];

/** Output of a command that only reads. */
function ask(tool, ...args) {
  const { error, status, stdout, stderr } = spawnSync(tool, args, { env, encoding: "utf8", maxBuffer: 2 ** 26 });
  if (error || status !== 0) refuse([tool + " " + args.slice(0, 2).join(" ") + " failed: " + (error ? error.message : firstLine(stderr))]);
  return stdout;
}

/** Runs a command that changes something; what it prints goes to standard error, where the user sees it. */
function change(args, input = "") {
  const { error, status } = spawnSync("k3d", args, { env, input, stdio: ["pipe", 2, 2] });
  if (error || status !== 0) refuse(["k3d " + args.slice(0, 2).join(" ") + " failed" + (error ? ": " + error.message : "; its last lines say why.")]);
}

/** The containers of the cluster, as Docker describes them. */
function containers() {
  const ids = ask("docker", "ps", "--all", "--quiet", "--filter", "label=k3d.cluster=" + name).split(/\s+/).filter(Boolean);
  return ids.length === 0 ? [] : JSON.parse(ask("docker", "inspect", ...ids));
}
const labelOf = (container, key) => (container.Config.Labels || {})[key];
const withRole = (found, role) => found.filter((container) => labelOf(container, "k3d.role") === role);
const isOurs = (found) => found.some((container) => labelOf(container, "mlplatform.owner") === owner);
// k3d starts the load balancer last.
const isFinished = (found) => withRole(found, "loadbalancer").some(({ State }) => !State.StartedAt.startsWith("0001-"));
const bindingsOf = (container) => Object.values(container.HostConfig.PortBindings || {}).flatMap((bindings) => bindings || []);
const firstServer = (found) => withRole(found, "server").find(({ Name }) => Name === "/k3d-" + name + "-server-0");

/** How a cluster that exists differs from the config. */
function differences(found) {
  const [servers, agents, [balancer]] = ["server", "agent", "loadbalancer"].map((role) => withRole(found, role));
  const server = firstServer(found);
  if (server === undefined || balancer === undefined) return ["it has no server or no load balancer"];
  const plain = (image) => image.replace(/^docker\.io\//, "");
  const isDisabled = (part, args) => args.some((arg) => arg.includes("--disable=" + part));
  const wanted = config.options.k3s.extraArgs.map(({ arg }) => arg);
  const published = (port) => ((balancer.HostConfig.PortBindings || {})[port + "/tcp"] || []).map(({ HostPort }) => HostPort).join(", ");
  const rows = [
    ["image", plain(server.Config.Image), plain(config.image)],
    ["servers", servers.length, config.servers],
    ["agents", agents.length, config.agents],
    ["apiPort", labelOf(server, "k3d.server.api.port"), config.kubeAPI.hostPort],
    ["httpPort", published(80), config.ports[0].port.split(":")[1]],
    ["httpsPort", published(443), config.ports[1].port.split(":")[1]],
    ["serviceLb", !isDisabled("servicelb", server.Config.Cmd), !isDisabled("servicelb", wanted)],
    ["Traefik", !isDisabled("traefik", server.Config.Cmd), false],
    ["network", labelOf(server, "k3d.cluster.network"), "k3d-" + name],
    ...(config.subnet === undefined ? [] : [["subnet", networkOf(), config.subnet]]),
  ];
  return rows.filter(([, has, wants]) => String(has) !== String(wants)).map(([what, has, wants]) => what + " is " + has + ", not " + wants);
}

/** Why the cluster that exists stands in the way. */
function existing(found) {
  if (found.length === 0 || isOurs(found)) return [];
  const remove = "delete it with k3d cluster delete " + name;
  if (!adopt) return ["a cluster of that name exists, which this stack did not create. Write another k3d.name, or " + remove + ", or take it over with k3d.adopt: true."];
  const differing = differences(found);
  return differing.length === 0 ? [] : ["the cluster that exists differs: " + differing.join("; ") + ". Change these inputs, or " + remove + "."];
}

const isTaken = async (host, port) => {
  const answers = await new Promise((resolve) => {
    const socket = connect({ host: host === "0.0.0.0" ? "127.0.0.1" : host, port, timeout: 2000 });
    const end = (answer) => { socket.destroy(); resolve(answer); };
    socket.once("connect", () => end(true)).once("error", () => end(false)).once("timeout", () => end(false));
  });
  if (answers) return true;
  return new Promise((resolve) => {
    const server = createServer();
    // Docker may use ports below 1024, also if this process may not.
    server.once("error", ({ code }) => resolve(code === "EADDRINUSE"));
    server.listen(port, host, () => server.close(() => resolve(false)));
  });
};

async function takenPorts(found) {
  const own = found.flatMap(bindingsOf).map(({ HostPort }) => String(HostPort));
  const registry = (config.registries || {}).create;
  const wanted = [
    ...["httpPort", "httpsPort"].map((input, index) => [input, ...config.ports[index].port.split(":")]),
    ["apiPort", config.kubeAPI.hostIP, config.kubeAPI.hostPort],
    ...(registry ? [["registries.create.port", registry.host, registry.hostPort]] : []),
  ].filter(([, , port]) => !own.includes(String(port)));
  const taken = await Promise.all(wanted.map(([, host, port]) => isTaken(host, Number(port))));
  return wanted.filter((_, index) => taken[index]).map(([input, , port]) =>
    "port " + port + " of this machine is taken. End what listens there, or write another k3d." + input + ".");
}

const missingFiles = () => [
  ...(config.volumes || []).map(({ volume }) => volume.split(":")[0]),
  ...(config.registries && config.registries.config ? [config.registries.config] : []),
].filter((file) => file.startsWith("/") && !existsSync(file)).map((file) => file + " does not exist on this machine.");

/** Which of the two commands are missing or too old. */
function missingTools() {
  if (process.platform === "win32") return ["Windows is not supported. Run Pulumi inside of WSL 2."];
  const { error, status, stdout } = spawnSync("k3d", ["version"], { env, encoding: "utf8" });
  const [, major, minor] = /v(\d+)\.(\d+)/.exec(stdout || "") || [];
  const docker = spawnSync("docker", ["version", "--format", "{{.Server.Version}}"], { env, encoding: "utf8" });
  return [
    ...(error || status !== 0 ? ["k3d was not found on the PATH. Install k3d 5.5 or newer: https://k3d.io"] : []),
    ...(!error && status === 0 && Number(major) * 100 + Number(minor) < 505 ? ["k3d " + major + "." + minor + " is too old. Install k3d 5.5 or newer: https://k3d.io"] : []),
    ...(docker.error ? ["docker was not found on the PATH. Install Docker: https://docs.docker.com/get-docker"] : []),
    ...(!docker.error && docker.status !== 0 ? ["Docker does not answer: " + firstLine(docker.stderr) + ". Start Docker, and run again."] : []),
  ];
}

/** Refuses to create the cluster if something is missing or in the way, all of it in one error. */
async function check() {
  const missing = missingTools();
  const found = missing.length === 0 ? containers() : [];
  refuse([...missing, ...existing(found), ...(await takenPorts(found)), ...missingFiles()]);
  return found;
}

/** An interrupted run may have left k3d at work; of two at once, the older would delete the cluster of the newer. */
function waitForOthers() {
  const others = () => (spawnSync("ps", ["-A", "-o", "args="], { encoding: "utf8" }).stdout || "").includes("mlplatform.owner=" + owner + "@");
  for (let seconds = 0; others(); seconds++) {
    if (seconds === 0) process.stderr.write("Waiting for k3d, which an interrupted run left at work\n");
    if (seconds === 900) refuse(["k3d, which an interrupted run started, is still at work on this cluster. End it, and run again."]);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
  }
}

/** The IPv4 block of the Docker network. */
function networkOf() {
  const [{ IPAM }] = JSON.parse(ask("docker", "network", "inspect", "k3d-" + name));
  return (IPAM.Config || []).map(({ Subnet }) => Subnet).find((subnet) => subnet && !subnet.includes(":"));
}

const labels = () => ["owner=" + owner, "settings=" + settings].flatMap((label) => ["--runtime-label", "mlplatform." + label + "@all"]);

async function create() {
  waitForOthers();
  const found = await check();
  if (isOurs(found) && !isFinished(found)) {
    process.stderr.write("Deleting what an interrupted run left of the cluster\n");
    change(["cluster", "delete", name]);
  } else if (isOurs(found) && labelOf(firstServer(found) || found[0], "mlplatform.settings") !== settings) {
    refuse(["an interrupted run created it with other settings. Delete it with k3d cluster delete " + name + ", and run again."]);
  } else if (found.length > 0) {
    process.stderr.write("The cluster exists already, and is used as it is\n");
    return report();
  }
  change(["cluster", "create", "--config", "-", ...labels()], text);
  report();
}

/** Prints what the stack must know about the cluster. */
function report() {
  const server = firstServer(containers());
  if (server === undefined) refuse(["it does not exist any more. If k3d deleted it, run mlplatform destroy with PULUMI_K8S_DELETE_UNREACHABLE=true, and up again."]);
  process.stdout.write(JSON.stringify({ server: server.Id, network: networkOf() }));
}

/** Deletes the cluster, but not another one that somebody created under its name. */
function remove() {
  waitForOthers();
  const found = containers();
  const server = firstServer(found);
  const known = JSON.parse(process.env.PULUMI_COMMAND_STDOUT || "{}").server;
  if (server !== undefined && server.Id !== known && !isOurs(found)) {
    process.stderr.write("The cluster of this stack is gone. Another one has its name, and stays\n");
    return;
  }
  change(["cluster", "delete", name]);
}

const steps = { "${Step.Check}": check, "${Step.Create}": create, "${Step.Update}": report, "${Step.Delete}": remove };
(async () => steps[step]())().catch((error) => {
  process.stderr.write((error instanceof Refusal ? error.message : String(error && error.stack)) + "\n");
  process.exitCode = 1;
});
`;
