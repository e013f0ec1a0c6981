import { isServer, type Completed } from "./complete";
import { serverImage, type Manager } from "./manager";
import { nodesOf, type Container, type GraphNode, type Json, type PodSpec, type SeldonDeployment } from "./model";
import { orchestratorPorts, type Ports } from "./ports";

/** The side container that every predictor's requests go through. */
export const ORCHESTRATOR = "seldon-container-engine";

/** What a component's pod runs: its containers with ports, and a fetcher of the model for each server. */
export function podSpec(
  { spec: { protocol } }: SeldonDeployment,
  manager: Manager,
  predictor: Completed,
  given: PodSpec,
  portsOf: (container: Container) => Ports,
): PodSpec {
  const nodes = nodesOf(predictor.graph);
  const nodeOf = ({ name }: Container) => nodes.find((node) => node.name === name);
  const containers = given.containers ?? [];
  const servers = containers.map(nodeOf).filter((node) => node !== undefined && isServer(node)) as GraphNode[];
  const account = servers.find(({ serviceAccountName }) => serviceAccountName)?.serviceAccountName;
  return {
    // An empty id sets none (security.go).
    ...(manager.env["DEFAULT_USER_ID"]
      ? { securityContext: { runAsUser: Number(manager.env["DEFAULT_USER_ID"]) } }
      : {}),
    ...(account === undefined ? {} : { serviceAccountName: account }),
    terminationGracePeriodSeconds: 20,
    ...given,
    initContainers: [...(given.initContainers ?? []), ...servers.flatMap((node) => fetcher(manager, node))],
    containers: servers
      .filter((node) => needsTensorflow(node, protocol))
      .reduce<readonly Container[]>(
        (present) => withTensorflow(present, manager),
        containers.map((one) => (nodeOf(one) === undefined ? one : { ...one, ports: named(portsOf(one)) })),
      ),
  };
}

const named = (ports: Ports): Container["ports"] =>
  (["http", "grpc"] as const).map((name) => ({ name, containerPort: ports[name] }));

/** The container that loads a model (1.17.1, model_initializer_injector.go). */
function fetcher({ env, storageInitializer }: Manager, node: GraphNode): Json[] {
  if (!node.modelUri) return [];
  const { image, cpuRequest, cpuLimit, memoryRequest, memoryLimit } = storageInitializer;
  const secret = node.envSecretRefName ?? (env["PREDICTIVE_UNIT_DEFAULT_ENV_SECRET_REF_NAME"] || undefined);
  return [
    {
      name: `${node.name}-model-initializer`,
      image: node.storageInitializerImage ?? image,
      args: [node.modelUri, "/mnt/models"],
      ...(secret === undefined ? {} : { envFrom: [{ secretRef: { name: secret } }] }),
      resources: {
        requests: { cpu: cpuRequest, memory: memoryRequest },
        limits: { cpu: cpuLimit, memory: memoryLimit },
      },
    },
  ];
}

/** With Seldon's own protocol the server is only a proxy, and TensorFlow runs beside it (prepackaged_servers.go). */
const needsTensorflow = ({ implementation }: GraphNode, protocol = "seldon"): boolean =>
  implementation === "TENSORFLOW_SERVER" && protocol === "seldon";

const tensorflow = (manager: Manager): Container => ({
  name: "tfserving",
  image: serverImage(manager, "TENSORFLOW_SERVER", "tensorflow"),
});

/** A container of that name is completed, and else added (prepackaged_servers.go, addTFServerContainer). */
function withTensorflow(present: readonly Container[], manager: Manager): readonly Container[] {
  const added = tensorflow(manager);
  return present.some(({ name }) => name === added.name)
    ? present.map((one) => (one.name === added.name ? { ...one, image: one.image ?? added.image } : one))
    : [...present, added];
}

/** The orchestrator's container (1.17.1, seldondeployment_engine.go). */
export function orchestrator(
  { metadata, spec: { protocol = "seldon" } }: SeldonDeployment,
  manager: Manager,
  predictor: Completed,
): Container {
  const { env } = manager;
  const { name, svcOrchSpec } = predictor;
  const amounts = (kind: "REQUEST" | "LIMIT") => ({
    cpu: env[`EXECUTOR_DEFAULT_CPU_${kind}`],
    memory: env[`EXECUTOR_DEFAULT_MEMORY_${kind}`],
  });
  return {
    name: ORCHESTRATOR,
    image: env["EXECUTOR_CONTAINER_IMAGE_AND_VERSION"],
    args: ["--sdep", metadata.name, "--namespace", metadata.namespace, "--predictor", name, "--protocol", protocol],
    env: [{ name: "ENGINE_PREDICTOR", value: encoded(predictor) }, ...(svcOrchSpec?.env ?? [])],
    ports: named(orchestratorPorts(manager)),
    resources: svcOrchSpec?.resources ?? { requests: amounts("REQUEST"), limits: amounts("LIMIT") },
  };
}

/** The predictor as the orchestrator reads it. Most changes of a predictor change it, and with it the pod. */
function encoded(predictor: Completed): string {
  const { traffic: _share, explainer: _other, ...own } = predictor;
  return Buffer.from(JSON.stringify({ ...own, replicas: 0 })).toString("base64");
}
