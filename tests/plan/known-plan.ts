import path from "node:path";
import { apart } from "../../cli/plan/apart";
import { programConfig } from "../../cli/project/config";
import { runProgram } from "../../cli/project/load-program";
import { findProject } from "../../cli/project/project";
import { readStackConfig } from "../../cli/project/stack-config";
import { deploy, type Deployed } from "../helpers/deploy";
import { sampleOf } from "../unit/targets/sample";

const root = path.resolve(__dirname, "../..");

/**
 * A program of this repository with its example stack, run as `up` would run it once its cloud has answered: nothing hides
 * behind "known later". What the cloud answers is what the sample of the program's target says.
 */
export async function knownPlan(program: string): Promise<Deployed> {
  const project = findProject(root);
  const { values: config, secretKeys } = programConfig(project, program, readStackConfig(project, program), []);
  return apart(project.programDir, () =>
    deploy(() => runProgram(project), {
      project: project.name,
      stack: program,
      config,
      secretKeys,
      projectDir: project.dir,
      ...sampleOf(program).mocks,
    }),
  );
}
