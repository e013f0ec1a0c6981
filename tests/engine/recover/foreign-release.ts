import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { stringify } from "yaml";
import type { TestCluster } from "../cluster";
import type { Toolchain } from "../toolchain";

/** A chart whose pods no node will take, so that helm waits for them. Returns its folder. */
export async function deploymentOfNobody(folder: string): Promise<string> {
  const labels = { app: "nobody" };
  const containers = [{ name: "main", image: "registry.example.org/nobody:1" }];
  const deployment = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "{{ .Release.Name }}" },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers, nodeSelector: { "no.such/node": "here" } } },
    },
  };
  const chart = join(folder, "nobody");
  await mkdir(join(chart, "templates"), { recursive: true });
  await writeFile(join(chart, "Chart.yaml"), stringify({ apiVersion: "v2", name: "nobody", version: "1.0.0" }));
  await writeFile(join(chart, "templates/deployment.yaml"), stringify(deployment));
  return chart;
}

/** Where helm runs. */
interface Place {
  readonly tools: Toolchain;
  readonly cluster: TestCluster;
}

/** Whether Helm's newest record of a release says that an operation is under way. */
export async function hangs({ tools, cluster }: Place, name: string, namespace: string): Promise<boolean> {
  const args = ["list", "--pending", "--short", "--namespace", namespace, "--kubeconfig", cluster.kubeconfigPath];
  const { stdout } = await promisify(execFile)(tools.helm, args);
  return stdout.split("\n").includes(name);
}

/** Installs a chart, or upgrades to it, with a helm that is killed while it waits. */
export async function leavePending(
  chart: string,
  name: string,
  namespace: string,
  { tools, cluster }: Place,
  verb: readonly string[] = ["install"],
): Promise<void> {
  const args = [...verb, name, chart, "--namespace", namespace, "--kubeconfig", cluster.kubeconfigPath, "--wait"];
  const helm = spawn(tools.helm, args, { stdio: "ignore" });
  try {
    while (helm.exitCode === null && !(await hangs({ tools, cluster }, name, namespace))) await sleep(20);
  } finally {
    helm.kill("SIGKILL");
    if (helm.exitCode === null && helm.signalCode === null) await once(helm, "exit");
  }
}
