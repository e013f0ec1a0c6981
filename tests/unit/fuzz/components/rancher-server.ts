import { RancherServer } from "../../../../components";
import { kubeconfig } from "../../kubeconfig";
import { HOST, HTTPS } from "../../jupyter-hub/hub";
import { clusterFacts, ingressFacts } from "../../platform";
import { CERTIFICATE, EMISSARY, KEY, OTHER, WAYS_IN } from "../../rancher-server/rancher";
import { some, without, type Args, type Fuzzed } from "../fuzzed";
import type { Random } from "../random";

/** Rancher behind an ingress, or with an Ingress of its own. */
function rancher(given: Args, random: Random): Args {
  const args = some(
    without(given, "ingress", "kubernetesIngress", "tls", "privateCa", "version", "kubeconfig"),
    random,
    ...["charts", "mirror", "imageRegistry", "resources", "auditLog", "labels", "bootstrapPassword", "replicas"],
  );
  const hidden = random.chance(0.5)
    ? { ingress: { ...ingressFacts, ...HTTPS } }
    : {
        kubernetesIngress: { className: "traefik", certManagerReady: "cert-manager" },
        ...(random.chance(0.5) ? { tls: { letsEncrypt: { email: "ml@example.org" } } } : {}),
      };
  return { ...args, cluster: clusterFacts, host: HOST, cleanUp: { enabled: false }, ...hidden };
}

const COMMON = { cluster: clusterFacts, host: "rancher.example.org", kubeconfig };
const RESOURCES = { requests: { cpu: "500m", memory: "1Gi" }, limits: { cpu: "1", memory: "2Gi" } };
const OWN = { className: "traefik", annotations: { "example.org/a": "b" }, certManagerReady: "cert-manager" };

export const rancherServer: Fuzzed = {
  create: (name, args, opts) => new RancherServer(name, args, opts),
  fit: rancher,
  examples: () => [
    ...Object.values(WAYS_IN).map((way) => ({ ...COMMON, ...way })),
    { ...COMMON, ...EMISSARY },
    { ...COMMON, ...OTHER },
    {
      ...COMMON,
      kubernetesIngress: OWN,
      tls: { letsEncrypt: { email: "ml@example.org", staging: true } },
      ...{ bootstrapPassword: "a password to begin with", replicas: 2, resources: RESOURCES },
      auditLog: { level: 1, hostPath: "/var/log/rancher", maxAgeDays: 3, maxBackups: 4, maxSizeMb: 100 },
      namespace: { create: false },
      ...{ labels: { team: "ml" }, cleanUp: { enabled: true, timeoutSeconds: 900 }, timeoutSeconds: 900 },
      charts: { rancher: { mirror: "https://charts.example.org", values: { noDefaultAdmin: false } } },
      imageRegistry: "registry.example.org",
    },
    { ...COMMON, kubernetesIngress: {}, tls: { secret: { certificate: CERTIFICATE, key: KEY } } },
    { ...COMMON, kubernetesIngress: {}, tls: { secret: { name: "my-tls" } }, privateCa: CERTIFICATE },
    {
      ...{ ...COMMON, ingress: HTTPS, namespace: { name: "cattle-system", create: true } },
      ...{ charts: { rancher: { version: "2.15.1" } }, mirror: "oci://registry.example.org/charts" },
      allowUntestedVersions: true,
    },
    { ...COMMON, ingress: HTTPS, version: "2.15.1", allowUntestedVersions: true },
  ],
};
