import assert from "node:assert/strict";
import fc from "fast-check";
import { principalArn } from "../../../../components/targets/aws/problems/arns";
import { label, changes } from "../changes";
import { eks, existingNetwork } from "./eks";

/** Names that are one apart, and that could be taken for one another or for parts of the cluster. */
const poolName = fc.oneof(
  fc.constantFrom("general", "internal", "node", "nat-1", "private-1", "vpc", "logs", "oidc", "storage", "admin-a"),
  fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,4}[a-z0-9])?$/),
);

const account = fc.constantFrom("111122223333", "111122223334");
const word = fc.stringMatching(/^[ab+=,.@_-]{1,3}$/);
const path = fc.oneof(fc.constant(""), fc.stringMatching(/^([ab.:!-]{1,2}\/){1,2}$/));
const principal = fc
  .tuple(account, fc.constantFrom("role", "user"), path, word)
  .map(([id, kind, folder, name]) => `arn:aws:iam::${id}:${kind}/${folder}${name}`)
  .filter((arn) => principalArn()(arn) === undefined);

const several = <T>(each: fc.Arbitrary<T>) => fc.uniqueArray(each, { minLength: 3, maxLength: 16 });

/** Pools of these names, of which the first is sure to have a node. */
const poolsOf = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, { min: 1 }]));

describe("names of the children of a cluster on AWS", () => {
  it("are unique, and stay the same when a pool or a principal is removed", async () => {
    const property = fc.asyncProperty(several(poolName), several(principal), async (pools, people) => {
      const half = Math.ceil(people.length / 2);
      const args = {
        aws: { existingNetwork },
        nodePools: poolsOf(pools),
        admins: people.slice(0, half),
        viewers: people.slice(half),
      };
      // A second child of the same type and name would be refused here.
      const graph = await eks(args);
      const all = graph.resources.map(label);
      for (const pool of pools) assert.ok(all.includes(`NodeGroup ml-${pool}`), pool);
      assert.equal(graph.ofType("aws:eks/accessEntry:AccessEntry").length, people.length);

      const fewer = { ...args, nodePools: poolsOf(pools.slice(1)), admins: args.admins.slice(1) };
      const gone = people[0]?.replace("arn:aws:iam::", "") ?? "";
      assert.deepEqual(changes(graph, await eks(fewer)), [
        `- AccessEntry ml-admin-${gone}`,
        `- AccessPolicyAssociation ml-admin-${gone}`,
        `- LaunchTemplate ml-${String(pools[0])}`,
        `- NodeGroup ml-${String(pools[0])}`,
      ]);
    });
    await fc.assert(property, { numRuns: 6 });
  });
});
