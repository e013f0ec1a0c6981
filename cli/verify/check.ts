import type { Outcome } from "./outcome";
import type { Component, Platform } from "./platform";

/** One thing that is looked at. */
export interface Check {
  /** The name of the component, or of the cluster. */
  readonly component: string;
  /** What is looked at, such as `gRPC`. */
  readonly name: string;
  /** Seconds for all of it. @default 30 */
  readonly seconds?: number;
  /** Looks at it. It ends soon after the signal aborts, and has then removed what it created. */
  readonly run: (limit: Limit) => Promise<Outcome>;
}

/** How long a check may take. */
export interface Limit {
  readonly signal: AbortSignal;
  /** When the signal aborts at the latest, in milliseconds since 1970. */
  readonly until: number;
}

/** What is checked of one component: each file in checks/ exports one as `checks`. */
export interface ComponentChecks {
  /** The name of its class. */
  readonly type: string;
  /** The checks of a component whose creation has ended. */
  readonly of: (component: Component, platform: Platform) => readonly Check[];
}
