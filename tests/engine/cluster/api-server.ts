import { execFile } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Toolchain } from "../toolchain";
import { Api } from "./api";
import { freePorts } from "./free-ports";
import type { Programs } from "./programs";

/** Where the key is that signs service accounts' tokens. */
export const signingKey = (dir: string) => join(dir, "service-account.key");

/** Where the certificate is that the API server makes for itself, or finds; clients trust it. */
export const certificate = (dir: string) => join(dir, "certificates", "apiserver.crt");

/** What an API server is like. */
export interface ApiServerOptions {
  /** Addresses at which something else passes connections on to it, for its certificate. @default none */
  readonly addresses?: readonly string[];
  /** Whether it asks webhooks. Those of charts would not be answered, because pods are simulated. @default false */
  readonly webhooks?: boolean;
}

/** Starts etcd and the API server on free ports and waits until it serves. The client is the admin's. */
export async function startApiServer(
  programs: Programs,
  tools: Toolchain,
  { addresses = [], webhooks = false }: ApiServerOptions,
): Promise<Api> {
  const { dir } = programs;
  if (addresses.length > 0) await writeCertificate(dir, addresses);
  const [clients = 0, peers = 0, secure = 0] = await freePorts(3);
  const etcd = `http://127.0.0.1:${clients}`;
  runEtcd(programs, tools, etcd, `http://127.0.0.1:${peers}`);

  const token = randomBytes(16).toString("hex");
  const tokens = join(dir, "tokens.csv");
  const publicKey = join(dir, "service-account.pub");
  const keys = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    privateKeyEncoding: { type: "sec1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  await writeFile(tokens, `${token},admin,admin,system:masters\n`, { mode: 0o600 });
  await writeFile(signingKey(dir), keys.privateKey, { mode: 0o600 });
  await writeFile(publicKey, keys.publicKey);

  programs.run(tools.kubeApiserver, {
    "etcd-servers": etcd,
    "bind-address": "127.0.0.1",
    "secure-port": secure,
    "cert-dir": join(dir, "certificates"),
    "token-auth-file": tokens,
    "authorization-mode": "RBAC",
    "service-cluster-ip-range": "10.96.0.0/16",
    "service-account-issuer": "https://kubernetes.default.svc",
    "service-account-key-file": publicKey,
    "service-account-signing-key-file": signingKey(dir),
    "allow-privileged": true,
    "enable-priority-and-fairness": false, // each request would be classified and counted, and nobody competes
    "endpoint-reconciler-type": "none", // the endpoint would be a loopback address, which is refused
    // Pods are simulated: nobody would answer a chart's webhooks. What the schemas and CEL rules of CRDs refuse, stays.
    ...(webhooks ? {} : { "disable-admission-plugins": "ValidatingAdmissionWebhook,MutatingAdmissionWebhook" }),
  });

  const server = `https://127.0.0.1:${secure}`;
  const connect = async () => new Api(server, await readFile(certificate(dir), "utf8"), token);
  await programs.until("the API server serves", async () => {
    const api = await connect();
    try {
      return (await api.get("/readyz")) === "ok";
    } finally {
      api.close();
    }
  });
  return connect();
}

/** The API server makes a certificate for its own address only, and none if there is one already. */
async function writeCertificate(dir: string, addresses: readonly string[]): Promise<void> {
  const folder = join(dir, "certificates");
  await mkdir(folder, { recursive: true });
  const names = ["127.0.0.1", ...addresses].map((address) => `IP:${address}`);
  const key = [
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-keyout",
    join(folder, "apiserver.key"),
  ];
  const certified = ["-subj", "/CN=test", "-days", "2", "-addext", `subjectAltName=${names.join(",")}`];
  await promisify(execFile)("openssl", ["req", "-x509", ...key, ...certified, "-out", certificate(dir)]);
}

function runEtcd(programs: Programs, tools: Toolchain, clients: string, peers: string): void {
  programs.run(tools.etcd, {
    "data-dir": join(programs.dir, "etcd"),
    "unsafe-no-fsync": true, // nothing has to survive
    "listen-client-urls": clients,
    "advertise-client-urls": clients,
    "listen-peer-urls": peers,
    "initial-advertise-peer-urls": peers,
    "initial-cluster": `default=${peers}`,
    "log-level": "warn",
  });
}
