import { readFileSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";
import { stringify } from "yaml";
import { startCluster, type TestCluster } from "../cluster";
import { toolchain } from "../toolchain";
import { type Host, type HostOptions } from "./host";
import { TestHosts } from "./test-hosts";

/** Hosts on which doubles of RKE2 can be installed, and the cluster that they then make: a real API server without nodes. */
export class Rke2Hosts {
  private constructor(
    readonly hosts: TestHosts,
    readonly cluster: TestCluster,
    private readonly gateway: Server,
  ) {}

  /**
   * @param hosts the machines, and those that tests add later, which start with `add`
   * @param prefix the first three numbers of all addresses. @default the network of the on-prem guide
   */
  static async start(
    hosts: readonly HostOptions[],
    later: readonly HostOptions[] = [],
    prefix?: string,
  ): Promise<Rke2Hosts> {
    const { kubectl } = await toolchain();
    const made = await TestHosts.start([], { prefix, programs: { node: process.execPath, kubectl } });
    let cluster: TestCluster | undefined;
    try {
      const addresses = [made.gateway, ...[...hosts, ...later].map(({ address }) => address)];
      cluster = await startCluster({ nodes: 0, loadBalancers: false, storageClass: "", addresses });
      const gateway = await passOn(made.gateway, Number(new URL(cluster.server).port));
      await writeParts(made, cluster);
      await Promise.all(hosts.map((host) => made.add(host)));
      return new Rke2Hosts(made, cluster, gateway);
    } catch (error) {
      await cluster?.stop();
      await made.stop();
      throw error;
    }
  }

  /** Starts another machine. */
  add(host: HostOptions): Promise<Host> {
    return this.hosts.add(host);
  }

  /** Lets a step take so long on every host: `install`, `first-server`, `server` or `agent`. @default no time */
  slowDown(step: string, seconds: number): void {
    writeFileSync(join(this.hosts.shared, `seconds-${step}`), String(seconds));
  }

  /** What was asked of the doubles, in order: `<hostname> <program> <arguments>`. */
  get commands(): string[] {
    return this.shared("commands").map((line) => line.replace("\t", " "));
  }

  /** Every command line that a double could see while it ran. */
  get commandLines(): string[] {
    return this.shared("command-lines");
  }

  /** Forgets what was asked until now, but no command line. */
  forget(): void {
    writeFileSync(join(this.hosts.shared, "commands"), "");
  }

  /** The releases of the nodes, by name. */
  async nodes(): Promise<Record<string, string>> {
    const { items } = (await this.cluster.api.get("/api/v1/nodes")) as { items: readonly NodeObject[] };
    return Object.fromEntries(items.map(({ metadata, status }) => [metadata.name, status.nodeInfo.kubeletVersion]));
  }

  async stop(): Promise<void> {
    this.gateway.close();
    await this.cluster.stop();
    await this.hosts.stop();
  }

  private shared(file: string): string[] {
    try {
      return readFileSync(join(this.hosts.shared, file), "utf8").split("\n").filter(Boolean);
    } catch {
      return [];
    }
  }
}

interface NodeObject {
  readonly metadata: { readonly name: string };
  readonly status: { readonly nodeInfo: { readonly kubeletVersion: string } };
}

/** Listens at an address of this machine for the API server, which listens on loopback. */
async function passOn(address: string, port: number): Promise<Server> {
  const server = createServer((socket) => {
    const upstream = connect(port, "127.0.0.1");
    socket.on("error", () => upstream.destroy()).on("close", () => upstream.destroy());
    upstream.on("error", () => socket.destroy()).on("close", () => socket.destroy());
    socket.pipe(upstream).pipe(socket);
  });
  await new Promise<void>((done, fail) => server.once("error", fail).listen(6443, address, done));
  server.unref();
  return server;
}

/** What the doubles need: the program `rke2`, the way to the API server, and the kubeconfig that a server hands out. */
async function writeParts(hosts: TestHosts, cluster: TestCluster): Promise<void> {
  const write = (name: string, content: string, mode: number) =>
    writeFileSync(join(hosts.shared, name), content, { mode });
  const built = buildSync({
    entryPoints: [resolve(__dirname, "doubles/rke2/main.ts")],
    bundle: true,
    platform: "node",
    target: "node20",
    write: false,
  });
  write("rke2.js", built.outputFiles[0]?.text ?? "", 0o644);
  const { api } = cluster;
  const key = await readFile(join(cluster.dir, "certificates/apiserver.key"), "utf8");
  write("admin.json", JSON.stringify({ host: hosts.gateway, port: 6443, ca: api.ca, key, token: api.token }), 0o600);
  write("rke2.yaml", kubeconfig(api.ca, api.token), 0o600);
}

/** With the names and the address that RKE2 writes. */
function kubeconfig(ca: string, token: string): string {
  const name = "default";
  const server = "https://127.0.0.1:6443";
  return stringify({
    apiVersion: "v1",
    clusters: [{ cluster: { "certificate-authority-data": Buffer.from(ca).toString("base64"), server }, name }],
    contexts: [{ context: { cluster: name, user: name }, name }],
    "current-context": name,
    kind: "Config",
    preferences: {},
    users: [{ name, user: { token } }],
  });
}
