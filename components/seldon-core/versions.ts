import { IngressController } from "../shared/facts";
import { problemIf, type Problem } from "../shared/invalid-args";
import { onKubernetesProblems, pairingProblems, productOf, versionPath } from "../shared/tested-versions";
import type { SeldonCoreArgs } from "./args";
import type { SeldonSpec } from "./spec";

const CHART = "seldon-core-operator";

/** Where the operator's version is written, or where the other one of a pair can be changed. */
const pathOf = (spec: SeldonSpec, otherPath: string): string =>
  spec.isInstalled ? versionPath(spec.overrides.charts, CHART, otherPath) : "existing.version";

/** From 1.18 on, the licence is the Business Source License 1.1 (LICENSE of 2024-01-11); an operator that exists is another's choice. */
const isBusinessSource = (version: string): boolean => {
  const [, major = "", minor = ""] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(major) > 1 || Number(minor) >= 18;
};

/** Whether somebody has to accept a licence before anything else matters. */
const lacksConsent = ({ acceptBusinessSourceLicense }: SeldonCoreArgs, spec: SeldonSpec): boolean =>
  spec.isInstalled && isBusinessSource(spec.version) && acceptBusinessSourceLicense !== true;

/** What is wrong with the operator's version: its licence, or the ingress controller that it routes through. */
export function versionProblems(args: SeldonCoreArgs, spec: SeldonSpec): Problem[] {
  const { version } = spec;
  if (lacksConsent(args, spec)) {
    const also = spec.allowUntestedVersions ? "" : ", and allowUntestedVersions: true, because it is not tested";
    const reason = `Seldon Core ${version} has the Business Source License 1.1, with which use in production needs a subscription. Leave the version out for the last one under Apache-2.0, or write acceptBusinessSourceLicense: true${also}.`;
    return [{ path: `charts.${CHART}.version`, reason }];
  }
  return [
    ...problemIf(
      spec.isInstalled && !isBusinessSource(version) && args.acceptBusinessSourceLicense === true,
      "acceptBusinessSourceLicense",
      `has no effect, because Seldon Core ${version} is under Apache-2.0. Leave it out.`,
    ),
    ...ambassadorProblems(args, version),
    ...ingressVersionProblems(args, spec),
  ];
}

/** Ambassador, as Emissary was called before version 2, needs an older Kubernetes than the operator. */
const ambassadorProblems = ({ ingress }: SeldonCoreArgs, version: string): Problem[] =>
  problemIf(
    ingress.controller === IngressController.Emissary &&
      /^v?[01]\./.test(ingress.controllerVersion) &&
      !/^v?1\.([0-9]|1[0-5])\./.test(version),
    "ingress",
    `is Ambassador ${ingress.controllerVersion}, which needs Kubernetes 1.21 or older, but Seldon Core ${version} needs 1.23 or newer. Use an IngressLayer with emissary.`,
  );

function ingressVersionProblems({ ingress }: SeldonCoreArgs, spec: SeldonSpec): Problem[] {
  const product = productOf[ingress.controller];
  if (product === undefined) {
    const reason = `is a controller of kind "${ingress.controller}", and Seldon Core creates routes for Istio and Emissary only. Use an IngressLayer with one of them.`;
    return [{ path: "ingress", reason }];
  }
  if (spec.allowUntestedVersions) return [];
  const on = [product, ingress.controllerVersion] as const;
  return pairingProblems(
    pathOf(spec, "ingress.controllerVersion"),
    ["Seldon Core", spec.version],
    on,
    "ingress.controllerVersion",
  );
}

/** Whether the operator's version fits the cluster's. */
export const clusterProblems = (
  args: SeldonCoreArgs,
  spec: SeldonSpec,
  kubernetesVersion: string | undefined,
): Problem[] =>
  kubernetesVersion === undefined || spec.allowUntestedVersions || lacksConsent(args, spec)
    ? []
    : onKubernetesProblems(["Seldon Core", spec.version], kubernetesVersion, {
        alone: `charts.${CHART}.version`,
        together: pathOf(spec, "cluster.kubernetesVersion"),
      });
