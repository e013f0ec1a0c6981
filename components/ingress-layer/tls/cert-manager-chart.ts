import type { ChartPlan } from "../../shared/install-chart";
import { merged } from "../../shared/values";
import type { PodAccess } from "../dns/service";
import { accessDecided, accessValues } from "../dns/values";

/** Namespace of cert-manager, and the name of its release. */
export const CERT_MANAGER = "cert-manager";

/** What is installed of cert-manager's chart. `access` gives its pods access to DNS zones. */
export const certManagerPlan = (access?: PodAccess): ChartPlan => ({
  name: "cert-manager",
  values: merged(
    {
      crds: { enabled: true },
      // kube-system, the chart's default, is not writable on clusters whose provider manages it.
      global: { leaderElection: { namespace: CERT_MANAGER } },
    },
    access === undefined ? {} : accessValues(access),
  ),
  decided: { "crds.enabled": "tls.certManagerExists", ...(access === undefined ? {} : accessDecided(access)) },
  images: (registry) => ({ imageRegistry: registry }),
  protected: [
    {
      keys: ["crds", "keep"],
      value: true,
      why: "with false, destroying the layer deletes every certificate of the cluster",
    },
    { keys: ["installCRDs"], why: "is the old name of crds.enabled, and the chart refuses both" },
    { keys: ["startupapicheck", "enabled"], value: true, why: "the release needs it to wait for the webhook" },
    ...(access === undefined ? [] : NAMES.map((keys) => ({ keys, why: "decides which name has access to the zones" }))),
  ],
});

/** The keys that change the name of the service account. */
const NAMES = [
  ["serviceAccount", "name"],
  ["serviceAccount", "create"],
  ["fullnameOverride"],
  ["nameOverride"],
  ["namespace"],
] as const;
