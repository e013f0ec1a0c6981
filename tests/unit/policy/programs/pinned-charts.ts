import { NOT_KNOWN, later, release, resource, type RuleProgram } from "./program";

export const pinnedCharts: readonly RuleProgram[] = [
  {
    what: "no version, a range, and the newest",
    program: () => {
      release("none", { chart: "c" });
      release("range", { chart: "c", version: "^1.2.0" });
      release("newest", { chart: "c", version: "1.2.0", devel: true });
      release("url", { chart: "https://charts.example.org/c-latest.tgz" });
      resource("kubernetes:helm.sh/v4:Chart", "other", { chart: "oci://registry.example.org/c" });
    },
    found: [
      "none: has no version, so it takes the newest: write one, such as 1.2.3.",
      "url: has no version, so it takes the newest: write one, such as 1.2.3.",
      "range: version is a range of versions: write one, such as 1.2.3.",
      "newest: devel takes whatever version is newest: write one version instead.",
      "other: has no version, so it takes the newest: write one, such as 1.2.3.",
    ],
  },
  {
    what: "a version that is not known yet",
    program: () => release("chart", { chart: "c", version: later() }),
    found: [`? chart: version ${NOT_KNOWN}`],
  },
  {
    what: "one version, a file, a folder and a digest",
    program: () => {
      release("version", { chart: "c", version: "v1.2.3-rc.1+4" });
      release("file", { chart: "charts/c-1.2.3.tgz" });
      release("folder", { chart: "./charts/c" });
      release("digest", { chart: `oci://registry.example.org/c@sha256:${"a".repeat(64)}` });
      release("url", { chart: "https://charts.example.org/c-1.2.3.tgz" });
    },
    found: [],
  },
];
