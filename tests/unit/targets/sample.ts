import { existsSync } from "node:fs";
import path from "node:path";
import type { MlClusterArgs } from "../../../components";
import type { CommonInput } from "../../../components/targets/common-spec";
import { targetNames, type ProvisionedCluster } from "../../../components/targets/target";
import type { DeployOptions } from "../../helpers/deploy";

/** Everything that the shared tests must know about one target. `samples/<target>.ts` exports one as `sample`. */
export interface Sample {
  /** Arguments of a cluster in which every fact is filled, as far as the target has it. */
  readonly args: MlClusterArgs;
  /** The target's block for the rows of options that write none: the network exists already, which is half the resources. */
  readonly blockOfRows?: object;
  /** What the target's cloud would answer. */
  readonly mocks: Pick<DeployOptions, "answers" | "outputs">;
  /** The common inputs that the target refuses. */
  readonly unsupportedInputs: readonly CommonInput[];
  /** The facts that the target never fills, each with the reason. */
  readonly absentFacts: Partial<Record<keyof ProvisionedCluster, string>>;
  /** Whether the target creates a cluster that `mlplatform destroy` then deletes. */
  readonly createsCluster: boolean;
  /**
   * What a plan of `args` says of the cluster: the URL of its API server, and the package and type of its main resource.
   * @default no URL, and a type that ends with Cluster
   */
  readonly planned?: { readonly url: string; readonly resource: string };
  /** Name of the folder with the target's program. @default that of the target */
  readonly program?: string;
  /** Static credentials in the plan of the target's program that its user brings: `<resource> <path>`. */
  readonly broughtCredentials: readonly string[];
}

/** The targets that have a sample; the conformance test fails for the others. */
export const sampledTargets = (): string[] =>
  targetNames().filter((target) => existsSync(path.join(__dirname, "samples", `${target}.ts`)));

/** The sample of a target. */
export const sampleOf = (target: string): Sample =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- found by its name
  (require(`./samples/${target}`) as { sample: Sample }).sample;

/** The sample of the target whose program this is. */
export function sampleOfProgram(program: string): Sample {
  const target = sampledTargets().find((name) => programOf(name) === program);
  if (target === undefined) throw new Error(`no target has the program ${program}`);
  return sampleOf(target);
}

/** The folder with the program of a target. */
export const programOf = (target: string): string => sampleOf(target).program ?? target;
