/** What was measured of a predictor in a time window. */
export interface Measured {
  readonly requests: number;
  /** Answers with a status of 500 or above. */
  readonly errors: number;
  /** Seconds within which 95 % of the requests were answered; absent without requests. */
  readonly p95?: number;
}

/** When a canary is worse than the version beside it. */
export interface Limits {
  /** By how much the share of errors may be higher, from 0 to 1. */
  readonly errorIncrease: number;
  /** How many times as long 95 % of the answers may take. */
  readonly latencyFactor: number;
  /** Requests that both must have got in the window. */
  readonly minRequests: number;
}

/** Whether a canary may get more of the traffic. */
export interface Judgement {
  readonly verdict: "good" | "bad" | "unknown";
  readonly reason: string;
}

/**
 * Compares a canary with the version beside it, in the same time. Only the difference counts: a request that is wrong itself gets a 500
 * from both (Seldon's Python wrapper answers 500 where a path or a content type is wrong), so it says nothing about the canary.
 */
export function judge(canary: Measured, main: Measured, limits: Limits): Judgement {
  for (const [name, { requests }] of Object.entries({ canary, main })) {
    if (requests < limits.minRequests) {
      const count = `${String(Math.round(requests))} of ${String(limits.minRequests)} requests`;
      return { verdict: "unknown", reason: `${name} has got ${count}` };
    }
  }
  const [bad, usual] = [canary.errors / canary.requests, main.errors / main.requests];
  if (bad - usual > limits.errorIncrease && bad - usual > noise(canary, main)) {
    return { verdict: "bad", reason: `${percent(bad)} of its answers are errors, ${percent(usual)} of main's` };
  }
  const [slow = 0, normal = 0] = [canary.p95, main.p95];
  if (slow > normal * limits.latencyFactor) {
    return { verdict: "bad", reason: `95 % of its answers take up to ${seconds(slow)}, of main's ${seconds(normal)}` };
  }
  return { verdict: "good", reason: `${percent(bad)} errors, 95 % within ${seconds(slow)}` };
}

/** A difference between two shares that chance alone makes in one of a hundred cases. */
function noise(one: Measured, other: Measured): number {
  const share = (one.errors + other.errors) / (one.requests + other.requests);
  return 2.33 * Math.sqrt(share * (1 - share) * (1 / one.requests + 1 / other.requests));
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const seconds = (value: number): string => `${value.toPrecision(2)} s`;
