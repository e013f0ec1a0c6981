import { Rke2Role, type Rke2NodeArgs } from "../../../components";
import { whyNoHosts } from "../../engine/hosts/network";
import { Rke2Bench } from "../../engine/rke2/rke2-bench";

/** Numbers of nodes, each with one server. */
const COUNTS = [2, 10];

/** The network of the measured machines. */
const PREFIX = "198.18.18";

/**
 * Seconds that the doubles of RKE2 take, a tenth of what RKE2 takes on machines of four cores with a fast line: a minute for the download
 * and unpacking, two for the first server and its images, one for an agent.
 */
const SECONDS = { install: 6, "first-server": 12, agent: 6 };

/** What bringing up clusters of RKE2 takes, by their numbers of nodes: the fastest run of each, and the ratio of both. */
export async function measureNodes(runs: number): Promise<string> {
  const reason = await whyNoHosts();
  if (reason !== undefined) throw new Error(reason);
  const fastest: number[] = [];
  for (const count of COUNTS) {
    const taken: number[] = [];
    for (let run = 1; run <= runs; run++) {
      console.error(`${String(count)} nodes, run ${String(run)} …`);
      taken.push(await upOf(nodesOf(count)));
    }
    fastest.push(Math.min(...taken));
  }
  const lines = fastest.map((ms, index) => `up of ${String(COUNTS[index])} nodes of RKE2: ${(ms / 1000).toFixed(1)} s`);
  const [few = NaN, many = NaN] = fastest;
  return [...lines, `${String(COUNTS[1])} nodes / ${String(COUNTS[0])} nodes: ${(many / few).toFixed(2)}`].join("\n");
}

const nodesOf = (count: number): Rke2NodeArgs[] =>
  Array.from({ length: count }, (_, index) => ({
    address: `${PREFIX}.${String(11 + index)}`,
    hostname: `n${String(index + 1)}`,
    role: index === 0 ? Rke2Role.Server : Rke2Role.Agent,
  }));

async function upOf(nodes: readonly Rke2NodeArgs[]): Promise<number> {
  const hosts = nodes.map(({ address, hostname = "" }) => ({ address, hostname }));
  const bench = await Rke2Bench.start({ hosts, prefix: PREFIX });
  try {
    for (const [step, seconds] of Object.entries(SECONDS)) bench.rke2.slowDown(step, seconds);
    const start = performance.now();
    await bench.up({ nodes: [...nodes], prepareHosts: true });
    const ms = performance.now() - start;
    const joined = Object.keys(await bench.rke2.nodes()).length;
    if (joined !== nodes.length) throw new Error(`${String(joined)} of ${String(nodes.length)} nodes joined`);
    return ms;
  } finally {
    await bench.stop();
  }
}
