import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

/** A process that looks like a Kubernetes provider. */
export interface Orphan {
  end(): Promise<void>;
}

const PREFIX = `mlplatform-orphan-${process.pid}-`;

/** Hides all other processes from `ps`, because other providers may run on this computer. Returns how to undo that. */
export function onlyOrphans(): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), "mlplatform-ps-"));
  const before = process.env["PATH"] ?? "";
  const script = `#!/bin/sh\nPATH='${before}'\nps "$@" | grep -F '${PREFIX}'\n:\n`;
  writeFileSync(path.join(folder, "ps"), script, { mode: 0o755 });
  process.env["PATH"] = `${folder}:${before}`;
  return () => {
    process.env["PATH"] = before;
    rmSync(folder, { recursive: true });
  };
}

/** Starts an orphan whose engine has this port. */
export function orphanOf(port: number): Orphan {
  const folder = mkdtempSync(path.join(tmpdir(), PREFIX));
  const program = path.join(folder, "pulumi-resource-kubernetes");
  writeFileSync(program, "#!/bin/sh\nread -r line\n", { mode: 0o755 });
  // It ends with its input, so also with this process.
  const child = spawn(program, ["--flag", `127.0.0.1:${port}`], { stdio: ["pipe", "ignore", "ignore"] });
  return {
    async end() {
      const ended = once(child, "exit");
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

/** A port where an engine listens until it is closed. */
export async function enginePort(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer((socket) => socket.on("error", () => undefined)).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.close();
      await once(server, "close");
    },
  };
}
