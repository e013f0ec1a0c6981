import path from "node:path";
import { programConfig, type Setting } from "../../cli/project/config";
import { runProgram } from "../../cli/project/load-program";
import { resolveStack } from "../../cli/project/project-stack";
import { inProgramFolder } from "../../recorder";
import { deploy, type Deployed } from "../helpers/deploy";
import { sampleOf } from "../unit/targets/sample";

const root = path.resolve(__dirname, "../..");

/**
 * A program of this repository with its example stack, run as by `up`: the outputs of its cloud are known. They are those of
 * the sample of the program's target.
 */
export async function knownPlan(program: string, settings: readonly Setting[] = []): Promise<Deployed> {
  const stack = resolveStack({ cwd: root, stack: program, settings });
  const { project } = stack;
  const { values: config, secretKeys } = programConfig(stack);
  return inProgramFolder(project.programDir, () =>
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
