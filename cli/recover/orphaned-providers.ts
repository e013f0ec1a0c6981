import { execFile } from "node:child_process";
import { connect } from "node:net";
import { promisify } from "node:util";
import { poll } from "../cluster/poll";

/** Something that an orphaned provider may still change. */
export interface SettledRead<T> {
  readonly read: () => Promise<T>;
  /** Until when the value may still change, in milliseconds since 1970; `undefined` if it is final. */
  readonly changesUntil: (value: T) => number | undefined;
  /** Names what is read: `Helm release a/b`. */
  readonly name: string;
  readonly print: (line: string) => void;
}

/**
 * Reads a value, and reads it again while an orphaned provider may still change it.
 *
 * An orphaned provider is one whose engine was killed. It finishes what it has begun, and checks only every five minutes
 * whether its engine still runs (provider 4.32, helm_release.go: only `Cancel` ends its Helm actions; sdk/v3 3.246,
 * rpcutil.Healthcheck).
 */
export async function readSettled<T>({ read, changesUntil, name, print }: SettledRead<T>): Promise<T> {
  const { value } = await poll({
    read: async () => {
      // In this order: a provider that ends after the read may have changed something in between.
      const isOrphanRunning = await orphanedProviderRuns();
      const value = await read();
      const until = changesUntil(value);
      return { value, isFinal: !isOrphanRunning || until === undefined || Date.now() >= until };
    },
    isDone: ({ isFinal }) => isFinal,
    waitingFor: name,
    onWait: () => {
      print(`waiting for ${name}: a provider of the interrupted run is still running`);
    },
  });
  return value;
}

/** Whether a Kubernetes provider without an engine runs on this computer. It may belong to another stack: nothing tells. */
export async function orphanedProviderRuns(): Promise<boolean> {
  let processes;
  try {
    ({ stdout: processes } = await promisify(execFile)("ps", ["-A", "-ww", "-o", "args="], { maxBuffer: 2 ** 26 }));
  } catch {
    return false; // without ps it cannot be known
  }
  // Every plugin gets the engine's address as an argument.
  const engines = processes.matchAll(/pulumi-resource-kubernetes(?:\.exe)? .*?127\.0\.0\.1:(\d+)/g);
  const isRunning = await Promise.all([...engines].map(([, port]) => acceptsConnections(Number(port))));
  return isRunning.includes(false);
}

function acceptsConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const finish = (connected: boolean) => {
      socket.destroy();
      resolve(connected);
    };
    socket.once("connect", () => {
      finish(true);
    });
    socket.once("error", () => {
      finish(false);
    });
  });
}
