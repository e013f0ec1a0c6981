import {
  checked,
  checkedCount,
  checkedEach,
  checkedLabels,
  dns1123Label,
  dns1123Subdomain,
  labelKey,
  labelValue,
  url,
} from "../../shared/checks";
import { gpuProblems, type GpuInputs, type GpuPools, type GpuRequest } from "../../shared/gpu-nodes";
import { problemIf, shown, type Problem } from "../../shared/invalid-args";
import { oneOf } from "../../shared/one-of";
import { resourceFieldProblems, resourceProblems } from "../../shared/resources";
import { quantity } from "../../shared/quantity";
import { ModelProtocol } from "../args";
import { envFieldProblems } from "./environment";
import { isBuiltIn, RANDOM_AB_TEST } from "../graph";
import { imageReference } from "../../shared/image-reference";
import { parameterProblems } from "./parameters";
import type { ModelGpuArgs, ModelProbeArgs, ModelVolumeArgs } from "./pod-args";
import { budgetFieldProblems, scalerFieldProblems, scalerProblems } from "./scaling";
import { ModelServer, type GraphNodeArgs, type StepArgs } from "./args";
import { unknownFieldsOf } from "../unknown-fields";

/** What the rules of a step need to know of its model. */
export interface StepContext {
  readonly gpuPools: GpuPools;
  readonly protocol: ModelProtocol;
  /** Whether the step is a node of a graph. */
  readonly isNode: boolean;
}

/** What is wrong with single inputs of a step. An empty text would make a step without server and container. */
export const stepFieldProblems = (path: string, step: GraphNodeArgs | StepArgs): Problem[] => [
  ...parameterProblems(`${path}.parameters`, step.parameters),
  ...resourceFieldProblems(`${path}.resources`, step.resources),
  ...problemIf(step.customServer === "", `${path}.customServer`, "is empty. Write one, or leave it out."),
  ...(step.image === ""
    ? [{ path: `${path}.image`, reason: "is empty. Write one, or leave it out." }]
    : checked(`${path}.image`, step.image, imageReference)),
  ...checked(`${path}.credentialsSecret`, step.credentialsSecret, dns1123Subdomain),
  ...checkedCount(`${path}.gpu.count`, step.gpu?.count, 1),
  ...checked(`${path}.gpu.type`, step.gpu?.type, labelValue),
  ...checkedCount(`${path}.replicas`, step.replicas, 1),
  ...scalerFieldProblems(path, step),
  ...budgetFieldProblems(`${path}.disruptionBudget`, step.disruptionBudget),
  ...envFieldProblems(path, step),
  ...checkedEach(`${path}.envFromSecrets`, step.envFromSecrets, dns1123Subdomain),
  ...checkedEach(`${path}.imagePullSecrets`, step.imagePullSecrets, dns1123Subdomain),
  ...(step.volumes ?? []).flatMap((volume, index) => volumeFieldProblems(`${path}.volumes[${String(index)}]`, volume)),
  ...Object.entries(step.probes ?? {}).flatMap(([name, probe]) =>
    probeFieldProblems(`${path}.probes.${name}`, probe as ModelProbeArgs),
  ),
  ...checkedLabels(`${path}.nodeSelector`, step.nodeSelector),
  ...(step.tolerations ?? []).flatMap(({ key, value }, index) => [
    ...checked(`${path}.tolerations[${String(index)}].key`, key, labelKey),
    ...checked(`${path}.tolerations[${String(index)}].value`, value, labelValue),
  ]),
  ...unknownFieldsOf(`${path}.affinity`, step.affinity, "affinity"),
  ...checked(`${path}.requestLogging.url`, step.requestLogging?.url, url("http", "https")),
  ...("abTest" in step ? checkedCount(`${path}.abTest.firstPercent`, step.abTest?.firstPercent, 0, 100) : []),
];

const volumeFieldProblems = (path: string, { name, mountPath, emptyDir, ...source }: ModelVolumeArgs): Problem[] => [
  ...checked(`${path}.name`, name, dns1123Label),
  ...problemIf(
    !mountPath.startsWith("/") || mountPath === "/" || mountPath.includes(":"),
    `${path}.mountPath`,
    `${shown(mountPath)} is not the absolute path of a folder, such as /data.`,
  ),
  ...checked(`${path}.claim`, source.claim, dns1123Subdomain),
  ...checked(`${path}.secret`, source.secret, dns1123Subdomain),
  ...checked(`${path}.configMap`, source.configMap, dns1123Subdomain),
  ...checked(`${path}.emptyDir.sizeLimit`, emptyDir?.sizeLimit, quantity),
];

const probeFieldProblems = (path: string, probe: ModelProbeArgs): Problem[] => [
  ...problemIf(
    probe.httpPath?.startsWith("/") === false,
    `${path}.httpPath`,
    `${shown(probe.httpPath)} is not a path. Begin it with "/".`,
  ),
  ...problemIf(probe.command?.length === 0, `${path}.command`, "is empty. Write a command, or leave it out."),
  ...checkedCount(`${path}.initialDelaySeconds`, probe.initialDelaySeconds, 0),
  ...checkedCount(`${path}.periodSeconds`, probe.periodSeconds, 1),
  ...checkedCount(`${path}.timeoutSeconds`, probe.timeoutSeconds, 1),
  ...checkedCount(`${path}.failureThreshold`, probe.failureThreshold, 1),
];

/** What is wrong with inputs of a step that are right by themselves. */
export function stepProblems(path: string, step: GraphNodeArgs | StepArgs, context: StepContext): Problem[] {
  const { server, customServer, image, modelUri } = step;
  const abTest = "abTest" in step ? step.abTest : undefined;
  if (abTest !== undefined) return abTestProblems(path, step as GraphNodeArgs);
  return [
    ...(context.isNode ? oneOf(path, { server, customServer, image, abTest }, step) : []),
    ...problemIf(
      isBuiltIn(customServer),
      `${path}.customServer`,
      customServer === RANDOM_AB_TEST
        ? "is a step of the orchestrator itself. Write abTest instead."
        : `${shown(customServer)} is no server, and the orchestrator does not do this step any more: it passes requests on, and returns the first child's answer. Use an image of your own.`,
    ),
    ...problemIf(
      step.credentialsSecret !== undefined && modelUri === undefined,
      `${path}.credentialsSecret`,
      "has no effect without modelUri. Leave it out, or write modelUri.",
    ),
    ...resourceProblems(`${path}.resources`, step.resources),
    ...unreadParameterProblems(path, step, context.protocol),
    ...(step.gpu === undefined ? [] : gpuProblems(gpuInputs(path), gpuRequest(step, step.gpu), context.gpuPools)),
    ...gpuLabelProblems(path, step, context.gpuPools),
    ...scalerProblems(path, step),
    ...(step.disruptionBudget === undefined
      ? []
      : oneOf(`${path}.disruptionBudget`, { ...BUDGETS, ...step.disruptionBudget }, step.disruptionBudget)),
    ...volumeProblems(`${path}.volumes`, step.volumes),
    ...probeProblems(`${path}.probes`, step, context.protocol),
  ];
}

/** The label by which `gpu.type` chooses nodes. */
function gpuLabelProblems(path: string, { gpu, nodeSelector = {} }: StepArgs, pools: GpuPools): Problem[] {
  const label = pools?.find(({ type }) => type === gpu?.type)?.typeLabel ?? "";
  return problemIf(
    Object.hasOwn(nodeSelector, label),
    `${path}.nodeSelector.${label}`,
    "is the label that gpu.type decides. Leave one of them out.",
  );
}

const gpuInputs = (path: string): GpuInputs => ({
  gpu: `${path}.gpu`,
  count: `${path}.gpu.count`,
  type: `${path}.gpu.type`,
  tolerations: "tolerations",
});

const gpuRequest = ({ tolerations }: StepArgs, { count = 1, type }: ModelGpuArgs): GpuRequest => ({
  count,
  type,
  tolerations,
});

const BUDGETS = { minAvailable: undefined, maxUnavailable: undefined };

/** The orchestrator sends each request to the first or the second child, and nothing else of the step is used. */
const abTestProblems = (path: string, { name, abTest, children = [], ...others }: GraphNodeArgs): Problem[] => [
  ...Object.keys(others).map((input) => ({
    path: `${path}.${input}`,
    reason:
      "has no effect together with abTest: the orchestrator itself does this step, without a container. Leave it out.",
  })),
  ...problemIf(
    children.length !== 2,
    `${path}.children`,
    `are ${String(children.length)}, but abTest chooses between two. Write two steps.`,
  ),
];

/** MLServer's runtimes take their settings from files beside the model; that of Hugging Face also reads parameters. */
const WITHOUT_PARAMETERS = [ModelServer.Sklearn, ModelServer.Xgboost, ModelServer.Mlflow, ModelServer.Tempo];

function unreadParameterProblems(path: string, { server, parameters }: StepArgs, protocol: ModelProtocol): Problem[] {
  const isMlServer = protocol === ModelProtocol.V2 && server !== undefined && WITHOUT_PARAMETERS.includes(server);
  const isTensorflow = protocol === ModelProtocol.Tensorflow && server === ModelServer.Tensorflow;
  return problemIf(
    parameters !== undefined && parameters.length > 0 && (isMlServer || isTensorflow),
    `${path}.parameters`,
    `are not read by ${server ?? ""} with protocol ${protocol}. Leave them out.`,
  );
}

/** Where the operator puts the model, and information about the pod. */
const TAKEN_PATHS = ["/mnt/models", "/mnt/pvc", "/etc/podinfo"];
/** Volumes of the operator: it would not create one whose name is taken. */
const TAKEN_VOLUMES = ["seldon-podinfo", "podinfo"];

const volumeProblems = (path: string, volumes: readonly ModelVolumeArgs[] = []): Problem[] =>
  volumes.flatMap(({ name, mountPath, claim, secret, configMap, emptyDir }, index) => {
    const at = `${path}[${String(index)}]`;
    const before = volumes.slice(0, index);
    const taken = TAKEN_PATHS.find((one) => mountPath === one || mountPath.startsWith(`${one}/`));
    return [
      ...oneOf(at, { claim, secret, configMap, emptyDir }),
      ...problemIf(
        TAKEN_VOLUMES.includes(name) || before.some((other) => other.name === name),
        `${at}.name`,
        `${shown(name)} is already the name of a volume of these pods. Write another one.`,
      ),
      ...problemIf(
        taken !== undefined || before.some((other) => other.mountPath === mountPath),
        `${at}.mountPath`,
        `${shown(mountPath)} is already in use${taken === undefined ? "" : " by the operator"}. Write another path.`,
      ),
    ];
  });

/** The operator replaces what MLServer's probes ask (1.17.1, mergeMLServerContainer). Triton's stay. */
function probeProblems(path: string, { server, customServer, probes = {} }: StepArgs, protocol: ModelProtocol) {
  const isReplaced =
    protocol === ModelProtocol.V2 &&
    (customServer !== undefined || (server !== undefined && server !== ModelServer.Triton));
  return Object.entries(probes as Readonly<Record<string, ModelProbeArgs | undefined>>).flatMap(([name, probe]) => {
    const { httpPath, command } = probe ?? {};
    const asks = httpPath === undefined ? "command" : "httpPath";
    return [
      ...problemIf(
        httpPath !== undefined && command !== undefined,
        `${path}.${name}`,
        "has httpPath and command. Write one of them.",
      ),
      ...problemIf(
        isReplaced && name !== "startup" && (httpPath ?? command) !== undefined,
        `${path}.${name}.${asks}`,
        `is replaced by the operator, because the server speaks protocol v2. Leave it out; the times apply.`,
      ),
    ];
  });
}
