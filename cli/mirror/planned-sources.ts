import type { PlanGraph } from "../../recorder/graph";
import { decryptedStack, planStack } from "../plan/plan-program";
import { redactedPlan } from "../plan/redacted-plan";
import type { ProjectRequest, ProjectStack } from "../project/project-stack";
import { fullKey } from "../project/stack-config";
import { PublicSource } from "./public-source";
import type { Tools } from "./tools";

/** The config keys of programs that say where a mirror is. */
const MIRROR_KEYS = ["mirror", "imageRegistry"];

/** What is known before anything is fetched. */
export interface PlannedSources {
  readonly graph: PlanGraph;
  readonly source: PublicSource;
  readonly programDir: string;
  /** The registry with which the program is to be used later, if its config names it. */
  readonly ownRegistry?: string;
}

/** A plan without a mirror, and the public sources that it names. No secret is in it. */
export async function plannedSources(request: ProjectRequest, tools: Tools, work: string): Promise<PlannedSources> {
  const stack = await decryptedStack(request);
  const target = withoutMirror(stack);
  const { programDir } = target.project;
  const { graph } = redactedPlan(await planStack(target));
  return { graph, source: new PublicSource(tools, work, programDir), programDir, ownRegistry: ownRegistryOf(stack) };
}

/** The registry that the config of a stack names: what the program itself takes from there is no copy. */
function ownRegistryOf({ project, config, settings }: ProjectStack): string | undefined {
  const key = fullKey(project, "imageRegistry");
  const [, given] = settings.findLast(([name]) => fullKey(project, name) === key) ?? [];
  const value = given ?? config.values.get(key)?.content;
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A stack without the config that makes its program use a mirror. */
function withoutMirror(target: ProjectStack): ProjectStack {
  const { project, config, settings } = target;
  const left = MIRROR_KEYS.map((key) => fullKey(project, key));
  const values = new Map([...config.values].filter(([key]) => !left.includes(key)));
  return {
    ...target,
    config: { ...config, values },
    settings: settings.filter(([key]) => !left.includes(fullKey(project, key))),
  };
}
