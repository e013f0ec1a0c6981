import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse, stringify } from "yaml";

/** A chart repository on this machine, as an organisation's mirror would be. */
export interface ChartRepository {
  readonly url: string;
  /** Serves another package for one of the same file name; returns how to take that back. */
  replace(packaged: string): Promise<() => void>;
  stop(): Promise<void>;
}

/** Serves packaged charts (`.tgz`) over HTTP on a free port: those in a folder, or those in a list. */
export async function serveCharts(charts: string | readonly string[]): Promise<ChartRepository> {
  const paths = typeof charts === "string" ? await packagesIn(charts) : charts;
  const files = new Map<string, Buffer>();
  for (const path of paths) files.set(`/${basename(path)}`, await readFile(path));
  let index = Buffer.from(stringify(indexOf(files)));
  const put = (path: string, content: Buffer) => {
    files.set(path, content);
    index = Buffer.from(stringify(indexOf(files)));
  };
  const server = createServer((request, response) => {
    const content = request.url === "/index.yaml" ? index : files.get(decodeURIComponent(request.url ?? ""));
    response.writeHead(content ? 200 : 404).end(content);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  // A suite that fails before its `after` must still end.
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async replace(packaged) {
      const path = `/${basename(packaged)}`;
      const before = files.get(path);
      if (!before) throw new Error(`there is no chart ${path}`);
      put(path, await readFile(packaged));
      return () => {
        put(path, before);
      };
    },
    stop: () => stopped(server),
  };
}

async function packagesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => name.endsWith(".tgz")).map((name) => join(folder, name));
}

interface ChartMetadata {
  name: string;
  version: string;
}

/** The repository's index, with relative URLs (helm.sh/docs/topics/chart_repository). */
function indexOf(files: ReadonlyMap<string, Buffer>): unknown {
  const entries: Record<string, unknown[]> = {};
  for (const [path, content] of files) {
    const metadata = chartMetadata(content);
    const digest = createHash("sha256").update(content).digest("hex");
    (entries[metadata.name] ??= []).push({
      ...metadata,
      digest,
      urls: [path.slice(1)],
      created: "2026-01-01T00:00:00Z",
    });
  }
  return { apiVersion: "v1", generated: "2026-01-01T00:00:00Z", entries };
}

const BLOCK = 512;

/** Reads `<chart>/Chart.yaml` out of a package: a compressed tar, whose entries are a header block and whole blocks of content. */
function chartMetadata(packaged: Buffer): ChartMetadata {
  const tar = gunzipSync(packaged);
  for (let at = 0; at + BLOCK <= tar.length;) {
    const name = textAt(tar, at, 100);
    const size = Number.parseInt(textAt(tar, at + 124, 12), 8) || 0;
    const content = at + BLOCK;
    if (/^[^/]+\/Chart\.yaml$/.test(name)) return parse(textAt(tar, content, size)) as ChartMetadata;
    at = content + Math.ceil(size / BLOCK) * BLOCK;
  }
  throw new Error("this package holds no chart: it has no Chart.yaml");
}

function textAt(tar: Buffer, at: number, length: number): string {
  return tar.toString("utf8", at, at + length).replace(/\0.*$/s, "");
}

function stopped(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
