import assert from "node:assert/strict";
import { Rke2Role, type Rke2ClusterArgs, type Rke2NodeArgs } from "../../../components";
import { skipWithoutHosts } from "../hosts/skip-without-hosts";
import { skipAfterFailure } from "../skip-after-failure";
import { Rke2Bench } from "./rke2-bench";

const PREFIX = "198.18.13";
const S1: Rke2NodeArgs = { address: `${PREFIX}.11`, hostname: "s1", role: Rke2Role.Server };
const G1: Rke2NodeArgs = {
  address: `${PREFIX}.21`,
  hostname: "g1",
  role: Rke2Role.Agent,
  gpu: { type: "nvidia-l4", count: 2 },
  taints: [{ key: "team", value: "vision", effect: "NoSchedule" as never }],
};
const CLUSTER: Rke2ClusterArgs = { nodes: [S1, G1], version: "v1.35.7+rke2r1", prepareHosts: true, cisProfile: true };
const PLUGIN = "/apis/apps/v1/namespaces/kube-system/daemonsets/nvidia-device-plugin";

describe("a cluster of RKE2 with the CIS profile and GPUs", () => {
  skipAfterFailure(); // each starts from what the one before left
  let bench: Rke2Bench;

  before(async function () {
    await skipWithoutHosts(this);
    const hosts = [S1, G1].map(({ address, hostname = "" }) => ({ address, hostname }));
    bench = await Rke2Bench.start({ hosts, prefix: PREFIX, charts: true });
  });
  after(() => (bench as Rke2Bench | undefined)?.stop());

  const host = (name: string) => bench.rke2.hosts.named(name);
  const up = () => bench.up(CLUSTER, { mirror: bench.mirror });
  const settings = async (name: string): Promise<string> =>
    (
      await host(name).run("sysctl -n vm.overcommit_memory kernel.panic; id -u etcd 2>/dev/null || echo no etcd")
    ).trim();

  it("refuses a machine without NVIDIA's driver and runtime, and touches none", async () => {
    const message = await bench.refusal(CLUSTER, { mirror: bench.mirror });
    assert.match(message, /^g1 \(198\.18\.13\.21\): gpu needs NVIDIA's driver\. /m);
    assert.match(message, /^g1 \(198\.18\.13\.21\): gpu needs NVIDIA's container runtime\. /m);
    for (const name of ["s1", "g1"]) assert.deepEqual(await host(name).leftovers(), [], name);
  });

  it("has the profile's user and kernel settings, and NVIDIA's runtime and device plugin for the GPUs", async () => {
    const programs = "nvidia-smi nvidia-container-runtime";
    await host("g1").run(
      `for name in ${programs}; do printf '#!/bin/sh\\n' >/usr/bin/$name; chmod 755 /usr/bin/$name; done`,
    );
    await up();
    const config = async (name: string) => (await host(name).read("/etc/rancher/rke2/config.yaml")).split("\n");
    assert.ok((await config("s1")).includes('profile: "cis"'));
    for (const line of [
      'profile: "cis"',
      'default-runtime: "nvidia"',
      'node-taint: ["nvidia.com/gpu=present:NoSchedule","team=vision:NoSchedule"]',
      'node-label: ["nvidia.com/gpu.present=true","accelerator=nvidia-l4"]',
    ]) {
      assert.ok((await config("g1")).includes(line), `${line} in\n${(await config("g1")).join("\n")}`);
    }
    assert.ok(!(await config("s1")).some((line) => line.startsWith("default-runtime")));
    assert.match(await settings("s1"), /^1\n10\n\d+$/);
    assert.equal(await settings("g1"), "1\n10\nno etcd");
    for (const name of ["s1", "g1"]) {
      const written = await host(name).read("/etc/sysctl.d/90-mlplatform-rke2.conf");
      assert.match(
        written,
        /^vm\.panic_on_oom=0\nvm\.overcommit_memory=1\nkernel\.panic=10\nkernel\.panic_on_oops=1\n/m,
      );
    }

    const plugin = (await bench.rke2.cluster.api.get(PLUGIN)) as DaemonSet;
    const { nodeSelector, tolerations } = plugin.spec.template.spec;
    assert.deepEqual(
      tolerations.map(({ key }) => key),
      ["CriticalAddonsOnly", "nvidia.com/gpu", "team"],
    );
    const node = (await bench.rke2.cluster.api.get("/api/v1/nodes/g1")) as Node;
    assert.deepEqual(
      Object.entries(nodeSelector ?? {}).filter(([key, value]) => node.metadata.labels[key] !== value),
      [],
    );
    assert.deepEqual((await bench.stack.up()).changes(), {});
  });

  it("is destroyed without the user and with the kernel settings of before", async () => {
    await bench.stack.destroy();
    await host("g1").run("rm /usr/bin/nvidia-smi /usr/bin/nvidia-container-runtime");
    const [overcommit, panic] = ["vm/overcommit_memory", "kernel/panic"];
    const before = (await host("s1").run(`cat /proc/sys/${overcommit} /proc/sys/${panic}`)).trim();
    for (const name of ["s1", "g1"]) {
      assert.equal(await settings(name), `${before}\nno etcd`);
      // Programs that change users keep what was before beside each file.
      const left = (await host(name).leftovers()).filter((path) => !/^\/etc\/(.*-|\.pwd\.lock)$/.test(path));
      assert.deepEqual(left, [], name);
    }
  });
});

interface DaemonSet {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly nodeSelector?: Readonly<Record<string, string>>;
        readonly tolerations: readonly { readonly key: string }[];
      };
    };
  };
}

interface Node {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
}
