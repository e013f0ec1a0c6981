import assert from "node:assert/strict";
import { gpuInstanceType } from "../../../../../components/targets/aws/problems/formats";
import { gpuCountOf } from "../../../../../components/targets/aws/instance-types";

describe("the number of GPUs of a machine type", () => {
  const counts: Readonly<Record<number, readonly string[]>> = {
    1: [
      ...["g4dn.xlarge", "g4dn.16xlarge", "g5.8xlarge", "g5.16xlarge", "g5g.8xlarge", "g6.xlarge", "g6e.16xlarge"],
      ...["gr6.4xlarge", "g7e.8xlarge", "p3.2xlarge", "p5.4xlarge"],
    ],
    2: ["g5g.16xlarge", "g5g.metal", "g7e.12xlarge"],
    4: ["g4dn.12xlarge", "g5.12xlarge", "g5.24xlarge", "g6.24xlarge", "g6e.12xlarge", "g7e.24xlarge", "p3.8xlarge"],
    8: [
      ...["g4dn.metal", "g5.48xlarge", "g6.48xlarge", "g6e.48xlarge", "g7e.48xlarge", "p3.16xlarge", "p3dn.24xlarge"],
      ...["p4d.24xlarge", "p4de.24xlarge", "p5.48xlarge", "p5e.48xlarge", "p5en.48xlarge", "p6-b200.48xlarge"],
    ],
  };
  for (const [count, types] of Object.entries(counts)) {
    for (const type of types) {
      it(`is ${count} for ${type}, which is accepted as a type with GPUs`, () => {
        assert.equal(gpuCountOf(type), Number(count));
        assert.equal(gpuInstanceType(type), undefined);
      });
    }
  }

  for (const type of ["m5.large", "g4ad.xlarge", "g6f.large", "g5.metal", "p9.48xlarge", "g5", ""]) {
    it(`is not known for "${type}"`, () => assert.equal(gpuCountOf(type), undefined));
  }
});
