import assert from "node:assert/strict";
import { MlCluster } from "../../../components";
import type { CommonInput } from "../../../components/targets/common-spec";
import { loadTarget, type Target } from "../../../components/targets/target";
import { refusal } from "../refusal";
import { sampledTargets, sampleOf } from "../targets/sample";

/** A valid value of each common input; the compiler requires all of them here. */
const VALID: Readonly<Record<CommonInput, unknown>> = {
  kubernetesVersion: "1.35",
  nodePools: { general: { min: 1 } },
  apiAccess: { cidrs: ["203.0.113.0/24"] },
  admins: ["arn:aws:iam::111122223333:role/admin"],
  viewers: ["arn:aws:iam::111122223333:role/viewer"],
  deletionProtection: false,
  storage: { className: "fast" },
  logRetentionDays: 30,
  tags: { team: "ml" },
  charts: { "cluster-autoscaler": {} },
  mirror: "https://charts.example.org",
  imageRegistry: "registry.example.org",
};

const targetOf = (name: string): Target<unknown> => {
  const loaded = loadTarget(name);
  return "target" in loaded ? loaded.target : assert.fail(loaded.missing.reason);
};

describe("a common input that a target does not support", () => {
  for (const name of sampledTargets()) {
    const { supportedInputs } = targetOf(name);
    const { args, unsupportedInputs } = sampleOf(name);

    it(`is listed in the sample of ${name}, and nothing else is`, () => {
      assert.deepEqual(
        Object.keys(VALID).filter((input) => !supportedInputs.includes(input as CommonInput)),
        [...unsupportedInputs],
      );
      assert.deepEqual(
        supportedInputs.filter((input) => !(input in VALID)),
        [],
      );
    });

    for (const input of unsupportedInputs) {
      it(`is refused by ${name}: ${input}`, async () => {
        assert.deepEqual(await refusal(() => new MlCluster("ml", { ...args, [input]: VALID[input] })), [
          { path: input, reason: `has no effect on the target ${name}. Leave it out.` },
        ]);
      });
    }
  }
});
