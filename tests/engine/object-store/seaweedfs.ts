import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePorts } from "../cluster/free-ports";
import { Programs } from "../cluster/programs";
import { clusterProgram } from "../toolchain";
import { CERTIFICATE, KEY } from "./certificate";

/** What a SeaweedFS server starts with. */
export interface SeaweedFsOptions {
  /** The JSON that the chart mounts as `seaweedfs_s3_config`: identities, their keys and what they may do. */
  readonly s3Config: string;
  /** Buckets to create, as the Job of the chart does: without any identity. */
  readonly buckets: readonly string[];
}

/** A real SeaweedFS on loopback. */
export interface SeaweedFs {
  /** Host and port of S3 without TLS: `127.0.0.1:12345`. */
  readonly endpoint: string;
  /** Host and port of S3 with TLS. */
  readonly tlsEndpoint: string;
  /** File with the certificate of `tlsEndpoint`. */
  readonly certificate: string;
  stop(): Promise<void>;
}

/** Starts a master, a volume server, a filer and S3 in one process, as the chart does with `allInOne`. */
export async function startSeaweedFs({ s3Config, buckets }: SeaweedFsOptions): Promise<SeaweedFs> {
  const program = await clusterProgram("seaweedFs");
  const programs = new Programs(await mkdtemp(join(tmpdir(), "mlplatform-seaweedfs-")));
  const file = (name: string) => join(programs.dir, name);
  const [master = 0, masterGrpc = 0, volume = 0, volumeGrpc = 0, filer = 0, filerGrpc = 0, ...s3] = await freePorts(9);
  const [s3Port = 0, s3Grpc = 0, s3Tls = 0] = s3;
  const stop = async () => {
    await programs.stop();
    await removeSockets({ master, volume, filer, s3: s3Port }, [masterGrpc, volumeGrpc, filerGrpc, s3Grpc]);
  };
  try {
    await mkdir(file("data"));
    await writeFile(file("s3.json"), s3Config, { mode: 0o600 });
    await writeFile(file("tls.crt"), CERTIFICATE);
    await writeFile(file("tls.key"), KEY, { mode: 0o600 });
    const flags = {
      dir: file("data"),
      ip: "127.0.0.1",
      "master.port": master,
      "master.port.grpc": masterGrpc,
      "master.telemetry": false,
      "master.volumeSizeLimitMB": 64,
      "volume.port": volume,
      "volume.port.grpc": volumeGrpc,
      "volume.max": 100, // each bucket has volumes of its own
      filer: true,
      "filer.port": filer,
      "filer.port.grpc": filerGrpc,
      s3: true,
      "s3.port": s3Port,
      "s3.port.grpc": s3Grpc,
      "s3.port.https": s3Tls,
      "s3.port.iceberg": 0,
      "s3.port.lance": 0,
      "s3.config": file("s3.json"),
      "s3.cert.file": file("tls.crt"),
      "s3.key.file": file("tls.key"),
    };
    // Keys in the environment would become an identity that may do everything.
    const env = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
    programs.run(program, flags, { args: ["-logtostderr=true", "server"], env });
    await programs.until("S3 of SeaweedFS answers", async () => (await fetch(`http://127.0.0.1:${s3Port}/status`)).ok);
    await createBuckets(program, `127.0.0.1:${master}.${masterGrpc}`, buckets);
    // S3 may answer before the volume server has told the master that it is there: writes would fail.
    for (const bucket of buckets) {
      const volumeFor = `http://127.0.0.1:${master}/dir/assign?collection=${bucket}`;
      await programs.until(`the bucket ${bucket} has a volume`, async () => (await fetch(volumeFor)).ok);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    endpoint: `127.0.0.1:${s3Port}`,
    tlsEndpoint: `127.0.0.1:${s3Tls}`,
    certificate: file("tls.crt"),
    stop,
  };
}

/** @param master host, port and gRPC port: `127.0.0.1:9333.19333` */
async function createBuckets(program: string, master: string, buckets: readonly string[]): Promise<void> {
  const shell = promisify(execFile)(program, ["shell", `-master=${master}`]);
  shell.child.stdin?.end(buckets.map((bucket) => `s3.bucket.create -name ${bucket}\n`).join(""));
  const { stdout, stderr } = await shell;
  const missing = buckets.filter((bucket) => !stdout.includes(`created bucket ${bucket}\n`));
  if (missing.length > 0) throw new Error(`weed shell created no ${missing.join(", ")}:\n${stdout}${stderr}`);
}

/** The server listens on sockets in /tmp too, which are left when it is killed. */
async function removeSockets(ports: Readonly<Record<string, number>>, grpc: readonly number[]): Promise<void> {
  const paths = Object.entries(ports).flatMap(([name, port], index) => [
    `/tmp/seaweedfs-${name}-${port}.sock`,
    `/tmp/seaweedfs-${name}-grpc-${grpc[index] ?? 0}.sock`,
  ]);
  await Promise.all(paths.map((path) => rm(path, { force: true })));
}
