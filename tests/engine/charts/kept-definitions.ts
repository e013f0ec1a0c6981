/** Custom resource definitions that charts keep when they are uninstalled, by chart. */
export const KEPT = {
  "istio-base": [
    "authorizationpolicies.security.istio.io",
    "destinationrules.networking.istio.io",
    "envoyfilters.networking.istio.io",
    "gateways.networking.istio.io",
    "peerauthentications.security.istio.io",
    "proxyconfigs.networking.istio.io",
    "requestauthentications.security.istio.io",
    "serviceentries.networking.istio.io",
    "sidecars.networking.istio.io",
    "telemetries.telemetry.istio.io",
    "trafficextensions.extensions.istio.io",
    "virtualservices.networking.istio.io",
    "wasmplugins.extensions.istio.io",
    "workloadentries.networking.istio.io",
    "workloadgroups.networking.istio.io",
  ],
  "cert-manager": [
    "certificaterequests.cert-manager.io",
    "certificates.cert-manager.io",
    "challenges.acme.cert-manager.io",
    "clusterissuers.cert-manager.io",
    "issuers.cert-manager.io",
    "orders.acme.cert-manager.io",
  ],
  "external-dns": ["dnsendpoints.externaldns.k8s.io"],
  "seldon-core-operator": ["seldondeployments.machinelearning.seldon.io"],
};

/** What is left of these charts after a destroy, as `Kind namespace/name`, sorted. */
export const keptBy = (...charts: (keyof typeof KEPT)[]): string[] =>
  charts.flatMap((chart) => KEPT[chart].map((name) => `CustomResourceDefinition /${name}`)).sort();
