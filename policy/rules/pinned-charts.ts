import { isHidden, type PlannedResource } from "../../recorder/graph";

import { unknown, violation, type Finding, type Rule } from "../rule";

/** Resources that install a Helm chart. */
const CHARTS = /^kubernetes:helm\.sh\/v\d+:(Release|Chart)$/;

/** One version, not a range of versions. */
const EXACT = /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

/** A chart that is a file or a folder, that a digest names, or an archive at a URL with one version in its name. */
const IS_THE_CHART =
  /^(\.{0,2}\/|[A-Za-z]:[\\/])|^(?!\w+:\/\/).*\.tgz$|@sha256:[0-9a-f]{64}$|^https?:\/\/.*-v?\d+\.\d+\.\d+[^/]*\.tgz$/;

/** Charts are pinned. */
export const rule: Rule = {
  name: "pinned-charts",
  description: "Every Helm chart has one exact version, so that every update installs the same.",
  level: "mandatory",
  needs: "resource",
  options: { allow: [] },
  check: (resource) => (CHARTS.test(resource.type) ? findings(resource) : []),
};

function findings({ inputs: { values } }: PlannedResource): Finding[] {
  const { chart, version, devel } = values;
  if (devel === true) return violation("devel takes whatever version is newest: write one version instead.");
  if (isHidden(version)) return unknown("version");
  if (typeof version === "string" && version !== "") {
    return EXACT.test(version) ? [] : violation("version is a range of versions: write one, such as 1.2.3.");
  }
  if (isHidden(chart)) return unknown("chart");
  return typeof chart === "string" && IS_THE_CHART.test(chart)
    ? []
    : violation("has no version, so it takes the newest: write one, such as 1.2.3.");
}
