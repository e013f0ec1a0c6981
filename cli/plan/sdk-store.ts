import * as state from "@pulumi/pulumi/runtime/state";

/** The part of the SDK's state per deployment that we touch (@pulumi/pulumi 3.248, runtime/state.js `LocalStore`). */
export interface SdkStore {
  readonly settings: { engine?: unknown };
  /** Promises that are still open, each with a note on what it is for. */
  readonly leakCandidates: ReadonlySet<{ readonly _debugCtx?: string }>;
}

// Marked internal, so absent from the SDK's types; Automation API runs inline programs with the same two.
const { withLocalStorage, getStore } = state as unknown as {
  withLocalStorage: <T>(work: () => Promise<T>) => Promise<T>;
  getStore: () => SdkStore;
};

/** Runs `work` with SDK state of its own, apart from any other program in this process. */
export const withFreshStore = withLocalStorage;

/** The SDK state of the program that is running. */
export const currentStore = getStore;
