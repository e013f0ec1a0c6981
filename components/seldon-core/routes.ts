import { IngressController } from "../shared/facts";
import { problemIf, type Problem } from "../shared/invalid-args";
import { EmissaryRoutes, type SeldonCoreArgs } from "./args";

/** How the operator routes through Emissary; nothing behind another controller. */
export interface EmissarySpec {
  readonly routes: EmissaryRoutes;
  readonly shortPaths: boolean;
}

/**
 * Without a version, parts of the operator assume v1 and parts v2, so there always is one. An operator that exists has the chart's
 * default unless the caller says otherwise.
 */
export function emissarySpec({ ingress, emissary, existing }: SeldonCoreArgs): EmissarySpec | undefined {
  if (ingress.controller !== IngressController.Emissary) return undefined;
  const { Mappings, Annotations } = EmissaryRoutes;
  return existing === undefined
    ? {
        routes: emissary?.routes ?? (servesMappings(ingress) ? Mappings : Annotations),
        shortPaths: emissary?.shortPaths ?? false,
      }
    : { routes: existing.emissaryRoutes ?? Mappings, shortPaths: existing.shortPaths ?? false };
}

const servesMappings = ({ legacyVersions = true }: SeldonCoreArgs["ingress"]): boolean => legacyVersions;

/** Releases before 1.15 know annotations only, and ignore the chart key. */
const knowsMappings = (version: string): boolean => !/^v?1\.([0-9]|1[0-4])\./.test(version);

/** What is wrong with the routes for Emissary: what the ingress or the operator does not have. */
export function routeProblems(args: SeldonCoreArgs, version: string): Problem[] {
  const { ingress, emissary, existing } = args;
  const spec = emissarySpec(args);
  const at = existing === undefined ? "emissary.routes" : "existing.emissaryRoutes";
  const short = existing === undefined ? "emissary.shortPaths" : "existing.shortPaths";
  if (spec === undefined) {
    const given: [path: string, value: unknown][] = [
      ["emissary", emissary],
      ["existing.emissaryRoutes", existing?.emissaryRoutes],
      ["existing.shortPaths", existing?.shortPaths],
    ];
    return given.flatMap(([path, value]) =>
      problemIf(
        value !== undefined,
        path,
        `applies to Emissary only, and the ingress is ${ingress.controller}. Leave it out.`,
      ),
    );
  }
  const hasMappings = spec.routes === EmissaryRoutes.Mappings;
  return [
    ...problemIf(
      hasMappings && !servesMappings(ingress),
      at,
      existing === undefined
        ? "cannot be EmissaryRoutes.Mappings, because this Emissary does not serve getambassador.io/v2 (legacyVersions is false). Leave it out."
        : "are Mappings of getambassador.io/v2, which this Emissary does not serve (legacyVersions is false). Write EmissaryRoutes.Annotations if the operator has them.",
    ),
    ...problemIf(
      existing === undefined && emissary?.routes === EmissaryRoutes.Mappings && !knowsMappings(version),
      at,
      `cannot be EmissaryRoutes.Mappings, because Seldon Core ${version} writes annotations only. Leave it out.`,
    ),
    ...problemIf(
      hasMappings && spec.shortPaths,
      short,
      "needs routes in annotations: with Mappings, the operator writes an invalid name, and every model fails. Write EmissaryRoutes.Annotations, or leave it out.",
    ),
  ];
}
