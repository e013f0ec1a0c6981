import * as pulumi from "@pulumi/pulumi";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  IngressLayer,
  MlCluster,
  ModelDeployment,
  ModelServer,
  ParameterType,
  Route,
  SeldonCore,
} from "../../../components";
import { assembleCharts, packageCharts } from "../../contracts/charts/assemble";
import { CERTIFICATE, KEY, OTHER_KEY } from "../../unit/ingress-layer/certificates";
import { serveCharts } from "../charts/chart-repository";
import { startCluster, type TestCluster } from "../cluster";
import { startSeldonOperator } from "../operators/seldon-operator";
import { kubernetesPlugin } from "../providers/plugin";
import { engineStack, type EngineStack } from "../stack/engine-stack";
import { programEnds } from "../stack/program-ended";
import { toolchain } from "../toolchain";
import { credentialsIn } from "./run-program";

/** What the program sets in its secret inputs. */
const INPUTS = ["istiod", "operator", "bgp-password", "parameter", "header"] as const;
const marker = (input: string, run: number): string => `MARKER-${input}-${String(run)}-x7k2p9`;

/** Every component, with a secret in each input that can hold one; another one in each run, so that resources are updated. */
const platform = (cluster: TestCluster, mirror: string, run: number) => () => {
  const secret = (input: (typeof INPUTS)[number]) => pulumi.secret(marker(input, run));
  const { kubeconfig, context } = cluster;
  const existing = { kubeconfig: pulumi.secret(kubeconfig), context, providesLoadBalancers: false };
  const ml = new MlCluster("ml", { existing, kubernetesVersion: "1.36" });
  const k8s = { provider: ml.provider };
  const peer = { address: "192.168.10.1", asn: 64512, myAsn: 64513, password: secret("bgp-password") };
  const ingress = new IngressLayer(
    "ingress",
    {
      cluster: ml,
      istio: {},
      hosts: ["models.example.org", "*.ml.example.org"],
      tls: { secret: { certificate: CERTIFICATE, key: pulumi.secret(KEY) } },
      sourceRanges: ["203.0.113.0/24"],
      metallb: { pools: { lan: { addresses: ["172.25.1.1-172.25.1.100"] } }, bgpPeers: { router: peer } },
      charts: { istiod: { values: { env: { MARKER: secret("istiod") } } } },
      mirror,
    },
    k8s,
  );
  const charts = { "seldon-core-operator": { values: { marker: secret("operator") } } };
  const seldon = new SeldonCore("seldon", { cluster: ml, ingress, modelNamespaces: ["models"], charts, mirror }, k8s);
  const parameters = [{ name: "token", value: secret("parameter"), type: ParameterType.String }];
  const graph = { name: "model", server: ModelServer.Sklearn, modelUri: "gs://bucket/model", parameters };
  const predictors = [{ name: "main", graph }];
  new ModelDeployment("iris", { seldon, namespace: "models", predictors, wait: false }, k8s);
  const service = { name: "proxy-public", port: 80 };
  const requestHeaders = { set: { Authorization: secret("header") } };
  const route = { ingress, namespace: "istio-system", host: "lab.ml.example.org", service, requestHeaders };
  new Route("notebooks", route, k8s);
  return Promise.resolve({ kubeconfig: ml.kubeconfig });
};

describe("the events of the engine", () => {
  const folder = mkdtempSync(join(tmpdir(), "mlplatform-events-"));
  const endings: (() => Promise<void>)[] = [];
  let cluster: TestCluster;
  let mirror: string;
  let stack: EngineStack;

  before(async () => {
    cluster = await startCluster();
    endings.push(() => cluster.stop());
    const tools = await toolchain();
    await packageCharts(await assembleCharts(join(folder, "charts")), tools.helm, folder);
    const charts = await serveCharts(folder);
    endings.push(() => charts.stop());
    mirror = charts.url;
    const operator = await startSeldonOperator(cluster);
    endings.push(() => operator.stop());
    stack = await engineStack({
      project: "mlplatform",
      program: platform(cluster, mirror, 1),
      providers: [kubernetesPlugin(tools)],
    });
    endings.push(() => stack.dispose());
  });

  after(async () => {
    for (const end of endings.reverse()) await end();
    rmSync(folder, { recursive: true });
  });

  /**
   * The events of an operation as text, without debug messages: Pulumi's SDK (3.248, runtime/resource.js) puts the whole answer of
   * the engine into one, secrets too, whatever the program does. They are shown with `pulumi up --debug` only.
   */
  async function eventsOf(operation: "preview" | "up" | "destroy", run: number): Promise<string> {
    const events: EngineEvent[] = [];
    const onEvent = (event: EngineEvent) => void events.push(event);
    const ended = programEnds();
    stack.program = platform(cluster, mirror, run);
    await stack.automation[operation]({ onEvent, color: "never" }).finally(() => ended.wait());
    return JSON.stringify(
      events.filter(({ diagnosticEvent }) => (diagnosticEvent?.severity as string | undefined) !== "debug"),
    );
  }

  /** Lines of a key that no public text has. */
  const bodyOf = (key: string): string[] => key.split("\n").filter((line) => line.length > 60);

  /** What is found of the secrets of both runs, as it is and in base64. */
  function secretsIn(text: string): string[] {
    const secrets = [
      ...INPUTS.flatMap((input) => [1, 2].map((run) => marker(input, run))),
      ...[...bodyOf(KEY).slice(0, 1), ...bodyOf(OTHER_KEY).slice(0, 1)],
      ...credentialsIn(cluster.kubeconfigPath),
    ];
    return secrets.filter(
      (one) => text.includes(one) || text.includes(Buffer.from(one).toString("base64").slice(0, -4)),
    );
  }

  for (const [operation, run, part] of [
    ["preview", 1, "the first preview"],
    ["up", 1, "the creation"],
    ["preview", 2, "the preview of an update"],
    ["up", 2, "an update of every secret"],
    ["destroy", 2, "the destroy"],
  ] as const) {
    it(`hold none of the secrets that the inputs hold, in ${part}`, async () => {
      const text = await eventsOf(operation, run);
      for (const name of ["ingress-istiod", "ingress-bgp-peer-router-password", "seldon", "iris", "notebooks"]) {
        assert.ok(text.includes(`::${name}"`), `no event is about ${name}`);
      }
      assert.deepEqual(secretsIn(text), []);
    });
  }
});
