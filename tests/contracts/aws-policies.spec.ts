import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadBalancerControllerPolicy } from "../../components/targets/aws/policies/load-balancer-controller";
import { describeWithContracts } from "./contracts-dir";

interface AnyStatement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

const sorted = (values: string | readonly string[]): string[] => [values].flat().sort();
const byKey = <V>(record: Readonly<Record<string, V>>): [string, V][] =>
  Object.entries(record).sort(([a], [b]) => a.localeCompare(b));

/** A statement as text that is the same for all statements that mean the same; what is none of its keys fails. */
const canonical = ({ Effect, Action, Resource, Condition = {}, ...rest }: AnyStatement): string => {
  assert.deepEqual(rest, {});
  const condition = byKey(Condition).map(([operator, keys]) => [
    operator,
    byKey(keys).map(([key, values]) => [key, sorted(values)]),
  ]);
  return JSON.stringify({ Effect, Action: sorted(Action), Resource: sorted(Resource), condition });
};

const meaning = (statements: readonly AnyStatement[]): string[] => statements.map(canonical).sort();

describeWithContracts("the policy of the AWS Load Balancer Controller", (dir) => {
  const published = JSON.parse(readFileSync(join(dir, "aws-load-balancer-controller", "iam_policy.json"), "utf8")) as {
    Version: string;
    Statement: AnyStatement[];
  };

  it("permits what its authors publish, statement by statement", () => {
    const ours = loadBalancerControllerPolicy("aws");
    assert.equal(ours.Version, published.Version);
    assert.deepEqual(meaning(ours.Statement), meaning(published.Statement));
  });

  it("names no action twice in a statement", () => {
    for (const { Action } of loadBalancerControllerPolicy("aws").Statement) {
      assert.equal(new Set(Action).size, Action.length);
    }
  });
});
