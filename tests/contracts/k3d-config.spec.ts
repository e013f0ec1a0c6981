import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import type { K3dClusterArgs } from "../../components";
import { k3d } from "../unit/targets/k3d/cluster";
import { blockRows } from "../unit/targets/k3d/options/block";
import { describeWithContracts } from "./contracts-dir";

interface Config {
  readonly servers: number;
  readonly kubeAPI: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly port: string; readonly nodeFilters: readonly string[] }[];
  readonly options: {
    readonly k3s: { readonly extraArgs: readonly { readonly arg: string; readonly nodeFilters: readonly string[] }[] };
    readonly runtime?: Readonly<Record<string, string>>;
    readonly kubeconfig: Readonly<Record<string, boolean>>;
  };
}

async function configOf(block: K3dClusterArgs): Promise<Config> {
  const graph = await k3d({ k3d: block });
  return JSON.parse(graph.revealInputs(graph.byName("command:local:Command", "ml"))["stdin"] as string) as Config;
}

/** The flags that make the same cluster; `server:*` of one server is `server:0`, and no address of the machine means all. */
const flagsOf = ({ servers, kubeAPI, ports, options }: Config): string[] => [
  ...options.k3s.extraArgs.map(
    ({ arg, nodeFilters }) =>
      `--k3s-arg "${arg}@${nodeFilters.join(";").replace("server:*", servers === 1 ? "server:0" : "server:*")}"`,
  ),
  `--api-port ${kubeAPI["hostPort"] ?? ""}`,
  ...ports.map(({ port, nodeFilters }) => `--port ${port.replace(/^0\.0\.0\.0:/, "")}@${nodeFilters.join(";")}`),
  ...Object.entries(options.runtime ?? {}).map(
    ([key, value]) => `--${key.replace(/[A-Z]/, "-$&").toLowerCase()}=${value}`,
  ),
];

describeWithContracts("the config file of k3d", (dir) => {
  const schema = JSON.parse(readFileSync(path.join(dir, "k3d/config.schema.json"), "utf8")) as object;
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    formats: { hostname: /^[a-z0-9.-]+$/i, ipv4: /^(\d+\.){3}\d+$/ },
  });
  const check = ajv.compile(schema);
  const problems = (config: unknown): string[] => {
    check(config);
    return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
  };

  for (const { option, args } of blockRows) {
    it(`fits k3d's schema with ${option}`, async () => {
      assert.deepEqual(problems(await configOf(args.k3d ?? {})), []);
    });
  }

  it("would not fit with a port of the API server as a number", async () => {
    const config = await configOf({});
    assert.deepEqual(problems({ ...config, kubeAPI: { hostPort: 6443 } }), ["/kubeAPI/hostPort must be string"]);
  });

  it("has the flags of the quickstart and --disable=servicelb", async () => {
    const commands = readFileSync(path.join(dir, "guides/quickstart/commands.txt"), "utf8");
    const [, flags = ""] = /^k3d cluster create (.*)$/m.exec(commands) ?? [];
    const quickstart = flags.match(/--k3s-arg \S+|--(?:api-)?port \S+|--\S+=\S+/g) ?? [];
    assert.equal(quickstart.length, 5);
    const config = await configOf({ serversMemory: "8G", serviceLb: false, listenAddress: "0.0.0.0" });
    assert.deepEqual(flagsOf(config).sort(), [...quickstart, '--k3s-arg "--disable=servicelb@server:0"'].sort());
    // What the quickstart does besides: the API server answers at every address, and the user's kubeconfig is changed.
    assert.equal(config.kubeAPI["hostIP"], "127.0.0.1");
    assert.deepEqual(config.options.kubeconfig, { updateDefaultKubeconfig: false, switchCurrentContext: false });
  });
});
