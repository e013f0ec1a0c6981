import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { locateContracts } from "../../contracts/contracts-dir";
import { ChartBench } from "./chart-bench";
import type { ControllerProcess } from "./controller-process";
import { startMetalLb } from "./metallb";

describe("MetalLB's controller", function () {
  this.timeout(300_000);
  let bench: ChartBench;
  let metalLb: ControllerProcess | undefined;
  before(async function () {
    this.timeout(30 * 60_000); // a cold cache
    bench = await ChartBench.start({ loadBalancers: false });
    metalLb = await startMetalLb(bench.cluster);
    await bench.apply(...definitions(), ...installation);
    await bench.cluster.kubectl("wait", "crd", "--all", "--for=condition=Established", "--timeout=60s");
  });
  after(async () => {
    await metalLb?.stop();
    await bench.stop();
  });

  const service = (name: string, annotations: Record<string, string> = {}) => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace: "default", annotations },
    spec: { type: "LoadBalancer", ports: [{ name: "http", port: 80 }], selector: { app: name } },
  });
  const address = async (name: string) => {
    const ip = "jsonpath={.status.loadBalancer.ingress[0].ip}";
    await bench.cluster.kubectl("wait", `service/${name}`, `--for=${ip}`, "--timeout=90s");
    return bench.cluster.kubectl("get", `service/${name}`, "-o", ip);
  };

  it("gives each load balancer an address of a pool, and one from a pool that is asked for", async () => {
    await bench.apply(
      pool("general", { addresses: ["172.25.1.1-172.25.1.2"] }),
      pool("reserved", { addresses: ["172.25.2.0/30"], autoAssign: false }),
      service("first"),
      service("second"),
      service("chosen", { "metallb.io/loadBalancerIPs": "172.25.2.2" }),
    );
    assert.deepEqual([await address("first"), await address("second")].sort(), ["172.25.1.1", "172.25.1.2"]);
    assert.equal(await address("chosen"), "172.25.2.2");
  });

  it("gives an address again when it is free", async () => {
    const freed = await address("first");
    await bench.cluster.kubectl("delete", "service/first");
    await bench.apply(service("third"));
    assert.equal(await address("third"), freed);
  });
});

const pool = (name: string, spec: object) => ({
  apiVersion: "metallb.io/v1beta1",
  kind: "IPAddressPool",
  metadata: { name, namespace: "metallb-system" },
  spec,
});

/** The controller watches more kinds than the contract data has; of those it matters only that they are served. */
function definitions(): object[] {
  const place = locateContracts(process.env);
  if ("absent" in place) throw new Error(place.absent);
  const folder = join(place.dir, "metallb", "crds");
  const real = readdirSync(folder).map((name) => parse(readFileSync(join(folder, name), "utf8")) as object);
  const others = {
    bfdprofiles: "BFDProfile",
    communities: "Community",
    configurationstates: "ConfigurationState",
    servicebgpstatuses: "ServiceBGPStatus",
    servicel2statuses: "ServiceL2Status",
  };
  const schema = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };
  const version = { name: "v1beta1", served: true, storage: true, subresources: { status: {} }, schema };
  return [
    ...real,
    ...Object.entries(others).map(([plural, kind]) => ({
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: `${plural}.metallb.io` },
      spec: { group: "metallb.io", scope: "Namespaced", names: { kind, plural }, versions: [version] },
    })),
  ];
}

/** The pod beside which the controller runs. */
const labels = { "app.kubernetes.io/name": "metallb", "app.kubernetes.io/component": "controller" };
const installation = [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "metallb-system" } },
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "metallb-controller", namespace: "metallb-system" },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: "controller", image: "quay.io/metallb/controller:v0.16.1" }] },
      },
    },
  },
];
