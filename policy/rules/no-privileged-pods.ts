import { hasChartValues } from "../../cli/plan/text/names";
import { ownValue } from "../../components/shared/own-value";
import { isHidden, isMap, type PlainValue, type PlannedResource } from "../../recorder/graph";
import { chartName, known, listOf, placesIn, type Place } from "../inputs";
import { unknown, violation, type Finding, type Rule } from "../rule";

/**
 * Charts with pods that need rights of the node whatever their values say, by the chart's own name, with what they need. Seen in the charts
 * that `components/shared/pinned-charts.ts` pins.
 */
const CHARTS: Readonly<Record<string, string>> = {
  metallb: "its speaker uses the network of the node and raw sockets",
  "nvidia-device-plugin": "it mounts folders of the node to hand out GPUs",
  "local-path-provisioner": "its helper pods mount folders of the node",
};

/** Pods have no rights of the node, except for those that the rule's user names. */
export const rule: Rule = {
  name: "no-privileged-pods",
  description:
    "No pod has rights of its node (the baseline of the Pod Security Standards), except for those that are named.",
  level: "mandatory",
  needs: "resource",
  // The charts above, and the namespace of MetalLB, which its component creates.
  options: { allow: [...Object.keys(CHARTS), "metallb-system"] },
  check(resource) {
    if (!resource.type.startsWith("kubernetes:")) return [];
    const ofChart = hasChartValues(resource) ? chartFindings(resource) : [];
    const labels =
      resource.type === NAMESPACE && isHidden(known(resource.inputs.values, LABELS)) ? unknown(LABELS) : [];
    return [...ofChart, ...labels, ...placesIn(resource).flatMap(findingsAt)];
  },
};

const NAME_IT = "take it away, or name the resource in allow.";

function chartFindings({ inputs: { values } }: PlannedResource): Finding[] {
  const name = chartName(values["chart"]);
  const why = ownValue(CHARTS, name);
  if (why !== undefined)
    return violation(`has privileged pods, because ${why}: leave the chart out, or name it in allow.`);
  // The chart's default is a privileged container in the pod of each notebook.
  const blocks = known(values, "values.singleuser.cloudMetadata.blockWithIptables");
  if (name !== "jupyterhub" || blocks === false) return [];
  return isHidden(blocks)
    ? unknown("values.singleuser.cloudMetadata.blockWithIptables")
    : violation(
        "puts a privileged container into each notebook: write singleuser.cloudMetadata.blockWithIptables: false.",
      );
}

/** Fields that are true in pods with rights of the node. */
const RIGHTS: Readonly<Record<string, string>> = {
  privileged: "gives a container all rights of the node",
  hostNetwork: "puts the pod into the network of the node",
  hostPID: "shows the pod all processes of the node",
  hostIPC: "shares the memory of the node's processes with the pod",
  hostProcess: "runs the container as a process of the node",
};

/** Capabilities that the baseline lets a container add (https://kubernetes.io/docs/concepts/security/pod-security-standards/, of 2026-11). */
const CAPABILITIES: ReadonlySet<PlainValue> = new Set([
  ...["AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP"],
  ...["SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"],
]);

const NAMESPACE = "kubernetes:core/v1:Namespace";
const LABELS = "metadata.labels";

/** Settings of the kernel that only the pod sees, as the same page lists them. */
const SYSCTLS: ReadonlySet<PlainValue> = new Set([
  "kernel.shm_rmid_forced",
  ...["ip_local_port_range", "ip_local_reserved_ports", "ip_unprivileged_port_start", "ping_group_range"].map(ofIpv4),
  ...["tcp_syncookies", "tcp_fin_timeout", "tcp_keepalive_time", "tcp_keepalive_intvl"].map(ofIpv4),
  ofIpv4("tcp_keepalive_probes"),
]);

function ofIpv4(setting: string): string {
  return `net.ipv4.${setting}`;
}

/** A field whose value decides. */
interface Field {
  readonly at: RegExp;
  readonly isWrong: (value: PlainValue) => boolean;
  readonly what: string;
}

const is =
  (wrong: string) =>
  (value: PlainValue): boolean =>
    value === wrong;

const WITHOUT_APP_ARMOR = "takes AppArmor away";

const FIELDS: readonly Field[] = [
  {
    at: /(^|\.)pod-security\.kubernetes\.io\/enforce$/,
    isWrong: is("privileged"),
    what: "lets every pod of the namespace be privileged",
  },
  {
    at: /(^|\.)hostPort$/,
    isWrong: (port) => typeof port === "number" && port > 0,
    what: "takes a port of the node",
  },
  { at: /(^|\.)procMount$/, isWrong: is("Unmasked"), what: "shows all of /proc to the container" },
  { at: /(^|\.)seccompProfile\.type$/, isWrong: is("Unconfined"), what: "lets the pod make every system call" },
  { at: /(^|\.)appArmorProfile\.type$/, isWrong: is("Unconfined"), what: WITHOUT_APP_ARMOR },
  {
    at: /(^|\.)container\.apparmor\.security\.beta\.kubernetes\.io\/[^/]+$/,
    isWrong: is("unconfined"),
    what: WITHOUT_APP_ARMOR,
  },
  {
    at: /(^|\.)sysctls\[\d+\]\.name$/,
    isWrong: (name) => !SYSCTLS.has(name),
    what: "changes the kernel beyond the baseline",
  },
];

function findingsAt({ path, key, value }: Place): Finding[] {
  const right = ownValue(RIGHTS, key);
  if (right !== undefined && value === true) return violation(`${path} ${right}: ${NAME_IT}`);
  if (key === "hostPath" && opensFolder(value))
    return violation(`${path} opens a folder of the node to the pod: ${NAME_IT}`);
  if (key === "capabilities" && isMap(value)) return capabilityFindings(value["add"], `${path}.add`);
  const broken = FIELDS.find(({ at, isWrong }) => at.test(path) && !isHidden(value) && isWrong(value));
  if (broken !== undefined) return violation(`${path} ${broken.what}: ${NAME_IT}`);
  const decides = right !== undefined || DECIDES.test(path) || FIELDS.some(({ at }) => at.test(path));
  return isHidden(value) && decides ? unknown(path) : [];
}

/** What holds such a field, or a part of a pod. */
const DECIDES =
  /(^|\.)(hostPath|securityContext|capabilities|(seccomp|appArmor)Profile|spec|template|values|((ephemeralC|initC|c)ontainers(\[\d+\]\.ports)?|volumes|sysctls)(\[\d+\])?)$/;

function capabilityFindings(added: PlainValue | undefined, path: string): Finding[] {
  const names = listOf(added);
  if (names.some((name) => !isHidden(name) && !CAPABILITIES.has(name)))
    return violation(`${path} has a capability beyond the baseline: ${NAME_IT}`);
  return isHidden(added) || names.some(isHidden) ? unknown(path) : [];
}

/** A volume of a folder, or a chart's value that names one. */
const opensFolder = (value: PlainValue): boolean =>
  isMap(value) ? value["path"] !== undefined : typeof value === "string" && value !== "" && !isHidden(value);
