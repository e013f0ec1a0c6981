// What kubelets and clouds report, as kwok's Go templates over the object (functions: sprig's, and kwok 0.8's own
// Quote, Now, Version, NodeConditions, NodeIPWith, PodIPWith).

/** A Service with this annotation gets the IP address it names, where others get a host name. */
export const loadBalancerIp = "mlplatform.test/load-balancer-ip";

/** A big healthy machine, so that no test fails for want of room. Who made the node may have said which release it runs. */
export const nodeStatus = `
conditions:
{{ range NodeConditions }}
- type: {{ .type }}
  status: {{ .status | Quote }}
  reason: {{ .reason }}
  message: {{ .message }}
  lastHeartbeatTime: {{ Now | Quote }}
  lastTransitionTime: {{ Now | Quote }}
{{ end }}
capacity: &size { cpu: "64", memory: 256Gi, ephemeral-storage: 1Ti, pods: "250" }
allocatable: *size
nodeInfo:
  architecture: amd64
  operatingSystem: linux
  kubeletVersion: {{ with .status.nodeInfo.kubeletVersion }}{{ . }}{{ else }}kwok-{{ Version }}{{ end }}
  containerRuntimeVersion: kwok-{{ Version }}
  osImage: simulated
  kernelVersion: simulated
  kubeProxyVersion: ""
  machineID: ""
  systemUUID: ""
  bootID: ""
`;

const exitedWell =
  "state: { terminated: { exitCode: 0, reason: Completed, startedAt: {{ Now | Quote }}, finishedAt: {{ Now | Quote }} } }";

/** A pod whose containers run; readiness probes succeed or fail. */
export function runningPodStatus({ ready }: { ready: boolean }): string {
  const running = [
    `ready: ${ready.toString()}`,
    "started: true",
    "state: { running: { startedAt: {{ Now | Quote }} } }",
  ];
  return `
phase: Running
startTime: {{ Now | Quote }}
hostIP: {{ NodeIPWith .spec.nodeName }}
podIP: {{ PodIPWith .spec.nodeName (or .spec.hostNetwork false) .metadata.uid .metadata.name .metadata.namespace }}
conditions:
${condition("PodReadyToStartContainers", true)}
${condition("Initialized", true)}
${condition("ContainersReady", ready, "ContainersNotReady")}
${condition("Ready", ready, "ContainersNotReady")}
{{ range .spec.readinessGates }}
${condition("{{ .conditionType }}", true)}
{{ end }}
${containerStatuses(running)}
`;
}

/** A pod whose containers have all done their work. */
export const succeededPodStatus = `
phase: Succeeded
conditions:
${condition("ContainersReady", false, "PodCompleted")}
${condition("Ready", false, "PodCompleted")}
${containerStatuses(["ready: false", "started: false", exitedWell])}
`;

export const loadBalancerStatus = `
{{ $annotations := or .metadata.annotations dict }}
loadBalancer:
  ingress:
  {{ with index $annotations "${loadBalancerIp}" }}
  - ip: {{ . | Quote }}
  {{ else }}
  - hostname: {{ .metadata.name }}.{{ .metadata.namespace }}.lb.test
  {{ end }}
`;

/** The state of each container. Init containers are done by then, but those that restart always are side-cars. */
function containerStatuses(state: readonly string[]): string {
  const entry = (fields: readonly string[]) =>
    ["- name: {{ .name }}", "image: {{ .image | Quote }}", 'imageID: ""', "restartCount: 0", ...fields].join("\n  ");
  return `
initContainerStatuses:
{{ range .spec.initContainers }}
{{ if eq (default "" .restartPolicy) "Always" }}
${entry(state)}
{{ else }}
${entry(["ready: true", "started: false", exitedWell])}
{{ end }}
{{ end }}
containerStatuses:
{{ range .spec.containers }}
${entry(state)}
{{ end }}`;
}

function condition(type: string, holds: boolean, reasonIfNot = ""): string {
  return `
- type: ${type}
  status: "${holds ? "True" : "False"}"
  ${holds ? "" : `reason: ${reasonIfNot}`}
  lastTransitionTime: {{ Now | Quote }}`;
}
