import { checked, type Check } from "./checks";
import { problemIf, type Problem } from "./invalid-args";
import { amount, quantity } from "./quantity";

/** Resources of a pod, in Kubernetes quantities. */
export interface ResourcesArgs {
  /**
   * What is reserved for the pod.
   *
   * @default none
   */
  readonly requests?: ResourceAmounts;
  /**
   * The most that the pod can use.
   *
   * @default none
   */
  readonly limits?: ResourceAmounts;
}

/** Amounts of CPU and memory. */
export interface ResourceAmounts {
  /**
   * CPU cores, such as `500m` or `2`.
   *
   * @default none
   */
  readonly cpu?: string;
  /**
   * Memory, such as `512Mi`.
   *
   * @default none
   */
  readonly memory?: string;
}

const AMOUNTS = ["cpu", "memory"] as const;

/** Units with which an amount is surely not what was meant: `512m` of memory is half a byte. */
const cpu: Check = (value) =>
  /(?:[KMGTPE]i|[kMGTPE])$/.test(value) && quantity(value) === undefined
    ? "has a unit for memory; use cores, such as 500m or 2"
    : quantity(value);

const memory: Check = (value) =>
  amount(value) > 0 && amount(value) < 2 ** 20
    ? "is less than a mebibyte; use a unit for memory, such as 512Mi or 4Gi"
    : quantity(value);

const CHECKS = { cpu, memory };

/** What is wrong with single amounts. */
export const resourceFieldProblems = (path: string, resources: ResourcesArgs | undefined): Problem[] =>
  AMOUNTS.flatMap((what) => [
    ...checked(`${path}.requests.${what}`, resources?.requests?.[what], CHECKS[what]),
    ...checked(`${path}.limits.${what}`, resources?.limits?.[what], CHECKS[what]),
  ]);

/**
 * Requests that exceed limits, which Kubernetes refuses. `defaults` are the amounts that a chart fills in if the caller
 * gives none.
 */
export const resourceProblems = (
  path: string,
  resources: ResourcesArgs | undefined,
  defaults: ResourcesArgs = {},
): Problem[] =>
  AMOUNTS.flatMap((what) => {
    const [request, limit] = [resources?.requests?.[what], resources?.limits?.[what]];
    const [least, most] = [request ?? defaults.requests?.[what], limit ?? defaults.limits?.[what]];
    if (least === undefined || most === undefined || amount(least) <= amount(most)) return [];
    if (request !== undefined) {
      const whose = limit === undefined ? "the chart's default limit" : "the limit";
      const reason = `${least} exceeds ${whose} of ${most}. Raise limits.${what}.`;
      return [{ path: `${path}.requests.${what}`, reason }];
    }
    const reason = `${most} is below the chart's default request of ${least}. Lower requests.${what} too.`;
    return problemIf(limit !== undefined, `${path}.limits.${what}`, reason);
  });
