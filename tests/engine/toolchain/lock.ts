import { createHash } from "node:crypto";
import { createServer, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Runs something while no other process of this machine does so under the same name.
 * The lock is a name in Linux's abstract socket namespace: the kernel frees it when its holder ends, however that
 * happens, so there is no stale lock to break.
 */
export async function locked<T>(name: string, onWait: () => void, run: () => Promise<T>): Promise<T> {
  const release = await lock(name, onWait);
  try {
    return await run();
  } finally {
    release();
  }
}

/** Waits for the lock and holds it until what is returned is called, or this process ends. */
export async function lock(name: string, onWait: () => void): Promise<() => void> {
  const address = `\0mlplatform-${createHash("sha256").update(name).digest("hex")}`;
  let server = await listen(address);
  if (server === undefined) onWait();
  while (server === undefined) {
    await sleep(200);
    server = await listen(address);
  }
  const held = server;
  return () => held.close();
}

function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    server.listen(address, () => {
      resolve(server);
    });
  });
}
