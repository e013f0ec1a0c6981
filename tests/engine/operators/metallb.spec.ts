import assert from "node:assert/strict";
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
    await bench.install("metallb", "metallb", { frrk8s: { enabled: false } }, "metallb-system");
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
    await bench.apply([
      pool("general", { addresses: ["172.25.1.1-172.25.1.2"] }),
      pool("reserved", { addresses: ["172.25.2.0/30"], autoAssign: false }),
      service("first"),
      service("second"),
      service("chosen", { "metallb.io/loadBalancerIPs": "172.25.2.2" }),
    ]);
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
