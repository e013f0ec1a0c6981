import path from "node:path";
import { programConfig, type Setting } from "../../cli/project/config";
import { runProgram } from "../../cli/project/load-program";
import { resolveStack } from "../../cli/project/project-stack";
import type { KnownOutputs } from "../../recorder/known-outputs";
import { deploy, type DeployOptions, type Deployed } from "../helpers/deploy";
import { CERTIFICATE } from "../unit/ingress-layer/certificates";
import { sampleOfProgram } from "../unit/targets/sample";

const root = path.resolve(__dirname, "../..");

/**
 * A program of this repository with its example stack, run as by `up`: the outputs of its cloud are known. They are those of
 * the sample of the program's target.
 *
 * @param encrypted names of config keys of which a part is encrypted
 */
export async function knownPlan(
  program: string,
  settings: readonly Setting[] = [],
  encrypted: readonly string[] = [],
): Promise<Deployed> {
  const stack = resolveStack({ cwd: root, stack: program, settings });
  const { project } = stack;
  const { values: config, secretKeys } = programConfig(stack);
  return deploy(() => runProgram(project), {
    project: project.name,
    stack: program,
    config,
    secretKeys: [...secretKeys, ...encrypted.map((key) => `${project.name}:${key}`)],
    projectDir: project.dir,
    programDir: project.programDir,
    ...cloudOf(program),
  });
}

/** What the cloud of a program answers, and its cluster. */
export function cloudOf(program: string): Pick<DeployOptions, "answers" | "outputs"> {
  const { outputs, ...mocks } = sampleOfProgram(program).mocks;
  return { ...mocks, outputs: (type, name, inputs) => outputs?.(type, name, inputs) ?? issued(type, name) };
}

/** What cert-manager writes into the Secret from which the authority of self-signed certificates is read. */
const issued = (type: string, name: string): KnownOutputs | undefined =>
  type === "kubernetes:core/v1:Secret" && name === "ingress-ca-bundle-secret"
    ? { outputs: { data: { "ca.crt": Buffer.from(CERTIFICATE).toString("base64") } } }
    : undefined;
