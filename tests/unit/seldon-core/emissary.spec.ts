import assert from "node:assert/strict";
import { EmissaryRoutes, type SeldonFacts } from "../../../components";
import { chartValues, EMISSARY, operator, refused } from "./operator";

const { Mappings, Annotations } = EmissaryRoutes;
const OLD = { ...EMISSARY, legacyVersions: false };

describe("Routes of SeldonCore through Emissary", () => {
  const chosen: [title: string, args: object, ambassador: object, facts: [annotations: boolean, short: boolean]][] = [
    ["are Mappings", { ingress: EMISSARY }, { version: "v2" }, [false, false]],
    ["are annotations where no Mappings are served", { ingress: OLD }, { version: "v1" }, [true, false]],
    [
      "are Mappings if that is written",
      { ingress: EMISSARY, emissary: { routes: Mappings } },
      { version: "v2" },
      [false, false],
    ],
    [
      "are annotations if that is written",
      { ingress: EMISSARY, emissary: { routes: Annotations } },
      { version: "v1" },
      [true, false],
    ],
    [
      "have short paths if that is written",
      { ingress: EMISSARY, emissary: { routes: Annotations, shortPaths: true } },
      { version: "v1", singleNamespace: true },
      [true, true],
    ],
  ];
  for (const [title, args, ambassador, expected] of chosen) {
    it(title, async () => {
      const graph = await operator(args);
      assert.deepEqual(chartValues(graph)["ambassador"], { enabled: true, ...ambassador });
      const { annotationRoutes, shortPaths } = graph.outputs.values["facts"] as unknown as SeldonFacts;
      assert.deepEqual([annotationRoutes, shortPaths], expected);
    });
  }

  const wrong: [title: string, args: object, path: string, reason: RegExp][] = [
    ["routes behind Istio", { emissary: {} }, "emissary", /^applies to Emissary only, and the ingress is istio/],
    [
      "Mappings that nothing serves",
      { ingress: OLD, emissary: { routes: Mappings } },
      "emissary.routes",
      /^cannot be EmissaryRoutes\.Mappings, because this Emissary does not serve getambassador\.io\/v2/,
    ],
    [
      "Mappings of an operator that writes none",
      {
        ingress: EMISSARY,
        emissary: { routes: Mappings },
        charts: { "seldon-core-operator": { version: "1.14.1" } },
        allowUntestedVersions: true,
      },
      "emissary.routes",
      /because Seldon Core 1\.14\.1 writes annotations only/,
    ],
    [
      "short paths with Mappings, which fail every model",
      { ingress: EMISSARY, emissary: { shortPaths: true } },
      "emissary.shortPaths",
      /^needs routes in annotations: with Mappings, the operator writes an invalid name/,
    ],
    [
      "values of the chart that say otherwise",
      {
        ingress: EMISSARY,
        emissary: { routes: Annotations },
        charts: { "seldon-core-operator": { values: { ambassador: { version: "v2" } } } },
      },
      "charts.seldon-core-operator.values.ambassador",
      /contradicts ingress and emissary/,
    ],
  ];
  for (const [title, args, path, reason] of wrong) {
    it(`are refused: ${title}`, async () => {
      const problems = await refused(args);
      assert.deepEqual(
        problems.map(([path]) => path),
        [path],
      );
      assert.match(problems[0]?.[1] ?? "", reason);
    });
  }
});
