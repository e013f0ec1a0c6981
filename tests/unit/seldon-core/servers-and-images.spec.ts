import assert from "node:assert/strict";
import type { SeldonFacts } from "../../../components";
import { at } from "../../contracts/value-path";
import { chartValues, operator, refused } from "./operator";

const REGISTRY = "registry.example.org/mirror";
const serversOf = ({ outputs }: Awaited<ReturnType<typeof operator>>) =>
  (outputs.values["facts"] as unknown as SeldonFacts).servers;

describe("Servers of SeldonCore", () => {
  it("are added to the operator's, with an image for each protocol", async () => {
    const graph = await operator({
      servers: { MY_SERVER: { seldon: "example.org/mine:1", v2: "example.org/mine-v2:1" } },
    });
    assert.deepEqual(chartValues(graph)["predictor_servers"], {
      MY_SERVER: {
        protocols: {
          seldon: { image: "example.org/mine:1", defaultImageVersion: "" },
          v2: { image: "example.org/mine-v2:1", defaultImageVersion: "" },
        },
      },
    });
    assert.deepEqual(serversOf(graph)["MY_SERVER"], ["seldon", "v2"]);
    assert.deepEqual(serversOf(graph)["TRITON_SERVER"], ["v2"]);
  });

  it("replace the image of a prepackaged server, without the version that the chart puts behind it", async () => {
    const graph = await operator({ servers: { TRITON_SERVER: { v2: "example.org/triton:24.01" } } });
    assert.deepEqual(chartValues(graph)["predictor_servers"], {
      TRITON_SERVER: { protocols: { v2: { image: "example.org/triton:24.01", defaultImageVersion: "" } } },
    });
    assert.deepEqual(serversOf(graph)["TRITON_SERVER"], ["v2"]);
  });

  it("leave other servers to values of the chart", async () => {
    const predictor_servers = {
      TEMPO_SERVER: null,
      OTHER_SERVER: { protocols: { v2: { image: "example.org/other:1" } } },
    };
    const charts = { "seldon-core-operator": { values: { predictor_servers } } };
    const graph = await operator({ servers: { MY_SERVER: { v2: "example.org/mine:1" } }, charts });
    const { TEMPO_SERVER, OTHER_SERVER, MY_SERVER } = serversOf(graph);
    assert.deepEqual([TEMPO_SERVER, OTHER_SERVER, MY_SERVER], [undefined, ["v2"], ["v2"]]);
  });

  const wrong: [title: string, args: object, expected: [path: string, reason: RegExp][]][] = [
    [
      "names and images that are none",
      { servers: { "my-server": { v2: "Example.org/Mine" } } },
      [
        ["servers.my-server", /^"my-server" is not the name of a server: letters, digits and '_', a letter first\.$/],
        ["servers.my-server.v2", /^"Example\.org\/Mine" is not a reference to an image/],
      ],
    ],
    [
      "no image",
      { servers: { MY_SERVER: {} } },
      [["servers.MY_SERVER", /^has no image\. Write one for each protocol/]],
    ],
    [
      "a step of the orchestrator",
      { servers: { RANDOM_ABTEST: { v2: "example.org/mine:1" } } },
      [["servers.RANDOM_ABTEST", /^is the name of a step that is built into the orchestrator/]],
    ],
    [
      "values of the chart that say otherwise",
      {
        servers: { MY_SERVER: { v2: "example.org/mine:1" } },
        charts: {
          "seldon-core-operator": {
            values: { predictor_servers: { MY_SERVER: { protocols: { v2: { image: "example.org/other" } } } } },
          },
        },
      },
      [["charts.seldon-core-operator.values.predictor_servers.MY_SERVER", /contradicts servers\.MY_SERVER/]],
    ],
    [
      "a registry for images whose tags are not known",
      {
        imageRegistry: REGISTRY,
        acceptBusinessSourceLicense: true,
        allowUntestedVersions: true,
        charts: { "seldon-core-operator": { version: "1.18.2" } },
      },
      [["imageRegistry", /^knows the images of Seldon Core 1\.17\.1 only, not of 1\.18\.2\. Write the keys/]],
    ],
    [
      "a registry that one image cannot come from",
      { imageRegistry: REGISTRY, usageMetrics: true },
      [["usageMetrics", /^cannot be true together with imageRegistry/]],
    ],
  ];
  for (const [title, args, expected] of wrong) {
    it(`are refused: ${title}`, async () => {
      const problems = await refused(args);
      assert.deepEqual(
        problems.map(([path]) => path),
        expected.map(([path]) => path),
      );
      problems.forEach(([, reason], index) => {
        assert.match(reason, expected[index]?.[1] ?? /never/);
      });
    });
  }
});

describe("imageRegistry of SeldonCore", () => {
  it("is where every image of the chart comes from", async () => {
    const values = chartValues(await operator({ imageRegistry: REGISTRY }));
    const texts: [path: string[], expected: string][] = [
      [["image", "registry"], REGISTRY],
      [["executor", "image", "registry"], REGISTRY],
      [["storageInitializer", "image"], `${REGISTRY}/seldonio/rclone-storage-initializer:1.17.1`],
      [["explainer", "image"], `${REGISTRY}/seldonio/alibiexplainer:1.17.1`],
      [["explainer", "image_v2"], `${REGISTRY}/seldonio/mlserver:1.3.5-alibi-explain`],
      [["predictor_servers", "SKLEARN_SERVER", "protocols", "seldon", "image"], `${REGISTRY}/seldonio/sklearnserver`],
      [["predictor_servers", "TRITON_SERVER", "protocols", "v2", "image"], `${REGISTRY}/nvidia/tritonserver`],
    ];
    for (const [path, expected] of texts) assert.equal(at(values, ...path), expected);
  });

  it("does not change the images of servers of one's own", async () => {
    const servers = { SKLEARN_SERVER: { v2: "example.org/mine:1" } };
    const values = chartValues(await operator({ imageRegistry: REGISTRY, servers }));
    assert.deepEqual(at(values, "predictor_servers", "SKLEARN_SERVER", "protocols"), {
      seldon: { image: `${REGISTRY}/seldonio/sklearnserver` },
      v2: { image: "example.org/mine:1", defaultImageVersion: "" },
    });
  });
});
