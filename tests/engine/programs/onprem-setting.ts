import assert from "node:assert/strict";
import { chmodSync, copyFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import { clock } from "../../../components/targets/rke2/nodes/clock";
import { locateContracts } from "../../contracts/contracts-dir";
import { serveContractCharts } from "../charts/contract-charts";
import { startTogether } from "../endings";
import { Rke2Hosts } from "../hosts/rke2-hosts";
import { startCertManager } from "../operators/cert-manager";
import { startMetalLb } from "../operators/metallb";
import { startSeldonOperator } from "../operators/seldon-operator";
import { commandPlugin } from "../providers/command/launcher";
import { type ProviderPlugin } from "../providers/plugin";
import { startRandom } from "../providers/random/provider";
import { sshClient, toolchain, type Toolchain } from "../toolchain";
import { repositoryConfig } from "./run-program";

/** What the program `onprem` runs on: the machines of the on-prem guide, and the cluster that they make. */
export interface OnpremSetting {
  readonly tools: Toolchain;
  readonly rke2: Rke2Hosts;
  /** Stand-ins of the program's providers, without that of `kubernetes`. */
  readonly providers: readonly ProviderPlugin[];
  /** What a stack needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly config: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** The machines of the on-prem guide: the addresses of its cluster.yml, and the names of its /etc/hosts. */
const HOSTS = [
  { address: "192.168.86.36", hostname: "master" },
  { address: "192.168.86.35", hostname: "worker" },
];

/**
 * Until it stops, this process has another home folder, with the key that cluster.yml names.
 * @param rke2Config further values of the config key `rke2`
 */
export function startOnprem(rke2Config: object = {}): Promise<OnpremSetting> {
  return startTogether(async (endings) => {
    const tools = await toolchain();
    // Suites that compare plans stop it when they are loaded, and one before may have run in this process.
    clock.seconds = () => Math.floor(Date.now() / 1000);
    const rke2 = await endings.of(Rke2Hosts.start(HOSTS));
    const charts = await endings.of(serveContractCharts());
    for (const start of [startMetalLb, startCertManager, startSeldonOperator]) await endings.of(start(rke2.cluster));
    const random = await endings.of(startRandom());
    const command = commandPlugin(await sshClient());
    // Not before: the programs above are in the home folder of whoever runs the tests.
    endings.environment({ HOME: homeWith(rke2.hosts.keyPath, endings.folder("mlplatform-onprem-")) });
    return {
      tools,
      rke2,
      providers: [random.plugin, command],
      env: { ...random.env, PATH: `${rke2.hosts.path}:${path.dirname(tools.kubectl)}`, SSH_AUTH_SOCK: "" },
      config: configOf(charts.url, rke2Config),
    };
  });
}

/** A home folder with the key `~/.ssh/id_rsa`, which cluster.yml names. */
function homeWith(keyPath: string, home: string): string {
  mkdirSync(path.join(home, ".ssh"));
  copyFileSync(keyPath, path.join(home, ".ssh/id_rsa"));
  chmodSync(path.join(home, ".ssh/id_rsa"), 0o600);
  return home;
}

function configOf(mirror: string, more: object): Readonly<Record<string, string>> {
  const contracts = locateContracts(process.env);
  assert.ok("dir" in contracts, "the guide is part of the contract data");
  const rkeClusterYml = path.join(contracts.dir, "guides/on-prem/cluster.yml");
  return repositoryConfig({
    program: "onprem",
    kubernetesVersion: "1.36",
    domain: "domain.test",
    deletionProtection: "false",
    mirror,
    rke2: JSON.stringify({ rkeClusterYml, prepareHosts: true, loadBalancerNetwork: "192.168.86.240/28", ...more }),
  });
}
