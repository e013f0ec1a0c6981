import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { locateContracts } from "../../contracts/contracts-dir";
import { Machine } from "../../helpers/k3d/machine";
import { serveContractCharts } from "../charts/contract-charts";
import { type TestCluster, startCluster } from "../cluster";
import { freePorts } from "../cluster/free-ports";
import { startTogether } from "../endings";
import { startMetalLb } from "../operators/metallb";
import { startSeldonOperator } from "../operators/seldon-operator";
import { commandPlugin } from "../providers/command/launcher";
import { type ProviderPlugin } from "../providers/plugin";
import { startRandom } from "../providers/random/provider";
import { toolchain, type Toolchain } from "../toolchain";
import { repositoryConfig } from "./run-program";

/** What the program `k3d` runs on: doubles of k3d and Docker, and the cluster that they hand out. */
export interface K3dSetting {
  readonly tools: Toolchain;
  readonly cluster: TestCluster;
  readonly machine: Machine;
  /** The ports of the program's config: for HTTP, HTTPS and the API server. */
  readonly ports: readonly number[];
  /** Stand-ins of the program's providers, without that of `kubernetes`. */
  readonly providers: readonly ProviderPlugin[];
  /** What a stack needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly config: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** @param settings further config of the program */
export function startK3d(settings: Readonly<Record<string, string>> = {}): Promise<K3dSetting> {
  return startTogether(async (endings) => {
    const cluster = await endings.of(startCluster({ loadBalancers: false, storageClass: "local-path" }));
    const tools = await toolchain();
    const { url: mirror } = await endings.of(serveContractCharts());
    for (const start of [startMetalLb, startSeldonOperator]) await endings.of(start(cluster));
    const random = await endings.of(startRandom());
    const contracts = locateContracts(process.env);
    assert.ok("dir" in contracts, "k3d's schema is part of the contract data");
    const schema = path.join(contracts.dir, "k3d/config.schema.json");
    const machine = new Machine({ kubeconfig: readFileSync(cluster.kubeconfigPath, "utf8"), schema });
    endings.add(() => machine.remove());
    const ports = await freePorts(3);
    const [httpPort, httpsPort, apiPort] = ports;
    const config = repositoryConfig({
      program: "k3d",
      kubernetesVersion: "1.36",
      deletionProtection: "false",
      mirror,
      k3d: JSON.stringify({ httpPort, httpsPort, apiPort }),
      ...settings,
    });
    return {
      tools,
      cluster,
      machine,
      ports,
      providers: [random.plugin, commandPlugin()],
      env: { ...random.env, ...machine.env, PATH: `${machine.env["PATH"] ?? ""}:${process.env["PATH"] ?? ""}` },
      config,
    };
  });
}
