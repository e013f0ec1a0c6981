import { problemIf, type Problem } from "../../../shared/invalid-args";
import type { ClusterRequest } from "../../target";
import type { Rke2ClusterArgs } from "../args";
import { rke2Spec } from "../spec";
import { written } from "../written";
import { configProblems } from "./config";
import { fileProblems } from "./files";
import { blockFieldProblems } from "./fields";
import { nodeFieldProblems } from "./node-fields";
import { networkProblems } from "./network";
import { nodeProblems } from "./nodes";
import { versionProblems } from "./versions";
import { chartProblems } from "../../../shared/install-chart";
import { inClusterCharts } from "../in-cluster/charts";

type Request = ClusterRequest<Rke2ClusterArgs>;

/** The form of each input. */
export function fieldProblems(request: Request): Problem[] {
  const { block, problems } = written(request.block);
  if (problems.length > 0) return [...problems];
  return fromFile(request.block, [
    ...blockFieldProblems(request, block),
    ...(block.nodes ?? []).flatMap((node, index) => nodeFieldProblems(`rke2.nodes[${String(index)}]`, node)),
  ]);
}

/** Rules across inputs. */
export function ruleProblems(request: Request): Problem[] {
  const { block } = written(request.block);
  const spec = rke2Spec(request);
  if (block.nodes === undefined) {
    return [{ path: "rke2", reason: "has no machines. Write nodes, or rkeClusterYml with the path of a cluster.yml." }];
  }
  return fromFile(request.block, [
    ...versionProblems(request, spec),
    ...nodeProblems(block, spec),
    ...networkProblems(spec),
    ...configProblems(block, request.spec.allowUntestedVersions),
    ...fileProblems(block),
    ...preparationProblems(block),
    ...storageProblems(request, block),
    ...chartProblems(request.spec.overrides, inClusterCharts(spec)),
  ]);
}

/** Inputs that come from a file have no path of their own. Of the config, some keys can come from the file, and others not. */
function fromFile(block: Rke2ClusterArgs, problems: readonly Problem[]): Problem[] {
  if (block.rkeClusterYml === undefined) return [...problems];
  return problems.map(({ path, reason }) => {
    const [, input = "", key = ""] = /^rke2\.(\w+)(?:\.([\w+-]+))?/.exec(path) ?? [];
    const { serverConfig, agentConfig }: Rke2ClusterArgs = block;
    const merged = { serverConfig, agentConfig }[input];
    return input === "" || (merged === undefined ? input in block : key in merged)
      ? { path, reason }
      : { path: "rke2.rkeClusterYml", reason: `${path.slice("rke2.".length)}: ${reason}` };
  });
}

const preparationProblems = ({ prepareHosts = false, hostEntries, nameservers }: Rke2ClusterArgs): Problem[] =>
  Object.entries({ hostEntries, nameservers }).flatMap(([input, value]) =>
    problemIf(
      value !== undefined && !prepareHosts,
      `rke2.${input}`,
      "has no effect without prepareHosts. Write prepareHosts: true, or leave it out.",
    ),
  );

function storageProblems({ args }: Request, { localStorage = true, localStorageFolder }: Rke2ClusterArgs): Problem[] {
  if (localStorage) return [];
  const reason = "has no effect with rke2.localStorage: false. Leave one of them out.";
  return [
    ...problemIf(args.storage !== undefined, "storage", reason),
    ...problemIf(localStorageFolder !== undefined, "rke2.localStorageFolder", reason),
  ];
}
