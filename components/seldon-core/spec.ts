import { chartVersion, type ChartOverrides } from "../shared/install-chart";
import { namespaceSpec, type NamespaceSpec } from "../shared/namespace";
import type { Labels } from "../shared/values";
import type { SeldonCoreArgs } from "./args";

/** What the operator is after defaults. */
export interface SeldonSpec {
  readonly namespace: NamespaceSpec;
  readonly modelNamespaces: string[];
  readonly labels: Labels;
  readonly overrides: ChartOverrides;
  readonly version: string;
  readonly allowUntestedVersions: boolean;
}

/** Fills in every default. */
export function seldonSpec(args: SeldonCoreArgs): SeldonSpec {
  const overrides = { charts: args.charts, mirror: args.mirror };
  return {
    namespace: namespaceSpec(args.namespace, "seldon-system"),
    modelNamespaces: args.modelNamespaces ?? [],
    labels: args.labels ?? {},
    overrides,
    version: chartVersion("seldon-core-operator", overrides),
    allowUntestedVersions: args.allowUntestedVersions ?? false,
  };
}
