import { InstanceType } from "@pulumi/aws/types/enums/ec2";
import assert from "node:assert/strict";
import { hasNvidiaGpus, isArm, whyUnusable } from "../../../../components/targets/aws/instance-types";

/** All machine types that the installed SDK knows. */
const all: readonly string[] = Object.values(InstanceType);
const familiesOf = (types: readonly string[]): string[] => [...new Set(types.map((type) => type.split(".")[0] ?? ""))];

describe("the machine types of EC2", () => {
  it("with accelerators either have NVIDIA GPUs or are refused, so that none gets an image without a driver", () => {
    const accelerated = familiesOf(all).filter((family) => /^(?:g|gr|p|inf|trn|dl|vt|f|cg)\d/.test(family));
    assert.deepEqual(
      accelerated.filter((family) => !hasNvidiaGpus(`${family}.x`) && whyUnusable(`${family}.x`) === undefined),
      [],
    );
    assert.ok(accelerated.length > 25);
  });

  it("are either accepted with NVIDIA GPUs or refused, never both", () => {
    assert.deepEqual(
      all.filter((type) => hasNvidiaGpus(type) && whyUnusable(type) !== undefined),
      [],
    );
  });

  it("of a family with accelerators that is newer than the table are refused", () => {
    for (const type of ["g9.xlarge", "p7.48xlarge", "trn3.48xlarge", "inf3.xlarge"]) {
      assert.equal(whyUnusable(type), "has accelerators that this package does not know");
    }
  });

  it("without accelerators are accepted, apart from Macs and the first Graviton", () => {
    const plain = all.filter((type) => !/^(?:g|gr|p|inf|trn|dl|vt|f|cg)\d/.test(type));
    const refused = familiesOf(plain.filter((type) => whyUnusable(type) !== undefined));
    assert.deepEqual(
      refused.filter((family) => !family.startsWith("mac")),
      ["a1"],
    );
    assert.deepEqual(
      familiesOf(plain).filter((family) => family.startsWith("mac") && !refused.includes(family)),
      [],
    );
  });

  it("have Arm processors if AWS says so", () => {
    const arm = [
      "m7g.large",
      "c6gn.xlarge",
      "im4gn.large",
      "is4gen.large",
      "x2gd.large",
      "g5g.xlarge",
      "hpc7g.4xlarge",
    ];
    assert.deepEqual(
      [...arm, "t4g.small", "p6e-gb200.36xlarge", "m9g.large", "i8ge.large"].filter((type) => !isArm(type)),
      [],
    );
    const intel = [
      "m7i.large",
      "g5.xlarge",
      "g6e.xlarge",
      "gr6.4xlarge",
      "p6-b200.48xlarge",
      "u-6tb1.metal",
      "m7i-flex.large",
    ];
    assert.deepEqual(intel.filter(isArm), []);
  });
});
