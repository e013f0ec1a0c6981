import assert from "node:assert/strict";
import type { CloudResource } from "../cloud/resource-type";
import { textAt } from "../cloud/values";
import { Desk } from "./desk";
import { NODE_POLICIES, trust } from "./platform";

const CLUSTER = "eks/cluster:Cluster";
const GROUP = "eks/nodeGroup:NodeGroup";
const ADDON = "eks/addon:Addon";
const KEY = "arn:aws:kms:us-east-1:123456789012:key/mrk-1";
const ENTRY = "eks/accessEntry:AccessEntry";
const ASSOCIATION = "eks/accessPolicyAssociation:AccessPolicyAssociation";
const POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";

describe("the AWS stand-in refuses in EKS", () => {
  let desk: Desk;
  let subnets: string[];
  let roleArn: string;
  let nodeRole: CloudResource;
  beforeEach(async () => {
    desk = new Desk();
    const vpcId = (await desk.make("ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true })).id;
    const gatewayId = (await desk.make("ec2/internetGateway:InternetGateway", { vpcId })).id;
    const routes = [{ cidrBlock: "0.0.0.0/0", gatewayId }];
    const routeTableId = (await desk.make("ec2/routeTable:RouteTable", { vpcId, routes })).id;
    subnets = [];
    for (const [index, zone] of ["a", "c", "b"].entries()) {
      const place = {
        cidrBlock: `10.0.${index}.0/24`,
        availabilityZone: `us-east-1${zone}`,
        mapPublicIpOnLaunch: true,
      };
      const { id } = await desk.make("ec2/subnet:Subnet", { vpcId, ...place });
      await desk.make("ec2/routeTableAssociation:RouteTableAssociation", { routeTableId, subnetId: id });
      subnets.push(id);
    }
    roleArn = arnOf(await role("control", "eks.amazonaws.com", ["AmazonEKSClusterPolicy"]));
    nodeRole = await role("node", "ec2.amazonaws.com", NODE_POLICIES);
  });

  const arnOf = ({ outputs }: CloudResource) => textAt(outputs, "arn");
  async function role(name: string, service: string, policies: readonly string[]): Promise<CloudResource> {
    const made = await desk.make("iam/role:Role", { name, assumeRolePolicy: trust(service) });
    for (const policy of policies) {
      const inputs = { role: name, policyArn: `arn:aws:iam::aws:policy/${policy}` };
      await desk.make("iam/rolePolicyAttachment:RolePolicyAttachment", inputs);
    }
    return made;
  }
  const clusterInputs = (vpcConfig: object = {}, args: object = {}) => ({
    name: "ml",
    roleArn,
    vpcConfig: { subnetIds: subnets.slice(0, 2), ...vpcConfig },
    accessConfig: { authenticationMode: "API" },
    ...args,
  });
  const makeCluster = (vpcConfig: object = {}, args: object = {}) => desk.make(CLUSTER, clusterInputs(vpcConfig, args));
  const groupInputs = (args: object = {}) => ({
    clusterName: "ml",
    nodeGroupName: "general",
    nodeRoleArn: arnOf(nodeRole),
    subnetIds: subnets.slice(0, 2),
    scalingConfig: { minSize: 0, desiredSize: 0, maxSize: 3 },
    ...args,
  });
  const refusesGroup = (args: object, message: RegExp) => assert.rejects(desk.make(GROUP, groupInputs(args)), message);
  /** A group whose nodes would start, if the tests had an API server to start them in. */
  const wanted = { scalingConfig: { minSize: 0, desiredSize: 1, maxSize: 3 } };

  describe("a cluster", () => {
    const refuses = (vpcConfig: object, message: RegExp, args: object = {}) =>
      assert.rejects(makeCluster(vpcConfig, args), message);

    it("in one zone", () => refuses({ subnetIds: subnets.slice(0, 1) }, /must be in at least two different AZs/));
    it("in a zone that has no control planes", () =>
      refuses({ subnetIds: subnets }, /UnsupportedAvailabilityZoneException: .* in us-east-1b, the targeted/));
    it("in a subnet that does not exist", () => refuses({ subnetIds: ["subnet-0"] }, /InvalidSubnetID.NotFound/));
    it("without a public or private endpoint", () =>
      refuses({ endpointPublicAccess: false }, /Private and public endpoint access cannot be false/));
    it("that is open to private addresses", () =>
      refuses({ publicAccessCidrs: ["10.0.0.0/8"] }, /not allowed in publicAccessCidrs: \[10.0.0.0\/8\]/));
    it("that is open to more than 40 ranges", () => {
      const publicAccessCidrs = Array.from({ length: 41 }, (_, index) => `203.0.113.${index}/32`);
      return refuses({ publicAccessCidrs }, /at most 40/);
    });
    it("whose services are in the VPC's range", () =>
      refuses({}, /must not overlap/, { kubernetesNetworkConfig: { serviceIpv4Cidr: "10.0.0.0/16" } }));
    it("with a version that is not offered", () =>
      refuses({}, /unsupported Kubernetes version 1.20/, { version: "1.20" }));
    it("with a role that does not exist", () => refuses({}, /roleArn, arn:x, does not exist/, { roleArn: "arn:x" }));
    it("with a role that does not trust EKS", () =>
      refuses({}, /trusted entity is not correct/, { roleArn: arnOf(nodeRole) }));
    it("with a role without the policy", async () => {
      const bare = arnOf(await role("bare", "eks.amazonaws.com", []));
      await refuses({}, /Please ensure the following policy is attached: AmazonEKSClusterPolicy/, { roleArn: bare });
    });
    it("with a private endpoint in a VPC without DNS host names", async () => {
      const [vpc] = desk.account.resources("aws:ec2/vpc:Vpc");
      assert.ok(vpc);
      vpc.inputs = { ...vpc.inputs, enableDnsHostnames: false };
      await refuses({ endpointPrivateAccess: true }, /needs enableDnsHostnames/);
    });
    it("with a name that is in use", async () => {
      await makeCluster();
      await refuses({}, /ResourceInUseException: Cluster already exists with name: ml/);
    });

    it("whose version skips one, goes back or does not exist, and accepts the next version", async () => {
      const cluster = await makeCluster({}, { version: "1.34" });
      await assert.rejects(desk.change(cluster, { version: "1.36" }), /minor version update from 1.34 to 1.36/);
      await assert.rejects(desk.change(cluster, { version: "1.33" }), /minor version update from 1.34 to 1.33/);
      await desk.change(cluster, { version: "1.35" });
      assert.equal(cluster.inputs.version, "1.35");
    });

    it("whose zones change, even if only one is added or removed", async () => {
      const [vpcId] = desk.account.resources("ec2/vpc:Vpc".replace(/^/, "aws:")).map(({ id }) => id);
      const place = { vpcId, cidrBlock: "10.0.9.0/24", availabilityZone: "us-east-1d" };
      const { id: third } = await desk.make("ec2/subnet:Subnet", place);
      const refusesChange = async (before: unknown[], after: unknown[]) => {
        const cluster = await makeCluster({ subnetIds: before });
        const vpcConfig = { ...(cluster.inputs.vpcConfig as object), subnetIds: after };
        await assert.rejects(desk.change(cluster, { vpcConfig }), /exact set of AZs/);
        await desk.remove(cluster);
      };
      const two = subnets.slice(0, 2);
      await refusesChange(two, [...two, third]);
      await refusesChange([...two, third], two);
      await refusesChange(two, [two[0], third]);
    });

    it("whose encryption key changes, and replaces it if the encryption is removed", async () => {
      const encryption = (keyArn: string) => ({ encryptionConfig: { provider: { keyArn }, resources: ["secrets"] } });
      const cluster = await makeCluster();
      await desk.change(cluster, encryption(`${KEY}-one`));
      await assert.rejects(desk.change(cluster, encryption(`${KEY}-two`)), /its key cannot be changed/);
      assert.deepEqual(desk.replacedBy(cluster, { encryptionConfig: undefined }), ["encryptionConfig"]);
    });

    it("whose immutable inputs change in place", async () => {
      const cluster = await makeCluster();
      assert.deepEqual(desk.replacedBy(cluster, { name: "other" }), ["name"]);
      assert.deepEqual(desk.replacedBy(cluster, { bootstrapSelfManagedAddons: false }), ["bootstrapSelfManagedAddons"]);
      assert.deepEqual(desk.replacedBy(cluster, { version: "1.36", deletionProtection: true }), []);
    });

    it("that is deleted while it is protected or has nodes", async () => {
      const cluster = await makeCluster({}, { deletionProtection: true });
      await assert.rejects(desk.remove(cluster), /Cluster ml has deletion protection enabled/);
      await desk.change(cluster, { deletionProtection: false });
      await desk.make(GROUP, groupInputs());
      await assert.rejects(desk.remove(cluster), /ResourceInUseException: Cluster has nodegroups attached/);
    });

    it("whose subnets or role are deleted", async () => {
      const cluster = await makeCluster();
      const subnet = desk.account.find("aws:ec2/subnet:Subnet", subnets[0] ?? "");
      assert.ok(subnet);
      await assert.rejects(desk.remove(subnet), /DependencyViolation/);
      const attached = desk.account.find(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "control/arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
      );
      const control = desk.account.find("aws:iam/role:Role", "control");
      assert.ok(attached && control);
      await assert.rejects(desk.remove(control), /must detach all policies first/);
      await desk.remove(attached);
      await assert.rejects(desk.remove(control), /DeleteConflict: Cannot delete entity, ml uses it/);
      await desk.remove(cluster);
      await desk.remove(control);
    });
  });

  describe("a log group", () => {
    const name = "/aws/eks/ml/cluster";
    const logs = () => desk.account.find("aws:cloudwatch/logGroup:LogGroup", name);

    it("that a cluster has created already", async () => {
      await desk.make("cloudwatch/logGroup:LogGroup", { name, retentionInDays: 90 });
      await makeCluster({}, { enabledClusterLogTypes: ["api"] });
      assert.equal(logs()?.inputs.retentionInDays, 90);
      await assert.rejects(desk.make("cloudwatch/logGroup:LogGroup", { name }), /ResourceAlreadyExistsException/);
    });

    it("only after the cluster is deleted: until then the cluster creates it again", async () => {
      const group = await desk.make("cloudwatch/logGroup:LogGroup", { name, retentionInDays: 90 });
      const cluster = await makeCluster({}, { enabledClusterLogTypes: ["api"] });
      await desk.remove(group);
      await new Promise(setImmediate);
      assert.equal(logs()?.inputs.retentionInDays, 0);
      await desk.remove(cluster);
      await desk.remove(logs() ?? group);
      await new Promise(setImmediate);
      assert.equal(logs(), undefined);
    });
  });

  describe("a node group", () => {
    beforeEach(() => makeCluster({}, { bootstrapSelfManagedAddons: false, version: "1.35" }));

    it("whose sizes contradict each other", async () => {
      await refusesGroup({ scalingConfig: { minSize: 2, desiredSize: 2, maxSize: 1 } }, /minimum capacity 2 can't be/);
      await refusesGroup(
        { scalingConfig: { minSize: 0, desiredSize: 4, maxSize: 3 } },
        /desired capacity 4 can't be gr/,
      );
      await refusesGroup(
        { scalingConfig: { minSize: 2, desiredSize: 1, maxSize: 3 } },
        /Minimum capacity 2 can't be greater than desired size 1/,
      );
    });
    it("with reserved labels", async () => {
      for (const key of ["kubernetes.io/x", "node-role.kubernetes.io/x", "eks.amazonaws.com/x"]) {
        await refusesGroup({ labels: { [key]: "1" } }, /reserved prefixes/);
      }
    });
    it("whose labels, taints, types or sizes exceed the limits of EKS", async () => {
      const taint = (index: number) => ({ key: `k${String(index)}`, effect: "NO_SCHEDULE" });
      await refusesGroup({ labels: { team: "" } }, /must have 1 to 63 characters/);
      await refusesGroup(
        { labels: { [`${"x".repeat(40)}.org/${"y".repeat(40)}`]: "1" } },
        /must have 1 to 63 characters/,
      );
      await refusesGroup({ taints: Array.from({ length: 51 }, (_, index) => taint(index)) }, /at most 50 taints/);
      await refusesGroup({ instanceTypes: Array(21).fill("m5.large") }, /At most 20 instance types/);
      await refusesGroup(
        { scalingConfig: { minSize: 0, desiredSize: 0, maxSize: 451 } },
        /nodes per managed node group/,
      );
    });
    it("whose instances have another processor than its image", () =>
      refusesGroup(
        { instanceTypes: ["m7g.large"] },
        /\[m7g.large\] is not a valid instance type for requested amiType/,
      ));
    it("with a role that does not trust EC2", () => refusesGroup({ nodeRoleArn: roleArn }, /trusted entity/));
    it("in another VPC", async () => {
      const vpcId = (await desk.make("ec2/vpc:Vpc", { cidrBlock: "10.9.0.0/16" })).id;
      const { id } = await desk.make("ec2/subnet:Subnet", { vpcId, cidrBlock: "10.9.0.0/24" });
      await refusesGroup({ subnetIds: [id] }, /not in the same VPC as the cluster/);
    });
    it("with a launch template or a version of it that does not exist, or with a disk size too", async () => {
      const { id } = await desk.make("ec2/launchTemplate:LaunchTemplate", { name: "nodes" });
      await refusesGroup({ launchTemplate: { id: "lt-0", version: "1" } }, /Launch template lt-0 does not exist/);
      await refusesGroup({ launchTemplate: { id, version: "2" } }, /version 2 does not exist/);
      await refusesGroup({ launchTemplate: { id, version: "1" }, diskSize: 50 }, /within the launch template/);
      await desk.make(GROUP, groupInputs({ launchTemplate: { id, version: "1" } }));
    });
    it("that is newer than the control plane", async () => {
      const group = await desk.make(GROUP, groupInputs());
      await assert.rejects(desk.change(group, { version: "1.36" }), /newer than the cluster's 1.35/);
      await assert.rejects(desk.change(group, { version: "1.34" }), /cannot go back from 1.35 to 1.34/);
    });

    it("without a network add-on, because nodes never become ready", () =>
      refusesGroup(wanted, /last error: i-\w+: NodeCreationFailure: Unhealthy nodes in the kubernetes cluster/));

    describe("in a cluster with a network add-on", () => {
      const unjoined = /unexpected state 'CREATE_FAILED'.*NodeCreationFailure: Instances failed to join/;
      beforeEach(() => desk.make(ADDON, { clusterName: "ml", addonName: "vpc-cni" }));

      it("with a role without the policies for nodes, and keeps it as failed", async () => {
        const bare = arnOf(await role("bare", "ec2.amazonaws.com", NODE_POLICIES.slice(0, 1)));
        await refusesGroup({ ...wanted, nodeRoleArn: bare }, unjoined);
        assert.equal(desk.account.find(`aws:${GROUP}`, "ml:general")?.outputs.status, "CREATE_FAILED");
      });
      it("without a route to the internet", async () => {
        const [table] = desk.account.resources("aws:ec2/routeTable:RouteTable");
        assert.ok(table);
        table.inputs = { ...table.inputs, routes: [] };
        await refusesGroup(wanted, unjoined);
      });
      it("in public subnets that assign no public addresses", async () => {
        const subnet = desk.account.find("aws:ec2/subnet:Subnet", subnets[0] ?? "");
        assert.ok(subnet);
        subnet.inputs = { ...subnet.inputs, mapPublicIpOnLaunch: false };
        await refusesGroup(wanted, /Ec2SubnetInvalidConfiguration: .*\[subnet-\w+\] for node group general does not/);
      });
    });
  });

  describe("an add-on", () => {
    beforeEach(() => makeCluster());
    const refuses = (inputs: object, message: RegExp) =>
      assert.rejects(desk.make(ADDON, { clusterName: "ml", ...inputs }), message);

    it("with values of the network plugin that its schema does not have", async () => {
      const refusesValues = (values: object, message: RegExp) =>
        refuses({ addonName: "vpc-cni", configurationValues: JSON.stringify(values) }, message);
      await refusesValues({ enablePrefixDelegation: true }, /\$\.enablePrefixDelegation: is not defined in the schema/);
      await refusesValues({ env: { ENABLE_PREFIX_DELEGATION: true } }, /ENABLE_PREFIX_DELEGATION: string expected/);
      await refusesValues({ enableNetworkPolicy: true }, /enableNetworkPolicy: string expected/);
      await refusesValues({ eniConfig: { subnets: { "us-east-1a": "subnet-1" } } }, /us-east-1a\.id: does not match/);
      await refusesValues({ eniConfig: { zones: {} } }, /eniConfig\.zones: is not defined/);
    });
    it("with values of the network plugin for pods in own subnets, and for prefixes, only if they are wrong", async () => {
      const eniConfig = { create: true, region: "us-east-1", subnets: { "us-east-1a": { id: "subnet-1" } } };
      const env = { AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: "true", ENABLE_PREFIX_DELEGATION: "true" };
      const configurationValues = JSON.stringify({ enableNetworkPolicy: "true", env, eniConfig });
      await desk.make(ADDON, { clusterName: "ml", addonName: "vpc-cni", configurationValues });
    });
    it("that EKS does not offer", () => refuses({ addonName: "istio" }, /Addon istio specified is not supported/));
    it("in a version that does not exist", () =>
      refuses({ addonName: "vpc-cni", addonVersion: "v1.0.0" }, /Addon version specified is not supported/));
    it("with a configuration that is not JSON", () =>
      refuses({ addonName: "vpc-cni", configurationValues: "{" }, /ConfigurationValue provided in request is not/));
    it("with an identity whose role does not trust pods", () => {
      const podIdentityAssociations = [{ roleArn: arnOf(nodeRole), serviceAccount: "x" }];
      return refuses({ addonName: "vpc-cni", podIdentityAssociations }, /trusted entity is not correct/);
    });
    it("twice, or in a cluster that does not exist", async () => {
      await desk.make(ADDON, { clusterName: "ml", addonName: "vpc-cni" });
      await refuses({ addonName: "vpc-cni" }, /ResourceInUseException: Addon already exists/);
      await refuses({ addonName: "vpc-cni", clusterName: "other" }, /No cluster found for name: other/);
    });
  });

  describe("an access entry", () => {
    const principalArn = "arn:aws:iam::123456789012:role/admin";
    const admin = { clusterName: "ml", principalArn, policyArn: POLICY, accessScope: { type: "cluster" } };
    const entry = { clusterName: "ml", principalArn };

    it("in a cluster whose authentication mode has no access entries", async () => {
      await makeCluster({}, { accessConfig: { authenticationMode: "CONFIG_MAP" } });
      await assert.rejects(
        desk.make(ENTRY, entry),
        /authentication mode must be set to one of \[API, API_AND_CONFIG_MAP\]/,
      );
    });

    it("a second time for one principal, also for the creator and for nodes", async () => {
      await makeCluster();
      await desk.make(ENTRY, entry);
      await desk.make(GROUP, groupInputs());
      const maker = "arn:aws:iam::123456789012:user/deployer";
      for (const taken of [principalArn, maker, arnOf(nodeRole)]) {
        const again = { clusterName: "ml", principalArn: taken };
        await assert.rejects(desk.make(ENTRY, again), /access entry resource is already in use on this cluster/);
      }
    });

    it("with a policy that does not exist or names no namespaces, and a policy without an entry", async () => {
      await makeCluster();
      await assert.rejects(desk.make(ASSOCIATION, admin), /The specified principalArn could not be found/);
      await desk.make(ENTRY, entry);
      const unknown = { ...admin, policyArn: POLICY.replace("ClusterAdmin", "God") };
      await assert.rejects(desk.make(ASSOCIATION, unknown), /is not valid/);
      await assert.rejects(
        desk.make(ASSOCIATION, { ...admin, accessScope: { type: "namespace" } }),
        /needs namespaces/,
      );
      await desk.make(ASSOCIATION, admin);
    });

    it("if a service account gets a second pod identity", async () => {
      await makeCluster();
      const pods = arnOf(await role("pods", "pods.eks.amazonaws.com", []));
      const association = { clusterName: "ml", namespace: "x", serviceAccount: "x", roleArn: pods };
      await desk.make("eks/podIdentityAssociation:PodIdentityAssociation", association);
      const again = desk.make("eks/podIdentityAssociation:PodIdentityAssociation", association);
      await assert.rejects(again, /ResourceInUseException: Association already exists/);
    });
  });
});
