import { RancherServer, type RancherServerArgs } from "../../../components";
import { HOST, HTTPS, WAYS_IN } from "../../unit/rancher-server/rancher";
import { cluster } from "../../unit/platform";
import { RESOURCES, type Variant } from "./variant";

const OPTIONS: Readonly<Record<string, Partial<RancherServerArgs>>> = {
  "with every other option": {
    ...{ ingress: HTTPS, replicas: 1, resources: RESOURCES, bootstrapPassword: "twelve characters" },
    auditLog: { level: 2, hostPath: "/var/log/rancher/audit/", maxAgeDays: 7, maxBackups: 3, maxSizeMb: 50 },
  },
  "with a record that a container prints": { ingress: HTTPS, auditLog: {} },
  "from a mirror, with values of the caller": {
    ...{ ingress: HTTPS, mirror: "https://charts.example.org" },
    charts: { rancher: { values: { antiAffinity: "required", hostNetwork: true } } },
  },
};

/** `RancherServer`. */
export const rancherVariants: readonly Variant[] = [
  ...Object.entries(WAYS_IN).map(([way, args]) => [`with the certificate of ${way}`, args] as const),
  ...Object.entries(OPTIONS),
].map(([title, args]) => ({
  title: `RancherServer ${title}`,
  program() {
    const ml = cluster();
    new RancherServer("rancher", { cluster: ml, host: HOST, ...args }, { provider: ml.provider });
  },
}));
