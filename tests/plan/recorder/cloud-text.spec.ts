import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { PlainValue } from "../../../recorder/graph";
import { recordProgram } from "../../../recorder/record-program";
import { painter } from "../../../cli/plan/text/colours";
import { resourceTree } from "../../../cli/plan/text/resource-tree";
import { totals } from "../../../cli/plan/text/names";

type Inputs = Record<string, pulumi.Input<unknown>>;

/** A resource of any type, as an SDK registers it. */
class Cloud extends pulumi.CustomResource {}
const cloud = (type: string, name: string, inputs: Inputs = {}): Cloud => new Cloud(type, name, inputs);

/** What a plan says of the last resource of a program, without its kind and name; and the totals. */
async function said(program: () => unknown): Promise<{ line: string[]; total: string }> {
  const { graph, error } = await recordProgram(program, { project: "proj", stack: "dev" });
  assert.equal(error, undefined);
  const lines = resourceTree(graph, painter(false), 200);
  return { line: (lines.at(-1) ?? "").trim().split(/ {2,}/), total: totals(graph) };
}

describe("what a plan says of a cloud's resource", () => {
  const table: readonly [type: string, inputs: Record<string, PlainValue>, said: string[]][] = [
    ["aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" }, ["ec2 Vpc", "it", "10.0.0.0/16"]],
    ["aws:ec2/subnet:Subnet", { cidrBlock: "10.0.0.0/19" }, ["ec2 Subnet", "it", "10.0.0.0/19"]],
    [
      "aws:ec2/subnet:Subnet",
      { cidrBlock: "10.0.0.0/19", mapPublicIpOnLaunch: true },
      ["ec2 Subnet", "it", "10.0.0.0/19", "gives public addresses"],
    ],
    [
      "aws:ec2/launchTemplate:LaunchTemplate",
      { blockDeviceMappings: [{ ebs: { volumeSize: 100, volumeType: "gp3", encrypted: "true" } }] },
      ["ec2 LaunchTemplate", "it", "100 GB encrypted gp3"],
    ],
    [
      "aws:ec2/launchTemplate:LaunchTemplate",
      { networkInterfaces: [{ associatePublicIpAddress: "true" }] },
      ["ec2 LaunchTemplate", "it", "gives public addresses"],
    ],
    [
      "aws:eks/nodeGroup:NodeGroup",
      { scalingConfig: { minSize: 0, maxSize: 4 }, instanceTypes: ["m5.large", "m5a.large"] },
      ["eks NodeGroup", "it", "0-4 × m5.large, m5a.large"],
    ],
    [
      "aws:eks/nodeGroup:NodeGroup",
      {
        scalingConfig: { minSize: 1, maxSize: 2 },
        instanceTypes: ["g5.xlarge"],
        capacityType: "SPOT",
        amiType: "AL2023_x86_64_NVIDIA",
      },
      ["eks NodeGroup", "it", "1-2 × g5.xlarge spot with GPUs"],
    ],
    ["aws:eks/accessEntry:AccessEntry", { principalArn: "arn:x" }, ["eks AccessEntry", "it", "arn:x"]],
    ["aws:eks/addon:Addon", { addonName: "coredns", addonVersion: "v1.12.1" }, ["eks Addon", "it", "coredns v1.12.1"]],
    ["aws:cloudwatch/logGroup:LogGroup", { retentionInDays: 90 }, ["cloudwatch LogGroup", "it", "kept 90 days"]],
    [
      "aws:eks/cluster:Cluster",
      { vpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] } },
      ["eks Cluster", "it", "API from 203.0.113.0/24"],
    ],
    ["aws:eks/cluster:Cluster", {}, ["eks Cluster", "it", "API open to everyone"]],
    [
      "aws:eks/cluster:Cluster",
      { vpcConfig: { publicAccessCidrs: ["10.0.0.0/8", "0.0.0.0/0"] } },
      ["eks Cluster", "it", "API open to everyone"],
    ],
    ["aws:eks/cluster:Cluster", { vpcConfig: { endpointPublicAccess: false } }, ["eks Cluster", "it", "API private"]],
    [
      "gcp:container/cluster:Cluster",
      { location: "europe-west1" },
      ["container Cluster", "it", "in europe-west1", "API open to everyone"],
    ],
    ["gcp:storage/bucket:Bucket", { location: "us-central1" }, ["storage Bucket", "it", "in us-central1"]],
    [
      "gcp:storage/bucketIAMMember:BucketIAMMember",
      { bucket: "data", role: "roles/storage.objectUser", member: "principal://x" },
      ["storage BucketIAMMember", "it", "roles/storage.objectUser on data for principal://x"],
    ],
    [
      "azure-native:storage:StorageAccount",
      { sku: { name: "Premium_LRS" }, location: "centralus", networkRuleSet: { defaultAction: "Deny" } },
      ["storage StorageAccount", "it", "Premium_LRS in centralus"],
    ],
    [
      "azure-native:storage:StorageAccount",
      {
        ...{ sku: { name: "Standard_ZRS" }, location: "centralus", allowSharedKeyAccess: false },
        networkRuleSet: { defaultAction: "Allow" },
      },
      ["storage StorageAccount", "it", "Standard_ZRS in centralus for every network without account keys"],
    ],
    ["azure-native:storage:BlobContainer", { containerName: "data" }, ["storage BlobContainer", "it", "data"]],
    ["linode:index/lkeCluster:LkeCluster", { region: "us-east" }, ["linode LkeCluster", "it"]],
    ["random:index/randomString:RandomString", { length: 6 }, ["random RandomString", "it"]],
  ];
  for (const [type, inputs, expected] of table) {
    it(`${type} ${JSON.stringify(inputs)}: ${expected.slice(2).join("; ") || "its name only"}`, async () => {
      assert.deepEqual((await said(() => cloud(type, "it", inputs))).line, expected);
    });
  }

  it("names the resources that its inputs come from, instead of ids that nobody knows", async () => {
    const { line } = await said(() => {
      const [table, gateway] = [
        cloud("aws:ec2/routeTable:RouteTable", "t"),
        cloud("aws:ec2/natGateway:NatGateway", "n"),
      ];
      const ids = { routeTableId: table.id, natGatewayId: gateway.id };
      return cloud("aws:ec2/route:Route", "r", { destinationCidrBlock: "0.0.0.0/0", ...ids });
    });
    assert.deepEqual(line, ["ec2 Route", "r", "0.0.0.0/0 by n"]);
  });

  it("says what a grant is for, although ids are not known yet", async () => {
    const bucket = await said(() => {
      const [data, later] = [cloud("gcp:storage/bucket:Bucket", "data"), cloud("gcp:container/cluster:Cluster", "ml")];
      const grant = { bucket: data.id, role: "roles/storage.objectUser", member: later.id };
      return cloud("gcp:storage/bucketIAMMember:BucketIAMMember", "pachyderm/worker", grant);
    });
    assert.deepEqual(bucket.line, [
      "storage BucketIAMMember",
      "pachyderm/worker",
      "roles/storage.objectUser on data for the account in its name",
    ]);
    const account = await said(() => {
      const [own, later] = [
        cloud("gcp:serviceaccount/account:Account", "own"),
        cloud("gcp:container/cluster:Cluster", "ml"),
      ];
      const grant = { serviceAccountId: own.id, role: "roles/iam.workloadIdentityUser", member: later.id };
      return cloud("gcp:serviceaccount/iAMMember:IAMMember", "pachyderm/worker", grant);
    });
    assert.deepEqual(account.line, [
      "serviceaccount IAMMember",
      "pachyderm/worker",
      "roles/iam.workloadIdentityUser on own for the account in its name",
    ]);
    const container = await said(() => {
      const [data, pods] = [
        cloud("azure-native:storage:BlobContainer", "data"),
        cloud("azure-native:managedidentity:UserAssignedIdentity", "pods"),
      ];
      const grant = { scope: data.id, principalId: pods.id, description: "Storage Blob Data Contributor" };
      return cloud("azure-native:authorization:RoleAssignment", "r", grant);
    });
    assert.deepEqual(container.line, [
      "authorization RoleAssignment",
      "r",
      "Storage Blob Data Contributor on data for pods",
    ]);
    const login = await said(() => {
      const pods = cloud("azure-native:managedidentity:UserAssignedIdentity", "pods");
      const subject = "system:serviceaccount:pachyderm:pachyderm";
      return cloud("azure-native:managedidentity:FederatedIdentityCredential", "f", { resourceName: pods.id, subject });
    });
    assert.deepEqual(login.line, [
      "managedidentity FederatedIdentityCredential",
      "f",
      "system:serviceaccount:pachyderm:pachyderm as pods",
    ]);
  });

  it("says of a component that a plugin constructs that there is more to it", async () => {
    const { line, total } = await said(
      () =>
        new pulumi.ComponentResource(
          "eks:index:Cluster",
          "c",
          { version: "1.35", publicAccessCidrs: ["10.0.0.0/8"] },
          {},
          true,
        ),
    );
    assert.deepEqual(line, ["eks Cluster", "c", "Kubernetes 1.35", "API from 10.0.0.0/8, its parts are not listed"]);
    assert.equal(total, "1 resource: 1 in eks");
  });

  it("says of a storage class what it makes", async () => {
    const { line } = await said(() => {
      const annotations = { "storageclass.kubernetes.io/is-default-class": "true" };
      const provider = new kubernetes.Provider("p", { kubeconfig: "k" });
      const parameters = { type: "gp3", encrypted: "true" };
      const args = { metadata: { name: "fast", annotations }, provisioner: "ebs.csi.aws.com", parameters };
      new kubernetes.storage.v1.StorageClass("s", args, { provider });
    });
    assert.deepEqual(line, ["StorageClass", "fast", "default encrypted gp3 by ebs.csi.aws.com"]);
  });
});

describe("what a plan says is known later", () => {
  const zones = () => pulumi.runtime.invokeOutput<string>("aws:index/getZone:getZone", {});
  const table: readonly [what: string, inputs: () => Inputs, known: string[]][] = [
    ["what only the provider can say", () => ({ zone: zones() }), ["known later: zone"]],
    [
      "no more than three of it",
      () => ({ a: zones(), b: zones(), c: zones(), d: zones() }),
      ["known later: a, b, c and 1 more"],
    ],
    ["no id and no ARN", () => ({ id: zones(), vpcId: zones(), subnetIds: [zones()], roleArn: zones() }), []],
    ["but a word that only ends like one", () => ({ grid: zones() }), ["known later: grid"]],
    ["nothing that another resource gives", () => ({ tags: { of: cloud("aws:x/y:Z", "other").id } }), []],
  ];
  for (const [what, inputs, known] of table) {
    it(what, async () => {
      const { line } = await said(() => {
        const given = inputs();
        return cloud("aws:x/y:It", "it", given);
      });
      assert.deepEqual(line, ["x It", "it", ...known]);
    });
  }

  it("is the name of an object of Kubernetes in any case", async () => {
    const { line } = await said(() => {
      const provider = new kubernetes.Provider("p", { kubeconfig: "k" });
      new kubernetes.core.v1.Namespace(
        "n",
        { metadata: { name: provider.id, labels: { of: provider.id } } },
        { provider },
      );
    });
    assert.deepEqual(line, ["Namespace", "n", "known later: metadata.name"]);
  });
});

describe("the totals", () => {
  it("count by what one reads of, and by the services of a cloud", async () => {
    const { total } = await said(() => {
      const provider = new kubernetes.Provider("p", { kubeconfig: "k" });
      new pulumi.ComponentResource("mlplatform:index:Group", "g", {});
      new kubernetes.helm.v3.Release("r", { chart: "c", name: "r", namespace: "n" }, { provider });
      for (const name of ["a", "b"]) new kubernetes.core.v1.Namespace(name, { metadata: { name } }, { provider });
      cloud("aws:iam/role:Role", "r");
      for (const name of ["a", "b"]) cloud("aws:ec2/subnet:Subnet", name);
    });
    assert.equal(total, "8 resources: 1 component, 1 provider, 1 chart, 2 Kubernetes objects, 2 in ec2, 1 in iam");
  });

  it("of nothing are no resources", async () => {
    assert.equal((await said(() => {})).total, "0 resources");
  });
});
