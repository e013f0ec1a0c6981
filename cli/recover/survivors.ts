import { execFile } from "node:child_process";
import { connect } from "node:net";
import { promisify } from "node:util";
import { pause } from "./pause";

/** A look at something that a surviving provider may still change. */
export interface Look<T> {
  readonly look: () => Promise<T>;
  /** Until when to expect a change of what was seen, in milliseconds since 1970. @default it is final */
  readonly unsettledUntil: (seen: T) => number | undefined;
  /** What is waited for, as in `Helm release a/b`. */
  readonly name: string;
  readonly say: (line: string) => void;
}

/** Looks, and again as long as a provider that outlived its engine may still be at work on it. */
export async function settledLook<T>({ look, unsettledUntil, name, say }: Look<T>): Promise<T> {
  for (let told = false; ; told = true) {
    // In this order: one that ended after the look may have changed something in between.
    const atWork = await providerSurvives();
    const seen = await look();
    const until = unsettledUntil(seen);
    if (!atWork || until === undefined || Date.now() >= until) return seen;
    if (!told) say(`waiting for ${name}: a provider of the killed run is still at work`);
    await pause(1000, name);
  }
}

/**
 * Whether a Kubernetes provider runs here whose engine is gone. A killed engine takes no plugin with it: the provider ends
 * what it has begun, and looks for its engine only every five minutes (provider 4.32, helm_release.go: its Helm actions
 * end by `Cancel` alone; sdk/v3 3.246, rpcutil.Healthcheck). It may be of another stack: nothing says of which one it is.
 */
export async function providerSurvives(): Promise<boolean> {
  let processes;
  try {
    ({ stdout: processes } = await promisify(execFile)("ps", ["-A", "-ww", "-o", "args="], { maxBuffer: 2 ** 26 }));
  } catch {
    return false; // nothing here can tell
  }
  // The engine's address is the one argument that every plugin gets.
  const engines = processes.matchAll(/pulumi-resource-kubernetes(?:\.exe)? .*?127\.0\.0\.1:(\d+)/g);
  const gone = await Promise.all([...engines].map(async ([, port]) => !(await listens(Number(port)))));
  return gone.includes(true);
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const answer = (found: boolean) => {
      socket.destroy();
      resolve(found);
    };
    socket.once("connect", () => {
      answer(true);
    });
    socket.once("error", () => {
      answer(false);
    });
  });
}
