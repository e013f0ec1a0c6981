import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import type { ResourceRecord } from "../../../../cli/stack/state";
import { refuseVersionMoves } from "../../../../cli/up/version-moves";
import {
  IngressLayer,
  JupyterHub,
  MlCluster,
  PachydermServiceType,
  PachydermStore,
  RancherServer,
  SeldonCore,
} from "../../../../components";
import { operationsOf } from "../../../../components/targets/operations";
import { targetNames } from "../../../../components/targets/target";
import type { PlanGraph, PlannedResource } from "../../../../recorder/graph";
import { deploy } from "../../../helpers/deploy";
import { HTTPS, LOGINS } from "../../jupyter-hub/hub";
import { cluster } from "../../platform";
import { k3d } from "../../targets/k3d/cluster";
import { FIVE_NODES, rke2 } from "../../targets/rke2/cluster";
import { sampleOf } from "../../targets/sample";
import { stateOf } from "../stack/state";

const RELEASE = "kubernetes:helm.sh/v3:Release";

/** Every component whose charts have rules. */
const platform = (): Promise<PlanGraph> =>
  deploy(() => {
    const ml = cluster();
    const k8s = { provider: ml.provider };
    const tls = { selfSigned: {} };
    const ingress = new IngressLayer(
      "in",
      { cluster: ml, istio: {}, sourceRanges: ["203.0.113.0/24"], hosts: ["models.example.org"], tls },
      k8s,
    );
    new SeldonCore("seldon", { cluster: ml, ingress, modelNamespaces: ["models"] }, k8s);
    const service = { type: PachydermServiceType.ClusterIP };
    new PachydermStore("pach", { cluster: ml, local: {}, service }, k8s);
    new JupyterHub("hub", { cluster: ml, login: LOGINS.sharedPassword }, k8s);
    new RancherServer(
      "rancher",
      { cluster: ml, ingress: HTTPS, host: "rancher.example.org", cleanUp: { enabled: false } },
      k8s,
    );
  });

/** A resource with other inputs. */
const withInput = (resource: PlannedResource, input: string, value: string): PlannedResource => ({
  ...resource,
  inputs: { ...resource.inputs, values: { ...resource.inputs.values, [input]: value } },
});

/** The state after a plan was carried out. */
const recordOf = ({ urn, type, custom, parent, inputs, outputs }: PlannedResource): ResourceRecord => ({
  ...{
    urn,
    type,
    custom,
    parent,
    inputs: inputs.values,
    outputs: outputs?.values ?? {},
  },
});

/** The error of an update to a plan of a stack with these resources; nothing if it is not refused. */
async function refusal(planned: readonly PlannedResource[], records: readonly ResourceRecord[]): Promise<string> {
  try {
    await refuseVersionMoves({ resources: planned }, () => Promise.resolve(stateOf(...records)));
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

const refused = (...problems: string[]): string =>
  [
    "The update moves to versions to which what is installed cannot go:",
    ...problems.map((problem) => `  ${problem}`),
    "Nothing was changed.",
  ].join("\n");

describe("an update of installed charts", () => {
  let resources: readonly PlannedResource[];
  before(async () => ({ resources } = await platform()));

  /** The error of an update of releases from one version to another. */
  const move = (names: readonly string[], from: string, to: string, change: Partial<ResourceRecord> = {}) => {
    const isMoved = ({ type, name }: PlannedResource): boolean => type === RELEASE && names.includes(name);
    assert.equal(resources.filter(isMoved).length, names.length, names.join());
    const as = (version: string) =>
      resources.map((resource) => (isMoved(resource) ? withInput(resource, "version", version) : resource));
    const changed = (record: ResourceRecord, at: number): ResourceRecord =>
      isMoved(resources[at] ?? assert.fail()) ? { ...record, ...change } : record;
    return refusal(as(to), as(from).map(recordOf).map(changed));
  };

  const ISTIO = ["in-istio-base", "in-istiod", "in-gateway"];
  const SKEW =
    "Its control plane works with gateways and sidecars of the minor version before it, not with older ones.";

  const table: readonly (readonly [string, readonly string[], string, string, string?])[] = [
    [
      "Istio over a minor version",
      ISTIO,
      "1.30.3",
      "1.32.0",
      `IngressLayer in: Istio cannot go from 1.30.3 to 1.32.0. ${SKEW} Go to 1.31 first.`,
    ],
    [
      "Istio back over a minor version",
      ISTIO,
      "1.32.0",
      "1.30.3",
      `IngressLayer in: Istio cannot go from 1.32.0 to 1.30.3. ${SKEW} Go to 1.31 first.`,
    ],
    ["Istio by a minor version", ISTIO, "1.30.3", "1.31.4"],
    ["Istio back by a minor version", ISTIO, "1.31.4", "1.30.3"],
    [
      "cert-manager over a minor version",
      ["in-cert-manager"],
      "v1.19.4",
      "v1.21.1",
      "IngressLayer in: cert-manager cannot go from v1.19.4 to v1.21.1. Its authors test upgrades from one minor version to the next. Go to 1.20 first.",
    ],
    ["cert-manager by a minor version", ["in-cert-manager"], "v1.20.2", "v1.21.1"],
    [
      "Seldon Core to another product",
      ["seldon"],
      "1.17.1",
      "2.9.0",
      "SeldonCore seldon: Seldon Core cannot go from 1.17.1 to 2.9.0. Seldon Core 2 is another product, which does not serve the custom resources of version 1. Install it beside this one.",
    ],
    ["Seldon Core over minor versions", ["seldon"], "1.15.0", "1.17.1"],
    [
      "Pachyderm back",
      ["pach"],
      "2.11.5",
      "2.10.9",
      "PachydermStore pach: Pachyderm cannot go from 2.11.5 to 2.10.9. pachd migrates its database when it starts, and an older one cannot read it. Restore a copy of the database and the bucket instead. Write 2.11.5 or newer.",
    ],
    [
      "Pachyderm to another major version",
      ["pach"],
      "1.13.2",
      "2.11.5",
      "PachydermStore pach: Pachyderm cannot go from 1.13.2 to 2.11.5. Pachyderm migrates data between major versions only by its own tools.",
    ],
    ["Pachyderm by minor versions", ["pach"], "2.8.1", "2.11.5"],
    [
      "JupyterHub back",
      ["hub"],
      "4.4.0",
      "4.3.4",
      "JupyterHub hub: the chart of JupyterHub cannot go from 4.4.0 to 4.3.4. The hub upgrades its database when it starts, and an older one refuses it. Write 4.4.0 or newer.",
    ],
    ["JupyterHub to a newer major version", ["hub"], "3.3.8", "4.4.0"],
    [
      "Rancher over a minor version",
      ["rancher"],
      "2.13.8",
      "2.15.0",
      "RancherServer rancher: Rancher cannot go from 2.13.8 to 2.15.0. Rancher migrates its objects from one minor version to the next. Go to 2.14 first.",
    ],
    [
      "Rancher back",
      ["rancher"],
      "2.15.0",
      "2.14.4",
      "RancherServer rancher: Rancher cannot go from 2.15.0 to 2.14.4. Rancher goes back only with a backup that was made before the upgrade. Write 2.15.0 or newer.",
    ],
    ["Rancher to another patch version", ["rancher"], "2.15.1", "2.15.0"],
  ];
  for (const [what, names, from, to, problem] of table) {
    it(`${problem === undefined ? "moves" : "does not move"} ${what}`, async () => {
      assert.equal(await move(names, from, to), problem === undefined ? "" : refused(problem));
    });
  }

  it("names all that cannot move", async () => {
    const message = await move(["rancher", "pach"], "2.15.0", "2.13.8");
    assert.deepEqual(message.match(/^ {2}\w+/gm)?.sort(), ["  PachydermStore", "  RancherServer"]);
  });

  it("does not compare what a failed update or another release left", async () => {
    assert.equal(await move(["rancher"], "2.13.8", "2.15.0", { initErrors: ["timed out"] }), "");
    assert.equal(await move(["rancher"], "2.13.8", "2.15.0", { delete: true }), "");
  });

  it("does not compare a chart of the same name that the program itself installs", async () => {
    const own = resources.find(({ name }) => name === "rancher-namespace") ?? assert.fail();
    const release = { ...own, urn: "urn:pulumi:test::proj::kubernetes:helm.sh/v3:Release::mine", type: RELEASE };
    const as = (version: string) => withInput(withInput(release, "version", version), "chart", "rancher");
    assert.equal(await refusal([as("2.15.0")], [recordOf(as("2.13.0"))]), "");
  });

  it("compares a chart whose component has another name now, and the former one as an alias", async () => {
    const rancher = (name: string, version: string, aliases: pulumi.Alias[] = []) =>
      deploy(() => {
        const ml = cluster();
        const opts = { provider: ml.provider, aliases };
        new RancherServer(
          name,
          {
            ...{ cluster: ml, ingress: HTTPS, host: "rancher.example.org", cleanUp: { enabled: false } },
            ...{ charts: { rancher: { version } }, allowUntestedVersions: true },
          },
          opts,
        );
      });
    const { resources: installed } = await rancher("rancher", "2.13.8");
    const [kept, forgotten] = [[{ name: "rancher" }], []];
    for (const [aliases, expected] of [
      [kept, "RancherServer server: Rancher cannot go from 2.13.8 to 2.15.0."],
      [forgotten, ""],
    ] as const) {
      const { resources: renamed } = await rancher("server", "2.15.0", [...aliases]);
      const message = await refusal(renamed, installed.map(recordOf));
      assert.equal(message.split("\n  ")[1]?.startsWith(expected) ?? false, expected !== "", message);
    }
  });

  it("reads no state if nothing has rules", async () => {
    await refuseVersionMoves({ resources: [] }, () => assert.fail("it was read"));
  });
});

describe("an update of a cluster's Kubernetes", () => {
  const clouds = targetNames().flatMap((target) => {
    const versions = operationsOf(target).kubernetesVersions;
    return versions === undefined ? [] : [{ target, versions }];
  });

  it("is compared on the clouds that keep a version", () => {
    assert.deepEqual(
      clouds.map(({ target }) => target),
      ["aws", "azure", "gcp"],
    );
  });

  for (const { target, versions } of clouds) {
    describe(`on ${target}`, () => {
      const { planned, controlPlane, nodes } = versions;
      let graph: PlanGraph;
      before(async () => {
        const { args, mocks } = sampleOf(target);
        graph = await deploy(() => {
          new MlCluster("ml", { ...args, nodePools: { general: {} } });
        }, mocks);
      });

      /** The error of an update of a control plane and its nodes, which run these versions, to another. */
      const move = (running: string, onNodes: string, to: string): Promise<string> => {
        const [main] = graph.resources.filter(({ type }) => type === planned.type);
        const pools = graph.resources.filter(({ type }) => type === nodes.type);
        assert.ok(main !== undefined && pools.length > 0);
        const inside =
          planned.type === controlPlane.type ? { urn: main.urn } : { urn: `${main.urn}-eks`, parent: main.urn };
        const control = {
          ...inside,
          type: controlPlane.type,
          custom: true,
          outputs: { [controlPlane.output]: running },
        };
        const records = pools.map((pool) => ({ ...recordOf(pool), outputs: { [nodes.output]: onNodes } }));
        return refusal([withInput(main, planned.input, to), ...pools], [control, ...records]);
      };

      it("goes to the next minor version", async () => {
        assert.equal(await move("1.34.6", "1.34.6", "1.35"), "");
        assert.equal(await move("1.35.1", "1.34.6", "1.35"), "");
      });

      it("cannot skip one", async () => {
        assert.equal(
          await move("1.34.6", "1.34.6", "1.36"),
          refused(
            "MlCluster ml: Kubernetes cannot go from 1.34.6 to 1.36. The API server is upgraded one minor version at a time. Go to 1.35 first. If the cluster was moved elsewhere since, run mlplatform refresh first.",
          ),
        );
      });

      it(planned.isLeast === true ? "stays at a newer version" : "cannot go back", async () => {
        const back =
          "MlCluster ml: Kubernetes cannot go from 1.36.0 to 1.35. A control plane never goes back. Write 1.36.0 or newer. If the cluster was moved elsewhere since, run mlplatform refresh first.";
        assert.equal(await move("1.36.0", "1.36.0", "1.35"), planned.isLeast === true ? "" : refused(back));
        const further = back.replace("to 1.35", "to 1.34");
        assert.equal(await move("1.36.0", "1.36.0", "1.34"), planned.isLeast === true ? "" : refused(further));
      });

      it("does not leave nodes too far behind", async () => {
        assert.equal(await move("1.35.2", "1.33.9", "1.36"), "");
        assert.equal(await move("1.36.0", "1.32.9", "1.36"), ""); // they are that old already
        const pool =
          graph.resources
            .find(({ type }) => type === nodes.type)
            ?.type.split(":")
            .at(-1) ?? "";
        assert.equal(
          await move("1.35.2", "1.32.9", "1.36"),
          refused(
            `MlCluster ml: the nodes of ${pool} ml-general run 1.32.9, and nodes may be 3 minor versions older than the API server at most, not 4. Write 1.35.2 first, which upgrades them.`,
          ),
        );
      });
    });
  }
});

describe("an update of RKE2", () => {
  const KEYS = ["s1", "s2", "s3", "a1", "a2"];
  const planAt = (version: string, nodes = FIVE_NODES): Promise<PlanGraph> =>
    rke2({ rke2: { nodes: [...nodes], version }, allowUntestedVersions: true });

  /** The error of an update of machines, on which these releases run, to another one. */
  async function move(on: Readonly<Record<string, string>>, to: string, nodes = FIVE_NODES): Promise<string> {
    const { resources } = await planAt(to, nodes);
    const records = await Promise.all(
      Object.entries(on).map(async ([key, version]) =>
        (await planAt(version)).resources.filter(({ name }) => name === `ml-${key}` || name.startsWith(`ml-${key}-`)),
      ),
    );
    return refusal(resources, records.flat().map(recordOf));
  }
  const all = (version: string) => Object.fromEntries(KEYS.map((key) => [key, version]));

  const BACK =
    "A server cannot read what a newer one has written, and an agent is never newer than its servers. Restore a snapshot of etcd instead.";
  /** A problem on these machines. */
  const on = (keys: readonly string[], problem: string): string =>
    refused(...keys.map((key) => `MlCluster ml: on ${key} (10.0.0.${String(KEYS.indexOf(key) + 1)}), ${problem}`));

  it("goes to a newer patch version and to the next minor version", async () => {
    assert.equal(await move(all("v1.35.6+rke2r1"), "v1.35.7+rke2r1"), "");
    assert.equal(await move(all("v1.35.7+rke2r1"), "v1.36.3+rke2r1"), "");
    assert.equal(await move(all("v1.35.7+rke2r2"), "v1.35.7+rke2r1"), "");
  });

  it("skips no minor version on servers, which agents may", async () => {
    const problem =
      "RKE2 cannot go from v1.34.10+rke2r1 to v1.36.3+rke2r1. The API server is upgraded one minor version at a time. Go to 1.35 first.";
    const [old, next] = ["v1.34.10+rke2r1", "v1.35.7+rke2r1"];
    assert.equal(await move(all(old), "v1.36.3+rke2r1"), on(["s1", "s2", "s3"], problem));
    // A machine whose upgrade failed keeps its release.
    assert.equal(await move({ ...all(next), s2: old }, "v1.36.3+rke2r1"), on(["s2"], problem));
    assert.equal(await move({ ...all(next), a1: old }, "v1.36.3+rke2r1"), "");
  });

  it("goes back on no machine, by a minor or a patch version", async () => {
    for (const to of ["v1.35.7+rke2r1", "v1.36.2+rke2r1"]) {
      assert.equal(
        await move(all("v1.36.3+rke2r1"), to),
        on(KEYS, `RKE2 cannot go from v1.36.3+rke2r1 to ${to}. ${BACK} Write v1.36.3+rke2r1 or newer.`),
      );
    }
  });

  it("does not leave agents too far behind", async () => {
    const next = all("v1.35.7+rke2r1");
    assert.equal(await move({ ...next, a1: "v1.33.9+rke2r1" }, "v1.36.3+rke2r1"), "");
    assert.equal(
      await move({ ...next, a1: "v1.32.9+rke2r1" }, "v1.36.3+rke2r1"),
      refused(
        "MlCluster ml: a1 (10.0.0.4) runs v1.32.9+rke2r1, and nodes may be 3 minor versions older than the API server at most, not 4. Write v1.35.7+rke2r1 first, which upgrades them.",
      ),
    );
  });

  it("compares neither new nor lost machines", async () => {
    assert.equal(await move({}, "v1.36.3+rke2r1"), "");
    const lost = FIVE_NODES.map((node) => ({ ...node, lost: node.hostname === "s3" || node.hostname === "a1" }));
    const running = { ...all("v1.35.7+rke2r1"), s3: "v1.33.9+rke2r1", a1: "v1.31.9+rke2r1" };
    assert.equal(await move(running, "v1.36.3+rke2r1", lost), "");
    assert.notEqual(await move(running, "v1.36.3+rke2r1"), "");
  });
});

describe("an update of k3d", () => {
  it("to another version replaces the cluster, so that none is compared", async () => {
    const { kubernetesVersions, machineVersions } = operationsOf("k3d");
    assert.deepEqual([kubernetesVersions, machineVersions], [undefined, undefined]);
    const [before, after] = await Promise.all(
      ["1.34", "1.36"].map(async (kubernetesVersion) =>
        (await k3d({ kubernetesVersion })).byName("command:local:Command", "ml"),
      ),
    );
    assert.ok(before && after);
    // The provider replaces a command with other triggers.
    assert.notDeepEqual(before.inputs.values["triggers"], after.inputs.values["triggers"]);
    assert.equal(await refusal([after], [recordOf(before)]), "");
  });
});
