import assert from "node:assert/strict";
import { plannedCharts } from "../../../../cli/mirror/planned-charts";
import { imagesInFile, imagesOfObjects } from "../../../../cli/mirror/planned-images";
import { charts } from "../../../../components/shared/pinned-charts";
import { SECRET, UNKNOWN, type PlainValue, type PlanGraph, type PlannedResource } from "../../../../recorder/graph";
import { fakeMachine } from "../doctor/fake-tools";

type Values = Record<string, PlainValue>;

const RELEASE = "kubernetes:helm.sh/v3:Release";

/** A resource as far as the command reads it. */
const resource = (type: string, name: string, values: Values, more: Partial<PlannedResource> = {}): PlannedResource => {
  const unknowns = more.inputs?.unknowns ?? [];
  const some = { type, name, urn: `urn:${type}::${name}`, custom: true, read: false, ...more };
  return { ...some, inputs: { values, secrets: [], unknowns } } as unknown as PlannedResource;
};

const graphOf = (...resources: PlannedResource[]): PlanGraph =>
  ({ project: "p", stack: "s", resources, calls: [] }) satisfies PlanGraph;

const release = (values: Values, more?: Partial<PlannedResource>) =>
  resource(RELEASE, "r", { name: "r", namespace: "n", ...values }, more);

const cluster = resource(
  "mlplatform:index:MlCluster",
  "ml",
  {},
  {
    custom: false,
    outputs: { values: { kubernetesVersion: "1.35" }, secrets: [], unknowns: [] },
  },
);
const provider = resource("pulumi:providers:kubernetes", "ml", {}, { parent: cluster.urn });
const layer = resource("mlplatform:index:IngressLayer", "ingress", {}, { custom: false });

describe("the charts of a plan", () => {
  const only = (...resources: PlannedResource[]) => plannedCharts(graphOf(...resources), "/project")[0];
  const common = { release: "r", namespace: "n", values: {} };

  it("of a component have the place in a mirror where it looks for them", () => {
    const values = {
      chart: "base",
      version: "1.30.3",
      repositoryOpts: { repo: "https://blob.istio.io/charts" },
      values: { a: 1 },
    };
    const own = release(values, { parent: layer.urn, provider: provider.urn });
    assert.deepEqual(only(cluster, provider, layer, own), {
      ...common,
      ...{ chart: "base", version: "1.30.3", source: "https://blob.istio.io/charts" },
      ...{ path: "istio/base", pin: "istio-base", values: { a: 1 }, kubeVersion: "1.35" },
    });
  });

  it("of the program itself have their own name as place", () => {
    const values = { chart: "base", version: "2.0.0", repositoryOpts: { repo: "https://example.org" } };
    const expected = { chart: "base", version: "2.0.0", source: "https://example.org", path: "base" };
    assert.deepEqual(only(release(values)), { ...common, ...expected });
  });

  it("may be whole references of a registry", () => {
    const values = { chart: "oci://quay.io/jetstack/charts/cert-manager", version: "v1.21.1" };
    const { chart, source, path } = only(layer, release(values, { parent: layer.urn })) ?? {};
    assert.deepEqual([chart, source, path], ["cert-manager", "oci://quay.io/jetstack/charts", "jetstack/cert-manager"]);
  });

  it("may be packages, whose names have the version", () => {
    const { chart, version, source, unpacked } = only(release({ chart: "./charts/my-app-1.2.3-rc.1.tgz" })) ?? {};
    assert.deepEqual([chart, version, source, unpacked], ["my-app", "1.2.3-rc.1", "./charts", undefined]);
  });

  it("may be folders, which stay where they are", () => {
    const { chart, unpacked } = only(release({ chart: "./charts/my-app" })) ?? {};
    assert.deepEqual([chart, unpacked], ["my-app", "/project/charts/my-app"]);
  });

  for (const [field, values] of [
    ["chart", { chart: UNKNOWN }],
    ["version", { chart: "base", repositoryOpts: { repo: "https://example.org" } }],
  ] as const) {
    it(`are refused without a ${field} that is known`, () => {
      assert.throws(() => only(release(values)), {
        name: "UserError",
        message: `The release n/r has no ${field} that is known before the update, so its chart cannot be mirrored.`,
      });
    });
  }

  const fromRepository = (repo: string) => release({ chart: "base", version: "1.0.0", repositoryOpts: { repo } });

  it("are refused where their repository is secret or not known, and not taken for folders", () => {
    const end = "so its chart cannot be mirrored.";
    for (const repo of [SECRET, `https://${SECRET}/charts`]) {
      const message = `The release n/r has no repositoryOpts.repo that is not secret, ${end}`;
      assert.throws(() => only(fromRepository(repo)), { name: "UserError", message });
    }
    const message = `The release n/r has no repositoryOpts.repo that is known before the update, ${end}`;
    assert.throws(() => only(fromRepository(UNKNOWN)), { name: "UserError", message });
  });

  it("are refused with a password in their address, which the lock file would keep", () => {
    const oci = release({ chart: "oci://me:hunter2@example.org/base", version: "1.0.0" });
    for (const own of [fromRepository("https://me:hunter2@example.org/charts"), oci]) {
      assert.throws(() => only(own), {
        name: "UserError",
        message:
          "The address of the chart of the release n/r contains a user name or password, which Pulumi would store " +
          "unencrypted in the state. Remove it, and log in with helm.",
      });
    }
  });

  it("are refused with inputs that change images and are not read", () => {
    const common = { chart: "base", version: "1.0.0", repositoryOpts: { repo: "https://example.org" } };
    for (const [input, value] of [
      ["valueYamlFiles", ["values.yaml"]],
      ["postrender", "./kustomize.sh"],
    ] as const) {
      assert.throws(() => only(release({ ...common, [input]: value })), {
        name: "UserError",
        message: `The release n/r has ${input}, which mirror does not read, so images could be missed. Write values instead.`,
      });
    }
  });

  it("can be told apart by their names, so that each has one place", () => {
    const names = Object.values(charts).map(({ chart }) => chart);
    assert.deepEqual(names, [...new Set(names)]);
  });

  it("end their places with their names, as helm push wants", () => {
    for (const { chart, mirror } of Object.values(charts)) assert.equal(mirror.split("/").at(-1), chart);
  });
});

describe("the images of a plan's own objects", () => {
  it("are those that are known, and what names others is told", () => {
    const containers = [
      { name: "a", image: "iris:1" },
      { name: "b", image: UNKNOWN },
    ];
    const values = { metadata: { name: "web", namespace: "n" }, spec: { containers } };
    const more = { inputs: { values: {}, secrets: [], unknowns: ["spec.containers[1].image"] } };
    const pod = resource("kubernetes:core/v1:Pod", "web", values, more);
    assert.deepEqual(imagesOfObjects(graphOf(pod, release({ values: { image: "of-a-chart:1" } }))), {
      images: ["iris:1"],
      unknown: ["the image in spec.containers[1].image of Pod n/web"],
    });
  });
});

describe("a file of images", () => {
  const inFile = (text: string): string[] => {
    const machine = fakeMachine({}, { "images.txt": text });
    try {
      return imagesInFile(`${machine.environment["HOME"] ?? ""}/images.txt`);
    } finally {
      machine.remove();
    }
  };

  it("has one on each line", () => {
    assert.deepEqual(inFile("# Rancher 2.15\nrancher/fleet:v0.14.0\r\n\n  busybox\n"), [
      "rancher/fleet:v0.14.0",
      "busybox",
    ]);
  });

  it("is refused with the line that is none", () => {
    assert.throws(
      () => inFile("busybox\nhttps://example.org/a\n"),
      /^UserError: --images \S+, line 2: "https:\/\/example\.org\/a" is not a reference to an image/,
    );
  });

  it("must be there", () => {
    assert.throws(() => imagesInFile("/none/images.txt"), {
      message: "--images /none/images.txt: cannot be read: ENOENT.",
    });
  });
});
