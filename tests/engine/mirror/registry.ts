import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { freePorts } from "../cluster/free-ports";
import { Programs } from "../cluster/programs";
import { containerRegistry } from "../toolchain";
import { CERTIFICATE, KEY } from "./certificate";

/** A real registry (Debian's docker-registry) on loopback, with TLS. */
export interface Registry {
  /** `127.0.0.1:12345` */
  readonly address: string;
  /** The folder with its data. */
  readonly data: string;
  /** The manifests that were written until now: `PUT /v2/ml/istio/pilot/manifests/1.30.3`, in order. */
  writes(): Promise<string[]>;
  stop(): Promise<void>;
}

/** How a registry differs from one that lets everybody read and write. */
export interface RegistryOptions {
  /** A line of `htpasswd -B`: only who logs in may read and write. */
  readonly htpasswd?: string;
  /** Nobody may write. */
  readonly readOnly?: boolean;
}

/** Starts a registry. */
export async function startRegistry({ htpasswd, readOnly = false }: RegistryOptions = {}): Promise<Registry> {
  const program = join(await containerRegistry(), "bin/docker-registry");
  const programs = new Programs(await mkdtemp(join(tmpdir(), "mlplatform-registry-")));
  const file = (name: string) => join(programs.dir, name);
  const [port = 0] = await freePorts(1);
  const address = `127.0.0.1:${String(port)}`;
  await mkdir(file("data"));
  await writeFile(file("tls.crt"), CERTIFICATE);
  await writeFile(file("tls.key"), KEY, { mode: 0o600 });
  if (htpasswd !== undefined) await writeFile(file("htpasswd"), htpasswd);
  const config = {
    version: 0.1,
    storage: { filesystem: { rootdirectory: file("data") }, maintenance: { readonly: { enabled: readOnly } } },
    http: { addr: address, secret: "of no use", tls: { certificate: file("tls.crt"), key: file("tls.key") } },
    ...(htpasswd !== undefined && { auth: { htpasswd: { realm: "test", path: file("htpasswd") } } }),
  };
  await writeFile(file("config.yml"), stringify(config));
  programs.run(program, {}, { args: ["serve", file("config.yml")] });
  await programs.until("the registry answers", () => answers(address));
  return {
    address,
    data: file("data"),
    async writes() {
      const log = await readFile(file("docker-registry.log"), "utf8");
      return [...log.matchAll(/"(PUT \/v2\/\S+\/manifests\/\S+) HTTP/g)].flatMap(([, write]) => write ?? []);
    },
    stop: () => programs.stop(),
  };
}

const answers = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    get(`https://${address}/v2/`, { ca: CERTIFICATE }, ({ statusCode }) => {
      resolve(statusCode === 200 || statusCode === 401);
    }).once("error", () => {
      resolve(false);
    });
  });
