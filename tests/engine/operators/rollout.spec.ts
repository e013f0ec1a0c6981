import assert from "node:assert/strict";
import { hasGivenUp, judged, type DeploymentState } from "./seldon/rollout";

const serving = { readyReplicas: 1, replicas: 1 };
const pods = (containers: object[], more: object = {}) => ({ containers, ...more });
const deployment = (spec: object, status: object = serving, more: object = {}): DeploymentState => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "iris-main-0-model", namespace: "models", generation: 2 },
  spec: { selector: {}, template: { spec }, ...more },
  status: { observedGeneration: 1, ...status } as DeploymentState["status"],
});
const model = { name: "model", image: "iris:1" };
const before = deployment(pods([model]));

describe("Seldon Core's operator looks at a Deployment that it has just applied and finds it", () => {
  const verdicts: [what: string, before: DeploymentState | undefined, after: DeploymentState, isReady: boolean][] = [
    ["not ready when it has created it", undefined, before, false],
    ["ready when nothing has changed and its pods serve", before, before, true],
    ["not ready while no pod serves", before, deployment(pods([model]), { replicas: 1 }), false],
    [
      "not ready while a pod is unavailable",
      before,
      deployment(pods([model]), { ...serving, unavailableReplicas: 1 }),
      false,
    ],
    [
      "not ready when a field of its pods has changed",
      before,
      deployment(pods([{ ...model, image: "iris:2" }])),
      false,
    ],
    ["not ready when a container has gone", deployment(pods([model, { name: "b" }])), before, false],
    ["ready at once when its pods have one field more", before, deployment(pods([model], { priority: 1 })), true],
    ["ready at once when a container has one field more", before, deployment(pods([{ ...model, args: ["a"] }])), true],
    ["ready at once when there is one container more", before, deployment(pods([model, { name: "b" }])), true],
    ["ready at once when only its number of pods has changed", before, scaled(3), true],
  ];
  for (const [what, given, after, isReady] of verdicts) {
    it(what, () => {
      assert.equal(judged(given, after).isReady, isReady);
    });
  }
});

describe("Seldon Core's operator gives a model up", () => {
  const condition = (type: string) => ({ type, status: "False" });
  const stuck = deployment(pods([model]), { conditions: [condition("Progressing"), condition("Available")] });
  const ready = judged(before, before);

  it("when a Deployment makes no progress", () => {
    assert.equal(hasGivenUp([ready, judged(stuck, stuck)]), true);
  });

  it("but not in the pass that changes this Deployment or one before it", () => {
    const changed = judged(undefined, stuck);
    assert.equal(hasGivenUp([changed]), false);
    assert.equal(hasGivenUp([changed, judged(stuck, stuck)]), false);
  });
});

function scaled(replicas: number): DeploymentState {
  return deployment(pods([model]), serving, { replicas });
}
