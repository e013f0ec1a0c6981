import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { InvalidArgs } from "../../../components/shared/invalid-args";
import { nearest } from "../../../components/shared/nearest";
import { validated } from "../../../components/shared/shape";
import { deploy } from "../../helpers/deploy";
import { cluster, clusterFacts, seldonFacts } from "../platform";

/** What is left of an ingress layer's arguments, and why. */
const layer = (args: object) => validated("IngressLayer", "ingress", { cluster: clusterFacts, ...args });

describe("the shape of arguments", () => {
  it("is kept where it is right, with outputs where they may be", () => {
    const args = {
      cluster: clusterFacts,
      istio: { istiod: { replicas: 2 } },
      sourceRanges: [pulumi.output("10.0.0.0/8")],
    };
    const { args: kept, problems } = validated("IngressLayer", "ingress", args);
    assert.deepEqual(problems, []);
    assert.ok(pulumi.Output.isInstance(kept.sourceRanges[0]));
    assert.deepEqual({ ...kept, sourceRanges: [] }, { ...args, sourceRanges: [] });
  });

  it("is a copy, which does not change with what the caller wrote", () => {
    const given = { cluster: { ...clusterFacts }, sourceRanges: ["10.0.0.0/8"] };
    const { args } = validated("IngressLayer", "ingress", given);
    given.cluster.clusterName = "other";
    given.sourceRanges.push("0.0.0.0/0");
    assert.deepEqual(args, { cluster: clusterFacts, sourceRanges: ["10.0.0.0/8"] });
  });

  it("has the facts of another stack without what is not asked, and without null", () => {
    const facts = { ...clusterFacts, kubernetesVersion: null, more: "than is asked" };
    const { args, problems } = validated("IngressLayer", "ingress", { cluster: facts });
    assert.deepEqual([args.cluster, problems], [clusterFacts, []]);
  });

  it("has no fact of the wrong type, which is a problem", () => {
    const facts = { ...clusterFacts, kubernetesVersion: 1.35 };
    const { args, problems } = validated("IngressLayer", "ingress", { cluster: facts });
    assert.deepEqual(args.cluster, clusterFacts);
    assert.deepEqual(problems, [{ path: "cluster.kubernetesVersion", reason: "1.35 is a number, not text." }]);
  });

  it("keeps a component whose facts it is given, for it says whose they are", async () => {
    await deploy(() => {
      const ours = cluster();
      assert.equal(validated("IngressLayer", "ingress", { cluster: ours }).args.cluster, ours);
    });
  });

  it("takes null, which other languages send, for nothing", () => {
    assert.deepEqual(layer({ replicas: null }), { args: { cluster: clusterFacts }, problems: [] });
  });

  const wrong: [string, object, [path: string, reason: string][]][] = [
    ["text for a number", { replicas: "2" }, [["replicas", '"2" is text, not a number.']]],
    ["a number for text", { mirror: 3 }, [["mirror", "3 is a number, not text."]]],
    ["text for a list", { sourceRanges: "10.0.0.0/8" }, [["sourceRanges", '"10.0.0.0/8" is text, not a list.']]],
    ["text for yes or no", { allowPublic: "yes" }, [["allowPublic", '"yes" is text, not true or false.']]],
    ["true for a block", { istio: true }, [["istio", "true is a boolean, not an object; write istio: {}."]]],
    ["false for a block", { istio: false }, [["istio", "false is a boolean, not an object."]]],
    [
      "true for a block that has to say more",
      { autoscaling: true },
      [["autoscaling", "true is a boolean, not an object."]],
    ],
    [
      "a member's name for its value",
      { service: { type: "Nodeport" } },
      [
        [
          "service.type",
          '"Nodeport" is not one of LoadBalancer, NodePort, ClusterIP; write ServiceType.NodePort ("NodePort").',
        ],
      ],
    ],
    ["a list for a map", { labels: ["a"] }, [["labels", "is a list, not an object."]]],
    ["a wrong entry of a map", { labels: { team: 3 } }, [["labels.team", "3 is a number, not text."]]],
    ["a wrong item of a list", { sourceRanges: [3] }, [["sourceRanges[0]", "3 is a number, not text."]]],
    [
      "an unknown name, deep inside",
      { istio: { istiodd: {} }, service: { typ: "NodePort" } },
      [
        ["istio.istiodd", 'unknown input "istiodd"; did you mean "istiod"?'],
        ["service.typ", 'unknown input "typ"; did you mean "type"?'],
      ],
    ],
    [
      "an unknown name that is like no other",
      { istio: { revision: "blue" } },
      [
        [
          "istio.revision",
          'unknown input "revision"; the inputs are version, profile, controlPlane, injectedNamespaces, istiod, mesh, egress, jwt.',
        ],
      ],
    ],
    [
      "an output that decides what is created",
      { mirror: pulumi.output("https://charts.example.org") },
      [["mirror", "is not known yet, but decides what is created. Write a value, not an output."]],
    ],
  ];
  for (const [title, args, expected] of wrong) {
    it(`is wrong with ${title}, which is left out`, () => {
      const { args: kept, problems } = layer(args);
      assert.deepEqual(
        problems.map(({ path, reason }) => [path, reason]),
        expected,
      );
      assert.doesNotMatch(JSON.stringify({ ...kept, cluster: undefined }), /istiodd|typ"|"2"|yes/);
    });
  }

  const useless: [string, unknown, RegExp][] = [
    ["facts that are an output", { cluster: pulumi.output(clusterFacts) }, /cluster: is not known yet/],
    [
      "a fact that decides and is an output",
      { cluster: { ...clusterFacts, providesLoadBalancers: pulumi.output(true) } },
      /cluster\.providesLoadBalancers: is not known yet/,
    ],
    [
      "facts that lack some",
      { cluster: { clusterName: "x" } },
      /cluster\.ready: is missing\. Resolves when the cluster can run workloads/,
    ],
    ["text for facts", { cluster: "ml" }, /cluster: "ml" is text, not an object/],
    [
      "a part that is required and missing",
      { cluster: clusterFacts, autoscaling: { min: 1 } },
      /autoscaling\.max: is missing\. Largest number of pods\./,
    ],
    [
      "a required part that is there but undefined",
      { cluster: clusterFacts, autoscaling: { min: 1, max: undefined } },
      /autoscaling\.max: is missing \(max is written, but its value is undefined: check the spelling of the value\)\. Largest number of pods\./,
    ],
    ["nothing at all", undefined, /arguments: nothing was given\. Write an object\./],
  ];
  for (const [title, args, message] of useless) {
    it(`is refused at once with ${title}`, () => {
      assert.throws(
        () => validated("IngressLayer", "ingress", args as object),
        (error) => error instanceof InvalidArgs && message.test(error.message),
      );
    });
  }
});

describe("the member of an enum", () => {
  const server = (value: string): string | undefined => {
    const facts = { ...seldonFacts };
    const predictors = [{ name: "main", server: value }];
    return validated("ModelDeployment", "m", { seldon: facts, namespace: "models", predictors }).problems[0]?.reason;
  };
  for (const [value, advice] of [
    ["SKLEARN", '; write ModelServer.Sklearn ("SKLEARN_SERVER").'],
    ["SKLEARN_SEVER", '; write ModelServer.Sklearn ("SKLEARN_SERVER").'],
    ["xgboost", '; write ModelServer.Xgboost ("XGBOOST_SERVER").'],
    ["SPARK", "."],
  ] as const) {
    it(`that ${value} is near to is named`, () => {
      assert.match(server(value) ?? "", new RegExp(`^"${value}" is not one of SKLEARN_SERVER, `));
      assert.equal(server(value)?.replace(/^[^;]*?(?=;|\.$)/, ""), advice);
    });
  }
});

describe("a misspelt word", () => {
  for (const [word, known, advice] of [
    ["kubernetsVersion", ["kubernetesVersion", "existing"], "write kubernetesVersion"],
    ["Replicas", ["replicas", "resources"], "write replicas"],
    ["emissary", ["istio", "mirror"], "write one of istio, mirror"],
    ["x", ["y", "z"], "write one of y, z"],
  ] as const) {
    it(`${word}: ${advice}`, () => {
      assert.equal(nearest(word, known), advice);
    });
  }
});
