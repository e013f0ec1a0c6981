import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import type * as pulumi from "@pulumi/pulumi";
import { objectClaim, type Claim } from "../shared/claims";
import { checkedCount, checkedLabels } from "../shared/checks";
import { labelled, type Values } from "../shared/values";
import { existingDefinition } from "../shared/existing-object";
import type { SeldonCoreArgs } from "./args";
import type { Problem } from "../shared/invalid-args";
import { namespacesOfModels } from "./scope";
import type { SeldonSpec } from "./spec";

/** A PodMonitor: which pods it selects, where, and what it reads of them. */
interface Monitor {
  readonly name: string;
  readonly matchLabels: Record<string, string>;
  readonly namespaceSelector: Values;
  readonly path: string;
}

/** Ports of that name have the metrics of the operator, of orchestrators and of models (deployment_seldon-controller-manager.yaml, seldondeployment_engine.go). */
const PORT = "metrics";

/** Labels that the pods really have: of the operator those of its Deployment, of models those of `addLabelsToDeployment`. */
const monitorsOf = (spec: SeldonSpec): Monitor[] => {
  const isAlone = !spec.singleNamespace && spec.controllerId === undefined;
  const namespaces = namespacesOfModels(spec);
  return [
    {
      name: "seldon-operator",
      matchLabels: { "control-plane": "seldon-controller-manager" },
      namespaceSelector: { matchNames: [spec.namespace.name] },
      path: "/metrics",
    },
    ...(isAlone || namespaces.length > 0
      ? [
          {
            name: "seldon-models",
            matchLabels: { "app.kubernetes.io/managed-by": "seldon-core" },
            // Pods of models do not tell which of several operators made them.
            namespaceSelector: isAlone ? { any: true } : { matchNames: namespaces },
            path: "/prometheus",
          },
        ]
      : []),
  ];
};

export const monitorFieldProblems = ({ podMonitors }: SeldonCoreArgs): Problem[] => [
  ...checkedLabels("podMonitors.labels", podMonitors?.labels),
  ...checkedCount("podMonitors.intervalSeconds", podMonitors?.intervalSeconds, 1),
];

export const monitorClaims = ({ podMonitors }: SeldonCoreArgs, spec: SeldonSpec): Claim[] =>
  podMonitors === undefined
    ? []
    : monitorsOf(spec).map(({ name }) =>
        objectClaim(`PodMonitor ${spec.namespace.name}/${name}`, "podMonitors", "Leave one of them out."),
      );

/** Creates the PodMonitors, beside the operator. */
export function createMonitors(
  name: string,
  { podMonitors }: SeldonCoreArgs,
  spec: SeldonSpec,
  namespace: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): void {
  if (podMonitors === undefined) return;
  const { intervalSeconds, labels, ready } = podMonitors;
  const definition = existingDefinition(`${name}-pod-monitors`, "podmonitors.monitoring.coreos.com", ready, opts);
  for (const { name: monitor, matchLabels, namespaceSelector, path } of monitorsOf(spec)) {
    new CustomResource(
      `${name}-${monitor}`,
      {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PodMonitor",
        metadata: { name: monitor, namespace, ...labelled({ ...spec.labels, ...labels }) },
        spec: {
          selector: { matchLabels },
          namespaceSelector,
          podMetricsEndpoints: [
            {
              port: PORT,
              path,
              ...(intervalSeconds === undefined ? {} : { interval: `${String(intervalSeconds)}s` }),
            },
          ],
        },
      },
      { ...opts, dependsOn: definition },
    );
  }
}
