import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stringify } from "yaml";
import { loadBalancerIp, neverReady, startCluster, type TestCluster } from ".";

describe("test cluster", () => {
  let cluster: TestCluster;
  before(async () => {
    cluster = await startCluster({ nodes: 2 });
  });
  after(async () => {
    await cluster.stop();
  });

  const kubectl = (...args: string[]) => cluster.kubectl(...args);
  const wait = (what: string, ...on: string[]) => kubectl("wait", `--for=${what}`, "--timeout=60s", ...on);
  const field = (path: string, ...of: string[]) => kubectl("get", "-o", `jsonpath={${path}}`, ...of);

  async function apply(object: { kind: string; metadata: { name: string } }): Promise<void> {
    const file = join(cluster.dir, `${object.kind}-${object.metadata.name}.yaml`);
    await writeFile(file, stringify(object));
    await kubectl("apply", "-f", file);
  }

  const pod = (name: string, annotations: Record<string, string> = {}) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, annotations },
    spec: { containers: [{ name: "main", image: "example.test/pod" }] },
  });
  const claim = (name: string, storageClassName?: string) => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name },
    spec: { storageClassName, accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
  });
  const loadBalancer = (name: string, annotations: Record<string, string> = {}) => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, annotations },
    spec: { type: "LoadBalancer", ports: [{ port: 80 }] },
  });

  it("serves the pinned version of Kubernetes to an admin", async () => {
    const { serverVersion } = JSON.parse(await kubectl("version", "-o", "json", "--context", cluster.context)) as {
      serverVersion: { gitVersion: string };
    };
    const pins = readFileSync(join(__dirname, "../toolchain/kubernetes/go.mod"), "utf8");
    assert.equal(serverVersion.gitVersion, /\tk8s\.io\/kubernetes (v\S+)/.exec(pins)?.[1]);
    assert.equal(await kubectl("auth", "can-i", "*", "*"), "yes\n");
    assert.equal(readFileSync(cluster.kubeconfigPath, "utf8"), cluster.kubeconfig);
  });

  it("refuses a token that is not the admin's", async () => {
    await assert.rejects(kubectl("get", "nodes", "--token", "other"), /Unauthorized|must be logged in/);
    await assert.rejects(kubectl("get", "nodes", "--as", "somebody"), /Forbidden/);
  });

  it("has the given number of ready nodes", async () => {
    const ready = '.items[*].status.conditions[?(@.type=="Ready")].status';
    assert.equal(await field(ready, "nodes"), "True True");
  });

  it("makes a Deployment available, with an address for each of its pods", async () => {
    await kubectl("create", "deployment", "web", "--image=example.test/web", "--replicas=3", "--port=80");
    await wait("condition=Available", "deployment/web");
    await kubectl("expose", "deployment", "web");
    await wait(
      "jsonpath={.endpoints[2].conditions.ready}=true",
      "endpointslice",
      "-l",
      "kubernetes.io/service-name=web",
    );
  });

  it("completes a Job", async () => {
    await kubectl("create", "job", "once", "--image=example.test/once");
    await wait("condition=Complete", "job/once");
  });

  it("gives a load balancer a host name, or the address it asks for", async () => {
    await apply(loadBalancer("named"));
    await apply(loadBalancer("numbered", { [loadBalancerIp]: "192.0.2.7" }));
    await wait("jsonpath={.status.loadBalancer.ingress[0].hostname}=named.default.lb.test", "service/named");
    await wait("jsonpath={.status.loadBalancer.ingress[0].ip}=192.0.2.7", "service/numbered");
  });

  it("gives load balancers no address while it must not, and its machines go on working", async () => {
    const holders = () => field(".items[*].spec.holderIdentity", "leases", "--namespace=kube-node-lease");
    const before = await holders();
    await cluster.giveAddresses(false);
    try {
      const during = await holders();
      assert.equal(during.split(" ").filter((holder) => !before.includes(holder)).length, 2, during);
      await apply(loadBalancer("waiting"));
      await apply(pod("beside-it"));
      await wait("condition=Ready", "pod/beside-it");
      assert.equal(await field(".status.loadBalancer.ingress", "service/waiting"), "");
    } finally {
      await cluster.giveAddresses(true);
    }
    await wait("jsonpath={.status.loadBalancer.ingress[0].hostname}=waiting.default.lb.test", "service/waiting");
  });

  it("binds a claim of the default class and deletes its volume with it", async () => {
    await apply(claim("data"));
    await wait("jsonpath={.status.phase}=Bound", "pvc/data");
    const volume = await field(".spec.volumeName", "pvc/data");
    assert.equal(await field(".metadata.deletionTimestamp", `pv/${volume}`), "");
    await kubectl("delete", "pvc/data");
    await wait("delete", `pv/${volume}`);
  });

  it("provisions a volume of any class when a pod uses the claim, and keeps it if the class retains volumes", async () => {
    await apply({
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name: "kept" },
      provisioner: "ebs.csi.aws.com",
      reclaimPolicy: "Retain",
      volumeBindingMode: "WaitForFirstConsumer",
    } as { kind: string; metadata: { name: string } });
    await apply(claim("archive", "kept"));
    await apply(claim("other")); // once this later one is bound, the first would have been
    await wait("jsonpath={.status.phase}=Bound", "pvc/other");
    assert.equal(await field(".status.phase", "pvc/archive"), "Pending");

    const user = pod("archivist");
    const volumes = [{ name: "archive", persistentVolumeClaim: { claimName: "archive" } }];
    await apply({ ...user, spec: { ...user.spec, volumes } } as ReturnType<typeof pod>);
    await wait("condition=Ready", "pod/archivist");
    const volume = await field(".spec.volumeName", "pvc/archive");
    await kubectl("delete", "pod/archivist", "pvc/archive");
    await wait("jsonpath={.status.phase}=Released", `pv/${volume}`);
  });

  it("keeps a pod unready if its annotation says so", async () => {
    await apply(pod("unready", { [neverReady]: "true" }));
    await wait("jsonpath={.status.phase}=Running", "pod/unready");
    await apply(pod("ready")); // once this later one is ready, the first would have been
    await wait("condition=Ready", "pod/ready");
    assert.equal(await field('.status.conditions[?(@.type=="Ready")].status', "pod/unready"), "False");
    assert.equal(await field(".status.containerStatuses[0].ready", "pod/unready"), "false");
  });

  it("deletes a namespace with everything in it", async () => {
    await kubectl("create", "namespace", "gone");
    await kubectl("create", "deployment", "web", "--image=example.test/web", "-n", "gone");
    await wait("condition=Available", "deployment/web", "-n", "gone");
    await kubectl("delete", "namespace", "gone", "--timeout=60s");
    await assert.rejects(kubectl("get", "namespace", "gone"), /NotFound/);
  });
});

describe("test cluster with options", () => {
  it("leaves load balancers pending without a controller, and delays pods", async () => {
    const cluster = await startCluster({ nodes: 1, loadBalancers: false, startDelay: 2 });
    try {
      await cluster.kubectl("create", "service", "loadbalancer", "pending", "--tcp=80");
      await cluster.kubectl("run", "slow", "--image=example.test/slow");
      await cluster.kubectl("wait", "--for=condition=Ready", "--timeout=60s", "pod/slow");
      assert.equal(await cluster.kubectl("get", "service/pending", "-o", "jsonpath={.status}"), '{"loadBalancer":{}}');

      const { status } = JSON.parse(await cluster.kubectl("get", "pod/slow", "-o", "json")) as {
        status: { conditions: { type: string; lastTransitionTime: string }[] };
      };
      const [placed, ready] = ["PodScheduled", "Ready"].map((type) =>
        Date.parse(status.conditions.find((condition) => condition.type === type)?.lastTransitionTime ?? ""),
      ) as [number, number];
      assert(ready - placed >= 2000, `ready ${ready - placed} ms after its placement`);
    } finally {
      await cluster.stop();
    }
  });
});

describe("test cluster's end", () => {
  /** Processes that have something to do with a folder, by their command lines. */
  const processesOf = (dir: string) =>
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => {
        try {
          return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(dir);
        } catch {
          return false; // it has ended meanwhile
        }
      });

  it("leaves no process and no folder after stop, which can be called twice", async () => {
    const cluster = await startCluster({ nodes: 1 });
    const { dir } = cluster;
    assert.equal(processesOf(dir).length, 6, "etcd, three of Kubernetes, kwok and the watchdog");
    await cluster.stop();
    await cluster.stop();
    assert.deepEqual(processesOf(dir), []);
    assert.equal(existsSync(dir), false);
  });

  /** Another process that starts a cluster, says where, and goes on with `then`. */
  async function owner(then: string) {
    const program = `require(${JSON.stringify(__dirname)}).startCluster({ nodes: 1 }).then(({ dir }) => {
      console.log(dir);
      ${then}
    })`;
    const child = spawn(process.execPath, ["--import", "tsx", "-e", program], { stdio: ["ignore", "pipe", "inherit"] });
    const exit = once(child, "exit");
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    return { child, exit, dir: line.toString().trim() };
  }

  it("leaves no process and no folder when its owner is killed", async () => {
    const { child, exit, dir } = await owner("setInterval(() => {}, 1000);");
    assert.equal(processesOf(dir).length, 6);
    child.kill("SIGKILL");
    assert.deepEqual(await exit, [null, "SIGKILL"]);
    while (processesOf(dir).length > 0 || existsSync(dir)) await sleep(20);
  });

  it("does not keep its owner running, and leaves nothing if the owner does not stop it", async () => {
    const { exit, dir } = await owner("");
    assert.deepEqual(await exit, [0, null]);
    while (processesOf(dir).length > 0 || existsSync(dir)) await sleep(20);
  });
});
