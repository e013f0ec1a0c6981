import assert from "node:assert/strict";
import { InvalidArgs, type Problem } from "../../components/shared/invalid-args";
import { deploy, type DeployOptions } from "../helpers/deploy";

/** Runs a program that has to be refused; gives back the problems, and proves that nothing of ours was registered. */
export async function refusal(program: () => unknown, options: DeployOptions = {}): Promise<readonly Problem[]> {
  let thrown: unknown;
  const graph = await deploy(() => {
    try {
      program();
    } catch (error) {
      thrown = error;
    }
  }, options);
  assert.ok(thrown instanceof InvalidArgs, `expected InvalidArgs, got ${String(thrown)}`);
  const refused = thrown.component.split('"')[1];
  const left = graph.resources.filter(({ name }) => refused !== undefined && name.startsWith(refused));
  assert.deepEqual(left, []);
  return thrown.problems;
}
