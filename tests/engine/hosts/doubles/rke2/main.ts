/**
 * The program `rke2` of a host: `server` and `agent`. Behaviour and texts are those of RKE2 1.35 as its documentation and source have
 * them (`rancher/rke2`, `k3s-io/k3s` pkg/cluster and pkg/server); the API server behind it is the test's.
 */
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:https";
import { connect, createServer as createPlainServer } from "node:net";
import { hostname, networkInterfaces } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { admin, api, send } from "./api";
import { type Config, Fatal, nodeName, readConfig } from "./config";
import { register, type Registration } from "./node-object";

const DATA = "/var/lib/rancher/rke2";
const MEMBERS = "/run/host/shared/members";
const version = process.env["RKE2_VERSION"] ?? "";

async function main(role: string): Promise<void> {
  if (role === "gone") return gone();
  if (role !== "server" && role !== "agent") throw new Fatal(`no command ${role}`);
  const config = readConfig(role);
  install();
  const node = registrationOf(role, config);
  const isFirst = config.server === undefined;
  await sleep(seconds(`seconds-${role === "agent" ? "agent" : isFirst ? "first-server" : "server"}`) * 1000);
  if (role === "agent") await joined(config, node);
  else await serve(config, node, isFirst);
  writeFileSync(process.env["NOTIFY_FILE"] ?? "/dev/null", "");
  console.log(`level=info msg="${role} is up and running"`);
  setInterval(() => undefined, 1e6); // until it is stopped
}

/** What every RKE2 unpacks and writes when it starts. */
function install(): void {
  mkdirSync(`${DATA}/bin`, { recursive: true });
  mkdirSync("/var/lib/kubelet/pki", { recursive: true });
  mkdirSync("/etc/rancher/node", { recursive: true });
  copyFileSync("/run/host/shared/doubles/kubectl.sh", `${DATA}/bin/kubectl`);
  chmodSync(`${DATA}/bin/kubectl`, 0o755);
  if (!existsSync("/etc/rancher/node/password")) {
    writeFileSync("/etc/rancher/node/password", `${randomBytes(16).toString("hex")}\n`, { mode: 0o600 });
  }
}

const registrationOf = (role: Registration["role"], config: Config): Registration => ({
  role,
  name: nodeName(config),
  version,
  password: readFileSync("/etc/rancher/node/password", "utf8").trim(),
  address: config["node-ip"] ?? networkInterfaces()["eth0"]?.find(({ family }) => family === "IPv4")?.address ?? "",
  labels: config["node-label"] ?? [],
  taints: config["node-taint"] ?? [],
});

/** Asks a server until it lets the node in. What is not going to change ends the program, as it does the real one. */
async function joined(config: Config, node: Registration): Promise<void> {
  for (;;) {
    const answer = await send(`${config.server ?? ""}/join`, "POST", { token: config.token, node }).catch(
      () => undefined,
    );
    if (answer?.status === 200) return;
    if (answer !== undefined && answer.status < 500) throw new Fatal(answer.text);
    console.log(
      `level=info msg="Waiting to retrieve agent configuration; server is not ready: ${answer?.text ?? "connection refused"}"`,
    );
    await sleep(100);
  }
}

async function serve(config: Config, node: Registration, isFirst: boolean): Promise<void> {
  const state = `${DATA}/server/db/etcd`;
  const resumes = existsSync(`${state}/token`);
  const token = resumes ? readFileSync(`${state}/token`, "utf8") : (config.token ?? randomBytes(16).toString("hex"));
  if (resumes && config.token !== undefined && config.token !== token) {
    throw new Fatal("bootstrap data already found and encrypted with different token");
  }
  if (!isFirst && !resumes) await joined(config, node);
  if (isFirst && !resumes && members().length > 0) {
    console.log('level=warning msg="this is a second cluster"');
    writeFileSync("/run/host/shared/second-cluster", hostname());
  }
  mkdirSync(state, { recursive: true });
  writeFileSync(`${state}/token`, token, { mode: 0o600 });
  writeFileSync(`${DATA}/server/node-token`, `K10${"0".repeat(64)}::server:${token}\n`, { mode: 0o600 });
  mkdirSync(MEMBERS, { recursive: true });
  writeFileSync(`${MEMBERS}/${node.name}`, version);
  forwardApi();
  writeKubeconfig(config["write-kubeconfig-mode"] ?? "0600");
  await register(node);
  supervise(token);
}

/** What a node asks that wants to join. */
interface JoinRequest {
  readonly token?: string;
  readonly node: Registration;
}

/** The supervisor's port, at which nodes join. */
function supervise(token: string): void {
  let joining = false;
  const decide = async ({ token: given, node }: JoinRequest): Promise<readonly [number, string]> => {
    if (given !== token) return [401, "401 Unauthorized: token CA hash or password does not match"];
    if (node.role === "server" && joining) return [503, "etcdserver: too many learner members in cluster"];
    if (newer(node.version, version)) return [400, `kubelet ${node.version} is newer than the API server ${version}`];
    joining = node.role === "server";
    try {
      await register(node);
      return [200, "{}"];
    } catch (error) {
      return [403, (error as Error).message];
    } finally {
      joining = false;
    }
  };
  createServer({ cert: admin.ca, key: admin.key }, (request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    request.on("end", () => {
      const answer = ([status, said]: readonly [number, string]) => response.writeHead(status).end(said);
      if (request.url === "/ping") answer([200, "pong"]);
      else if (request.url === "/join") void decide(JSON.parse(text) as JoinRequest).then(answer);
      else answer([404, "not found"]);
    });
  }).listen(9345);
}

/** Whether a release is of a later minor version: nodes may not be ahead of the API server. */
function newer(one: string, other: string): boolean {
  const minor = (text: string) => Number(text.split(".")[1] ?? 0);
  return minor(one) > minor(other);
}

function forwardApi(): void {
  createPlainServer((socket) => {
    const upstream = connect(admin.port, admin.host);
    socket.on("error", () => upstream.destroy()).on("close", () => upstream.destroy());
    upstream.on("error", () => socket.destroy()).on("close", () => socket.destroy());
    socket.pipe(upstream).pipe(socket);
  }).listen(6443);
}

function writeKubeconfig(mode: string): void {
  const file = "/etc/rancher/rke2/rke2.yaml";
  mkdirSync("/etc/rancher/rke2", { recursive: true });
  copyFileSync("/run/host/shared/rke2.yaml", file);
  chmodSync(file, parseInt(mode, 8));
}

const members = (): string[] => (existsSync(MEMBERS) ? readdirSync(MEMBERS) : []);

/** RKE2 was removed from this host. With the last server, the cluster and its nodes are gone. */
async function gone(): Promise<void> {
  if (!existsSync(`${DATA}/server/db/etcd`)) return;
  const config = (() => {
    try {
      return readConfig("server");
    } catch {
      return {};
    }
  })();
  rmSync(`${MEMBERS}/${nodeName(config)}`, { force: true });
  if (members().length === 0) await api("DELETE", "/api/v1/nodes");
}

const seconds = (name: string): number =>
  existsSync(`/run/host/shared/${name}`) ? Number(readFileSync(`/run/host/shared/${name}`, "utf8")) : 0;

main(process.argv[2] ?? "").catch((error: unknown) => {
  console.log(`level=fatal msg=${JSON.stringify((error as Error).message)}`);
  process.exit(1);
});
