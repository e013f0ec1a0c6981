import assert from "node:assert/strict";
import { MlCluster } from "../../../components";
import type { CommonInput, Target } from "../../../components/targets/target";
import { loadTarget, targetNames } from "../../../components/targets/target";
import { kubeconfig } from "../kubeconfig";
import { refusal } from "../refusal";

/** A sound value of each common input: the compiler wants every one of them here. */
const SOUND: Readonly<Record<CommonInput, unknown>> = {
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
};

const targetOf = (name: string): Target<unknown> => {
  const loaded = loadTarget(name);
  return "target" in loaded ? loaded.target : assert.fail(loaded.missing.reason);
};

describe("a common input that the target has no use for", () => {
  const { supportedInputs } = targetOf("existing");
  for (const [input, value] of Object.entries(SOUND)) {
    if (supportedInputs.includes(input as CommonInput)) continue;
    it(`is refused: ${input} of a cluster that exists`, async () => {
      const args = { existing: { kubeconfig, context: "dev" }, [input]: value };
      assert.deepEqual(await refusal(() => new MlCluster("ml", args)), [
        { path: input, reason: "has no effect on a cluster of the target existing. Leave it out." },
      ]);
    });
  }

  it("is all but the version of a cluster that exists", () => assert.deepEqual(supportedInputs, ["kubernetesVersion"]));

  it("is none on AWS", () => assert.deepEqual([...targetOf("aws").supportedInputs].sort(), Object.keys(SOUND).sort()));

  it("is found on every target: each supportedInputs some, and knows no others", () => {
    for (const name of targetNames()) {
      const { supportedInputs: known } = targetOf(name);
      assert.deepEqual(
        known.filter((input) => !(input in SOUND)),
        [],
        name,
      );
      assert.equal(new Set(known).size, known.length, name);
    }
  });
});
