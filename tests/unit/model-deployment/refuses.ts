import assert from "node:assert/strict";
import { ModelDeployment, ModelServer } from "../../../components";
import { deploy, type Deployed } from "../../helpers/deploy";
import { cluster, seldonFacts } from "../platform";
import { refusal } from "../refusal";

/** A predictor with nothing wrong. */
export const main = { name: "main", server: ModelServer.Sklearn, modelUri: "gs://models/iris" };

/** Another one. */
export const canary = { ...main, name: "canary" };

/** The same as the custom resource has it. */
export const MAIN = { name: "main", graph: { name: "model", implementation: "SKLEARN_SERVER", modelUri: "gs://m" } };

/** A predictor that only overrides can write. */
export const raw = (predictor: { readonly name?: string; readonly [field: string]: unknown }, spec: object = {}) => ({
  predictors: [{ ...main, name: predictor.name ?? "main" }],
  overrides: { spec: { predictors: [{ ...MAIN, ...predictor }], ...spec } },
});

/** Arguments that are refused beside a valid rest, with everything that is wrong with them. */
export type Refusal = readonly [title: string, args: object, expected: [path: string, reason: RegExp][]];

/** What is wrong with a model named `iris` in `models` with these arguments. */
export const problemsOf = (args: object, name = "iris") =>
  refusal(() => {
    const all = { seldon: seldonFacts, namespace: "models", predictors: [main], ...args };
    new ModelDeployment(name, all, { provider: cluster().provider });
  });

/** A test for each refusal: all of its problems, and no other. */
export function refuses(refusals: readonly Refusal[]): void {
  for (const [title, args, expected] of refusals) {
    it(title, async () => {
      const problems = await problemsOf(args);
      assert.deepEqual(
        problems.map(({ path }) => path),
        expected.map(([path]) => path),
      );
      problems.forEach(({ reason }, index) => {
        assert.match(reason, expected[index]?.[1] ?? /never/);
      });
    });
  }
}

/** What a model named `iris` in `models` with these arguments creates. */
export const deployed = (args: object): Promise<Deployed> =>
  deploy(() => {
    const all = { seldon: seldonFacts, namespace: "models", predictors: [main], ...args };
    new ModelDeployment("iris", all, { provider: cluster().provider });
  });

/** A test for each: the arguments lead to a SeldonDeployment. */
export function accepts(accepted: readonly (readonly [title: string, args: object])[]): void {
  for (const [title, args] of accepted) {
    it(title, async () => {
      const graph = await deployed(args);
      assert.equal(graph.ofType("kubernetes:machinelearning.seldon.io/v1:SeldonDeployment").length, 1);
    });
  }
}
