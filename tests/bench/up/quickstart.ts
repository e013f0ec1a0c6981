import { execFile } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { charts, type ChartName } from "../../../components/shared/pinned-charts";
import { locateContracts } from "../../contracts/contracts-dir";
import type { TestCluster } from "../../engine/cluster";
import { toolchain } from "../../engine/toolchain";

/**
 * Runs the quickstart's commands one after another, each with `--wait`, because the next one needs what the one before installs.
 * Returns the milliseconds that they took.
 */
export async function runQuickstart(cluster: TestCluster, chartFolder: string): Promise<number> {
  const place = locateContracts(process.env);
  if ("absent" in place) throw new Error(place.absent);
  const guide = join(place.dir, "guides/quickstart");
  const { helm } = await toolchain();
  const env = { ...process.env, KUBECONFIG: cluster.kubeconfigPath };
  const install = async (chart: ChartName, release: string, namespace: string, ...more: string[]) => {
    const args = ["upgrade", "--install", "--create-namespace", "--namespace", namespace, ...more, "--wait", release];
    await promisify(execFile)(helm, [...args, packageOf(chart, chartFolder)], { env });
  };
  const apply = (file: string, ...more: string[]) => cluster.kubectl("apply", "-f", join(guide, file), ...more);

  const start = performance.now();
  // The stand-in of the chart has no frr-k8s, which the quickstart does not use. Without its pods, the command is faster than the real one.
  await install("metallb", "metallb", "metallb-system", "--set", "frrk8s.enabled=false");
  await apply("metallb.yaml");
  await install("istio-base", "istio-base", "istio-system");
  await install("istiod", "istiod", "istio-system");
  await install("istio-gateway", "istio-ingressgateway", "istio-system");
  await apply("gateway.yaml");
  await apply("ingressclass.yaml");
  await install("jupyterhub", "jupyterhub", "jupyterhub-system", "--values", join(guide, "jupyterhub-config.yaml"));
  await install(
    ...(["seldon-core-operator", "seldon-core-operator", "seldon-system"] as const),
    ...["--set", "usageMetrics.enabled=true", "--set", "istio.enabled=true"],
  );
  writeFileSync(join(chartFolder, "further.json"), JSON.stringify({ apiVersion: "v1", kind: "List", items: FURTHER }));
  await cluster.kubectl("apply", "-f", join(chartFolder, "further.json"));
  await cluster.kubectl("rollout", "status", "deployment/nginx", "--timeout=120s");
  await apply("ingress-nginx-annotation.yaml");
  await cluster.kubectl("wait", "sdep/iris", "--for=jsonpath={.status.state}=Available", "--timeout=180s");
  return performance.now() - start;
}

/** The packaged chart that the program installs too. */
function packageOf(chart: ChartName, folder: string): string {
  const { chart: name, version } = charts[chart];
  const file = `${name}-${version}.tgz`;
  if (!readdirSync(folder).includes(file)) throw new Error(`${folder} has no ${file}`);
  return join(folder, file);
}

const nginx = { app: "nginx" };

/** What the program `k3d` has besides the files of the quickstart: a web server, and two versions of a model. */
const FURTHER = [
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "nginx" },
    spec: {
      selector: { matchLabels: nginx },
      template: { metadata: { labels: nginx }, spec: { containers: [{ name: "nginx", image: "nginx:1.29" }] } },
    },
  },
  { apiVersion: "v1", kind: "Service", metadata: { name: "nginx" }, spec: { selector: nginx, ports: [{ port: 80 }] } },
  {
    apiVersion: "machinelearning.seldon.io/v1",
    kind: "SeldonDeployment",
    metadata: { name: "iris" },
    spec: {
      predictors: [
        { name: "main", traffic: 75, modelUri: "gs://seldon-models/v1.17.1/sklearn/iris" },
        { name: "canary", traffic: 25, modelUri: "gs://seldon-models/v1.18.2/sklearn/iris" },
      ].map(({ name, traffic, modelUri }) => ({
        name,
        traffic,
        graph: { name, implementation: "SKLEARN_SERVER", modelUri },
      })),
    },
  },
];
