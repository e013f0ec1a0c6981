import { existsSync, rmSync, statSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { parse } from "yaml";
import type { Session } from "../session";
import { helm } from "./helm-cli";
import type { ReleaseInputs } from "./inputs";

/** A chart on this machine. */
export interface Chart {
  path: string;
  version: string;
}

/** Finds charts as the provider does: a path that exists wins, then the repository (kubernetes provider 4.32, locateChart). */
export class Charts {
  private readonly pulled = new Map<string, Promise<string>>();
  private folder: Promise<string> | undefined;

  constructor(private readonly session: Session) {}

  /** Throws, in Helm's words, where there is no such chart. */
  async load(release: ReleaseInputs): Promise<Chart> {
    const path = await this.locate(release);
    const text = statSync(path).isDirectory()
      ? await readFile(join(path, "Chart.yaml"), "utf8")
      : await helm(this.session, { args: ["show", "chart", path] });
    const { version = "" } = parse(text) as { version?: string };
    return { path, version };
  }

  private async locate(release: ReleaseInputs): Promise<string> {
    const chart = release.text("chart").trim();
    const repo = release.repository("repo");
    const isRemote = chart.startsWith("oci://") || /^\w+:\/\//.test(repo);
    if (!isRemote) {
      if (existsSync(chart) && (statSync(chart).isFile() || existsSync(join(chart, "Chart.yaml"))))
        return resolve(chart);
      if (isAbsolute(chart) || chart.startsWith(".")) throw new Error(`path ${JSON.stringify(chart)} not found`);
    }
    const key = JSON.stringify([chart, repo, release.text("version"), release.repository("username")]);
    let pull = this.pulled.get(key);
    if (!pull) {
      pull = this.pull(release, chart, repo);
      this.pulled.set(key, pull);
      pull.catch(() => this.pulled.delete(key));
    }
    return pull;
  }

  /** Downloads a chart; once per run of the provider, since check and create follow within seconds. */
  private async pull(release: ReleaseInputs, chart: string, repo: string): Promise<string> {
    this.folder ??= temporaryFolder();
    const home = await mkdtemp(join(await this.folder, "pull-"));
    const destination = join(home, "chart");
    await mkdir(destination);
    const env = {
      HELM_CACHE_HOME: join(home, "cache"),
      HELM_CONFIG_HOME: join(home, "config"),
      HELM_DATA_HOME: join(home, "data"),
    };
    const run = (args: string[], input?: string) => helm(this.session, { args, input, env });
    const version = release.text("version").trim() || (release.flag("devel") ? ">0.0.0-0" : "");
    const files = (["caFile", "certFile", "keyFile"] as const).flatMap((field) => {
      const path = release.repository(field);
      return path === "" ? [] : [`--${field.replace("File", "-file")}`, path];
    });
    let source = [chart, ...(repo === "" || chart.startsWith("oci://") ? [] : ["--repo", repo]), ...files];
    const [username, password] = [release.repository("username"), release.repository("password")];
    if (username !== "" && chart.startsWith("oci://")) {
      await run(["registry", "login", new URL(chart).host, "--username", username, "--password-stdin"], password);
    } else if (username !== "") {
      await run(["repo", "add", "given", repo, "--username", username, "--password-stdin", ...files], password);
      source = [`given/${chart}`];
    }
    await run(["pull", ...source, "--destination", destination, ...(version === "" ? [] : ["--version", version])]);
    const [file] = await readdir(destination);
    if (file === undefined) throw new Error(`failed to download ${JSON.stringify(chart)}`);
    return join(destination, file);
  }
}

/** Lasts as long as the provider does. */
async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "mlplatform-charts-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
