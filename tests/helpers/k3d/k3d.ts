import { randomBytes } from "node:crypto";
import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { begin, changeState, type Container, fail, readState, record } from "./state";

/*
 * A double of `k3d` 5.9 (github.com/k3d-io/k3d), with the commands that the program of ours runs. Comments name the file in which the
 * behaviour is seen. Its cluster is a list of containers without anything in them.
 */

const args = process.argv.slice(2);
begin("k3d", args);

interface Config {
  readonly metadata: { readonly name: string };
  readonly servers: number;
  readonly agents: number;
  readonly image: string;
  readonly subnet?: string;
  readonly kubeAPI: { readonly hostIP?: string; readonly hostPort: string };
  readonly ports: readonly { readonly port: string }[];
  readonly registries?: {
    readonly create?: { readonly name: string; readonly host: string; readonly hostPort: string };
  };
  readonly options: {
    readonly k3s: { readonly extraArgs: readonly { readonly arg: string }[] };
    readonly kubeconfig: { readonly updateDefaultKubeconfig?: boolean };
    readonly runtime?: { readonly serversMemory?: string; readonly agentsMemory?: string };
  };
}

/**
 * cmd/util/config/config.go: variables are replaced, the copy stays in the folder for temporary files, and the schema is checked. Variables
 * such as K3D_IMAGE win over the file (`AutomaticEnv`).
 */
async function readConfig(): Promise<Config> {
  const text = readFileSync(0, "utf8").replace(/\$\{?(\w+)\}?/g, (_, name: string) => process.env[name] ?? "");
  writeFileSync(join(mkdtempSync(join(tmpdir(), "k3d-config-tmp--")), "config"), text);
  const config = {
    ...(JSON.parse(text) as Config),
    ...(process.env.K3D_IMAGE !== undefined && { image: process.env.K3D_IMAGE }),
  };
  record("configs", JSON.stringify(config));
  const { schema } = readState();
  if (schema === undefined) return config;
  const { Ajv } = await import("ajv"); // it takes a tenth of a second, and few tests need it
  const ajv = new Ajv({ strict: false, formats: { hostname: HOST_NAME, ipv4: /^\d+\.\d+\.\d+\.\d+$/ } });
  const check = ajv.compile(JSON.parse(readFileSync(schema, "utf8")) as object);
  if (!check(config)) fail(`FATA[0000] Schema Validation failed for config file -: ${ajv.errorsText(check.errors)}`);
  return config;
}

const HOST_NAME = /^(([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])\.)*([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])$/i;

/** pkg/config/validate.go. */
function validate({ metadata: { name }, options: { runtime = {} } }: Config): void {
  if (!HOST_NAME.test(name))
    fail(
      `FATA[0000] Failed Cluster Configuration Validation:  Invalid cluster name. name ${name} is not a valid hostname`,
    );
  if (name.length > 32)
    fail(
      `FATA[0000] Failed Cluster Configuration Validation:  Cluster name must be <= 32 characters, but has ${name.length}`,
    );
  for (const memory of Object.values(runtime)) {
    if (!/^\d+(\.\d+)? ?([kmgtp]i?b?|b)?$/i.test(memory))
      fail(`FATA[0000] Failed Cluster Configuration Validation:  invalid memory ${memory}`);
  }
}

const ofCluster = (name: string) =>
  readState().containers.filter(({ Config }) => Config.Labels["k3d.cluster"] === name);

function addContainer(
  name: string,
  role: string,
  started: boolean,
  more: { image?: string; cmd?: string[]; labels?: object; ports?: object } = {},
): void {
  const container: Container = {
    Id: randomBytes(32).toString("hex"),
    Name: `/${name}`,
    Config: { Image: more.image ?? "", Cmd: more.cmd ?? [], Labels: { app: "k3d", "k3d.role": role, ...more.labels } },
    State: { StartedAt: started ? "2026-11-29T12:00:00Z" : "0001-01-01T00:00:00Z" },
    HostConfig: { PortBindings: (more.ports ?? {}) as Container["HostConfig"]["PortBindings"] },
  };
  changeState({ containers: [...readState().containers.filter(({ Name }) => Name !== container.Name), container] });
}

/** Docker refuses to publish a port that is taken. */
const isTaken = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer().once("error", () => resolve(true));
    server.listen(port, host, () => server.close(() => resolve(false)));
  });

async function create(config: Config, labels: Readonly<Record<string, string>>): Promise<void> {
  const { metadata, servers, agents, image, ports, kubeAPI, options, subnet = "172.25.0.0/16" } = config;
  const { name } = metadata;
  validate(config);
  if (ofCluster(name).length > 0)
    fail(`FATA[0000] Failed to create cluster '${name}' because a cluster with that name already exists`);
  // The network of the quickstart, unless another is asked for. One that exists is used (pkg/runtimes/docker/network.go).
  const networkName = `k3d-${name}`;
  const { networks } = readState();
  if (!networks.some(({ Name }) => Name === networkName)) {
    const IPAM = { Config: [{ Subnet: subnet, Gateway: subnet.replace(/\.0\/\d+$/, ".1") }] };
    changeState({ networks: [...networks, { Name: networkName, IPAM }] });
  }
  const common = {
    ...labels,
    "k3d.cluster": name,
    "k3d.cluster.network": networkName,
    "k3d.server.api.port": kubeAPI.hostPort,
  };
  const cmd = ["server", ...options.k3s.extraArgs.map(({ arg }) => arg)];
  const published = ports.map(({ port }) => port.split(":").reverse());
  const bindings = Object.fromEntries([
    ...published.map(([inside = "", outside = "", host = ""]) => [
      `${inside}/tcp`,
      [{ HostIp: host, HostPort: outside }],
    ]),
    ["6443/tcp", [{ HostIp: kubeAPI.hostIP ?? "0.0.0.0", HostPort: kubeAPI.hostPort }]],
  ]) as Record<string, { HostIp: string; HostPort: string }[]>;
  // pkg/client/cluster.go: servers start first, then agents, and the load balancer last.
  for (let index = 0; index < servers; index++)
    addContainer(`k3d-${name}-server-${index}`, "server", true, { image: `docker.io/${image}`, cmd, labels: common });
  if (readState().hangs) await new Promise((resolve) => setTimeout(resolve, 600_000));
  for (let index = 0; index < agents; index++)
    addContainer(`k3d-${name}-agent-${index}`, "agent", true, { image: `docker.io/${image}`, labels: common });
  for (const { HostIp, HostPort } of Object.values(bindings).flat()) {
    if (!(await isTaken(HostIp === "" ? "0.0.0.0" : HostIp, Number(HostPort)))) continue;
    // cmd/cluster/clusterCreate.go: what was created is taken back.
    process.stderr.write(`ERRO[0001] Bind for ${HostIp}:${HostPort} failed: port is already allocated\n`);
    remove(name);
    fail("FATA[0002] Cluster creation FAILED, all changes have been rolled back!");
  }
  addContainer(`k3d-${name}-serverlb`, "loadbalancer", true, { labels: common, ports: bindings });
  if (options.kubeconfig.updateDefaultKubeconfig !== false)
    appendFileSync(process.env.KUBECONFIG ?? join(homedir(), ".kube/config"), `k3d-${name}\n`);
  process.stderr.write(`INFO[0009] Cluster '${name}' created successfully!\n`);
  process.stdout.write("You can now use it like this:\nkubectl cluster-info\n");
}

/** cmd/cluster/clusterDelete.go: nothing to delete is no error, and the default kubeconfig is written anew. */
function remove(name: string): void {
  const { containers, networks } = readState();
  changeState({
    containers: containers.filter(({ Config }) => Config.Labels["k3d.cluster"] !== name),
    networks: networks.filter(({ Name }) => Name !== `k3d-${name}`),
  });
  writeFileSync(process.env.KUBECONFIG ?? join(homedir(), ".kube/config"), "apiVersion: v1\n");
}

/** cmd/util/filter.go: `KEY=VALUE@NODEFILTER`; cmd/util/runtimeLabels.go: labels of k3d itself are refused. */
function labelsIn(flags: readonly string[]): Record<string, string> {
  const labels = flags.flatMap((flag, index) => (flags[index - 1] === "--runtime-label" ? [flag] : []));
  return Object.fromEntries(
    labels.map((label) => {
      const [, key = "", value = "", filter] =
        /^([^=@]+)=([^@]*)@(.+)$/.exec(label) ?? fail(`FATA[0000] invalid flag '${label}'`);
      if (/^(k3s|k3d)\.|^app$/.test(key)) fail(`FATA[0000] runtime label "${key}" is reserved for internal usage`);
      if (filter !== "all") fail(`the double of k3d has no node filter ${String(filter)}`);
      return [key, value];
    }),
  );
}

const [group, verb, name = "", ...flags] = args;
const which = `${group ?? ""} ${verb ?? ""}`.trim();
if (which === "version")
  process.stdout.write(`k3d version ${readState().k3dVersion}\nk3s version v1.35.5-k3s1 (default)\n`);
else if (readState().dockerIsDown) fail("FATA[0000] Cannot connect to the Docker daemon");
else if (which === "cluster create") {
  if (name !== "--config" || flags[0] !== "-") fail(`the double of k3d has no ${args.join(" ")}`);
  void readConfig().then((config) => create(config, labelsIn(flags)));
} else if (which === "cluster delete") remove(name);
else if (which === "kubeconfig get") {
  if (ofCluster(name).length === 0) fail(`FATA[0000] No nodes found for given cluster`);
  process.stdout.write(`---\n${readState().kubeconfig}`);
} else fail(`the double of k3d has no ${args.join(" ")}`);
