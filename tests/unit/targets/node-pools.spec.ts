import assert from "node:assert/strict";
import { TaintEffect, type NodePoolArgs } from "../../../components/targets/node-pool-args";
import {
  GPU_TAINT,
  nodePoolFieldProblems,
  nodePoolRuleProblems,
  nodePoolSpecs,
} from "../../../components/targets/node-pools";

const spare = { key: "spare", effect: TaintEffect.NoSchedule };
const last = { key: "slow", effect: TaintEffect.PreferNoSchedule };
const gpu = { type: "nvidia-l4" };

const problems = (pools: Record<string, NodePoolArgs>) => {
  const specs = nodePoolSpecs(pools);
  return [...nodePoolFieldProblems(specs), ...nodePoolRuleProblems(specs)];
};

describe("node pools with their defaults filled in", () => {
  it("are one pool of two to four nodes by default", () => {
    assert.deepEqual(nodePoolSpecs(), [
      {
        name: "general",
        instanceType: undefined,
        instanceTypes: undefined,
        min: 2,
        max: 4,
        desired: 2,
        spot: false,
        gpu: undefined,
        diskSizeGb: 100,
        labels: {},
        taints: [],
        zones: undefined,
        perZone: false,
      },
    ]);
  });

  it("keep every value that was written", () => {
    const written = {
      ...{ instanceType: "m5.large", min: 1, max: 9, desired: 3, spot: true, diskSizeGb: 50 },
      ...{ labels: { team: "ml" }, taints: [spare], zones: ["us-east-1a"], perZone: true, instanceTypes: ["m5.large"] },
    };
    assert.deepEqual(nodePoolSpecs({ own: written }), [{ name: "own", gpu: undefined, ...written }]);
  });

  const counts: [NodePoolArgs, [min: number, desired: number, max: number]][] = [
    [{}, [1, 1, 1]],
    [{ min: 2 }, [2, 2, 2]],
    [{ min: 0 }, [0, 0, 1]],
    [{ desired: 3 }, [1, 3, 3]],
    [{ max: 5 }, [1, 1, 5]],
    [{ gpu }, [0, 0, 1]],
    [{ gpu, min: 1, max: 2 }, [1, 1, 2]],
  ];
  for (const [args, expected] of counts) {
    it(`have ${expected.join(", ")} nodes at least, at first and at most, given ${JSON.stringify(args)}`, () => {
      const [pool] = nodePoolSpecs({ own: args });
      assert.deepEqual([pool?.min, pool?.desired, pool?.max], expected);
    });
  }

  it("with GPUs have one GPU per node, and the taint of GPUs before the taints of the caller", () => {
    const [pool] = nodePoolSpecs({ own: { gpu, taints: [spare] } });
    assert.deepEqual(pool?.gpu, { type: "nvidia-l4", count: 1 });
    assert.deepEqual(pool.taints, [GPU_TAINT, spare]);
    assert.deepEqual(GPU_TAINT, { key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" });
  });
});

describe("what is wrong with node pools on every target", () => {
  it("is nothing if one pool always has a node without taints", () => {
    const fine: Record<string, NodePoolArgs>[] = [
      { general: {} },
      { general: { taints: [last] } },
      { general: { min: 1 }, spare: { taints: [spare] }, empty: { min: 0 } },
    ];
    for (const pools of fine) assert.deepEqual(problems(pools), []);
  });

  it("is a list in which no pool always has a node without taints", () => {
    const reason =
      "the cluster's own pods always need a node without taints, and no pool guarantees one. Add a pool without taints and gpu, with a min of at least 1.";
    const lacking: Record<string, NodePoolArgs>[] = [
      {},
      { general: { min: 0 } },
      { spare: { taints: [spare] } },
      { mixed: { taints: [last, spare] } },
      { gpu: { gpu, min: 1 } },
    ];
    for (const pools of lacking) assert.deepEqual(problems(pools), [{ path: "nodePools", reason }]);
  });

  it("is a list whose only nodes without own taints get one from the cloud, which the error names", () => {
    const pools = nodePoolSpecs({ batch: { min: 1, spot: true }, general: { min: 1, taints: [spare] } });
    const reclaimed = { key: "reclaimed", value: "soon", effect: TaintEffect.NoSchedule };
    const taintsOf = ({ spot, taints }: (typeof pools)[number]) => (spot ? [reclaimed, ...taints] : taints);
    assert.deepEqual(nodePoolRuleProblems(pools, taintsOf), [
      {
        path: "nodePools",
        reason:
          "the cluster's own pods always need a node without taints, and no pool guarantees one. The cloud itself adds a taint to the nodes of batch (reclaimed=soon:NoSchedule). Add a pool without taints and gpu, with a min of at least 1.",
      },
    ]);
  });

  it("is listed for every input at once, with the path that the caller wrote", () => {
    const pools = {
      Own: {
        min: 3,
        max: 1,
        gpu: { type: "a b", count: 0 },
        taints: [spare, { key: "/", effect: spare.effect }, spare],
      },
      general: { diskSizeGb: 19, labels: { team: "a b" }, zones: [] },
    };
    assert.deepEqual(
      problems(pools).map(({ path }) => path),
      [
        // Single inputs.
        "nodePools.Own",
        "nodePools.Own.gpu.count",
        "nodePools.Own.gpu.type",
        "nodePools.Own.taints[1].key",
        "nodePools.general.diskSizeGb",
        "nodePools.general.labels.team",
        // Rules across inputs.
        "nodePools.Own.min",
        "nodePools.Own.taints[2]",
        "nodePools.general.zones",
      ],
    );
  });
});
