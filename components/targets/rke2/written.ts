import path from "node:path";
import type { Problem } from "../../shared/invalid-args";
import { shownPath } from "../../shared/shown";
import { given } from "../../shared/values";
import type { Rke2ClusterArgs } from "./args";
import { readLocalFile } from "./local-file";
import { NO_SNAPSHOTS } from "./cluster-yml/snapshots";
import { readClusterYml, type ClusterYml, type Finding } from "./cluster-yml";

/** What the caller wrote, together with what the file says that the caller named. */
export interface Written {
  readonly block: Rke2ClusterArgs;
  /** What is wrong with the file. */
  readonly problems: readonly Problem[];
  /** What of the file has no effect. */
  readonly warnings: readonly string[];
}

/** A file is read once for each cluster. */
const read = new WeakMap<Rke2ClusterArgs, Written>();

/** The block with the nodes and settings of its `cluster.yml`. What the caller wrote wins over the file. */
export function written(block: Rke2ClusterArgs): Written {
  const found = read.get(block) ?? withFile(block);
  read.set(block, found);
  return found;
}

const PATH = "rke2.rkeClusterYml";

function withFile(block: Rke2ClusterArgs): Written {
  const { rkeClusterYml: file, nodes } = block;
  if (file === undefined) return { block, problems: [], warnings: [] };
  if (nodes !== undefined) return failed(block, "2 were given (nodes, rkeClusterYml); fill exactly one.", "rke2");
  const text = readLocalFile(file);
  if ("problem" in text)
    return failed(block, `${shownPath(file)} ${text.problem}. Write the path of a cluster.yml of RKE.`);
  const content = readClusterYml(text.text);
  if ("problems" in content) {
    return {
      block,
      problems: content.problems.map((problem) => ({ path: PATH, reason: atLine(problem) })),
      warnings: [],
    };
  }
  const warnings = content.warnings.map((warning) => `${path.basename(file)}, ${atLine(warning)}`);
  return { block: merged(block, content), problems: [], warnings };
}

const failed = (block: Rke2ClusterArgs, reason: string, at = PATH): Written => ({
  block,
  problems: [{ path: at, reason }],
  warnings: [],
});

const atLine = ({ line, text }: Finding): string => `line ${String(line)}: ${text}`;

/** What the block says about all machines wins over what the file says about each, and its snapshots over the lack of them in the file. */
function merged(block: Rke2ClusterArgs, { nodes, settings }: ClusterYml): Rke2ClusterArgs {
  const { sshKeyPath, ...others } = settings;
  const { [NO_SNAPSHOTS]: _, ...withSnapshots } = others.serverConfig ?? {};
  const hasKey = block.sshKey !== undefined || block.sshKeyPath !== undefined;
  const hidden = {
    ...(block.user !== undefined && { user: undefined }),
    ...(block.port !== undefined && { port: undefined }),
    ...(hasKey && { sshKey: undefined, sshKeyPath: undefined }),
  };
  return {
    ...others,
    ...(!hasKey && { sshKeyPath }),
    ...given({ ...block }),
    nodes: nodes.map((node) => ({ ...node, ...hidden })),
    serverConfig: {
      ...(block.etcdSnapshots === undefined ? others.serverConfig : withSnapshots),
      ...block.serverConfig,
    },
    agentConfig: { ...others.agentConfig, ...block.agentConfig },
  };
}
