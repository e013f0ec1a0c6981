import { chartVersion } from "../../../shared/install-chart";
import { checked, checkedEach, dns1123Label, repeatedProblems } from "../../../shared/checks";
import { IngressController, type IngressFacts } from "../../../shared/facts";
import { problemIf, type Problem } from "../../../shared/invalid-args";
import type { IngressLayerArgs } from "../../args";
import type { ResourcesArgs } from "../../../shared/resources";
import { minorVersion } from "../../../shared/tested-versions";
import { scaleFieldProblems, scaleProblems } from "../../scale";
import type { IngressSpec } from "../../spec";
import type { IstioArgs } from "./args";
import { jwtFieldProblems, jwtRuleProblems } from "./jwt/problems";
import { EGRESS_GATEWAY, gatewayNames, MAIN_GATEWAY } from "./manifest";
import { profileOf } from "./profile";
import { chosenVersion, versionFieldProblems } from "./version";

/** Resources that the charts fill in by default. */
const GATEWAY_DEFAULTS = { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "2", memory: "1Gi" } };
const ISTIOD_DEFAULTS = { requests: { cpu: "500m", memory: "2Gi" } };

const SELECTS_PODS = "is the label by which Gateways select the gateway's pods";

/** Whether Istio reads a label of pods or namespaces, such as `sidecar.istio.io/inject`, `istio.io/rev` and `istio-injection`. */
const isRead = (key: string): boolean => key === "istio-injection" || /^([^/]+\.)?istio\.io\//.test(key);

/** What is wrong with single inputs of Istio's block. */
export const fieldProblems = (args: IngressLayerArgs): Problem[] => [
  ...versionFieldProblems(args),
  ...checkedEach("istio.injectedNamespaces", args.istio?.injectedNamespaces, dns1123Label),
  ...scaleFieldProblems("istio.istiod.", args.istio?.istiod ?? {}),
  ...scaleFieldProblems("istio.egress.", args.istio?.egress ?? {}),
  ...(args.istio?.jwt === undefined ? [] : jwtFieldProblems(args.istio.jwt)),
];

/** What is wrong with inputs that are right by themselves but do not fit together. */
export const ruleProblems = (args: IngressLayerArgs, spec: IngressSpec): Problem[] => [
  ...(spec.allowUntestedVersions ? [] : minorProblems(args, spec)),
  ...scaleProblems("", args, withDefaults(GATEWAY_DEFAULTS, profileOf(args.istio).gateway)),
  ...Object.keys(spec.labels).flatMap((key) =>
    problemIf(["app", "istio"].includes(key), `labels.${key}`, `${SELECTS_PODS}. Use another key.`),
  ),
  ...Object.keys(spec.labels).flatMap((key) =>
    problemIf(
      isRead(key),
      `labels.${key}`,
      "is read by Istio, which could then leave the gateway's pods without their proxy. Use another key.",
    ),
  ),
  ...injectionProblems(args.istio?.injectedNamespaces ?? [], spec.namespace.name),
  ...scaleProblems(
    "istio.istiod.",
    args.istio?.istiod ?? {},
    withDefaults(ISTIOD_DEFAULTS, profileOf(args.istio).istiod),
  ),
  ...scaleProblems(
    "istio.egress.",
    args.istio?.egress ?? {},
    withDefaults(GATEWAY_DEFAULTS, profileOf(args.istio).gateway),
  ),
  ...(args.istio?.jwt === undefined
    ? []
    : jwtRuleProblems(args.istio.jwt, spec, args.istio.controlPlane !== undefined)),
  ...(args.istio?.controlPlane === undefined ? [] : sharedProblems(args, spec, args.istio.controlPlane)),
];

const withDefaults = (chart: ResourcesArgs, profile: ResourcesArgs): ResourcesArgs => ({ ...chart, ...profile });

const injectionProblems = (namespaces: readonly string[], own: string): Problem[] => [
  ...repeatedProblems("istio.injectedNamespaces", namespaces),
  ...namespaces.flatMap((namespace, index) =>
    problemIf(
      namespace === own,
      `istio.injectedNamespaces[${String(index)}]`,
      `"${namespace}" is the namespace of Istio itself, and its pods get no sidecars. Leave it out.`,
    ),
  ),
];

/** What is wrong with a gateway that uses the control plane of another layer. */
function sharedProblems(args: IngressLayerArgs, spec: IngressSpec, plane: IngressFacts): Problem[] {
  const path = "istio.controlPlane";
  const { name } = spec.namespace;
  const { release } = gatewayNames(args, spec);
  return [
    ...problemIf(
      plane.controller !== IngressController.Istio,
      path,
      `is a layer with ${plane.controller}, which has no control plane of Istio. Name a layer with Istio.`,
    ),
    ...(
      ["version", "profile", "istiod", "injectedNamespaces", "mesh", "egress"] as const satisfies (keyof IstioArgs)[]
    ).flatMap((input) =>
      problemIf(
        args.istio?.[input] !== undefined,
        `istio.${input}`,
        "belongs to the layer that installs the control plane. Write it there.",
      ),
    ),
    ...problemIf(
      plane.gatewayNamespace === name,
      "namespace.name",
      `"${name}" is the namespace of the control plane. Name another one.`,
    ),
    // Its name is the default of the namespace, and a name of a release has at most 53 characters.
    ...checked("namespace.name", name, (value) =>
      value.length <= 63 && release.length > 53
        ? "is longer than 47 characters, and the release of the gateway is named after it"
        : undefined,
    ),
    ...problemIf(
      [MAIN_GATEWAY, EGRESS_GATEWAY].some(({ selector }) => selector.istio === name),
      "namespace.name",
      `"${name}" gives the gateway the label of a gateway of the first layer. Name another one.`,
    ),
    ...problemIf(
      spec.tls?.http01 === true,
      "tls.letsEncrypt.challenge",
      "cannot be Http01 (the default) here, because Istio leads challenges to the gateway of the first layer. Choose AcmeChallenge.Dns01, or another source of certificates.",
    ),
  ];
}

/** The charts of one installation may differ in the patch version, as they do during an upgrade, but not in the minor. */
function minorProblems(args: IngressLayerArgs, { overrides }: IngressSpec): Problem[] {
  const isShared = args.istio?.controlPlane !== undefined;
  const chosen = chosenVersion(args);
  const charts = isShared ? (["istio-gateway"] as const) : (["istio-base", "istiod", "istio-gateway"] as const);
  const versions = [
    ...(chosen === undefined ? [] : [[isShared ? "istio.controlPlane" : "istio.version", chosen] as const]),
    ...charts.map((name) => [name, chartVersion(name, overrides)] as const),
  ];
  const minors = new Set(versions.map(([, version]) => minorVersion(version)));
  const mix = versions.map(([name, version]) => `${name} ${version}`).join(", ");
  return problemIf(
    minors.size > 1,
    "charts",
    `mixes minor versions of Istio: ${mix}. Install one minor version, or write allowUntestedVersions: true.`,
  );
}
