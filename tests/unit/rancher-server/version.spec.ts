import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { followsFromInputs, recordProgram } from "../../../recorder";
import { deploy } from "../../helpers/deploy";
import { refuses, create, type Row } from "./refused";
import { RELEASE } from "./rancher";

const COMBINED =
  /is not a combination we test \(tested: Rancher 2\.13 on Kubernetes 1\.32, 1\.33, 1\.34; Rancher 2\.14/;

const VERSIONS: Row[] = [
  [
    "a version that does not support the cluster's Kubernetes",
    { version: "2.13" },
    "version",
    new RegExp(`^Rancher 2\\.13\\.8 on Kubernetes 1\\.35 ${COMBINED.source}`),
  ],
  [
    "a version of the chart that does not",
    { charts: { rancher: { version: "2.14.4" } } },
    "charts.rancher.version",
    new RegExp(`^Rancher 2\\.14\\.4 on Kubernetes 1\\.36 ${COMBINED.source}`),
    { kubernetesVersion: "1.36" },
  ],
  [
    "a cluster that no version supports",
    {},
    "cluster.kubernetesVersion",
    new RegExp(`^Rancher 2\\.15\\.0 on Kubernetes 1\\.37 ${COMBINED.source}`),
    { kubernetesVersion: "1.37" },
  ],
  [
    "an untested version",
    { version: "2.12.1" },
    "version",
    /^Rancher 2\.12\.1 is not a version we test \(tested: 2\.13, 2\.14, 2\.15\)/,
    { kubernetesVersion: undefined },
  ],
  [
    "an untested minor version",
    { version: "2.16", allowUntestedVersions: true },
    "version",
    /^"2\.16" is a minor version that we do not test .*such as 2\.16\.0, and allowUntestedVersions: true/,
  ],
  ["no version", { version: "newest" }, "version", /"newest"/],
  [
    "a version at two places",
    { version: "2.14", charts: { rancher: { version: "2.14.4" } } },
    "version",
    /^is written in charts\.rancher\.version too/,
  ],
];

describe("the version of RancherServer", () => {
  for (const [kubernetesVersion, version] of [
    ["1.32", "2.13.8"],
    ["1.33.4", "2.14.4"],
    ["1.34", "2.15.0"],
    ["1.36", "2.15.0"],
    [undefined, "2.15.0"],
  ] as const) {
    it(`is ${version} on Kubernetes ${kubernetesVersion ?? "of a version that is not known"}`, async () => {
      const graph = await deploy(() => create({}, { kubernetesVersion }));
      assert.equal(graph.byName(RELEASE, "rancher").inputs.values["version"], version);
    });
  }

  it("is compared with a version of Kubernetes that is known only later, before anything is in the cluster", async () => {
    const later = (kubernetesVersion: string) =>
      recordProgram(() => void create({}, { kubernetesVersion: pulumi.output(kubernetesVersion) }), {
        ...{ project: "proj", stack: "test", stallAfterMs: 3000, lines: false },
        outputs: followsFromInputs,
      });
    const inCluster = ({ graph }: Awaited<ReturnType<typeof later>>) =>
      graph.resources.filter(({ type }) => type.startsWith("kubernetes:")).map(({ name }) => name);
    const wrong = await later("1.37");
    assert.match(
      String(wrong.error),
      /cluster\.kubernetesVersion: Rancher 2\.15\.0 on Kubernetes 1\.37 is not a combination/,
    );
    assert.deepEqual(inCluster(wrong), []);
    const right = await later("1.36");
    assert.equal(right.error, undefined);
    assert.ok(inCluster(right).includes("rancher-namespace"));
  });
});

describe("RancherServer refuses as its version", () => {
  refuses(VERSIONS);
});
