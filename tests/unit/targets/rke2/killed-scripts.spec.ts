import assert from "node:assert/strict";
import type { Deployed } from "../../../helpers/deploy";
import { rke2 } from "./cluster";
import { Host } from "./host";

/** The kernel settings that are set. */
const SYSCTLS = [
  ...["net.bridge.bridge-nf-call-iptables", "net.bridge.bridge-nf-call-ip6tables", "net.ipv4.ip_forward"],
  ...["vm.panic_on_oom", "vm.overcommit_memory", "kernel.panic", "kernel.panic_on_oops"],
];

/** A machine on which every program that the preparation calls has an effect that can be seen. */
function machine(): Host {
  const host = new Host();
  const { root } = host;
  host.file("etc/fstab", "/dev/sda1 / ext4 defaults 0 1\n /swap.img none swap\n");
  host.file("proc/swaps", "Filename Type\n/swap.img file\n");
  host.file("etc/NetworkManager/conf.d/main.conf", "");
  host.file("etc/resolv.conf", "nameserver 127.0.0.53\n");
  for (const key of SYSCTLS) host.file(`state/${key}`, "5\n");
  host.file("state/ntp", "no\n");
  const see = (name: string, file: string): string =>
    `cat ${root}/${file} >${root}/state/${name} 2>/dev/null || rm -f ${root}/state/${name}`;
  host.double("swapoff", `echo 'Filename Type' >${root}/proc/swaps`);
  host.double(
    "swapon",
    `if grep -q '^ /swap' ${root}/etc/fstab; then printf 'Filename Type\\n/swap.img file\\n' >${root}/proc/swaps; fi`,
  );
  host.double(
    "sysctl",
    `case "$1" in -n) cat "${root}/state/$2" ;; -p) while IFS='=' read -r k v; do [ -z "$k" ] || echo "$v" >"${root}/state/$k"; done <"$2" ;; esac`,
  );
  host.double("id", `case "$1" in -u) echo 0 ;; *) [ -f ${root}/state/etcd ] ;; esac`);
  host.double("useradd", `: >${root}/state/etcd`);
  host.double("userdel", `rm ${root}/state/etcd`);
  host.double(
    "timedatectl",
    `case "$*" in *NTPSync*) echo no ;; show*) cat ${root}/state/ntp ;; "set-ntp true") echo yes >${root}/state/ntp ;; *) echo no >${root}/state/ntp ;; esac`,
  );
  host.double(
    "systemctl",
    `case "$*" in "restart systemd-resolved") ${see("resolved", "etc/systemd/resolved.conf.d/90-mlplatform-rke2.conf")} ;; ` +
      `"reload NetworkManager") ${see("network", "etc/NetworkManager/conf.d/90-mlplatform-rke2.conf")} ;; esac`,
  );
  return host;
}

describe("the scripts for machines of RKE2, killed between any two commands,", () => {
  let graph: Deployed;
  before(async () => {
    graph = await rke2({
      rke2: { prepareHosts: true, cisProfile: true, hostEntries: { worker: "10.0.0.2" }, nameservers: ["8.8.8.8"] },
    });
  });
  const prepare = ["ml-s1-prepare", "prepare"] as const;
  const clean = ["ml-s1-check", "clean", ""] as const;
  const succeeds = (host: Host, ...[command, ...args]: readonly [string, ...string[]]): void => {
    const { status, stderr } = host.run(graph, command, ...args);
    assert.equal(status, 0, stderr);
  };

  it("prepare the machine the next time", () => {
    const whole = machine();
    const steps = whole.stepsWithChanges(graph, ...prepare);
    const prepared = whole.state();
    assert.ok(steps.length > 10, String(steps));
    for (const at of steps) {
      const host = machine();
      host.killed(at, graph, ...prepare);
      succeeds(host, ...prepare);
      assert.deepEqual(host.state(), prepared, `killed before command ${String(at)}`);
    }
  });

  it("leave the machine as it was, if nothing else runs than what undoes them", () => {
    const before = machine().state();
    for (const at of machine().stepsWithChanges(graph, ...prepare)) {
      const host = machine();
      host.killed(at, graph, ...prepare);
      succeeds(host, ...clean);
      assert.deepEqual(host.state(), before, `killed before command ${String(at)}`);
    }
  });

  it("go on with undoing", () => {
    const before = machine().state();
    const prepared = (): Host => {
      const host = machine();
      succeeds(host, ...prepare);
      return host;
    };
    const steps = prepared().stepsWithChanges(graph, ...clean);
    assert.ok(steps.length > 10, String(steps));
    for (const at of steps) {
      const host = prepared();
      host.killed(at, graph, ...clean);
      succeeds(host, ...clean);
      assert.deepEqual(host.state(), before, `killed before command ${String(at)}`);
    }
  });
});
