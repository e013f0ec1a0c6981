import { objectAt, stringAt, valueAt } from "../../property-values";
import type { Judge } from "./assessment";
import { listAt, readAgain } from "./owned";
import { SETTLE_MS } from "./service";

/** Without any event of endpoints the provider gives up on them after this long. */
const GRACE_MS = 60_000;

/** Every backend has endpoints, or they had their time, and the ingress has an address (kubernetes provider 4.32, pkg/await/ingress.go). */
export const judgeIngress: Judge = (subject) => {
  const began = Date.now();
  return async () => {
    const live = await readAgain(subject, { group: "networking.k8s.io", version: "v1", kind: "Ingress" });
    const namespace = stringAt(objectAt(live, "metadata"), "namespace");
    const services = await subject.cluster.objects.list({ group: "", version: "v1", kind: "Service" }, namespace);
    const endpoints = await subject.cluster.objects.list({ group: "", version: "v1", kind: "Endpoints" }, namespace);
    const known = new Set(endpoints.map((object) => valueAt(object, "metadata", "name")));
    const external = services.filter((service) => valueAt(service, "spec", "type") === "ExternalName");
    const externalNames = new Set(external.map((service) => valueAt(service, "metadata", "name")));
    const backends = listAt(live, "spec", "rules")
      .flatMap((rule) => listAt(rule, "http", "paths"))
      .map((path) => valueAt(path, "backend", "service", "name"))
      .filter((name) => typeof name === "string");
    const missing = backends.filter((name) => !known.has(name) && !externalNames.has(name));
    const grace = (endpoints.length > 0 ? SETTLE_MS : GRACE_MS) * subject.session.patience;
    const isSettled = subject.atOnce || Date.now() - began >= grace;
    const hasAddress = listAt(live, "status", "loadBalancer", "ingress").length > 0;
    return {
      ready: hasAddress && (missing.length === 0 || isSettled),
      live,
      problems: [
        ...(missing.length > 0 && !isSettled
          ? ["Ingress has at least one rule with an unavailable target endpoint."]
          : []),
        ...(hasAddress ? [] : ["Ingress .status.loadBalancer field was not updated with a hostname/IP address."]),
      ],
      progress: [
        { severity: "info", message: "[1/3] Finding a matching service for each Ingress path" },
        ...(isSettled
          ? missing.map((name) => ({
              severity: "warning" as const,
              message: `No matching service found for ingress rule: -> "${name}"`,
            }))
          : []),
      ],
    };
  };
};
