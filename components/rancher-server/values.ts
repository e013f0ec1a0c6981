import type * as pulumi from "@pulumi/pulumi";
import type { ChartPlan } from "../shared/install-chart";
import { given, type Decided, type ProtectedValue, type Values } from "../shared/values";
import { Certificate, TLS_SECRET, type RancherSpec } from "./spec";

/** Name of the Helm release, which is that of the Service too. */
export const RELEASE = "rancher";

/** The chart of Rancher with its values. */
export const rancherChart = (spec: RancherSpec, bootstrapPassword: pulumi.Input<string>): ChartPlan => ({
  name: "rancher",
  values: valuesOf(spec, bootstrapPassword),
  decided: DECIDED,
  // Rancher takes the images of what it installs itself from there too.
  images: (registry) => ({ systemDefaultRegistry: registry }),
  protected: PROTECTED,
});

/** The values of the chart. Pure: the same inputs give the same values. */
export function valuesOf(spec: RancherSpec, bootstrapPassword: pulumi.Input<string>): Values {
  const { args } = spec;
  return given({
    hostname: args.host,
    bootstrapPassword,
    replicas: args.replicas ?? 3,
    resources: args.resources,
    ...exposure(spec),
    privateCA: args.privateCa !== undefined,
    auditLog: auditLog(spec),
    // The first start takes up to 10 minutes, and by default a pod is ended after 2.
    startupProbe: { failureThreshold: 60 },
    // What its job could not uninstall in time must not keep Helm from finishing: the clean-up comes after it.
    postDelete: { ignoreTimeoutError: true },
  });
}

/** Charts before 2.14 know no `networkExposure`, only whether there is an Ingress. */
function exposure({ args, certificate }: RancherSpec): Values {
  if (certificate === Certificate.Gateway)
    return { tls: "external", networkExposure: { type: "none" }, ingress: { enabled: false } };
  const { kubernetesIngress, tls } = args;
  return given({
    tls: "ingress",
    networkExposure: { type: "ingress" },
    ingress: given({
      enabled: true,
      ingressClassName: kubernetesIngress?.className,
      extraAnnotations: kubernetesIngress?.annotations,
      tls: { source: SOURCES[certificate], secretName: tls?.secret?.name ?? TLS_SECRET },
    }),
    letsEncrypt:
      tls?.letsEncrypt === undefined
        ? undefined
        : {
            email: tls.letsEncrypt.email,
            environment: tls.letsEncrypt.staging === true ? "staging" : "production",
            // The solver names its class in an older way, which has no default.
            ingress: { class: kubernetesIngress?.className },
          },
  });
}

const SOURCES = {
  [Certificate.Rancher]: "rancher",
  [Certificate.LetsEncrypt]: "letsEncrypt",
  [Certificate.Secret]: "secret",
} as const;

const auditLog = ({ args: { auditLog } }: RancherSpec): Values =>
  auditLog === undefined
    ? { enabled: false }
    : given({
        enabled: true,
        level: auditLog.level ?? 0,
        destination: auditLog.hostPath === undefined ? "sidecar" : "hostPath",
        hostPath: auditLog.hostPath,
        maxAge: auditLog.maxAgeDays,
        maxBackup: auditLog.maxBackups,
        maxSize: auditLog.maxSizeMb,
      });

/** Which input decides which value of the chart. */
const DECIDED: Decided = {
  hostname: "host",
  bootstrapPassword: "bootstrapPassword",
  replicas: "replicas",
  resources: "resources",
  tls: "ingress",
  "networkExposure.type": "ingress",
  "ingress.enabled": "kubernetesIngress",
  "ingress.ingressClassName": "kubernetesIngress.className",
  "ingress.extraAnnotations": "kubernetesIngress.annotations",
  "ingress.tls.source": "tls",
  "ingress.tls.secretName": "tls.secret.name",
  "letsEncrypt.email": "tls.letsEncrypt.email",
  "letsEncrypt.environment": "tls.letsEncrypt.staging",
  "letsEncrypt.ingress.class": "kubernetesIngress.className",
  privateCA: "privateCa",
  "auditLog.enabled": "auditLog",
  "auditLog.level": "auditLog.level",
  "auditLog.destination": "auditLog.hostPath",
  "auditLog.hostPath": "auditLog.hostPath",
  "auditLog.maxAge": "auditLog.maxAgeDays",
  "auditLog.maxBackup": "auditLog.maxBackups",
  "auditLog.maxSize": "auditLog.maxSizeMb",
};

const PROTECTED: readonly ProtectedValue[] = [
  { keys: ["nameOverride"], why: "changes the names of objects on which the route and the clean-up rely" },
  { keys: ["service", "disableHTTP"], value: false, why: "the route leads to this port" },
  { keys: ["service", "type"], value: "ClusterIP", why: "would be a way in without HTTPS of the ingress" },
  { keys: ["gateway"], why: "is a way in that ingress and kubernetesIngress do not know" },
  { keys: ["postDelete", "ignoreTimeoutError"], value: true, why: "lets destroy come to the clean-up" },
];
