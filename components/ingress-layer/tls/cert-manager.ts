import type { ChartPlan } from "../../shared/chart";

/** Namespace of cert-manager, and the name of its release. */
export const CERT_MANAGER = "cert-manager";

/** What is installed of cert-manager's chart. `annotations` are those of its service account, for an identity in the cloud. */
export const certManagerPlan = (): ChartPlan => ({
  name: "cert-manager",
  values: {
    crds: { enabled: true },
    // kube-system, the chart's default, is not writable on clusters whose provider manages it.
    global: { leaderElection: { namespace: CERT_MANAGER } },
  },
  decided: { "crds.enabled": "tls.certManagerExists" },
  protected: [
    {
      keys: ["crds", "keep"],
      value: true,
      why: "with false, destroying the layer deletes every certificate of the cluster",
    },
    { keys: ["installCRDs"], why: "is the old name of crds.enabled, and the chart refuses both" },
    { keys: ["startupapicheck", "enabled"], value: true, why: "is how the release waits for the webhook" },
  ],
});
