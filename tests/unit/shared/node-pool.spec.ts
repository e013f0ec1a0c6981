import assert from "node:assert/strict";
import { GPU_TAINT, nodePoolSpecs, TaintEffect, type NodePoolArgs } from "../../../components/shared/node-pool";
import { nodePoolProblems } from "../../../components/shared/node-pool-problems";

const spare = { key: "spare", effect: TaintEffect.NoSchedule };
const last = { key: "slow", effect: TaintEffect.PreferNoSchedule };
const gpu = { type: "nvidia-l4" };

const problems = (pools: Record<string, NodePoolArgs>) => nodePoolProblems(nodePoolSpecs(pools));

describe("node pools after defaults", () => {
  it("are one of two to four nodes where nothing is said", () => {
    assert.deepEqual(nodePoolSpecs(), [
      {
        name: "general",
        instanceType: undefined,
        min: 2,
        max: 4,
        desired: 2,
        spot: false,
        gpu: undefined,
        diskSizeGb: 100,
        labels: {},
        taints: [],
        zones: undefined,
      },
    ]);
  });

  it("keep what was said of them", () => {
    const said = {
      ...{ instanceType: "m5.large", min: 1, max: 9, desired: 3, spot: true, diskSizeGb: 50 },
      ...{ labels: { team: "ml" }, taints: [spare], zones: ["us-east-1a"] },
    };
    assert.deepEqual(nodePoolSpecs({ own: said }), [{ name: "own", gpu: undefined, ...said }]);
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

  it("with GPUs have one in each node, and a taint before those of the caller", () => {
    const [pool] = nodePoolSpecs({ own: { gpu, taints: [spare] } });
    assert.deepEqual(pool?.gpu, { type: "nvidia-l4", count: 1 });
    assert.deepEqual(pool.taints, [GPU_TAINT, spare]);
    assert.deepEqual(GPU_TAINT, { key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" });
  });
});

describe("what is wrong with node pools, wherever they run", () => {
  it("is nothing where one is sure to have a node that takes every pod", () => {
    const fine: Record<string, NodePoolArgs>[] = [
      { general: {} },
      { general: { taints: [last] } },
      { general: { min: 1 }, spare: { taints: [spare] }, empty: { min: 0 } },
    ];
    for (const pools of fine) assert.deepEqual(problems(pools), []);
  });

  it("is the lack of such a pool", () => {
    const reason =
      "no pool is sure to have a node without taints, which the cluster's own pods need. Add one, or raise its min to 1.";
    const lacking: Record<string, NodePoolArgs>[] = [
      {},
      { general: { min: 0 } },
      { spare: { taints: [spare] } },
      { mixed: { taints: [last, spare] } },
      { gpu: { gpu, min: 1 } },
    ];
    for (const pools of lacking) assert.deepEqual(problems(pools), [{ path: "nodePools", reason }]);
  });

  it("is every thing at once, by the path that the caller wrote", () => {
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
        "nodePools.Own",
        "nodePools.Own.min",
        "nodePools.Own.gpu.count",
        "nodePools.Own.gpu.type",
        "nodePools.Own.taints[1].key",
        "nodePools.Own.taints[2]",
        "nodePools.general.diskSizeGb",
        "nodePools.general.labels.team",
        "nodePools.general.zones",
      ],
    );
  });
});
