import { nearest } from "../../components/shared/nearest";
import { operationsOf, type TargetOperations } from "../../components/targets/operations";
import { targetNames } from "../../components/targets/target";
import type { PlanGraph, PlannedResource } from "../../recorder/graph";
import type * as planning from "../plan/plan-program";
import { findProject, type Project } from "../project/project";
import { UsageError, UserError } from "../user-error";

/** The targets of a name: the target itself, or those on which a program of the project creates clusters. */
export async function targetsOf(name: string, cwd: string): Promise<readonly string[]> {
  if (targetNames().includes(name)) return [name];
  if (!hasPrograms(cwd)) throw new UsageError(`There is no target '${name}': ${nearest(name, targetNames())}.`);
  const { graph } = await loadPlanning().planProgram({ cwd, program: name, settings: [] });
  const targets = targetsIn(graph);
  if (targets.length > 0) return targets;
  throw new UserError(`The program ${name} has no MlCluster. Name a target instead: ${targetNames().join(", ")}.`);
}

/** Whether the folder's project has several programs, so that a name can be that of one. */
function hasPrograms(cwd: string): boolean {
  let project: Project;
  try {
    project = findProject(cwd);
  } catch (error) {
    if (error instanceof UserError) return false; // no project here
    throw error;
  }
  return project.config.some(({ key }) => key === `${project.name}:program`);
}

/** The targets of the clusters in a plan. One that creates no cluster is that of a component without any. */
export function targetsIn({ resources }: PlanGraph): string[] {
  const clusters = resources.filter(({ type }) => type === "mlplatform:index:MlCluster");
  const found = clusters.map(({ urn }) => {
    const own = resources.filter((resource) => isBelow(urn, resource, resources));
    return targetNames().find((target) => {
      const operations = operationsOf(target);
      return operations.createsCluster === false
        ? !own.some((each) => targetNames().some((other) => isClusterOf(operationsOf(other), each)))
        : own.some((each) => isClusterOf(operations, each));
    });
  });
  return [...new Set(found.flatMap((target) => target ?? []))].sort();
}

function isBelow(urn: string, { parent }: PlannedResource, resources: readonly PlannedResource[]): boolean {
  if (parent === undefined) return false;
  if (parent === urn) return true;
  const above = resources.find((resource) => resource.urn === parent);
  return above !== undefined && isBelow(urn, above, resources);
}

function isClusterOf({ clusterTypes, clusterInput }: TargetOperations, { type, inputs }: PlannedResource): boolean {
  if (clusterTypes?.test(type) !== true) return false;
  if (clusterInput === undefined) return true;
  const value = inputs.values[clusterInput.name];
  return typeof value === "string" && value.startsWith(clusterInput.start);
}

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- loads the Pulumi SDK, which a target does not need */
const loadPlanning = () => require("../plan/plan-program") as typeof planning;
