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

/** What is wrong with the amounts; `defaults` are those that a chart fills in where the caller gives none. */
export const resourceProblems = (
  path: string,
  resources: ResourcesArgs | undefined,
  defaults: ResourcesArgs = {},
): Problem[] =>
  (["cpu", "memory"] as const).flatMap((what) => {
    const [request, limit] = [resources?.requests?.[what], resources?.limits?.[what]];
    const malformed = [
      ...checked(`${path}.requests.${what}`, request, quantity),
      ...checked(`${path}.limits.${what}`, limit, quantity),
    ];
    return malformed.length > 0 || (request === undefined && limit === undefined)
      ? malformed
      : orderProblems(path, what, [request, defaults.requests?.[what]], [limit, defaults.limits?.[what]]);
  });

/** Kubernetes refuses a pod that asks for more than it may get. */
function orderProblems(
  path: string,
  what: keyof ResourceAmounts,
  [request, defaultRequest]: Amount,
  [limit, defaultLimit]: Amount,
): Problem[] {
  const [least, most] = [request ?? defaultRequest, limit ?? defaultLimit];
  if (least === undefined || most === undefined || amount(least) <= amount(most)) return [];
  return request === undefined
    ? [
        {
          path: `${path}.limits.${what}`,
          reason: `${most} is below the chart's default request of ${least}. Lower requests.${what} too.`,
        },
      ]
    : [
        {
          path: `${path}.requests.${what}`,
          reason: `${least} exceeds ${limit === undefined ? "the chart's default limit" : "the limit"} of ${most}. Raise limits.${what}.`,
        },
      ];
}

type Amount = readonly [given: string | undefined, byDefault: string | undefined];
