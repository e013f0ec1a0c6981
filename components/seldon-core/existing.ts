import { checked, checkedEach, dns1123Label, dns1123Subdomain, labelValue, version } from "../shared/checks";
import { problemIf, type Problem } from "../shared/invalid-args";
import type { SeldonCoreArgs } from "./args";

/** Inputs that change an operator, which this package does not do with one that something else installed. */
const WITHOUT_EFFECT = [
  ...([
    "namespace",
    "controllerId",
    "singleNamespace",
    "definition",
    "gateway",
    "emissary",
    "keda",
    "usageMetrics",
  ] as const),
  ...([
    "logLevel",
    "priorityClass",
    "hostNetwork",
    "webhookPort",
    "metricsPort",
    "defaultUserId",
    "imageRegistry",
  ] as const),
  ...(["resources", "orchestratorResources", "requestLogger", "storageInitializer", "servers", "charts"] as const),
  ...(["mirror", "acceptBusinessSourceLicense"] as const),
];

const PROTOCOLS = ["seldon", "tensorflow", "v2"];

/** What is wrong with the description of an operator that exists. */
export const existingFieldProblems = ({ existing }: SeldonCoreArgs): Problem[] =>
  existing === undefined
    ? []
    : [
        ...checked("existing.version", existing.version, version),
        ...checked("existing.namespace", existing.namespace, dns1123Label),
        ...checked("existing.controllerId", existing.controllerId, labelValue),
        ...checked("existing.storageSecret", existing.storageSecret, dns1123Subdomain),
        ...Object.entries(existing.servers ?? {}).flatMap(([server, protocols]) =>
          checkedEach(`existing.servers.${server}`, protocols, (value) =>
            PROTOCOLS.includes(value) ? undefined : `is not one of ${PROTOCOLS.join(", ")}`,
          ),
        ),
      ];

/** Inputs that would have no effect. `false` is the default of those that are boolean. */
export const existingProblems = (args: SeldonCoreArgs): Problem[] =>
  args.existing === undefined
    ? []
    : WITHOUT_EFFECT.flatMap((path) =>
        problemIf(
          args[path] !== undefined && args[path] !== false,
          path,
          `has no effect, because the operator in existing is not changed. ${IN_EXISTING[path] ?? "Leave it out"}.`,
        ),
      );

/** Inputs that have a counterpart which describes the operator. */
const IN_EXISTING: Partial<Record<keyof SeldonCoreArgs, string>> = {
  namespace: "Write existing.namespace instead",
  controllerId: "Write existing.controllerId instead",
  singleNamespace: "Write existing.singleNamespace instead",
  gateway: "Write existing.gateway instead",
  emissary: "Write existing.emissaryRoutes and existing.shortPaths instead",
  keda: "Write existing.keda instead",
  servers: "Write existing.servers instead",
  storageInitializer: "Write existing.storageSecret instead",
};
