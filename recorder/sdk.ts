/**
 * The internals of the Pulumi SDK that the recorder touches (@pulumi/pulumi 3.248). A plan starts faster if this file is loaded
 * before the SDK. With an SDK of other internals it is slower, and still right.
 */
import { createRequire } from "node:module";
import { postpone } from "./postpone";

/**
 * Modules that the SDK loads and a plan does not use: they would take half of its time. The serializer of functions loads
 * TypeScript and npm's dependency resolver, the others are the Automation API, the server of a provider, gRPC, tracing, and what
 * compares versions of SDKs of which a program has several. Each is loaded at its first use. Names are those that the SDK exports
 * again from other modules.
 */
const POSTPONED: Readonly<Record<string, readonly string[]>> = {
  "@pulumi/pulumi/runtime/closure/serializeClosure": ["serializeFunction", "serializeFunctionAsync"],
  "@pulumi/pulumi/runtime/closure/codePaths": ["computeCodePaths", "findWorkspaceRoot"],
  "@pulumi/pulumi/automation": [],
  "@pulumi/pulumi/provider": [],
  "@grpc/grpc-js": [],
  "@opentelemetry/api": [],
  semver: [],
  "@pulumi/pulumi/proto/callback_grpc_pb": [],
  "@pulumi/pulumi/proto/engine_grpc_pb": [],
  "@pulumi/pulumi/proto/provider_grpc_pb": [],
  "@pulumi/pulumi/proto/resource_grpc_pb": [],
};

/**
 * Lets a copy of the SDK load these modules at their first use.
 * @param from resolves modules as the program does that uses this copy, which must not be loaded yet
 */
export function postponeModules(from: NodeJS.Require): void {
  const sdk = resolved(from, "@pulumi/pulumi");
  if (sdk === undefined || sdk in require.cache) return;
  const asSdk = createRequire(sdk);
  for (const [name, functions] of Object.entries(POSTPONED)) {
    const file = resolved(asSdk, name);
    if (file !== undefined) postpone(file, { functions });
  }
}

postponeModules(require);

/* eslint-disable @typescript-eslint/no-require-imports -- after the placeholders above; internals have no types */
require("@pulumi/pulumi"); // first, because its modules need each other in this order
const debuggable = (
  resolved(require, "@pulumi/pulumi/runtime/debuggable") === undefined
    ? {}
    : require("@pulumi/pulumi/runtime/debuggable")
) as {
  debuggablePromise?: (promise: unknown, context: unknown) => unknown;
  readonly debugPromiseLeaks?: boolean;
};
const state = require("@pulumi/pulumi/runtime/state") as {
  withLocalStorage: <T>(work: () => Promise<T>) => Promise<T>;
  getStore: () => SdkState;
};
const { Resource } = require("@pulumi/pulumi/resource") as {
  Resource: { stackTrace?: (skip: number) => readonly unknown[] };
};
const settings = require("@pulumi/pulumi/runtime/settings") as {
  waitForRPCs: () => Promise<void>;
  disconnectSync: () => void;
};
/* eslint-enable @typescript-eslint/no-require-imports */

// The SDK writes down a stack trace for each of its promises and shows it only when PULUMI_DEBUG_PROMISE_LEAKS is set.
// With source maps that is a fifth of the time of a plan.
const { debuggablePromise, debugPromiseLeaks } = debuggable;
if (debuggablePromise !== undefined && debugPromiseLeaks === false) {
  debuggable.debuggablePromise = (promise, context) => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(promise, context);
    } finally {
      Error.stackTraceLimit = limit;
    }
  };
}

// The SDK takes a stack trace for each resource. With source maps that is a twentieth of the time of a plan.
const programsWithoutLines = new WeakSet<SdkState>();
const { stackTrace } = Resource;
if (stackTrace !== undefined) {
  // The SDK leaves out `skip` frames from the top; this function is one more.
  Resource.stackTrace = (skip) =>
    programsWithoutLines.has(state.getStore()) ? [] : stackTrace.call(Resource, skip + 1);
}

/** From now on the resources of the running program do not say which line created them. */
export const leaveOutLines = (): void => void programsWithoutLines.add(state.getStore());

/** The file of an internal module; undefined if this version of the SDK does not have it. */
function resolved(from: NodeJS.Require, name: string): string | undefined {
  try {
    return from.resolve(name);
  } catch {
    return undefined;
  }
}

/** The part of the SDK's state that the recorder touches (runtime/state.js, `LocalStore`). */
export interface SdkState {
  readonly settings: { engine?: unknown };
  /** Promises that are not settled yet, each with a note that says what it is for. */
  readonly leakCandidates: ReadonlySet<{ readonly _debugCtx?: string }>;
}

/** Runs `work` with an SDK state of its own, separate from any other program in this process. */
export const withNewSdkState = state.withLocalStorage;

/** The SDK state of the program that is running. */
export const currentSdkState = state.getStore;

/** Waits until the SDK has registered everything that it knows of. Unlike `disconnect`, transforms can still run after it. */
export const waitForRPCs = settings.waitForRPCs;

/** Ends the SDK's connections, also of a program that is stuck. */
export const disconnectSync = settings.disconnectSync;

/** Resolves modules as the SDK does, so that the recorder uses the same copies of the SDK's dependencies. */
export const requireAsSdk = createRequire(require.resolve("@pulumi/pulumi"));
