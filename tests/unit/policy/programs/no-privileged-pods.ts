import {
  NOT_KNOWN,
  chart,
  container,
  deployment,
  later,
  release,
  resource,
  type RuleProgram,
  type Inputs,
} from "./program";

const NAME_IT = "take it away, or name the resource in allow.";

export const noPrivilegedPods: readonly RuleProgram[] = [
  {
    what: "a pod with everything of its node",
    program: () =>
      deployment({
        hostNetwork: true,
        hostPID: true,
        hostIPC: true,
        containers: [
          { image: "i:1", securityContext: { privileged: true, capabilities: { add: ["CHOWN", "SYS_ADMIN"] } } },
        ],
        volumes: [{ name: "v", hostPath: { path: "/" } }],
      }),
    found: [
      `web: spec.template.spec.hostNetwork puts the pod into the network of the node: ${NAME_IT}`,
      `web: spec.template.spec.hostPID shows the pod all processes of the node: ${NAME_IT}`,
      `web: spec.template.spec.hostIPC shares the memory of the node's processes with the pod: ${NAME_IT}`,
      `web: spec.template.spec.containers[0].securityContext.privileged gives a container all rights of the node: ${NAME_IT}`,
      `web: spec.template.spec.containers[0].securityContext.capabilities.add has a capability beyond the baseline: ${NAME_IT}`,
      `web: spec.template.spec.volumes[0].hostPath opens a folder of the node to the pod: ${NAME_IT}`,
    ],
  },
  {
    what: "ports of the node, an open /proc, profiles that confine nothing, and settings of the kernel",
    program: () => {
      const unconfined = { type: "Unconfined" };
      deployment({
        securityContext: {
          seccompProfile: unconfined,
          sysctls: [
            { name: "net.ipv4.tcp_syncookies", value: "1" },
            { name: "kernel.msgmax", value: "1" },
          ],
        },
        containers: [
          {
            image: "i:1",
            ports: [{ containerPort: 80, hostPort: 80 }],
            securityContext: { procMount: "Unmasked", appArmorProfile: unconfined },
          },
        ],
      });
      const annotations = { "container.apparmor.security.beta.kubernetes.io/c": "unconfined" };
      resource("kubernetes:core/v1:Pod", "old", { metadata: { annotations }, spec: container({}) });
    },
    found: [
      `web: spec.template.spec.securityContext.seccompProfile.type lets the pod make every system call: ${NAME_IT}`,
      `web: spec.template.spec.securityContext.sysctls[1].name changes the kernel beyond the baseline: ${NAME_IT}`,
      `web: spec.template.spec.containers[0].ports[0].hostPort takes a port of the node: ${NAME_IT}`,
      `web: spec.template.spec.containers[0].securityContext.procMount shows all of /proc to the container: ${NAME_IT}`,
      `web: spec.template.spec.containers[0].securityContext.appArmorProfile.type takes AppArmor away: ${NAME_IT}`,
      `old: metadata.annotations.container.apparmor.security.beta.kubernetes.io/c takes AppArmor away: ${NAME_IT}`,
    ],
  },
  {
    what: "a chart that is told to be privileged, a namespace that allows it, and notebooks with a privileged container",
    program: () => {
      release("chart", {
        chart: "c",
        version: "1.0.0",
        values: { speaker: { hostNetwork: true }, logs: { hostPath: "/var/log" } },
      });
      const labels = { "pod-security.kubernetes.io/enforce": "privileged" };
      resource("kubernetes:core/v1:Namespace", "open", { metadata: { name: "open", labels } });
      release("hub", { chart: "jupyterhub", version: "4.4.0", values: {} });
    },
    found: [
      `chart: values.speaker.hostNetwork puts the pod into the network of the node: ${NAME_IT}`,
      `chart: values.logs.hostPath opens a folder of the node to the pod: ${NAME_IT}`,
      `open: metadata.labels.pod-security.kubernetes.io/enforce lets every pod of the namespace be privileged: ${NAME_IT}`,
      "hub: puts a privileged container into each notebook: write singleuser.cloudMetadata.blockWithIptables: false.",
    ],
  },
  {
    what: "notebooks and devices of charts whose objects Pulumi applies",
    program: () => {
      chart("hub", "jupyterhub", {});
      chart("host", "c", { hostNetwork: true });
    },
    found: [
      "hub: puts a privileged container into each notebook: write singleuser.cloudMetadata.blockWithIptables: false.",
      `host: values.hostNetwork puts the pod into the network of the node: ${NAME_IT}`,
    ],
  },
  {
    what: "pods that are not known yet",
    program: () => deployment({ hostNetwork: later(), containers: [{ image: "i:1" }] }),
    found: [`? web: spec.template.spec.hostNetwork ${NOT_KNOWN}`],
  },
  {
    what: "parts of pods, of a namespace and of JupyterHub that are not known yet",
    program: () => {
      const pods: Readonly<Record<string, Inputs>> = {
        containers: { containers: later() },
        container: { containers: [later()] },
        init: { containers: [], initContainers: later() },
        volumes: { volumes: later() },
        volume: { volumes: [later()] },
        capabilities: container({ securityContext: { capabilities: later() } }),
        add: container({ securityContext: { capabilities: { add: later() } } }),
        added: container({ securityContext: { capabilities: { add: [later()] } } }),
      };
      for (const [name, spec] of Object.entries(pods)) resource("kubernetes:core/v1:Pod", name, { spec });
      resource("kubernetes:core/v1:Namespace", "labels", { metadata: { labels: later() } });
      const labels = { "pod-security.kubernetes.io/enforce": later() };
      resource("kubernetes:core/v1:Namespace", "label", { metadata: { labels } });
      release("hub", { chart: "jupyterhub", version: "4.4.0", values: { singleuser: later() } });
    },
    found: [
      ...["containers: spec.containers", "container: spec.containers[0]", "init: spec.initContainers"],
      ...["volumes: spec.volumes", "volume: spec.volumes[0]"],
      "capabilities: spec.containers[0].securityContext.capabilities",
      ...["add", "added"].map((name) => `${name}: spec.containers[0].securityContext.capabilities.add`),
      "labels: metadata.labels",
      "label: metadata.labels.pod-security.kubernetes.io/enforce",
      "hub: values.singleuser.cloudMetadata.blockWithIptables",
    ].map((place) => `? ${place} ${NOT_KNOWN}`),
  },
  {
    what: "such fields that are not known yet, and ports of a Service",
    program: () => {
      resource("kubernetes:core/v1:Service", "service", { spec: { ports: later() } });
      resource("kubernetes:core/v1:Pod", "pod", { spec: { containers: [{ image: "i:1", ports: [later()] }] } });
      deployment({
        securityContext: { seccompProfile: { type: later() }, sysctls: [{ name: later(), value: "1" }] },
        containers: [{ image: "i:1", ports: [{ hostPort: later() }], securityContext: { procMount: later() } }],
      });
    },
    found: [
      `? pod: spec.containers[0].ports[0] ${NOT_KNOWN}`,
      ...[
        ...["securityContext.seccompProfile.type", "securityContext.sysctls[0].name"],
        ...["containers[0].ports[0].hostPort", "containers[0].securityContext.procMount"],
      ].map((place) => `? web: spec.template.spec.${place} ${NOT_KNOWN}`),
    ],
  },
  {
    what: "pods without rights, and the charts that are named",
    program: () => {
      deployment(
        container({
          ports: [{ containerPort: 80, hostPort: 0 }],
          securityContext: {
            ...{ privileged: false, capabilities: { drop: ["ALL"], add: ["CHOWN"] }, procMount: "Default" },
            ...{ seccompProfile: { type: "RuntimeDefault" }, appArmorProfile: { type: "RuntimeDefault" } },
          },
        }),
      );
      release("metallb", { chart: "metallb", version: "0.16.1" });
      release("gpus", { chart: "charts/nvidia-device-plugin-0.20.0.tgz" });
      const singleuser = { cloudMetadata: { blockWithIptables: false } };
      release("hub", { chart: "jupyterhub", version: "4.4.0", values: { singleuser } });
    },
    found: [],
  },
];
