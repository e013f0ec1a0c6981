import * as assert from "node:assert/strict";
import { chartSource } from "../../../components/shared/install-chart";
import { charts, type ChartName } from "../../../components/shared/pinned-charts";
import { assertPinned } from "../../contracts/contract";
import { contractOf } from "../../contracts/contract-of";

describe("contractOf", () => {
  const mirrors = [
    undefined,
    "https://charts.example.org",
    "oci://registry.example.org/charts/",
    "mirror",
    "/srv/mirror/",
  ];
  for (const mirror of mirrors) {
    it(`knows every chart again that comes from ${mirror ?? "its own repository"}`, () => {
      for (const name of Object.keys(charts) as ChartName[]) {
        assert.equal(contractOf(chartSource(name, { mirror })), name);
      }
    });
  }

  const repositoryOpts = { repo: charts.istiod.repository };
  const refused: [title: string, release: object, message: RegExp][] = [
    [
      "a chart that is not pinned",
      { chart: "ztunnel", version: "1.30.3", repositoryOpts },
      /pinned-charts.ts has no chart for the release {"chart":"ztunnel"/,
    ],
    [
      "a chart of another's repository",
      { chart: "metallb", version: "0.16.1", repositoryOpts },
      /has no chart for the release/,
    ],
    [
      "another version",
      { chart: "istiod", version: "1.31.0", repositoryOpts },
      /is not of the pinned version 1.30.3, whose data we have/,
    ],
    [
      "a bare OCI path",
      { chart: "oci://registry.example.org/istiod", version: "1.30.3" },
      /has no chart for the release/,
    ],
    ["a release without a chart", {}, /has no chart for the release {}/],
  ];
  for (const [title, release, message] of refused) {
    it(`refuses ${title}`, () => {
      assert.throws(() => contractOf(release), message);
    });
  }
});

describe("assertPinned", () => {
  it("accepts data of the pinned version", () => {
    assertPinned("istiod", "1.30.3", "1.30.3");
  });

  it("wants new data for a new version", () => {
    assert.throws(
      () => {
        assertPinned("istiod", "1.31.0", "1.30.3");
      },
      {
        message:
          "istiod: components/shared/pinned-charts.ts pins 1.31.0, the contract data is of 1.30.3. Bring the data of 1.31.0 and say so in tests/contracts/charts/istiod/contract.yaml.",
      },
    );
  });
});
