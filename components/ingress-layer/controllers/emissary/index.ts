import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";
import { chartVersion, installChart, type ChartOverrides } from "../../../shared/install-chart";
import { checked, dns1123Label } from "../../../shared/checks";
import { after } from "../../../shared/component";
import { IngressController, type IngressFacts } from "../../../shared/facts";
import { problemIf, type Problem } from "../../../shared/invalid-args";
import { useNamespace } from "../../../shared/namespace";
import { isSameVersion, onKubernetesProblems } from "../../../shared/tested-versions";
import { serviceOf } from "../../address";
import type { IngressLayerArgs } from "../../args";
import { scaleProblems } from "../../scale";
import type { Controller } from "../controller";
import type { EmissaryArgs } from "./args";
import { emissaryClaims } from "./claims";
import { labelProblems } from "./gateway-values";
import { clusterWideName, DEFINITIONS_NAMESPACE, hostManifests, listenerManifests, RELEASE } from "./manifest";
import { definitionsChart, emissaryChart, servesLegacyVersions } from "./values";

/** Emissary-ingress: its definitions, Emissary itself, and the Listeners and Hosts that it answers. */
export const controller: Controller = {
  kind: () => IngressController.Emissary,
  namespace: (name, { emissary }) => (emissary?.definitions === undefined ? "ambassador" : name),
  uses: ({ emissary }) =>
    emissary?.definitions === undefined ? undefined : { path: "emissary.definitions", layer: emissary.definitions },

  fieldProblems: ({ emissary }) => [...checked("emissary.ambassadorId", emissary?.ambassadorId, dns1123Label)],

  ruleProblems: (args, spec) => [
    ...(spec.allowUntestedVersions ? [] : sameVersionProblems(args, spec.overrides)),
    ...(args.emissary?.definitions === undefined ? [] : sharedProblems(args.emissary, args.emissary.definitions)),
    ...scaleProblems("", args, DEFAULTS),
    ...labelProblems(spec),
    ...problemIf(
      spec.namespace.name === DEFINITIONS_NAMESPACE,
      "namespace.name",
      `"${DEFINITIONS_NAMESPACE}" is the namespace of the definitions. Use another one.`,
    ),
    ...problemIf(
      spec.tls?.http01 === true,
      "tls.letsEncrypt.challenge",
      "cannot be Http01 (the default) with Emissary: it does not answer a host that has no certificate yet, so the challenge would fail. Choose AcmeChallenge.Dns01, or another source of certificates.",
    ),
  ],

  version: (_args, { overrides }) => chartVersion("emissary-ingress", overrides),

  versionProblems(args, spec, kubernetesVersion) {
    if (spec.allowUntestedVersions) return [];
    const path = "charts.emissary-ingress.version";
    const isWritten = args.charts?.["emissary-ingress"]?.version !== undefined;
    return onKubernetesProblems(["Emissary", controller.version(args, spec)], kubernetesVersion, {
      alone: path,
      together: isWritten ? path : undefined,
    });
  },

  charts: (args, spec) => [
    ...(args.emissary?.definitions === undefined ? [definitionsChart(args)] : []),
    emissaryChart(args, spec),
  ],

  claims: emissaryClaims,

  install(name, args, spec, first, opts) {
    const { labels, overrides } = spec;
    const create = (part: string, of: { readonly name: string; readonly create: boolean }): pulumi.Output<string> =>
      useNamespace(`${name}-${part}`, of, { labels, opts: { ...opts, dependsOn: first } });
    const namespace = create("namespace", spec.namespace);
    const shared = args.emissary?.definitions;
    const definitions =
      shared === undefined
        ? installChart(
            `${name}-emissary-crds`,
            definitionsChart(args),
            overrides,
            {
              release: "emissary-crds",
              namespace: create("crds-namespace", { name: DEFINITIONS_NAMESPACE, create: true }),
              timeout: 600,
            },
            opts,
          )
        : undefined;
    // The chart has objects of these definitions, and the release of the definitions waits for their webhook.
    const crds = definitions?.status.namespace ?? shared?.crdsReady ?? shared?.ready;
    const afterCrds = { ...opts, dependsOn: definitions === undefined ? after(crds) : [definitions] };
    const emissary = installChart(
      `${name}-emissary`,
      emissaryChart(args, spec),
      overrides,
      { release: RELEASE, namespace, timeout: 600 },
      afterCrds,
    );

    const ambassadorId = args.emissary?.ambassadorId;
    const common = { namespace, labels, ambassadorId };
    const routes = [...listenerManifests(common, spec.tls), ...hostManifests(common, spec.hosts, spec.tls)].map(
      (manifest) =>
        new CustomResource(`${name}-${manifest.kind.toLowerCase()}-${manifest.metadata.name}`, manifest, afterCrds),
    );
    const { service, clusterHost } = serviceOf(name, emissary, opts);
    return {
      service,
      clusterHost,
      // Certificates may need the cert-manager that the other layer installs.
      gatewayNamespace: shared === undefined ? namespace : pulumi.all([namespace, crds]).apply(([own]) => own),
      releases: {
        ...(definitions === undefined ? {} : { "emissary-crds": definitions }),
        "emissary-ingress": emissary,
      },
      // The chart creates the class.
      ingressClassName: emissary.status.apply(() => clusterWideName(ambassadorId)),
      ambassadorId,
      legacyVersions: servesLegacyVersions(args),
      crds: [crds],
      last: [...routes.map(({ id }) => id), service.id],
    };
  },
};

/** Resources that the chart fills in by default. */
const DEFAULTS = { requests: { cpu: "200m", memory: "300Mi" }, limits: { memory: "600Mi" } };

/** What is wrong with an installation that uses the definitions of another layer. */
const sharedProblems = ({ ambassadorId, legacyVersions }: EmissaryArgs, other: IngressFacts): Problem[] => [
  ...problemIf(
    other.controller !== IngressController.Emissary,
    "emissary.definitions",
    `is a layer with ${other.controller}, which has no definitions of Emissary. Name a layer with Emissary.`,
  ),
  ...problemIf(
    // An installation without an id has the id "default" (description of `ambassador_id` in the definitions).
    (ambassadorId ?? "default") === (other.ambassadorId ?? "default"),
    "emissary.ambassadorId",
    "must differ from that of the layer in emissary.definitions, or both would answer the same Mappings. Write another id.",
  ),
  ...problemIf(
    legacyVersions !== undefined,
    "emissary.legacyVersions",
    "belongs to the layer that installs the definitions. Write it there.",
  ),
];

/** Both charts are published together, and Emissary reads the definitions of its own version. */
function sameVersionProblems({ emissary }: IngressLayerArgs, overrides: ChartOverrides): Problem[] {
  const definitions = emissary?.definitions?.controllerVersion ?? chartVersion("emissary-crds", overrides);
  const own = chartVersion("emissary-ingress", overrides);
  return problemIf(
    !isSameVersion(definitions, own),
    "charts",
    `mixes versions of Emissary: emissary-crds ${definitions}, emissary-ingress ${own}. Install one version, or write allowUntestedVersions: true.`,
  );
}
