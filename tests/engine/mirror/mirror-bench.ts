import { execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, symlinkSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";
import { charts as pinned, type ChartPin } from "../../../components/shared/pinned-charts";
import { assembleCharts, packageCharts } from "../../contracts/charts/assemble";
import { runCli, type CliRun } from "../../plan/cli/run-cli";
import { Endings } from "../endings";
import { containerRegistry, onlyHelm } from "../toolchain";
import { CERTIFICATE } from "./certificate";
import { startInternet, type Internet } from "./internet";
import { startRegistry, type Registry, type RegistryOptions } from "./registry";
import { writeImage, type ImageForm } from "./test-images";

const root = resolve(__dirname, "../../..");

/** Go asks this proxy for every host but those on loopback, and nobody answers there. */
export const NO_INTERNET = { HTTPS_PROXY: "http://127.0.0.1:9", HTTP_PROXY: "http://127.0.0.1:9" };

/** A chart of a test, and the public repository that has it. */
export interface TestChart {
  readonly chart: string;
  readonly version: string;
  readonly repository: string;
  readonly template: string;
}

/** The command `mirror` with real tools, public sources on loopback, and registries to fill. */
export class MirrorBench {
  readonly #endings = new Endings();
  readonly folder = this.#endings.folder("mlplatform-mirror-");
  #internet: Internet | undefined;
  #skopeo = "";

  get internet(): Internet {
    if (this.#internet === undefined) throw new Error("the internet starts first");
    return this.#internet;
  }

  /** What the tools find: their programs, the policy that Debian's package of skopeo has, the certificate, the internet. */
  get env(): Record<string, string> {
    return {
      PATH: `${join(this.folder, "bin")}:${process.env["PATH"] ?? ""}`,
      HOME: join(this.folder, "home"),
      XDG_RUNTIME_DIR: join(this.folder, "home"),
      SSL_CERT_FILE: join(this.folder, "ca.crt"),
      HTTPS_PROXY: this.internet.proxy,
      TMPDIR: join(this.folder, "tmp"),
    };
  }

  /**
   * @param images of public registries, by reference
   * @param charts folders of charts that are in public besides those that components install
   */
  async start(images: Readonly<Record<string, ImageForm>>, charts: readonly TestChart[] = []): Promise<void> {
    const { folder } = this;
    const packages = join(folder, "packages");
    const [tools, helm] = [await containerRegistry(), await onlyHelm()];
    for (const name of ["bin", "tmp", "home/.config/containers"]) await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, "ca.crt"), CERTIFICATE);
    const policy = JSON.stringify({ default: [{ type: "insecureAcceptAnything" }] });
    await writeFile(join(folder, "home/.config/containers/policy.json"), policy);
    symlinkSync(helm, join(folder, "bin/helm"));
    this.#skopeo = join(folder, "bin/skopeo");
    const wrapper = `#!/bin/sh\nLD_LIBRARY_PATH='${tools}/lib' exec '${tools}/bin/skopeo' "$@"\n`;
    await writeFile(this.#skopeo, wrapper, { mode: 0o755 });
    await packageCharts(await assembleCharts(join(folder, "charts")), helm, packages);
    for (const chart of charts)
      await promisify(execFile)(helm, ["package", await this.#written(chart), "-d", packages]);
    this.#internet = await this.#endings.of(startInternet(packages));
    const pins: readonly ChartPin[] = Object.values(pinned);
    for (const { chart, version, repository } of [...pins, ...charts]) {
      const file = join(packages, `${chart}-${version}.tgz`);
      if (repository.startsWith("oci://") && existsSync(file)) await this.helm("push", file, repository);
    }
    for (const [image, form] of Object.entries(images)) await this.publish(image, form);
  }

  async #written({ chart, version, template }: TestChart): Promise<string> {
    const folder = join(this.folder, "charts", chart);
    await mkdir(join(folder, "templates"), { recursive: true });
    await writeFile(join(folder, "Chart.yaml"), stringify({ apiVersion: "v2", name: chart, version }));
    await writeFile(join(folder, "templates/all.yaml"), template);
    return folder;
  }

  stop(): Promise<void> {
    return this.#endings.end();
  }

  /** Puts an image into the public registries, and returns its digest. */
  async publish(image: string, form: ImageForm): Promise<string> {
    const folder = mkdtempSync(join(this.folder, "image-"));
    const digest = await writeImage(folder, form);
    await this.skopeo("copy", "--all", "--preserve-digests", `dir:${folder}`, `docker://${image}`);
    return digest;
  }

  registry(options?: RegistryOptions): Promise<Registry> {
    return this.#endings.of(startRegistry(options));
  }

  async skopeo(...args: string[]): Promise<string> {
    return (await promisify(execFile)(this.#skopeo, args, { env: { ...process.env, ...this.env } })).stdout;
  }

  async helm(...args: string[]): Promise<string> {
    return (await promisify(execFile)(join(this.folder, "bin/helm"), args, { env: { ...process.env, ...this.env } }))
      .stdout;
  }

  /** Runs `mlplatform mirror`. */
  mirror(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CliRun> {
    return runCli(["mirror", ...args], { env: { ...this.env, ...env } });
  }

  /**
   * Ends `mlplatform mirror` as soon as it has printed a line: with SIGKILL, together with all that it started, as if the machine
   * stopped; with SIGINT, as Ctrl-C does.
   */
  endedAt(line: RegExp, signal: "SIGKILL" | "SIGINT", args: readonly string[]): Promise<CliRun> {
    const command = ["--import", require.resolve("tsx"), join(root, "cli/mlplatform.ts"), "mirror", ...args];
    const { NODE_OPTIONS: _loaderOfThisTest, ...env } = { ...process.env, ...this.env };
    // In a process group of its own, which gets the signal as a whole.
    const child = spawn(process.execPath, command, {
      cwd: root,
      env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      const isFirst = !line.test(stdout);
      stdout += text;
      if (isFirst && line.test(stdout) && child.pid !== undefined) process.kill(-child.pid, signal);
    });
    return new Promise((resolve) => {
      child.once("close", (exitCode) => {
        resolve({ stdout, stderr, exitCode });
      });
    });
  }
}
