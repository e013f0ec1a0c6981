import assert from "node:assert/strict";
import { InvalidArgs } from "../../../components";
import type { MlClusterArgs } from "../../../components/ml-cluster/args";
import { checkedRequest } from "../../../components/ml-cluster/spec";
import { targetNames } from "../../../components/targets/target";
import { sampledTargets, sampleOf } from "../targets/sample";

/** The problems of these arguments, each as path and reason. */
function problems(args: object): [string, string][] {
  try {
    checkedRequest("ml", args, undefined);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidArgs)) throw error;
    return error.problems.map(({ path, reason }) => [path, reason]);
  }
}

describe("MlCluster requires exactly one target block", () => {
  const names = targetNames();

  for (const name of sampledTargets()) {
    it(`and accepts ${name} alone`, () => assert.deepEqual(problems(sampleOf(name).args), []));
  }

  it("and refuses arguments without a block, naming all targets", () => {
    assert.deepEqual(problems({ kubernetesVersion: "1.35" }), [
      [names.join(" or "), `none was given; fill exactly one of ${names.join(", ")}.`],
    ]);
  });

  it("and refuses two blocks, naming both", () => {
    const [one = "", two = ""] = sampledTargets();
    const args: MlClusterArgs = { ...sampleOf(one).args, ...sampleOf(two).args };
    assert.deepEqual(problems(args), [[`${one} and ${two}`, `2 were given (${one}, ${two}); fill exactly one.`]]);
  });
});

describe("MlCluster checks its arguments in two stages", () => {
  const [name = ""] = sampledTargets();
  const { args } = sampleOf(name);
  const field = { logRetentionDays: 0 };
  const rule = { kubernetesVersion: "1.20" };

  it("and reports the form of single inputs first", () => {
    assert.deepEqual(
      problems({ ...args, ...field, ...rule }).map(([path]) => path),
      ["logRetentionDays"],
    );
  });

  it("and reports rules across inputs when every input is well-formed", () => {
    assert.deepEqual(
      problems({ ...args, ...rule }).map(([path]) => path),
      ["kubernetesVersion"],
    );
  });
});
