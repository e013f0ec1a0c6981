import assert from "node:assert/strict";
import { AwsAutoscaling, AwsVolumeType, ReclaimPolicy, type MlClusterArgs } from "../../../../../components";
import { charts } from "../../../../../components/shared/pinned-charts";
import type { Deployed } from "../../../../helpers/deploy";
import { eks, existingNetwork } from "../eks";
import { KEY } from "../options/block";

const within = { aws: { existingNetwork } };
const general = { min: 2 };

const release = (graph: Deployed, part: string) =>
  graph.byName("kubernetes:helm.sh/v3:Release", `ml-${part}`).inputs.values;

const addOn = (addonName: string, version = "1.35") => ({
  clusterName: "ml-x7k2p9",
  addonName,
  addonVersion: `${addonName} for ${version}`,
  resolveConflictsOnCreate: "OVERWRITE",
  resolveConflictsOnUpdate: "OVERWRITE",
});

describe("EKS add-ons", () => {
  it("have the default versions for the version of the control plane", async () => {
    const graph = await eks({ ...within, kubernetesVersion: "1.36" });
    const inputs = (part: string) => graph.byName("aws:eks/addon:Addon", `ml-${part}`).inputs.values;
    assert.deepEqual(inputs("pod-identity"), {
      ...addOn("eks-pod-identity-agent", "1.36"),
      tags: { Name: "ml-pod-identity" },
    });
    assert.deepEqual(inputs("coredns"), { ...addOn("coredns", "1.36"), tags: { Name: "ml-coredns" } });
    assert.deepEqual(inputs("ebs-csi"), {
      ...addOn("aws-ebs-csi-driver", "1.36"),
      podIdentityAssociations: [
        { serviceAccount: "ebs-csi-controller-sa", roleArn: "arn:aws:iam::111122223333:role/ml-ebs-csi" },
      ],
      tags: { Name: "ml-ebs-csi" },
    });
  });
});

describe("the charts of a cluster on AWS", () => {
  let graph: Deployed;
  const gpu = { instanceType: "g5.xlarge", gpu: { type: "nvidia-a10g" } };
  before(async () => (graph = await eks({ ...within, nodePools: { general, gpu } })));

  const releases: [part: string, name: keyof typeof charts, values: object][] = [
    [
      "load-balancers",
      "aws-load-balancer-controller",
      {
        clusterName: "ml-x7k2p9",
        region: "us-east-1",
        vpcId: "vpc-1",
        serviceAccount: { create: true, name: "aws-load-balancer-controller" },
      },
    ],
    [
      "autoscaler",
      "cluster-autoscaler",
      {
        cloudProvider: "aws",
        awsRegion: "us-east-1",
        autoDiscovery: { clusterName: "ml-x7k2p9" },
        rbac: { serviceAccount: { create: true, name: "cluster-autoscaler" } },
      },
    ],
    [
      "device-plugin",
      "nvidia-device-plugin",
      {
        tolerations: [
          { key: "CriticalAddonsOnly", operator: "Exists" },
          { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" },
        ],
      },
    ],
  ];
  for (const [part, name, values] of releases) {
    it(`include ${name} with its values`, () => {
      const { chart, version, repository } = charts[name];
      assert.deepEqual(release(graph, part), {
        name,
        namespace: "kube-system",
        chart,
        version,
        repositoryOpts: { repo: repository },
        values,
        timeout: 600,
        resetValues: true,
        compat: "true",
      });
    });
  }

  it("use the internal provider", () => {
    const internal = graph.byName("pulumi:providers:kubernetes", "ml-internal").urn;
    for (const { type, provider, name } of graph.resources) {
      if (type.startsWith("kubernetes:")) assert.equal(provider, internal, name);
    }
  });

  it("accept values of the caller, which are merged last", async () => {
    const own = {
      "aws-load-balancer-controller": { values: { replicaCount: 3, serviceAccount: { labels: { a: "b" } } } },
    };
    const values = release(await eks({ ...within, charts: own }), "load-balancers")["values"] as Record<
      string,
      unknown
    >;
    assert.deepEqual(
      [values["replicaCount"], values["serviceAccount"]],
      [3, { create: true, name: "aws-load-balancer-controller", labels: { a: "b" } }],
    );
  });
});

describe("the default storage class of a cluster on AWS", () => {
  const storageClass = {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "gp3", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
    provisioner: "ebs.csi.aws.com",
    parameters: { type: "gp3", encrypted: "true" },
    reclaimPolicy: "Delete",
    volumeBindingMode: "WaitForFirstConsumer",
    allowVolumeExpansion: true,
  };
  const named = (name: string) => ({ metadata: { ...storageClass.metadata, name } });
  const rows: [string, Partial<MlClusterArgs>, object][] = [
    ["is gp3, encrypted", within, {}],
    [
      "is of the older disks, beside the class that EKS has of that name",
      { aws: { existingNetwork, volumeType: AwsVolumeType.Gp2 } },
      { ...named("gp2-encrypted"), parameters: { type: "gp2", encrypted: "true" } },
    ],
    [
      "has the name and keeps disks as asked",
      { ...within, storage: { className: "fast", reclaimPolicy: ReclaimPolicy.Retain } },
      { ...named("fast"), reclaimPolicy: "Retain" },
    ],
    [
      "is encrypted with a key of the caller",
      { aws: { existingNetwork, diskKmsKeyArn: KEY } },
      { parameters: { type: "gp3", encrypted: "true", kmsKeyId: KEY } },
    ],
    [
      "is of Auto Mode's own driver there, for its own nodes",
      { aws: { existingNetwork, autoscaling: AwsAutoscaling.AutoMode } },
      {
        provisioner: "ebs.csi.eks.amazonaws.com",
        allowedTopologies: [{ matchLabelExpressions: [{ key: "eks.amazonaws.com/compute-type", values: ["auto"] }] }],
      },
    ],
  ];
  for (const [title, args, expected] of rows) {
    it(title, async () => {
      const made = (await eks(args)).byName("kubernetes:storage.k8s.io/v1:StorageClass", "ml-storage");
      assert.deepEqual(made.inputs.values, { ...storageClass, ...expected });
    });
  }
});

describe("a key of the caller for disks of a cluster on AWS", () => {
  it("encrypts the disks of nodes, and EC2 Auto Scaling and the disk driver may use it", async () => {
    const graph = await eks({ aws: { existingNetwork, diskKmsKeyArn: KEY } });
    const template = graph.byName("aws:ec2/launchTemplate:LaunchTemplate", "ml-general").inputs.values;
    assert.deepEqual((template["blockDeviceMappings"] as { ebs: { kmsKeyId: string } }[])[0]?.ebs.kmsKeyId, KEY);
    const grant = graph.byName("aws:kms/grant:Grant", "ml-disks");
    assert.deepEqual(
      [grant.inputs.values["keyId"], grant.inputs.values["granteePrincipal"]],
      [KEY, "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"],
    );
    // Machines that are started before the grant stop at once.
    assert.ok(graph.byName("aws:eks/nodeGroup:NodeGroup", "ml-general").dependencies.includes(grant.urn));
    const { policy } = graph.byName("aws:iam/rolePolicy:RolePolicy", "ml-ebs-csi").inputs.values;
    const { Statement } = JSON.parse(policy as string) as { Statement: { Action: string[]; Resource: string }[] };
    assert.deepEqual(new Set(Statement.map(({ Resource }) => Resource)), new Set([KEY]));
    assert.ok(Statement.some(({ Action }) => Action.includes("kms:CreateGrant")));
  });
});
