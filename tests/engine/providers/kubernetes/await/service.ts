import { objectAt, stringAt, valueAt } from "../../property-values";
import { isNotFound } from "../api-error";
import type { Judge, Subject } from "./assessment";
import { listAt, readAgain } from "./owned";

/** Endpoints come in bursts, so the provider gives them this long to settle after each change. */
export const SETTLE_MS = 10_000;

const NO_PODS =
  "Service does not target any Pods. Selected Pods may not be ready, or field '.spec.selector' may not match labels on any Pods";
const NO_ADDRESS = "Service was not allocated an IP address; does your cloud provider support this?";

async function readEndpoints({ cluster, outputs }: Subject) {
  const metadata = objectAt(outputs, "metadata");
  try {
    return await cluster.objects.get(
      { group: "", version: "v1", kind: "Endpoints" },
      stringAt(metadata, "namespace"),
      stringAt(metadata, "name") ?? "",
    );
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Endpoints have settled with none pending, and a load balancer has an address (kubernetes provider 4.32, pkg/await/service.go). */
export const judgeService: Judge = (subject) => {
  let seen = "";
  let settlesAt = Number.POSITIVE_INFINITY;
  return async () => {
    const live = await readAgain(subject, { group: "", version: "v1", kind: "Service" });
    const type = stringAt(live.spec, "type") ?? "ClusterIP";
    const hasAddress = type !== "LoadBalancer" || listAt(live, "status", "loadBalancer", "ingress").length > 0;
    const hasSelector = Object.keys(objectAt(live.spec, "selector")).length > 0;
    const missing = hasAddress ? [] : [NO_ADDRESS];
    if (type === "ExternalName" || valueAt(live, "spec", "clusterIP") === "None")
      return { ready: hasAddress, live, problems: [] };
    if (!hasSelector) return { ready: hasAddress, live, problems: [NO_PODS, ...missing] };

    const endpoints = await readEndpoints(subject);
    const version = stringAt(endpoints?.metadata, "resourceVersion") ?? "";
    if (endpoints && version !== seen) {
      seen = version;
      settlesAt = Date.now() + SETTLE_MS * subject.session.patience;
    }
    const subsets = endpoints ? listAt(endpoints, "subsets") : [];
    const isSettled = subject.atOnce || Date.now() >= settlesAt;
    const isPending = subsets.some((subset) => listAt(subset, "notReadyAddresses").length > 0);
    const hasPods = subsets.some((subset) => listAt(subset, "addresses").length > 0);
    return {
      ready: hasAddress && isSettled && !isPending,
      live,
      problems: [...(hasPods ? [] : [NO_PODS]), ...missing],
      progress: [
        { severity: "info", message: "[1/3] Finding Pods to direct traffic to" },
        ...(isSettled && hasPods
          ? [{ severity: "info" as const, message: "[2/3] Attempting to allocate IP address to Service" }]
          : []),
      ],
    };
  };
};
