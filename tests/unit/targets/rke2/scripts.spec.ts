import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, statSync } from "node:fs";
import path from "node:path";
import type { Deployed } from "../../../helpers/deploy";
import { HOST_KEY, NODES, rke2 } from "./cluster";
import { Host } from "./host";

const [OLD, NEW] = ["v1.35.7+rke2r1", "v1.36.3+rke2r1"];
const CONFIG = "etc/rancher/rke2/config.yaml";
const OWN = "var/lib/mlplatform-rke2";

describe("the scripts for machines of RKE2", () => {
  let graph: Deployed;
  let host: Host;
  before(async () => void (graph = await rke2({ rke2: { prepareHosts: true, hostEntries: { worker: "10.0.0.2" } } })));
  beforeEach(() => (host = new Host()));

  /** A machine on which the agent runs. */
  const started = (): void => {
    host.double("sh", `exec /bin/sh "$@"`);
    host.installed(OLD);
    host.file(`${OWN}/owner`, "5eed a1\n");
    host.file(`${OWN}/installed`, `${OLD}\n`);
    const { status, stderr } = host.run(graph, "ml-a1", "start", OLD, "");
    assert.equal(status, 0, stderr);
    host.file("active", "");
    host.calls();
  };

  describe("that change the machine", () => {
    const install = () => host.run(graph, "ml-a1-install", "install", OLD, "");
    beforeEach(() => {
      host.installed(OLD);
      host.file(`${OWN}/owner`, "5eed a1\n");
      host.file(`${OWN}/installed`, `${OLD}\n`);
    });

    it("wait for what an interrupted run has started", async () => {
      const left = spawn("flock", [
        path.join(host.root, "var/lib"),
        "sh",
        "-c",
        `echo; sleep 1; echo ended >>${host.root}/calls`,
      ]);
      await once(left.stdout, "data");
      const { status, stderr } = install();
      assert.equal(status, 0, stderr);
      assert.match(stderr, /^a1 \(10\.0\.0\.2\): waits for what an interrupted run has started on it$/m);
      assert.equal(host.calls()[0], "ended");
      assert.doesNotMatch(install().stderr, /waits/);
    });

    it("say what to do if that does not end", () => {
      host.double("flock", "exit 1");
      const { status, stderr } = install();
      assert.equal(status, 1);
      assert.match(stderr, /still at work on it\. End it, which ps -ef shows as sh -s --, and run again\.$/m);
      assert.deepEqual(host.calls(), ["flock -n 9", "flock -w 1800 9"]);
    });

    it("alone wait: others only read", () => {
      host.double("flock", "exit 1");
      assert.equal(host.run(graph, "ml-a1-check", "host_name").status, 0);
    });

    it("do without the program flock", () => {
      host.isolate();
      for (const program of ["mkdir", "cat", "sed", "head", "rm", "tail"])
        host.double(program, `PATH=/usr/bin:/bin exec ${program} "$@"`);
      assert.deepEqual({ ...install() }, { status: 0, stdout: "", stderr: "" });
    });
  });

  describe("check", () => {
    it("prints the host name, in lower case, and nothing else", () => {
      assert.deepEqual({ ...host.run(graph, "ml-s1-check", "check") }, { status: 0, stdout: "s1\n", stderr: "" });
    });

    it("tells all that is missing at once, with the name of the node", async () => {
      host.file("proc/net/tcp", "0: 00000000:192B 00000000:0000 0A\n");
      host.file("etc/kubernetes/kubelet.conf", "");
      host.double("df", "echo head; echo 'x 9 9 1048576 1% /'");
      host.double("timedatectl", "echo no");
      host.double("modprobe", "exit 1");
      host.double("sysctl", "echo 2");
      host.double("id", '[ "$1" = -u ] && echo 0');
      const unprepared = await rke2({ rke2: { cisProfile: true } });
      const { status, stdout, stderr } = host.run(unprepared, "ml-s1-check", "check");
      assert.deepEqual([status, stdout], [1, ""]);
      const told = stderr
        .trim()
        .split("\n")
        .filter((line) => !line.includes("kernel has no module"));
      assert.deepEqual(
        told.map((line) => line.replace("s1 (10.0.0.1): ", "")),
        [
          "nothing synchronizes its clock. Run timedatectl set-ntp true, or write prepareHosts: true.",
          "something else listens at its port 6443, which RKE2 needs.",
          "has 1 GiB free at /var/lib, and RKE2 needs at least 5.",
          "a node of kubeadm is on this machine. Remove it with kubeadm reset.",
          "cisProfile needs a user etcd. Run useradd -r -c 'etcd user' -s /sbin/nologin -M etcd -U, or write prepareHosts: true.",
          ...["vm.panic_on_oom=0", "vm.overcommit_memory=1", "kernel.panic=10", "kernel.panic_on_oops=1"].map(
            (setting) =>
              `cisProfile needs the kernel setting ${setting}. Write it to /etc/sysctl.d/, or write prepareHosts: true.`,
          ),
        ],
      );
    });

    it("refuses a clock that is more than five minutes away from this machine's", () => {
      host.double("date", "echo 10000");
      const told = (...time: string[]): string => host.run(graph, "ml-s1-check", "check", ...time).stderr;
      for (const near of ["9700", "10300", ""]) assert.equal(told(near), "", near);
      const rest = "that of the machine that runs Pulumi, so certificates would not be valid. Set the wrong one.\n";
      assert.equal(told("9699"), `s1 (10.0.0.1): its clock is 301 seconds ahead of ${rest}`);
      assert.equal(told("10301"), `s1 (10.0.0.1): its clock is 301 seconds behind ${rest}`);
    });

    it("refuses what changes the routes of pods, and a port of etcd that is taken", () => {
      host.double("systemctl", `[ "$1 $2 $3" = "is-active --quiet nm-cloud-setup.timer" ]`);
      host.file("proc/net/tcp", "0: 00000000:094D 00000000:0000 0A\n");
      const { status, stderr } = host.run(graph, "ml-s1-check", "check");
      assert.deepEqual(
        [status, ...stderr.trim().split("\n")],
        [
          1,
          "s1 (10.0.0.1): something else listens at its port 2381, which RKE2 needs.",
          "s1 (10.0.0.1): its nm-cloud-setup changes the routes of pods. Run systemctl disable --now nm-cloud-setup.timer nm-cloud-setup.service.",
        ],
      );
      host.double("systemctl", "exit 1");
      assert.equal(host.run(graph, "ml-a1-check", "check").status, 0);
    });

    it("refuses a user that is not root, and a machine with RKE2 of another cluster", () => {
      host.installed(OLD);
      assert.match(
        host.run(graph, "ml-s1-check", "check").stderr,
        /^s1 \(10\.0\.0\.1\): RKE2 of another cluster is on it\./,
      );
      host.double("id", "echo 1000");
      assert.match(host.run(graph, "ml-s1-check", "check").stderr, /the user is not root/);
    });

    it("refuses a machine that is another node of the cluster", () => {
      started();
      host.file(`${OWN}/owner`, "5eed 10.0.0.2\n");
      assert.match(
        host.run(graph, "ml-a1-check", "check").stderr,
        /it already is the node 10\.0\.0\.2 of this cluster/,
      );
    });
  });

  describe("check, on a machine that is not new,", () => {
    const refusals = (): string[] => {
      const { status, stderr } = host.run(graph, "ml-s1-check", "check");
      return status === 0
        ? []
        : stderr
            .trim()
            .split("\n")
            .map((line) => line.replace("s1 (10.0.0.1): ", ""));
    };

    it("accepts registries, manifests and images for RKE2, and a disk for its folder", () => {
      host.file("etc/rancher/rke2/registries.yaml", "mirrors: {}\n");
      host.file("var/lib/rancher/rke2/server/manifests/canal.yaml", "");
      host.file("var/lib/rancher/rke2/agent/images/all.tar.zst", "");
      assert.deepEqual(refusals(), []);
      assert.equal(host.run(graph, "ml-s1-prepare", "prepare").status, 0);
    });

    for (const left of ["etc/rancher/rke2/config.yaml", "var/lib/rancher/rke2/server/db/x", "usr/local/bin/rke2"])
      it(`refuses one with ${left}`, () => {
        if (left.endsWith("/rke2")) host.double("rke2", ":", path.join(host.root, path.dirname(left)));
        else host.file(left, "");
        assert.deepEqual(refusals(), [
          "RKE2 of another cluster is on it. Remove that with rke2-uninstall.sh, or use another machine.",
        ]);
      });

    it("refuses a node of RKE", () => {
      host.file("etc/kubernetes/ssl/kubecfg-kube-node.yaml", "");
      assert.deepEqual(refusals(), [
        "a node of RKE is on this machine. Remove it with rke remove, which deletes its data.",
      ]);
    });

    it("looks for free space on the disk of RKE2", () => {
      host.file("var/lib/rancher/rke2/agent/images/all.tar.zst", "");
      host.double(
        "df",
        `case "$2" in */var/lib/rancher/rke2) echo h; echo 'x 9 9 9999999 1% /' ;; *) echo h; echo 'x 9 9 1 1% /' ;; esac`,
      );
      assert.deepEqual(refusals(), []);
    });

    it("refuses a host name that no node can have", async () => {
      const unnamed = await rke2({ rke2: { nodes: [{ ...NODES[0], hostname: undefined }, NODES[1]] as never } });
      for (const name of ["a".repeat(64), "node_1", "localhost.localdomain", "-a"]) {
        host.double("uname", `case "$1" in -n) echo ${name} ;; *) exec /bin/uname "$@" ;; esac`);
        assert.match(host.run(unnamed, "ml-10.0.0.1-check", "check").stderr, /is no name for a node/, name);
      }
    });
  });

  describe("prepare", () => {
    it("needs no file of a module that is built into the kernel", () => {
      host.double("modprobe", "exit 1");
      const { status, stderr } = host.run(graph, "ml-s1-prepare", "prepare");
      assert.equal(status, 1);
      assert.match(stderr, /its kernel has no module overlay/);
      for (const name of ["overlay", "br_netfilter"]) host.file(`sys/module/${name}/refcnt`, "0");
      assert.equal(host.run(graph, "ml-s1-prepare", "prepare").status, 0);
    });

    it("remembers the kernel settings of cisProfile, also if that comes later", async () => {
      host.double("sysctl", `[ "$1" != -n ] || echo 7`);
      host.run(graph, "ml-a1-prepare", "prepare");
      const cis = await rke2({ rke2: { prepareHosts: true, cisProfile: true } });
      for (const time of ["first", "second"]) assert.equal(host.run(cis, "ml-a1-prepare", "prepare").status, 0, time);
      assert.deepEqual(host.read(`${OWN}/sysctls`).trim().split("\n"), [
        "net.bridge.bridge-nf-call-iptables=7",
        "net.bridge.bridge-nf-call-ip6tables=7",
        "net.ipv4.ip_forward=7",
        "vm.panic_on_oom=7",
        "vm.overcommit_memory=7",
        "kernel.panic=7",
        "kernel.panic_on_oops=7",
      ]);
    });

    it("writes a plain resolv.conf if only the folder of resolvconf is left", async () => {
      host.file("etc/resolvconf/resolv.conf.d/head", "");
      host.file("etc/resolv.conf", "nameserver 1.1.1.1\n");
      rmSync(path.join(host.root, "doubles/resolvconf"));
      const resolving = await rke2({ rke2: { prepareHosts: true, nameservers: ["8.8.8.8"] } });
      host.double("systemctl", "exit 1");
      assert.equal(host.run(resolving, "ml-a1-prepare", "prepare").status, 0);
      assert.match(host.read("etc/resolv.conf"), /^# mlplatform-rke2 begin\nnameserver 8\.8\.8\.8\n/);
    });

    it("changes the machine once, and undoes all of it", () => {
      host.file("etc/fstab", "/dev/sda1 / ext4 defaults 0 1\n/swap.img none swap sw 0 0\n");
      host.file("proc/swaps", "Filename Type\n/swap.img file\n");
      host.double("sysctl", `[ "$1" != -n ] || echo 0`);
      const before = [host.read("etc/fstab"), host.read("etc/hosts")];
      for (const time of ["first", "second"]) {
        assert.equal(host.run(graph, "ml-s1-prepare", "prepare").status, 0, time);
        assert.equal(
          host.read("etc/fstab"),
          "/dev/sda1 / ext4 defaults 0 1\n# mlplatform-rke2: /swap.img none swap sw 0 0\n",
        );
        assert.equal(
          host.read("etc/hosts"),
          "127.0.0.1 localhost\n# mlplatform-rke2 begin\n10.0.0.2 worker\n# mlplatform-rke2 end\n",
        );
      }
      assert.ok(host.calls().includes("swapoff -a"));
      assert.deepEqual(host.list("etc/sysctl.d"), ["90-mlplatform-rke2.conf"]);
      assert.equal(host.run(graph, "ml-s1-check", "clean", "").status, 0);
      assert.deepEqual([host.read("etc/fstab"), host.read("etc/hosts")], before);
      assert.deepEqual([host.list("etc/sysctl.d"), host.list("etc/modules-load.d"), host.has(OWN)], [[], [], false]);
      assert.ok(host.calls().includes("swapon -a"));
    });

    it("keeps NetworkManager off the interfaces of every network plugin, until it is undone", () => {
      host.file("etc/NetworkManager/conf.d/own.conf", "");
      assert.equal(host.run(graph, "ml-s1-prepare", "prepare").status, 0);
      assert.equal(
        host.read("etc/NetworkManager/conf.d/90-mlplatform-rke2.conf"),
        "[keyfile]\nunmanaged-devices=interface-name:cali*;interface-name:flannel*;interface-name:cilium*;interface-name:tunl*;" +
          "interface-name:vxlan.calico;interface-name:vxlan-v6.calico;interface-name:wireguard.cali;interface-name:wg-v6.cali\n",
      );
      assert.equal(host.run(graph, "ml-s1-prepare", "undo").status, 0);
      assert.deepEqual(host.list("etc/NetworkManager/conf.d"), ["own.conf"]);
      assert.equal(host.calls().filter((call) => call === "systemctl reload NetworkManager").length, 2);
    });

    it("keeps kernel settings as long as RKE2 runs", () => {
      started();
      host.run(graph, "ml-a1-prepare", "prepare");
      host.calls();
      assert.equal(host.run(graph, "ml-a1-prepare", "undo").status, 0);
      assert.deepEqual(
        host.calls().filter((call) => call.startsWith("sysctl")),
        [],
      );
      assert.deepEqual(host.list("etc/sysctl.d"), []);
    });
  });

  describe("start", () => {
    it("installs the release, writes config.yaml for root alone, and starts the service", () => {
      host.double(
        "sh",
        `case "$1" in */install.sh) echo "$INSTALL_RKE2_TYPE $INSTALL_RKE2_VERSION" >>'${host.root}/calls'; ` +
          `printf '#!/bin/sh\\necho "rke2 version ${OLD} (a)"' >'${host.root}/usr/local/bin/rke2'; ` +
          `chmod 755 '${host.root}/usr/local/bin/rke2' ;; *) exec /bin/sh "$@" ;; esac`,
      );
      assert.equal(host.run(graph, "ml-a1", "start", OLD, "").status, 0);
      assert.deepEqual(
        host
          .calls()
          .filter((call) => !call.startsWith("sh -s"))
          .map((call) => call.replace(/ --retry.*-o/, " -o")),
        [
          "curl -sfL -o /var/lib/mlplatform-rke2/install.sh https://get.rke2.io",
          "sh /var/lib/mlplatform-rke2/install.sh",
          `agent ${OLD}`,
          "systemctl enable rke2-agent",
          "systemctl start rke2-agent",
        ],
      );
      assert.equal(
        host.read(CONFIG),
        'token: "a value"\nserver: "https://10.0.0.1:9345"\nnode-name: "a1"\n'.replace(
          "a value",
          host.read(CONFIG).split('"')[1] ?? "",
        ),
      );
      assert.equal(statSync(path.join(host.root, CONFIG)).mode & 0o777, 0o600);
      assert.deepEqual(host.list(OWN), ["config", "installed", "owner", "role", "running"]);
    });

    it("installs from copied files, and keeps those of this release alone", () => {
      const files = path.join(host.root, "files");
      for (const release of [OLD, NEW]) host.file(`files/${release}/install.sh`, "");
      host.file(`${OWN}/owner`, "5eed a1\n");
      host.double(
        "sh",
        `case "$1" in */install.sh) echo "$INSTALL_RKE2_TYPE $INSTALL_RKE2_ARTIFACT_PATH" >>'${host.root}/calls' ;; *) exec /bin/sh "$@" ;; esac`,
      );
      host.installed(OLD);
      const { status, stderr } = host.run(graph, "ml-a1-install", "install", OLD, path.join(files, OLD));
      assert.equal(status, 0, stderr);
      const called = host.calls().filter((call) => /^(agent|curl) /.test(call));
      assert.deepEqual([called, host.list("files")], [[`agent /files/${OLD}`], [OLD]]);
    });

    it("goes on after a start that failed, without installing again", () => {
      host.double("sh", `exec /bin/sh "$@"`);
      host.installed(OLD);
      host.double("sleep");
      host.double("systemctl", `[ "$1" != start ]`);
      host.file(`${OWN}/owner`, "5eed a1\n");
      host.file(`${OWN}/installed`, `${OLD}\n`);
      const failed = host.run(graph, "ml-a1", "start", OLD, "");
      assert.equal(failed.status, 1);
      assert.match(failed.stderr, /^a1 \(10\.0\.0\.2\): rke2-agent does not start\./m);
      host.double("systemctl");
      assert.equal(host.run(graph, "ml-a1", "start", OLD, "").status, 0);
      assert.deepEqual(
        host.calls().filter((call) => call.startsWith("curl")),
        [],
      );
    });

    it("starts no second cluster beside servers that run", () => {
      host.double("sh", `exec /bin/sh "$@"`);
      host.installed(OLD);
      host.file(`${OWN}/owner`, "5eed s1\n");
      host.file(`${OWN}/installed`, `${OLD}\n`);
      const { status, stderr } = host.run(graph, "ml-s1", "start", OLD, "", "10.0.0.8");
      assert.equal(status, 1);
      assert.match(stderr, /is the first server in the list, but the server 10\.0\.0\.8 already runs/);
      assert.ok(!host.has(CONFIG));
    });
  });

  describe("configure", () => {
    it("restarts RKE2 for another setting, but not for another label", async () => {
      started();
      assert.equal(host.run(graph, "ml-a1", "configure").status, 0);
      const [server, agent] = NODES;
      const nodes = (more: object) => ({ rke2: { nodes: [server, { ...agent, ...more }] as typeof NODES as never } });
      host.run(await rke2(nodes({ labels: { zone: "b" } })), "ml-a1", "configure");
      const isRestart = (call: string): boolean => call === "systemctl restart rke2-agent";
      assert.deepEqual(host.calls().filter(isRestart), []);
      assert.match(host.read(CONFIG), /zone=b/);
      const other = await rke2(nodes({ config: { "kubelet-arg": ["max-pods=9"] } }));
      host.run(other, "ml-a1", "configure");
      host.run(other, "ml-a1", "configure");
      assert.equal(host.calls().filter(isRestart).length, 1);
    });

    it("refuses what a cluster keeps for life, another role, and a machine without RKE2", () => {
      assert.match(host.run(graph, "ml-a1", "configure").stderr, /RKE2 is not on this machine any more/);
      started();
      host.file(`${OWN}/role`, "server\n");
      assert.match(host.run(graph, "ml-a1", "configure").stderr, /is a running server, and its role cannot be changed/);
      host.file(`${OWN}/role`, "agent\n");
      host.file(CONFIG, 'node-name: "other"\n');
      assert.match(
        host.run(graph, "ml-a1", "configure").stderr,
        /its setting node-name is "other" and cannot become "a1"/,
      );
    });
  });

  describe("upgrade", () => {
    it("installs and restarts once, also if an earlier one stopped in between", () => {
      started();
      host.double("sh", `case "$1" in */install.sh) : ;; *) exec /bin/sh "$@" ;; esac`);
      host.installed(NEW);
      host.double("systemctl", "exit 1");
      host.double("sleep");
      assert.equal(host.run(graph, "ml-a1-upgrade", "upgrade", NEW, "").status, 1);
      host.double("systemctl");
      host.calls();
      assert.equal(host.run(graph, "ml-a1-upgrade", "upgrade", NEW, "").status, 0);
      assert.equal(host.run(graph, "ml-a1-upgrade", "upgrade", NEW, "").status, 0);
      assert.deepEqual(
        host.calls().filter((call) => call.startsWith("systemctl")),
        ["systemctl restart rke2-agent"],
      );
      assert.equal(host.read(`${OWN}/running`), `${NEW}\n`);
    });

    it("goes no step back", () => {
      started();
      const { status, stderr } = host.run(graph, "ml-a1-upgrade", "upgrade", "v1.35.6+rke2r1", "");
      assert.deepEqual([status, host.calls().filter((call) => call.startsWith("systemctl"))], [1, []]);
      assert.match(stderr, /runs RKE2 v1\.35\.7\+rke2r1, and cannot go back to v1\.35\.6\+rke2r1/);
    });
  });

  describe("for members", () => {
    const VERSION = `case "$*" in *kubeletVersion*) printf '${OLD}' ;; `;

    it("drain a node that others can stand in for, and let pods back", () => {
      host.kubectl(
        `${VERSION} "get nodes"*) printf 's1 \\na1 \\n' ;; *unschedulable*) : ;; *annotations*) printf yes ;; *conditions*) printf True ;; esac`,
      );
      const drained = host.run(graph, "ml-a1-drain", "drain", NEW);
      assert.equal(drained.status, 0, drained.stderr);
      const changesOf = (): string[] =>
        host
          .calls()
          .filter((call) => / (drain|uncordon|annotate|delete) /.test(call))
          .map((call) => call.replace(/^.*?kube-cache /, ""));
      assert.deepEqual(changesOf(), [
        "annotate node a1 --overwrite mlplatform-rke2/drained=yes",
        "drain a1 --ignore-daemonsets --delete-emptydir-data --force --timeout=600s",
      ]);
      assert.equal(host.run(graph, "ml-a1-uncordon", "uncordon", OLD).status, 0);
      assert.deepEqual(changesOf(), ["uncordon a1", "annotate node a1 mlplatform-rke2/drained-"]);
    });

    it("let pods back on a node that was drained for a release, if the former one is written again", () => {
      host.kubectl(`${VERSION} *annotations*) printf yes ;; esac`);
      assert.equal(host.run(graph, "ml-a1-drain", "drain", OLD).status, 0);
      const changed = host.calls().filter((call) => / (drain|uncordon|annotate) /.test(call));
      assert.deepEqual(
        changed.map((call) => call.replace(/^.*?kube-cache /, "")),
        ["uncordon a1", "annotate node a1 mlplatform-rke2/drained-"],
      );
    });

    it("drain no node that runs the release, no lone node, and none that would skip a minor version", () => {
      host.kubectl(`${VERSION} "get nodes"*) printf 's1 \\n' ;; esac`);
      assert.equal(host.run(graph, "ml-s1-drain", "drain", OLD).status, 0);
      assert.match(host.run(graph, "ml-s1-drain", "drain", NEW).stderr, /is not drained, as no other node/);
      const skipping = host.run(graph, "ml-s1-drain", "drain", "v1.37.1+rke2r1");
      assert.equal(skipping.status, 1);
      assert.match(skipping.stderr, /cannot skip a minor version to v1\.37\.1\+rke2r1\. Write 1\.36 first\./);
      assert.deepEqual(
        host.calls().filter((call) => call.includes(" drain ")),
        [],
      );
    });

    it("remove labels that are not wanted any more", async () => {
      const [server, agent] = NODES;
      const labelled = await rke2({ rke2: { nodes: [server, { ...agent, labels: { zone: "b" } }] as never } });
      host.kubectl(`case "$*" in *mlplatform-rke2/labels*-o*|*annotations*labels*) printf 'zone rack' ;; esac`);
      assert.equal(host.run(labelled, "ml-a1-member", "mark").status, 0);
      const changed = host.calls().filter((call) => / (label|taint|annotate) /.test(call));
      assert.deepEqual(
        changed.map((call) => call.replace(/^.*?kube-cache /, "")),
        [
          "label node a1 rack-",
          "label node a1 --overwrite zone=b",
          "annotate node a1 --overwrite mlplatform-rke2/labels=zone mlplatform-rke2/taints=",
        ],
      );
    });

    it("remove only taints that the node still has", () => {
      host.kubectl(
        `case "$*" in *annotations*taints*) printf 'a:NoSchedule b:NoExecute' ;; *spec.taints*) printf 'b:NoExecute c:NoSchedule ' ;; ` +
          `"taint node a1 b:NoExecute-") ;; "taint "*) exit 1 ;; esac`,
      );
      const { status, stderr } = host.run(graph, "ml-a1-member", "mark");
      assert.equal(status, 0, stderr);
      const changed = host.calls().filter((call) => call.includes(" taint "));
      assert.deepEqual(
        changed.map((call) => call.replace(/^.*?kube-cache /, "")),
        ["taint node a1 b:NoExecute-"],
      );
    });

    it("remove a node that does not answer without waiting for its pods", () => {
      host.kubectl(`case "$*" in *conditions*) printf Unknown ;; esac`);
      assert.equal(host.run(graph, "ml-a1-member", "forget").status, 0);
      const changed = host.calls().filter((call) => / (drain|delete) /.test(call));
      assert.deepEqual(
        changed.map((call) => call.replace(/^.*?kube-cache /, "")),
        ["delete node a1 --timeout=300s"],
      );
    });
  });

  it("print the kubeconfig with the address of the API server and the name of the cluster", () => {
    assert.deepEqual([host.run(graph, "ml-kubeconfig", "kubeconfig").status], [1]);
    host.file(
      "etc/rancher/rke2/rke2.yaml",
      "clusters:\n- cluster:\n    server: https://127.0.0.1:6443\n  name: default\ncontexts:\n- context:\n    cluster: default\n    user: default\n  name: default\ncurrent-context: default\n",
    );
    assert.equal(
      host.run(graph, "ml-kubeconfig", "kubeconfig").stdout,
      "clusters:\n- cluster:\n    server: https://10.0.0.1:6443\n  name: ml\ncontexts:\n- context:\n    cluster: ml\n    user: ml\n  name: ml\ncurrent-context: ml\n",
    );
  });

  it("read the host key of a machine on the bastion", async () => {
    const [ed25519, ecdsa] = [HOST_KEY, "ecdsa-sha2-nistp256 AAAAE2Vj"];
    const behind = await rke2({ rke2: { bastion: { address: "192.0.2.1", hostKey: HOST_KEY } } });
    host.double("ssh-keyscan", `echo '# c'; echo '10.0.0.1 ${ecdsa}'; echo '10.0.0.1 ${ed25519}'`);
    assert.deepEqual(host.run(behind, "ml-s1-host", "host_key"), { status: 0, stdout: `${ed25519}\n`, stderr: "" });
    assert.deepEqual(host.calls(), ["ssh-keyscan -T 10 -t ed25519,ecdsa -p 22 10.0.0.1"]);
    host.double("ssh-keyscan");
    host.double("sleep");
    const silent = host.run(behind, "ml-s1-host", "host_key");
    assert.equal(silent.status, 1);
    assert.match(silent.stderr, /^s1 \(10\.0\.0\.1\): the bastion gets no host key from 10\.0\.0\.1 at port 22\./);
    const [server, agent] = NODES;
    const given = await rke2({
      rke2: {
        bastion: { address: "192.0.2.1", hostKey: HOST_KEY },
        nodes: [{ ...server, hostKey: HOST_KEY }, agent] as never,
      },
    });
    host.double("ssh-keyscan", `echo '10.0.0.1 ${ecdsa}'`);
    assert.match(host.run(given, "ml-s1-host", "host_key").stderr, /has another host key than hostKey\./);
  });

  it("empty a folder that is a mount, and tell what cannot be removed below it", () => {
    started();
    host.file("var/lib/rancher/rke2/agent/x", "");
    const rm = (commands: string): void =>
      host.double("rm", `case "$*" in *"/var/lib/rancher/rke2") ${commands}; exit 1 ;; *) exec /bin/rm "$@" ;; esac`);
    rm(":");
    const kept = host.run(graph, "ml-a1", "uninstall");
    assert.equal(kept.status, 1);
    assert.match(kept.stderr, /what is in \/var\/lib\/rancher\/rke2 cannot be removed\. Unmount what is below it/);
    rm(`/bin/rm -rf "$2"/*`);
    assert.equal(host.run(graph, "ml-a1", "uninstall").status, 0);
    assert.deepEqual(host.list("var/lib/rancher/rke2"), []);
  });

  it("take the given host key of a machine if the bastion has no ssh-keyscan, and ask for one if there is none", async () => {
    const [server, agent] = NODES;
    const bastion = { address: "192.0.2.1", hostKey: HOST_KEY };
    const behind = await rke2({ rke2: { bastion, nodes: [{ ...server, hostKey: HOST_KEY }, agent] as never } });
    host.isolate();
    assert.deepEqual(host.run(behind, "ml-s1-host", "host_key"), { status: 0, stdout: `${HOST_KEY}\n`, stderr: "" });
    const { status, stderr } = host.run(behind, "ml-a1-host", "host_key");
    assert.equal(status, 1);
    assert.match(stderr, /the bastion has no ssh-keyscan\. Install the client of OpenSSH there, or write hostKey\./);
  });

  it("remove RKE2 of this node only", () => {
    started();
    host.file(`${OWN}/owner`, "another a1\n");
    assert.equal(host.run(graph, "ml-a1", "uninstall").status, 0);
    assert.deepEqual(host.calls(), []);
    host.file(`${OWN}/owner`, "5eed a1\n");
    assert.equal(host.run(graph, "ml-a1", "uninstall").status, 0);
    assert.deepEqual(host.calls(), ["rke2-uninstall.sh "]);
    assert.deepEqual([host.has("etc/rancher"), host.list("usr/local/bin"), host.list(OWN)], [false, [], ["owner"]]);
  });

  it("remove what an installation that stopped half-way has unpacked, and nothing else", () => {
    const unpacked = ["usr/local/bin/rke2", "opt/rke2/bin/rke2-killall.sh", "usr/local/share/rke2/LICENSE.txt"];
    const units = ["rke2-server.service", "rke2-server.env", "rke2-agent.service"].map(
      (name) => `usr/local/lib/systemd/system/${name}`,
    );
    const others = ["usr/local/bin/other", "usr/local/lib/systemd/system/other.service", "usr/local/share/other"];
    for (const file of [...unpacked, ...units, ...others]) host.file(file, "");
    assert.equal(host.run(graph, "ml-a1", "uninstall").status, 0);
    assert.ok([...unpacked, ...units, ...others].every((file) => host.has(file)));
    host.file(`${OWN}/owner`, "5eed a1\n");
    assert.equal(host.run(graph, "ml-a1", "uninstall").status, 0);
    assert.deepEqual(
      [...unpacked, ...units, ...others].filter((file) => host.has(file)),
      others,
    );
  });
});
