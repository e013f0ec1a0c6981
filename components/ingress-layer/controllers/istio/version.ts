import type { ChartVersions } from "../../../shared/install-chart";
import { istioVersions } from "../../../shared/pinned-charts";
import { checked, version } from "../../../shared/checks";
import { problemIf, type Problem } from "../../../shared/invalid-args";
import { ownValue } from "../../../shared/own-value";
import { minorVersion } from "../../../shared/tested-versions";
import type { IngressLayerArgs } from "../../args";

/** The version of all charts that the block chooses: a whole one, or the patch version that we test of a minor one. */
export function chosenVersion({ istio }: IngressLayerArgs): string | undefined {
  const wanted = bare(istio?.controlPlane?.controllerVersion ?? istio?.version);
  return wanted === undefined ? undefined : (ownValue(istioVersions, wanted) ?? wanted);
}

/** The charts of a layer; a gateway that uses the control plane of another layer has its version. */
export function chosenVersions(args: IngressLayerArgs): ChartVersions {
  const chosen = chosenVersion(args);
  return chosen === undefined ? {} : { "istio-base": chosen, istiod: chosen, "istio-gateway": chosen };
}

/** The input that decides the version of the control plane. */
export function versionPath({ istio, charts }: IngressLayerArgs): string {
  if (istio?.controlPlane !== undefined) return "istio.controlPlane";
  return istio?.version !== undefined && charts?.["istiod"]?.version === undefined
    ? "istio.version"
    : "charts.istiod.version";
}

/** The charts have versions without a `v`. */
const bare = (version: string | undefined): string | undefined => version?.replace(/^v/, "");

/** What is wrong with the version itself. */
export const versionFieldProblems = ({ istio }: IngressLayerArgs): Problem[] => {
  const wanted = bare(istio?.version);
  if (wanted === undefined) return [];
  const malformed = checked("istio.version", istio?.version, version);
  return malformed.length > 0
    ? malformed
    : problemIf(
        minorVersion(wanted) === wanted && ownValue(istioVersions, wanted) === undefined,
        "istio.version",
        `"${wanted}" is a minor version that we do not test (tested: ${Object.keys(istioVersions).join(", ")}). Choose one of them, or write a whole version, such as ${wanted}.0, and allowUntestedVersions: true.`,
      );
};
