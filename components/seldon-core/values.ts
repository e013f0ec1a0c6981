import type * as pulumi from "@pulumi/pulumi";
import type { ChartPlan } from "../shared/install-chart";
import { IngressController } from "../shared/facts";
import type { ResourcesArgs } from "../shared/resources";
import { given, merged, type Decided, type Values } from "../shared/values";
import type { SeldonCoreArgs } from "./args";
import { imageValues } from "./images";
import { protectedValues } from "./protected-values";
import { emissarySpec } from "./routes";
import { ownServers } from "./servers";
import { storageSecret } from "./storage";

/** The operator's chart with its values; models are routed through `gateway`. */
export const seldonChart = (
  args: SeldonCoreArgs,
  gateway: pulumi.Input<string | undefined> = args.gateway ?? args.ingress.gateway,
): ChartPlan => ({
  name: "seldon-core-operator",
  values: merged(seldonValues(args, gateway), ownServers(args)),
  decided: decidedBy(args),
  images: imageValues,
  protected: protectedValues(args),
});

/** Values of the `seldon-core-operator` chart. */
function seldonValues(args: SeldonCoreArgs, gateway: pulumi.Input<string | undefined>): Values {
  const { ingress, resources, orchestratorResources, storageInitializer, requestLogger } = args;
  const secret = storageSecret(args);
  return given({
    ...routing(args, gateway),
    usageMetrics: { enabled: args.usageMetrics ?? false },
    // The chart's own certificate lasts a year and nothing renews it.
    certManager: { enabled: ingress.certManager ?? false },
    // Deleting the definition would delete every model of the cluster with it.
    crd: given({
      create: args.definition === undefined ? undefined : false,
      annotations: { "helm.sh/resource-policy": "keep" },
    }),
    controllerId: args.controllerId,
    singleNamespace: args.singleNamespace,
    keda: args.keda === undefined ? undefined : { enabled: true },
    manager: block({ ...flat(resources), logLevel: args.logLevel, priorityClassName: args.priorityClass }),
    executor: block({
      resources: block(flat(orchestratorResources)),
      requestLogger: block({
        defaultEndpoint: requestLogger?.endpoint,
        workQueueSize: asText(requestLogger?.queueSize),
        writeTimeoutMs: asText(requestLogger?.timeoutMs),
      }),
    }),
    storageInitializer: block(flat(storageInitializer?.resources)),
    predictiveUnit: secret === undefined ? undefined : { defaultEnvSecretRefName: secret },
    hostNetwork: args.hostNetwork,
    webhook: block({ port: args.webhookPort }),
    metrics: block({ port: args.metricsPort }),
    defaultUserID: args.defaultUserId,
  });
}

/** How the operator routes to models, by the controller of the ingress. */
function routing(args: SeldonCoreArgs, gateway: pulumi.Input<string | undefined>): Values {
  if (args.ingress.controller === IngressController.Istio) return { istio: { enabled: true, gateway } };
  const emissary = emissarySpec(args);
  return emissary === undefined
    ? {}
    : {
        ambassador: given({
          enabled: true,
          version: emissary.routes,
          singleNamespace: emissary.shortPaths ? true : undefined,
        }),
      };
}

/** Which input decides which key; each server of `servers` has keys of its own, so that the values may still have others. */
const decidedBy = ({ servers = {} }: SeldonCoreArgs): Decided => ({
  ...decided,
  ...Object.fromEntries(Object.keys(servers).map((name) => [`predictor_servers.${name}`, `servers.${name}`])),
});

const AMOUNTS = ["cpuRequest", "memoryRequest", "cpuLimit", "memoryLimit"];

const amounts = (key: string, input: string): Decided =>
  Object.fromEntries(AMOUNTS.map((amount) => [`${key}.${amount}`, input]));

const decided: Decided = {
  istio: "ingress and gateway",
  ambassador: "ingress and emissary",
  "usageMetrics.enabled": "usageMetrics",
  "certManager.enabled": "ingress.certManager",
  "crd.create": "definition",
  controllerId: "controllerId",
  singleNamespace: "singleNamespace",
  "keda.enabled": "keda",
  ...amounts("manager", "resources"),
  "manager.logLevel": "logLevel",
  "manager.priorityClassName": "priorityClass",
  "executor.resources": "orchestratorResources",
  "executor.requestLogger": "requestLogger",
  ...amounts("storageInitializer", "storageInitializer.resources"),
  "predictiveUnit.defaultEnvSecretRefName": "storageInitializer.credentials",
  hostNetwork: "hostNetwork",
  "webhook.port": "webhookPort",
  "metrics.port": "metricsPort",
  defaultUserID: "defaultUserId",
};

/** The chart's keys of amounts are `cpuRequest`, `memoryLimit` and so on. */
const flat = ({ requests, limits }: ResourcesArgs = {}): Values => ({
  cpuRequest: requests?.cpu,
  memoryRequest: requests?.memory,
  cpuLimit: limits?.cpu,
  memoryLimit: limits?.memory,
});

/** What was given of a block; nothing if nothing was. */
function block(values: Values): Values | undefined {
  const own = given(values);
  return Object.keys(own).length === 0 ? undefined : own;
}

/** Helm writes a number of a million or more as `1e+06`, which the operator cannot read. */
const asText = (value: number | undefined): string | undefined => (value === undefined ? undefined : String(value));
