import { buildSync } from "esbuild";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Container, MachineState, Network } from "./state";

/** Settings of a machine on which only some things are there, or work. */
export interface MachineOptions {
  /** Kubeconfig that k3d hands out. @default one that reaches nothing */
  readonly kubeconfig?: string;
  /** k3d's schema of config files, with which the double checks. @default none, so that no schema is checked */
  readonly schema?: string;
  readonly k3dVersion?: string;
  /** Commands that are not on the PATH. */
  readonly without?: readonly ("k3d" | "docker")[];
  readonly dockerIsDown?: boolean;
}

/** A machine with doubles of `k3d` and `docker` on its PATH, for which containers and networks are entries of a file. */
export class Machine {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "mlplatform-machine-"));

  constructor({
    kubeconfig = KUBECONFIG,
    schema,
    k3dVersion = "v5.9.0",
    without = [],
    dockerIsDown = false,
  }: MachineOptions = {}) {
    for (const folder of ["bin", "home/.kube", "tmp"]) mkdirSync(path.join(this.folder, folder), { recursive: true });
    writeFileSync(this.defaultKubeconfig, "the user's own\n");
    const state: MachineState = {
      containers: [],
      networks: [],
      kubeconfig,
      schema,
      k3dVersion,
      dockerIsDown,
      images: [],
      hasImages: true,
      hangs: false,
    };
    this.write(state);
    for (const tool of ["k3d", "docker"] as const) if (!without.includes(tool)) this.install(tool);
    // Node itself, and ps, by which the program looks for others.
    this.link("node", process.execPath);
    this.link("ps", "/bin/ps");
  }

  /** What commands need in their environment. */
  get env(): Readonly<Record<string, string>> {
    return {
      PATH: path.join(this.folder, "bin"),
      HOME: path.join(this.folder, "home"),
      TMPDIR: path.join(this.folder, "tmp"),
      MLPLATFORM_MACHINE: this.folder,
    };
  }

  get defaultKubeconfig(): string {
    return path.join(this.folder, "home/.kube/config");
  }

  /** Where temporary files of the commands are. */
  get tmp(): string {
    return path.join(this.folder, "tmp");
  }

  get state(): MachineState {
    return JSON.parse(readFileSync(path.join(this.folder, "state.json"), "utf8")) as MachineState;
  }

  /** Changes what is on the machine. */
  change(changed: Partial<MachineState>): void {
    this.write({ ...this.state, ...changed });
  }

  get containers(): readonly Container[] {
    return this.state.containers;
  }

  get networks(): readonly Network[] {
    return this.state.networks;
  }

  /** The command lines of the doubles, each as one text, in order. */
  get commandLines(): string[] {
    const file = path.join(this.folder, "commands.log");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  }

  /** The config files that k3d has read. */
  get configs(): unknown[] {
    const file = path.join(this.folder, "configs.log");
    return existsSync(file)
      ? readFileSync(file, "utf8")
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line) as unknown)
      : [];
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private write(state: MachineState): void {
    writeFileSync(path.join(this.folder, "state.json"), JSON.stringify(state));
  }

  private install(tool: "k3d" | "docker"): void {
    const script = path.join(this.folder, `${tool}.cjs`);
    writeFileSync(script, bundled(tool));
    this.link(tool, process.execPath, script);
  }

  private link(name: string, program: string, ...args: string[]): void {
    const words = [program, ...args].map((word) => `'${word}'`).join(" ");
    // Options for the Node of the tests, such as those of tsx, would only make the doubles slow.
    writeFileSync(path.join(this.folder, "bin", name), `#!/bin/sh\nunset NODE_OPTIONS\nexec ${words} "$@"\n`, {
      mode: 0o755,
    });
  }
}

const bundles = new Map<string, string>();

/** Through tsx, each command would take a second to start. */
function bundled(tool: string): string {
  const known = bundles.get(tool);
  if (known !== undefined) return known;
  const entry = path.join(__dirname, `${tool}.ts`);
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    target: "node20",
    write: false,
    logLevel: "error",
  });
  const code = outputFiles[0]?.text ?? "";
  bundles.set(tool, code);
  return code;
}

/** As k3d prints it, of a cluster whose API server was published at every address. */
const KUBECONFIG = `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: Y2E=
    server: https://0.0.0.0:6443
  name: k3d-ml
contexts:
- context:
    cluster: k3d-ml
    user: admin@k3d-ml
  name: k3d-ml
current-context: k3d-ml
kind: Config
users:
- name: admin@k3d-ml
  user:
    client-certificate-data: Y2VydA==
    client-key-data: bWFya2VyLWtleQ==
`;
