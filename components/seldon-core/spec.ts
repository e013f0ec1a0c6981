import { chartVersion, type ChartOverrides } from "../shared/install-chart";
import { namespaceSpec, type NamespaceSpec } from "../shared/namespace";
import type { Labels } from "../shared/values";
import type { SeldonCoreArgs } from "./args";
import { emissarySpec, type EmissarySpec } from "./routes";
import { storageSecret } from "./storage";

/** What the operator is after defaults. */
export interface SeldonSpec {
  /** Whether the component installs it. One that exists is only described. */
  readonly isInstalled: boolean;
  readonly namespace: NamespaceSpec;
  readonly modelNamespaces: string[];
  readonly controllerId?: string;
  readonly singleNamespace: boolean;
  /** Behind Emissary: how it is told of routes. */
  readonly emissary?: EmissarySpec;
  readonly storageSecret?: string;
  readonly usageMetrics: boolean;
  readonly labels: Labels;
  readonly overrides: ChartOverrides;
  readonly version: string;
  readonly allowUntestedVersions: boolean;
}

const NAMESPACE = "seldon-system";

/** Fills in every default. */
export function seldonSpec(args: SeldonCoreArgs): SeldonSpec {
  const { existing } = args;
  const overrides = { charts: args.charts, mirror: args.mirror, imageRegistry: args.imageRegistry };
  const { controllerId, singleNamespace = false } = existing ?? args;
  return {
    isInstalled: existing === undefined,
    namespace: namespaceSpec(
      existing === undefined ? args.namespace : { name: existing.namespace, create: false },
      NAMESPACE,
    ),
    modelNamespaces: args.modelNamespaces ?? [],
    controllerId: controllerId === "" ? undefined : controllerId,
    singleNamespace,
    emissary: emissarySpec(args),
    storageSecret: existing === undefined ? storageSecret(args) : existing.storageSecret,
    usageMetrics: args.usageMetrics ?? false,
    labels: args.labels ?? {},
    overrides,
    version: existing?.version ?? chartVersion("seldon-core-operator", overrides),
    allowUntestedVersions: args.allowUntestedVersions ?? false,
  };
}
