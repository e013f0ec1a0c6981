import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Rke2Hosts } from "./rke2-hosts";
import { skipWithoutHosts } from "./skip-without-hosts";

const PREFIX = "198.18.20";
const SERVER = { address: `${PREFIX}.11`, hostname: "s1" };
const AGENT = { address: `${PREFIX}.21`, hostname: "a1" };
const KUBECTL = "/var/lib/rancher/rke2/bin/kubectl --kubeconfig /etc/rancher/rke2/rke2.yaml --cache-dir /tmp/cache";

describe("machines of the engine tests, with doubles of RKE2", () => {
  let rke2: Rke2Hosts | undefined;
  before(async function () {
    await skipWithoutHosts(this);
    rke2 = await Rke2Hosts.start([SERVER, AGENT], [], PREFIX);
  });
  after(() => rke2?.stop());

  /** Runs a script on a machine; what it prints, errors too, and its exit code if that is not 0. */
  const on = (name: string, script: string): Promise<string> =>
    (rke2 ?? assert.fail()).hosts.named(name).run(`{ ${script}\n} 2>&1 || echo "exit code $?"`);
  const install = (role: string, version = "v1.35.7+rke2r1") =>
    `curl -sfL https://get.rke2.io | INSTALL_RKE2_TYPE=${role} INSTALL_RKE2_VERSION=${version} sh -`;
  const config = (...lines: string[]) =>
    `mkdir -p /etc/rancher/rke2 && printf '%s\\n' ${lines.map((line) => `'${line}'`).join(" ")} >/etc/rancher/rke2/config.yaml`;

  it("have a name, an address and swap of their own, and no internet", async () => {
    assert.equal(await on("s1", "hostname"), "s1\n");
    assert.match(await on("s1", "ip -4 address show eth0"), /inet 198\.18\.20\.11\/24/);
    assert.match(await on("s1", "cat /proc/swaps"), /\/swap\.img/);
    assert.match(await on("s1", "curl -sf https://github.com/"), /Could not resolve host: .*\nexit code 6/);
  });

  it("refuse to install RKE2 without a pinned release, and as another user than root", async () => {
    assert.match(await on("a1", "curl -sfL https://get.rke2.io | sh -"), /no version is pinned\nexit code 1/);
    const asUser = `su ubuntu -c "${install("agent")}"`;
    assert.match(await on("a1", asUser), /You need to be root to perform this install\nexit code 1/);
    assert.match(
      await on("a1", "systemctl enable rke2-agent"),
      /Unit file rke2-agent\.service does not exist\.\nexit code 1/,
    );
  });

  it("start a server that hands out the kubeconfig of the cluster, and refuses agents that RKE2 refuses", async () => {
    assert.equal(
      await on("s1", `${config("token: good")} && ${install("server")} && systemctl enable --now rke2-server`),
      "",
    );
    assert.match(await on("s1", `${KUBECTL} get nodes`), /^s1 +Ready +control-plane,etcd +\S+ +v1\.35\.7\+rke2r1$/m);
    const join = (...lines: string[]) =>
      `${config(`server: https://${SERVER.address}:9345`, ...lines)} && systemctl restart rke2-agent || journalctl -u rke2-agent | tail -n 1`;

    assert.equal(await on("a1", install("agent")), "");
    assert.match(await on("a1", join("token: bad")), /Job for rke2-agent\.service failed .*\n.*\n.*401 Unauthorized/);
    assert.match(await on("a1", join("token: good", "cni: canal")), /flag provided but not defined: -cni/);
    assert.match(
      await on("a1", join("token: good", 'node-label: ["node-role.kubernetes.io/worker=yes"]')),
      /labels specified with --node-labels/,
    );
    assert.match(await on("a1", join("token: good", "node-name: s1")), /Node password rejected, duplicate hostname/);
    await on("a1", install("agent", "v1.36.3+rke2r1"));
    assert.match(
      await on("a1", join("token: good")),
      /kubelet v1\.36\.3\+rke2r1 is newer than the API server v1\.35\.7\+rke2r1/,
    );
    await on("a1", install("agent"));
    assert.equal(await on("a1", join("token: good")), "");
    assert.deepEqual(await rke2?.nodes(), { a1: "v1.35.7+rke2r1", s1: "v1.35.7+rke2r1" });
  });

  it("are clean after an uninstallation, and the cluster is gone with its last server", async () => {
    await on("s1", "rm -rf /tmp/cache");
    assert.ok((await rke2?.hosts.named("a1").changedFiles())?.has("/etc/rancher/rke2/config.yaml"));
    for (const name of ["a1", "s1"]) {
      await on(name, "rke2-uninstall.sh");
      const left = [...((await rke2?.hosts.named(name).changedFiles()) ?? []).keys()];
      assert.deepEqual(left, ["/usr/local/lib/systemd/", "/usr/local/lib/systemd/system/"], name);
    }
    assert.deepEqual(await rke2?.nodes(), {});
  });

  it("see what is changed, deleted and made private", async () => {
    await on("a1", "echo 1 >/etc/new; rm /etc/fstab; chmod 600 /etc/hosts; mkdir /opt/empty");
    const changed = await rke2?.hosts.named("a1").changedFiles();
    const own = [...(changed ?? [])].filter(([path]) => !path.startsWith("/usr/local/lib"));
    assert.deepEqual(own.map(([path, text]) => (path === "/etc/hosts" ? path : `${path} ${String(text)}`)).sort(), [
      "/etc/fstab deleted",
      "/etc/hosts",
      "/etc/new 1\n",
      "/opt/empty/ ",
    ]);
  });

  it("end with the process that started them, however it ends", async () => {
    const hosts = JSON.stringify([{ address: "198.18.21.11", hostname: "killed" }]);
    const program = `require(${JSON.stringify(join(__dirname, "test-hosts"))}).TestHosts.start(${hosts}, { prefix: "198.18.21" })
      .then((made) => { console.log(made.shared); setInterval(() => {}, 1e6); });`;
    const child = spawn(process.execPath, ["--import", "tsx", "-e", program], { stdio: ["ignore", "pipe", "inherit"] });
    const folder = String((await once(child.stdout, "data"))[0]).trim();
    const isConnected = () =>
      Object.values(networkInterfaces())
        .flat()
        .some((one) => one?.address === "198.18.21.1");
    assert.ok(existsSync(folder) && isConnected());
    assert.ok(!readFileSync("/proc/mounts", "utf8").includes("killed"), "mounts of hosts are seen outside");
    child.kill("SIGKILL");
    for (let tries = 0; (existsSync(folder) || isConnected()) && tries < 200; tries++) await sleep(50);
    assert.deepEqual([existsSync(folder), isConnected()], [false, false]);
  });
});
