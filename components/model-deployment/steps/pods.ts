import type { GpuPool } from "../../shared/facts";
import { GPU, GPU_TOLERATION } from "../../shared/gpu-nodes";
import { given, type Values } from "../../shared/values";
import { ModelProtocol } from "../args";
import { isBuiltIn, steps } from "../graph";
import type { ModelProbeArgs, ModelProbesArgs, ModelTolerationArgs, ModelVolumeArgs } from "./pod-args";
import { TENSORFLOW } from "../rules/pod-parts";
import type { ModelAutoscalingArgs, ModelDisruptionBudgetArgs, ModelKedaArgs } from "./scaling-args";
import type { ModelSpec } from "../spec";
import { ModelServer, type GraphNodeArgs, type StepArgs } from "./args";

/** What pods need to know of the model. */
type PodContext = Pick<ModelSpec, "protocol" | "serviceAccount" | "gpuPools">;

/** The steps that have pods. */
export const podSteps = (graph: GraphNodeArgs): GraphNodeArgs[] =>
  steps(graph).filter(({ abTest, customServer }) => abTest === undefined && !isBuiltIn(customServer));

/**
 * The pods of a step: each step has its own, so that it starts, fails and scales by itself. A server gets a container too: without
 * one, the operator adds it to the first pod, and that pod's name grows with every such step (1.17.1, defaults.go).
 */
export function componentSpec(step: GraphNodeArgs, context: PodContext): Values {
  const { autoscaling, keda, disruptionBudget, imagePullSecrets = [], tolerations = [], affinity, volumes = [] } = step;
  return given({
    replicas: step.replicas,
    hpaSpec: autoscaling && autoscaler(autoscaling, servingContainer(step, context.protocol)),
    kedaSpec: keda && kedaScaler(keda),
    pdbSpec: disruptionBudget && budget(disruptionBudget),
    spec: given({
      serviceAccountName: context.serviceAccount,
      imagePullSecrets: nonEmpty(imagePullSecrets.map((name) => ({ name }))),
      nodeSelector: nonEmptyMap({ ...gpuLabel(step, context.gpuPools), ...step.nodeSelector }),
      tolerations: nonEmpty([...tolerations.map(toleration), ...(step.gpu === undefined ? [] : [GPU_TOLERATION])]),
      affinity,
      volumes: nonEmpty(volumes.map(volume)),
      containers: containers(step, context.protocol),
    }),
  });
}

/** The container in which the model runs. TensorFlow Serving is behind a proxy unless clients speak its own protocol. */
export const servingContainer = ({ name, server }: GraphNodeArgs, protocol: ModelProtocol): string =>
  server === ModelServer.Tensorflow && protocol !== ModelProtocol.Tensorflow ? TENSORFLOW : name;

function containers(step: GraphNodeArgs, protocol: ModelProtocol): Values[] {
  const { name, image, resources, gpu, probes, volumes = [] } = step;
  const limits = given({ ...resources?.limits, [GPU]: gpu && String(gpu.count ?? 1) });
  const ofModel = given({
    env: environment(step),
    envFrom: nonEmpty((step.envFromSecrets ?? []).map((secret) => ({ secretRef: { name: secret } }))),
    resources: nonEmptyMap(given({ ...resources, limits: nonEmptyMap(limits) })),
    volumeMounts: nonEmpty(volumes.map(mount)),
  });
  const serving = servingContainer(step, protocol);
  const own = { name, image, ...probesOf(probes) };
  if (serving === name) return [given({ ...own, ...ofModel })];
  // The operator completes this container; without these values, it adds the container itself.
  return [given(own), ...(Object.keys(ofModel).length === 0 ? [] : [{ name: serving, ...ofModel }])];
}

/** Environment variables in the form of Kubernetes; nothing if there are none. */
export const environment = ({ env = {}, secretEnv = {} }: Pick<StepArgs, "env" | "secretEnv">): Values[] | undefined =>
  nonEmpty([
    ...Object.entries(env).map(([name, value]) => ({ name, value })),
    ...Object.entries(secretEnv).map(([name, { secret, key }]) => ({
      name,
      valueFrom: { secretKeyRef: { name: secret, key } },
    })),
  ]);

const toleration = ({ key, value, effect }: ModelTolerationArgs): Values =>
  given({ key, operator: value === undefined ? "Exists" : "Equal", value, effect });

/** The label of nodes whose GPUs are of the wanted model. */
function gpuLabel({ gpu }: StepArgs, pools: readonly GpuPool[] = []): Values {
  const pool = pools.find(({ type }) => type === gpu?.type);
  return pool === undefined ? {} : { [pool.typeLabel]: pool.type };
}

const volume = ({ name, claim, secret, configMap, emptyDir }: ModelVolumeArgs): Values =>
  given({
    name,
    persistentVolumeClaim: claim === undefined ? undefined : { claimName: claim },
    secret: secret === undefined ? undefined : { secretName: secret },
    configMap: configMap === undefined ? undefined : { name: configMap },
    emptyDir:
      emptyDir && given({ sizeLimit: emptyDir.sizeLimit, medium: emptyDir.inMemory === true ? "Memory" : undefined }),
  });

const mount = ({ name, mountPath, readOnly }: ModelVolumeArgs): Values => given({ name, mountPath, readOnly });

const probesOf = ({ readiness, liveness, startup }: ModelProbesArgs = {}): Values => ({
  readinessProbe: readiness && probe(readiness),
  livenessProbe: liveness && probe(liveness),
  startupProbe: startup && probe(startup),
});

/** The operator names the container's port for REST `http`. */
function probe({ httpPath, command, ...times }: ModelProbeArgs): Values {
  if (command !== undefined) return { exec: { command }, ...times };
  return httpPath === undefined
    ? { tcpSocket: { port: "http" }, ...times }
    : { httpGet: { path: httpPath, port: "http" }, ...times };
}

/** It looks at the container in which the model runs, so that the orchestrator beside it does not count. */
function autoscaler(
  { minReplicas, maxReplicas, cpuPercent, memoryPercent, metrics = [] }: ModelAutoscalingArgs,
  container: string,
): Values {
  const utilization = (name: string, percent: number | undefined): Values[] =>
    percent === undefined
      ? []
      : [
          {
            type: "ContainerResource",
            containerResource: { name, container, target: { type: "Utilization", averageUtilization: percent } },
          },
        ];
  return given({
    minReplicas,
    maxReplicas,
    metricsv2: [...utilization("cpu", cpuPercent), ...utilization("memory", memoryPercent), ...metrics],
  });
}

/** The operator takes a model without pods for one that is not ready (1.17.1, createDeployments); KEDA's own least number is 0. */
const kedaScaler = ({
  minReplicas = 1,
  maxReplicas,
  pollingSeconds,
  cooldownSeconds,
  triggers,
}: ModelKedaArgs): Values =>
  given({
    minReplicaCount: minReplicas,
    maxReplicaCount: maxReplicas,
    pollingInterval: pollingSeconds,
    cooldownPeriod: cooldownSeconds,
    triggers: triggers.map(({ type, metadata, authentication }) =>
      given({ type, metadata, authenticationRef: authentication === undefined ? undefined : { name: authentication } }),
    ),
  });

/** Kubernetes reads text as a share, and a number as a number of pods. */
const budget = ({ minAvailable, maxUnavailable }: ModelDisruptionBudgetArgs): Values =>
  given({ minAvailable: count(minAvailable), maxUnavailable: count(maxUnavailable) });

const count = (value: string | undefined): string | number | undefined =>
  value === undefined || value.endsWith("%") ? value : Number(value);

const nonEmpty = <T>(list: T[]): T[] | undefined => (list.length === 0 ? undefined : list);

const nonEmptyMap = (map: Values): Values | undefined => (Object.keys(map).length === 0 ? undefined : map);
