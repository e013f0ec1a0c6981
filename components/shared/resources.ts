import { checked } from "./checks";
import type { Problem } from "./invalid-args";
import { amount, quantity } from "./quantity";

/** What a pod may use, in Kubernetes quantities. */
export interface ResourcesArgs {
  /**
   * What the pod is sure to get.
   *
   * @default none
   */
  readonly requests?: ResourceAmounts;
  /**
   * What it gets at most.
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

/** What is wrong with the amounts; `defaults` are the limits that a chart sets where the caller gives none. */
export const resourceProblems = (
  path: string,
  resources: ResourcesArgs | undefined,
  defaults: ResourceAmounts = {},
): Problem[] =>
  (["cpu", "memory"] as const).flatMap((what) => {
    const [request, own] = [resources?.requests?.[what], resources?.limits?.[what]];
    const limit = own ?? defaults[what];
    const malformed = [
      ...checked(`${path}.requests.${what}`, request, quantity),
      ...checked(`${path}.limits.${what}`, own, quantity),
    ];
    if (malformed.length > 0 || request === undefined || limit === undefined || amount(request) <= amount(limit)) {
      return malformed;
    }
    const whose = own === undefined ? "the chart's default limit" : "the limit";
    return [
      { path: `${path}.requests.${what}`, reason: `${request} exceeds ${whose} of ${limit}. Raise limits.${what}.` },
    ];
  });
