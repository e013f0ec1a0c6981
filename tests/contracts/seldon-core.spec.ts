import assert from "node:assert/strict";
import * as path from "node:path";
import { SERVERS } from "../../components/seldon-core/images";
import { merged } from "../../components/shared/values";
import { chartValues, operator } from "../unit/seldon-core/operator";
import { readContract, readCrds } from "./contract";
import { describeWithContracts, inCi } from "./contracts-dir";
import { crdProblems, type Crd } from "./crd-problems";
import { goAbsent, goModuleFolder } from "./go-module";
import { isRecord } from "./value-path";

/** Every name of an image in values: the keys `image` and `image_v2`, and `registry` with `repository`. */
function images(values: unknown): string[] {
  if (!isRecord(values)) return [];
  const { registry, repository } = values;
  return [
    ...(typeof registry === "string" ? [`${registry}/${String(repository)}`] : []),
    ...Object.entries(values).flatMap(([key, value]) =>
      /^image(_v2)?$/.test(key) && typeof value === "string" ? [value] : images(value),
    ),
  ];
}

describeWithContracts("the images of Seldon Core's chart", (dir) => {
  const { values } = readContract("seldon-core-operator", dir);

  it("all come from imageRegistry, under their own names and tags", async () => {
    const registry = "registry.example.org/mirror";
    const mirrored = merged(values, chartValues(await operator({ imageRegistry: registry })));
    const own = images(values);
    assert.ok(own.length > 15, String(own.length));
    assert.deepEqual(
      images(mirrored),
      own.map((image) => `${registry}/${image.replace(/^(docker|nvcr)\.io\//, "")}`),
    );
  });

  it("are those of the servers that models can use", () => {
    const { predictor_servers } = values as {
      predictor_servers: Record<string, { protocols: Record<string, { image: string }> }>;
    };
    const found = Object.entries(predictor_servers).map(([server, { protocols }]) => [
      server,
      Object.fromEntries(
        Object.entries(protocols).map(([protocol, { image }]) => [protocol, image.replace(/^nvcr\.io\//, "")]),
      ),
    ]);
    assert.deepEqual(Object.fromEntries(found), SERVERS);
  });
});

describe("the PodMonitors of Seldon Core", () => {
  if (goAbsent !== undefined) {
    if (inCi(process.env)) {
      it("find the Go module of the Prometheus Operator", () => {
        throw new Error(goAbsent);
      });
      return;
    }
    console.warn(`PodMonitors: skipped, ${goAbsent}`);
    it("need Go");
    return;
  }

  let crds: readonly Crd[] = [];
  before(async function () {
    this.timeout(300_000);
    const folder = await goModuleFolder("github.com/prometheus-operator/prometheus-operator", "v0.85.0");
    crds = readCrds([path.join(folder, "example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml")]);
  });

  it("have only fields of their definition", async () => {
    const graph = await operator({ podMonitors: { labels: { release: "prometheus" }, intervalSeconds: 30 } });
    const monitors = graph.resources
      .filter(({ type }) => type.endsWith(":PodMonitor"))
      .map((resource) => graph.revealInputs(resource));
    assert.equal(monitors.length, 2);
    assert.deepEqual(
      monitors.flatMap((monitor) => crdProblems(monitor, crds)),
      [],
    );
  });

  it("are checked so that a wrong field is found", () => {
    const monitor = { apiVersion: "monitoring.coreos.com/v1", kind: "PodMonitor", metadata: {}, spec: { ports: [] } };
    assert.notDeepEqual(crdProblems(monitor, crds), []);
  });
});
