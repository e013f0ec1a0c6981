import { randomInt } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";

/** The lowest port that needs no privileges and is far from those of well-known services. */
const LOWEST = 10_000;

/**
 * Loopback ports on which nobody listens now.
 *
 * They are below the range from which the kernel takes ports for connections and for servers that ask for any port. A port
 * of that range is often taken before its program has started: parallel tests open thousands of connections.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(LOWEST, lowestEphemeralPort());
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

function lowestEphemeralPort(): number {
  return Number(readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8").trim().split(/\s+/)[0]);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch {
    return false;
  }
  server.close();
  await once(server, "close");
  return true;
}
