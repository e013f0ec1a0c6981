import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { Addon } from "@pulumi/aws/eks/addon";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { EngineStack, Run } from "../../stack/engine-stack";
import { AwsBench } from "./bench";
import { createControlPlane, createNetwork, createNodes } from "./platform";

const GROUP = "aws:eks/nodeGroup:NodeGroup";

interface Versions {
  readonly control: string;
  readonly nodes: string;
}

/** What an ML cluster consists of, in the order that makes both `up` and `destroy` end. */
const platform = (versions: Versions) => () => {
  const network = createNetwork();
  const logs = new LogGroup("logs", { name: "/aws/eks/ml/cluster", retentionInDays: 90 });
  const cluster = createControlPlane(network, {
    // The value flows from the group, so that the cluster goes first and cannot make it anew.
    name: logs.name.apply((name) => name.split("/")[3] ?? ""),
    version: versions.control,
    accessEntries: { viewer: { principalArn: "arn:aws:iam::123456789012:role/viewer" } },
  });
  const nodes = createNodes(
    network,
    cluster,
    {
      version: versions.nodes,
      taints: [{ key: "team", value: "ml", effect: "PREFER_NO_SCHEDULE" }],
      labels: { tier: "1" },
    },
    { ignoreChanges: ["scalingConfig.desiredSize"] },
  );
  const dns = new Addon("dns", { clusterName: cluster.eksCluster.name, addonName: "coredns" }, { dependsOn: [nodes] });
  const disks = { clusterName: cluster.eksCluster.name, addonName: "aws-ebs-csi-driver" };
  const driver = new Addon("disks", disks, { dependsOn: [nodes] });
  const provider = new k8s.Provider(
    "k8s",
    { kubeconfig: pulumi.secret(cluster.kubeconfigJson), clusterIdentifier: cluster.oidcProviderUrl },
    { dependsOn: [nodes, dns, driver, ...network.ways] },
  );
  const namespace = new k8s.core.v1.Namespace("web", { metadata: { name: "web" } }, { provider });
  const web = new k8s.core.v1.Service(
    "web",
    {
      metadata: { name: "web", namespace: namespace.metadata.name },
      spec: { type: "LoadBalancer", ports: [{ port: 80 }] },
    },
    { provider },
  );
  return Promise.resolve({
    host: web.status.loadBalancer.ingress[0]?.hostname,
    issuer: cluster.oidcIssuer,
    group: cluster.clusterSecurityGroupId,
    oidc: cluster.oidcProviderArn,
    scoped: cluster.getKubeconfig({ roleArn: "arn:aws:iam::123456789012:role/x", profileName: "p" }).result,
  });
};

describe("the AWS stand-in: a cluster from creation to deletion", () => {
  const bench = new AwsBench({ eks: true });
  let stack: EngineStack;
  let first: Run;

  const json = async (...args: string[]) => JSON.parse(await bench.kubectl("get", ...args, "-o", "json")) as Listed;
  const until = async (isSo: () => Promise<boolean> | boolean) => {
    for (const end = Date.now() + 20_000; !(await isSo());) {
      assert.ok(Date.now() < end, "it never came");
      await delay(50);
    }
  };
  const group = () => {
    const found = bench.account.find(GROUP, "ml:general");
    assert.ok(found);
    return found;
  };
  const aws = (...args: string[]) => promisify(execFile)("aws", args, { env: { ...process.env, ...bench.cloud.env } });

  it("is created in one run after a preview", async () => {
    stack = await bench.stack(platform({ control: "1.35", nodes: "1.35" }));
    await stack.preview();
    assert.deepEqual(bench.cloud.leftovers(), []);
    first = await stack.up();
    assert.match(String(first.outputs.host), /^k8s-[0-9a-f]{16}\.elb\.us-east-1\.amazonaws\.com$/);
    assert.match(String(first.outputs.issuer), /^oidc\.eks\.us-east-1\.amazonaws\.com\/id\/[0-9A-F]{32}$/);
    assert.equal(first.outputs.oidc, `arn:aws:iam::123456789012:oidc-provider/${String(first.outputs.issuer)}`);
    assert.match(String(first.outputs.group), /^sg-/);
  });

  it("has the children of the real component", () => {
    const urns = first.operations.map(({ urn }) => urn.split("::").slice(2).join("::"));
    const children = urns.flatMap((urn) =>
      urn.startsWith("eks:index:Cluster$") ? [urn.slice("eks:index:Cluster$".length)] : [],
    );
    assert.deepEqual(children.sort(), [
      "aws:eks/accessEntry:AccessEntry::ml-viewer",
      "aws:eks/addon:Addon::ml-kube-proxy",
      "aws:eks/cluster:Cluster::ml-eksCluster",
      "aws:iam/openIdConnectProvider:OpenIdConnectProvider::ml-oidcProvider",
      "eks:index:ServiceRole$aws:iam/role:Role::ml-eksRole-role",
      "eks:index:ServiceRole$aws:iam/rolePolicyAttachment:RolePolicyAttachment::ml-eksRole-4b490823",
      "eks:index:ServiceRole::ml-eksRole",
      "eks:index:VpcCniAddon$aws:eks/addon:Addon::ml-vpc-cni",
      "eks:index:VpcCniAddon::ml-vpc-cni",
      "pulumi:providers:kubernetes::ml-eks-k8s",
    ]);
  });

  it("does not change in a second run or a refresh", async () => {
    await stack.expectNoChanges();
    assert.deepEqual((await stack.refresh()).changes(), {});
  });

  it("has nodes with the labels that EC2 instances register", async () => {
    const { items } = await json("nodes");
    assert.equal(items.length, 2);
    const zones = items.map(({ metadata }) => metadata.labels["topology.kubernetes.io/zone"]).sort();
    assert.deepEqual(zones, ["us-east-1a", "us-east-1c"]);
    for (const { metadata, spec } of items) {
      assert.match(metadata.name, /^ip-10-0-1[01]-\d+\.ec2\.internal$/);
      assert.match(spec.providerID ?? "", /^aws:\/\/\/us-east-1[ac]\/i-/);
      assert.equal(metadata.labels["node.kubernetes.io/instance-type"], "m5.large");
      assert.equal(metadata.labels["eks.amazonaws.com/capacityType"], "ON_DEMAND");
      assert.equal(metadata.labels.tier, "1");
      assert.deepEqual(spec.taints, [{ key: "team", value: "ml", effect: "PreferNoSchedule" }]);
    }
  });

  it("has a kubeconfig without a token in the state", async () => {
    assert.ok(!JSON.stringify(await stack.exportState()).includes(bench.account.kubernetes.token));
    assert.ok(bench.account.tokenRequests.every(({ cluster, granted }) => cluster === "ml" && granted));
  });

  it("gives administrators a token that the API server accepts, and others one that it refuses", async () => {
    const args = ["--region", "us-east-1", "eks", "get-token", "--cluster-name", "ml", "--output", "json"];
    const mine = JSON.parse((await aws(...args)).stdout) as { apiVersion: string; status: { token: string } };
    assert.equal(mine.apiVersion, "client.authentication.k8s.io/v1beta1");
    assert.equal(mine.status.token, bench.account.kubernetes.token);
    const roleArn = "arn:aws:iam::123456789012:role/viewer";
    for (const other of [
      ["--role-arn", roleArn],
      ["--profile", "someone"],
      ["--region", "eu-west-1"],
    ]) {
      const { status } = JSON.parse((await aws(...args, ...other)).stdout) as typeof mine;
      assert.equal(status.token, "k8s-aws-v1.refused");
    }
    const [role, profile] = bench.account.tokenRequests.slice(-3);
    assert.deepEqual(role, { cluster: "ml", region: "us-east-1", roleArn, principalArn: roleArn, granted: false });
    assert.equal(profile?.principalArn, "arn:aws:iam::123456789012:user/someone");
    await assert.rejects(aws("eks", "get-token"), { code: 252 });
    await assert.rejects(aws("s3", "ls"), { code: 252 });
    assert.match((await aws("--version")).stdout, /^aws-cli\/2\./);
  });

  it("has a kubeconfig that logs in with a role and a profile", () => {
    const { users } = JSON.parse(String(first.outputs.scoped)) as { users: { user: { exec: { args: string[] } } }[] };
    const { args = [] } = users[0]?.user.exec ?? {};
    assert.deepEqual(args.slice(-4), ["--role", "arn:aws:iam::123456789012:role/x", "--profile", "p"]);
  });

  it("keeps the number of nodes that an autoscaler chose", async () => {
    await bench.cloud.scale(group(), 3);
    assert.equal((await json("nodes")).items.length, 3);
    await stack.refresh();
    await stack.expectNoChanges();
  });

  it("has a degraded add-on if no node can run it", async () => {
    await bench.cloud.scale(group(), 0);
    const metrics = () => new Addon("metrics", { clusterName: "ml", addonName: "metrics-server" });
    const message =
      /waiting for EKS Add-On \(ml:metrics-server\) create: timeout while waiting for state to become 'ACTIVE' \(last state: 'DEGRADED', timeout: 20m0s\)/;
    await bench.refuses(metrics, message);
    await bench.cloud.scale(group(), 2);
  });

  it("creates the load balancer of a Service in the public subnets, and deletes it before the Service", async () => {
    const [balancer] = [...bench.account.loadBalancers.values()];
    assert.equal(balancer?.scheme, "internet-facing");
    assert.equal(balancer.controller, "cloud-provider");
    assert.equal(balancer.subnetIds.length, 2);
    const { metadata } = (await json("service", "web", "-n", "web")) as unknown as Item;
    assert.deepEqual(metadata.finalizers, ["service.kubernetes.io/load-balancer-cleanup"]);
  });

  it("leaves Services of the AWS Load Balancer Controller to it while it runs", async () => {
    const label = "app.kubernetes.io/name=aws-load-balancer-controller";
    const start = async () => {
      await bench.kubectl("create", "deployment", "aws-load-balancer-controller", "-n", "kube-system", "--image=x");
      await bench.kubectl("label", "deployment", "aws-load-balancer-controller", "-n", "kube-system", label);
    };
    const balancers = () => [...bench.account.loadBalancers.keys()];
    const patch = { spec: { type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb", ports: [{ port: 80 }] } };
    const service = { apiVersion: "v1", kind: "Service", metadata: { name: "theirs", namespace: "default" }, ...patch };
    await bench.account.kubernetes.create("/api/v1/namespaces/default/services", service);
    await delay(400);
    assert.deepEqual(balancers(), ["web/web"]);
    await start();
    await until(() => balancers().includes("default/theirs"));
    assert.equal(bench.account.loadBalancers.get("default/theirs")?.scheme, "internal");
    await bench.kubectl("delete", "deployment", "aws-load-balancer-controller", "-n", "kube-system");
    await bench.kubectl("delete", "service", "theirs", "--wait=false");
    await delay(400);
    const { metadata } = (await json("service", "theirs")) as unknown as Item;
    assert.deepEqual(metadata.finalizers, ["service.k8s.aws/resources"]);
    await start();
    await until(() => !balancers().includes("default/theirs"));
    await bench.kubectl("wait", "--for=delete", "service/theirs", "--timeout=20s");
    await bench.kubectl("delete", "deployment", "aws-load-balancer-controller", "-n", "kube-system");
  });

  it("shows GPUs when a device plugin is installed", async () => {
    const [node] = (await json("nodes")).items;
    const path = `/api/v1/nodes/${node?.metadata.name ?? ""}`;
    const labels = { "node.kubernetes.io/instance-type": "g5.12xlarge" };
    await bench.account.kubernetes.patch(path, { metadata: { labels } });
    const gpus = async () =>
      ((await json("node", node?.metadata.name ?? "")) as unknown as Item).status.capacity?.["nvidia.com/gpu"];
    await delay(300);
    assert.equal(await gpus(), undefined);
    const app = { app: "gpus" };
    const containers = [{ name: "plugin", image: "nvcr.io/nvidia/k8s-device-plugin:v0.18.0" }];
    await bench.account.kubernetes.create("/apis/apps/v1/namespaces/kube-system/daemonsets", {
      ...{ apiVersion: "apps/v1", kind: "DaemonSet", metadata: { name: "gpus" } },
      spec: { selector: { matchLabels: app }, template: { metadata: { labels: app }, spec: { containers } } },
    });
    await until(async () => (await gpus()) === "4");
  });

  it("creates disks for claims, and deletes them while the driver is installed", async () => {
    const storage = { apiVersion: "storage.k8s.io/v1", kind: "StorageClass", metadata: { name: "gp3" } };
    const provisioner = "ebs.csi.aws.com";
    await bench.account.kubernetes.create("/apis/storage.k8s.io/v1/storageclasses", { ...storage, provisioner });
    const spec = {
      storageClassName: "gp3",
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "1Gi" } },
    };
    const claim = { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name: "data" }, spec };
    await bench.account.kubernetes.create("/api/v1/namespaces/default/persistentvolumeclaims", claim);
    await until(() => bench.account.volumes.size === 1);
    const driver = bench.account.find("aws:eks/addon:Addon", "ml:aws-ebs-csi-driver");
    assert.ok(driver);
    bench.account.remove(driver);
    await bench.kubectl("delete", "pvc", "data");
    await delay(400);
    assert.equal(bench.cloud.leftovers().filter((left) => left.startsWith("disk of pvc-")).length, 1);
    bench.account.add(driver);
    await until(() => bench.account.volumes.size === 0);
  });

  it("is updated to the next version in place, the control plane first", async () => {
    const run = await stack.up({ program: platform({ control: "1.36", nodes: "1.36" }) });
    assert.deepEqual(run.opsOf("ml-eksCluster"), ["update"]);
    assert.deepEqual(run.opsOf("general"), ["update"]);
    const ended = (name: string) => run.operations.find((operation) => operation.name === name)?.ended ?? 0;
    assert.ok(ended("ml-eksCluster") < ended("general"));
    assert.equal(group().inputs.version, "1.36");
    await assert.rejects(
      stack.up({ program: platform({ control: "1.34", nodes: "1.34" }) }),
      /update from 1.36 to 1.34/,
    );
  });

  it("is destroyed in an order without conflicts, and leaves nothing", async () => {
    const { operations } = await stack.destroy();
    const at = (name: string, type: string) => {
      const found = operations.find((operation) => operation.name === name && operation.type.endsWith(`:${type}`));
      assert.ok(found, name);
      return found.ended;
    };
    assert.ok(at("web", "Service") < at("general", "NodeGroup"));
    assert.ok(at("general", "NodeGroup") < at("ml-eksCluster", "Cluster"));
    assert.ok(at("ml-eksCluster", "Cluster") < at("logs", "LogGroup"));
    assert.ok(at("net", "NatGateway") < at("net", "InternetGateway"));
    assert.deepEqual(bench.cloud.leftovers(), []);
    assert.deepEqual((await json("nodes")).items, []);
  });
});

interface Item {
  readonly metadata: { readonly name: string; readonly labels: Record<string, string>; readonly finalizers?: string[] };
  readonly spec: { readonly providerID?: string; readonly taints?: object[] };
  readonly status: { readonly capacity?: Record<string, string> };
}

interface Listed {
  readonly items: Item[];
}
