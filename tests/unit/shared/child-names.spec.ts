import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { inspect } from "node:util";
import { MlCluster, ModelDeployment, type MlClusterArgs } from "../../../components";
import { publicOutputs } from "../../../components/shared/component";
import { InvalidArgs, type Problem } from "../../../components/shared/invalid-args";
import { deploy } from "../../helpers/deploy";
import { cluster, seldonFacts } from "../platform";
import { clusterArgs, gcp } from "../targets/gcp/gke";

type Cluster = readonly [name: string, pools: readonly string[]];

const argsOf = (pools: readonly string[]): MlClusterArgs =>
  clusterArgs({ nodePools: Object.fromEntries(pools.map((pool) => [pool, { min: 3 }])) });

/** What is wrong with the last component of a program; nothing if the program runs. */
async function refused(program: () => void): Promise<readonly Problem[]> {
  const error: unknown = await deploy(program, gcp()).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error === undefined) return [];
  assert.ok(error instanceof InvalidArgs, `expected InvalidArgs, got ${inspect(error)}`);
  return error.problems;
}

const clusters = (...all: readonly Cluster[]) =>
  refused(() => {
    for (const [name, pools] of all) new MlCluster(name, argsOf(pools));
  });

describe("two components whose children would have one URN", () => {
  const rows: [title: string, first: Cluster, second: Cluster, child: string][] = [
    ["by the names of their pools", ["ml", ["a-b"]], ["ml-a", ["b"]], 'NodePool "ml-a-b"'],
    ["by the names of their pools, the longer first", ["ml-a", ["b"]], ["ml", ["a-b"]], 'NodePool "ml-a-b"'],
    [
      "by a name that the other uses inside",
      ["ml", ["a"]],
      ["ml-internal", ["a"]],
      'kubernetes provider "ml-internal"',
    ],
  ];
  for (const [title, first, second, child] of rows) {
    it(`are refused, and both are named: ${title}`, async () => {
      assert.deepEqual(await clusters(first, second), [
        { path: "name", reason: `has a child ${child}, as MlCluster "${first[0]}" has. Use another name.` },
      ]);
    });
  }

  it("are refused if users created them as parts of their own components of one type", async () => {
    class Team extends pulumi.ComponentResource {
      constructor(name: string, cluster: Cluster) {
        super("acme:index:Team", name);
        new MlCluster(cluster[0], argsOf(cluster[1]), { parent: this });
      }
    }
    const [problem] = await refused(() => {
      new Team("one", ["ml", ["a-b"]]);
      new Team("two", ["ml-a", ["b"]]);
    });
    assert.equal(problem?.path, "name");
  });
});

describe("two components whose names look alike", () => {
  it("are accepted if no two children have one type and name", async () => {
    assert.deepEqual(await clusters(["ml", ["a-b"]], ["ml-a", ["c"]], ["ml-general", ["general"]]), []);
  });

  it("are accepted if the types of their parents differ, which are in the URN", async () => {
    class Team extends pulumi.ComponentResource {
      constructor() {
        super("acme:index:Team", "team");
        new MlCluster("ml-a", argsOf(["b"]), { parent: this });
      }
    }
    const program = () => {
      new MlCluster("ml", argsOf(["a-b"]));
      new Team();
    };
    assert.deepEqual(await refused(program), []);
  });

  it("are accepted as two models, the name of one of which starts with that of the other", async () => {
    const model = (name: string, provider: pulumi.ProviderResource) =>
      new ModelDeployment(
        name,
        {
          seldon: seldonFacts,
          namespace: "models",
          predictors: [{ name: "main", image: "registry.example.org/iris:2" }],
        },
        { provider },
      );
    assert.deepEqual(
      await refused(() => {
        const { provider } = cluster();
        model("iris", provider);
        model("iris-main", provider);
      }),
      [],
    );
  });
});

describe("the outputs of a component", () => {
  it("are its fields", async () => {
    class Own extends pulumi.ComponentResource {
      readonly answer = pulumi.output(42);
      constructor() {
        super("acme:index:Own", "own");
        this.registerOutputs(publicOutputs(this));
      }
    }
    const graph = await deploy(() => new Own());
    assert.deepEqual(graph.byName("acme:index:Own", "own").outputs?.values, { answer: 42 });
  });
});
