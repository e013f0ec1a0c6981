import assert from "node:assert/strict";
import { matchJsonPath, parseJsonPath } from "../providers/kubernetes/await/json-path";
import { changesBetween, formatPath, touches } from "../providers/kubernetes/changes";

describe("the stand-in for the Kubernetes provider: conditions of pulumi.com/waitFor", () => {
  const object = {
    status: {
      phase: "Running",
      replicas: 2,
      conditions: [
        { type: "Ready", status: "True" },
        { type: "Synced", status: "False" },
      ],
    },
    "a.b/c": { d: "e" },
  };

  const MATCHES: [string, boolean, string][] = [
    ["jsonpath={.status.phase}=Running", true, "Found {.status.phase}=Running"],
    ["jsonpath={.status.phase}=Gone", false, 'Waiting for {.status.phase}=Gone (found "Running")'],
    ["jsonpath={.status.phase}", true, "Found {.status.phase}"],
    ["jsonpath={.status.nope}", false, "{.status.nope} selected nothing"],
    ["jsonpath={.status.replicas}=2", true, "Found {.status.replicas}=2"],
    ["jsonpath={.status.conditions[1].status}=False", true, "Found {.status.conditions[1].status}=False"],
    ["jsonpath={.status.conditions[-1].type}=Synced", true, "Found {.status.conditions[-1].type}=Synced"],
    ["jsonpath={.status.conditions[*].type}=Ready", true, "Found {.status.conditions[*].type}=Ready"],
    [
      `jsonpath={.status.conditions[?(@.type=="Ready")].status}=True`,
      true,
      `Found {.status.conditions[?(@.type=="Ready")].status}=True`,
    ],
    ["jsonpath={$['a.b/c'].d}=e", true, "Found {$['a.b/c'].d}=e"],
    ["jsonpath={.status.conditions}", true, "Found {.status.conditions}"],
  ];

  for (const [annotation, matched, message] of MATCHES) {
    it(`${annotation}: ${matched ? "holds" : "does not hold"}`, () => {
      assert.deepEqual(matchJsonPath(parseJsonPath(annotation), object), { matched, message });
    });
  }

  it("refuses a path without brackets", () => {
    assert.throws(() => parseJsonPath("jsonpath=.status.phase=Running"), /should be wrapped in brackets \{ \.\.\. \}/);
  });
});

describe("the stand-in for the Kubernetes provider: what differs", () => {
  it("names the deepest places, and takes null for absent", () => {
    const old = {
      spec: { a: 1, ports: [{ port: 80 }, { port: 81 }], gone: "x", labels: { "a.b/c": "d" } },
      kept: null,
    };
    const wanted = { spec: { a: 1, ports: [{ port: 82 }], labels: { "a.b/c": "e" }, fresh: {} } };
    const found = changesBetween(old, wanted).map(({ path, kind }) => `${kind} ${formatPath(path)}`);
    assert.deepEqual(found.sort(), [
      "add spec.fresh",
      "delete spec.gone",
      "delete spec.ports[1]",
      'update spec.labels["a.b/c"]',
      "update spec.ports[0].port",
    ]);
  });

  it("finds the fields that cannot change in place, inside a change and around it", () => {
    const [inside] = changesBetween({ spec: { selector: { app: "a" } } }, { spec: { selector: { app: "b" } } });
    const [around] = changesBetween({}, { spec: { selector: { app: "b" } } });
    const [beside] = changesBetween({ spec: { replicas: 1 } }, { spec: { replicas: 2 } });
    assert.deepEqual(
      [inside, around, beside].map((change) => change !== undefined && touches(change, "spec.selector")),
      [true, true, false],
    );
    const [image] = changesBetween(
      { spec: { containers: [{ image: "a" }] } },
      { spec: { containers: [{ image: "b" }] } },
    );
    assert.equal(image && touches(image, "spec.containers[*].image"), true);
    assert.equal(image && touches(image, "spec.containers[*].args"), false);
  });
});
