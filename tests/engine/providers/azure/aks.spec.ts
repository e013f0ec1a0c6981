import assert from "node:assert/strict";
import type { CloudResource } from "../cloud/resource-type";
import { objectsAt, textAt } from "../cloud/values";
import { objectAt, type Properties } from "../property-values";
import { CLUSTER_INPUTS } from "./aks/cluster-inputs";
import { inputsAfterRefresh } from "./applied-changes";
import { runKubelogin } from "./cli/kubelogin";
import { Desk, GROUP } from "./desk";

const SERVER = ["--server-id", "6dae42f8-4368-4678-94ff-3960e28e3630"];
const SPOT = "kubernetes.azure.com/scalesetpriority=spot:NoSchedule";

describe("the Azure stand-in of AKS", () => {
  let desk: Desk;
  let platform: Awaited<ReturnType<Desk["platform"]>>;
  beforeEach(async () => {
    desk = new Desk();
    platform = await desk.platform();
  });

  const withPool = (changed: object) => ({
    ...platform.cluster,
    agentPoolProfiles: [{ ...platform.system, ...changed }],
  });
  const inSubnet = () => ({ vnetSubnetID: platform.subnet.id });
  const profilesOf = (cluster: CloudResource) => objectsAt(cluster.outputs, "agentPoolProfiles");

  it("creates a cluster with its inline pool, a node resource group, storage classes and an issuer", async () => {
    const cluster = await desk.cluster(platform.cluster);
    assert.match(cluster.id, /\/resourcegroups\/ml\/providers\/Microsoft\.ContainerService\/managedClusters\/ml$/);
    assert.equal(cluster.outputs.currentKubernetesVersion, "1.35.3");
    assert.match(
      textAt(cluster.outputs.oidcIssuerProfile, "issuerURL"),
      /^https:\/\/centralus\.oic\.prod-aks\.azure\.com\/.*\/$/,
    );
    assert.equal(await desk.nodes("system"), 2);
    const group = `/subscriptions/${desk.account.subscription}/resourceGroups/MC_ml_ml_centralus`;
    assert.ok(desk.account.find("azure-native:resources:ResourceGroup", group));
    const classes = await desk.account.kubernetes.list("/apis/storage.k8s.io/v1/storageclasses");
    assert.equal(classes.length, 3);
  });

  it("deletes with a cluster its pools, its node resource group and what lies in that", async () => {
    const cluster = await desk.cluster(platform.cluster);
    await desk.pool("general", inSubnet());
    const { account } = desk;
    account.volumes.set("pvc-1", { id: "pvc-1", persistentVolume: "pvc-1" });
    account.loadBalancers.set("a/b", { name: "lb", service: "a/b", scheme: "internet-facing", ip: "198.51.100.1" });
    await desk.remove(cluster);
    assert.equal(await desk.nodes("general"), 0);
    const left = account.leftovers().filter((one) => /containerservice|MC_|load balancer|disk/.test(one));
    assert.deepEqual(left, []);
  });

  it("refuses to delete a subnet or a network while machines are in it", async () => {
    const cluster = await desk.cluster(platform.cluster);
    for (const resource of [platform.subnet, platform.network]) {
      await assert.rejects(
        desk.remove(resource),
        /InUseSubnetCannotBeDeleted: Subnet nodes is in use by .*agentPools\/system/,
      );
    }
    await assert.rejects(desk.change(platform.subnet, { addressPrefix: "10.0.0.0/18" }), /InUsePrefixCannotBeDeleted/);
    await desk.remove(cluster);
    await desk.remove(platform.subnet);
    await desk.remove(platform.network);
  });

  it("refuses a cluster whose identity may not put machines into the subnet, or not give them their identity", async () => {
    const [network, operator] = desk.account.resources("azure-native:authorization:RoleAssignment");
    assert.ok(network && operator);
    desk.account.remove(network);
    await assert.rejects(desk.cluster(platform.cluster), /LinkedAuthorizationFailed: .*subnets\/join\/action/);
    desk.account.add(network);
    desk.account.remove(operator);
    await assert.rejects(desk.cluster(platform.cluster), /CustomKubeletIdentityMissingPermissionError/);
    desk.account.add(operator);
    await desk.cluster(platform.cluster);
  });

  it("refuses ranges that meet, and a DNS address outside of the services", async () => {
    const network = (changed: object) =>
      desk.cluster({ ...platform.cluster, networkProfile: { ...platform.cluster.networkProfile, ...changed } });
    const services = { serviceCidr: "10.0.64.0/20", dnsServiceIP: "10.0.64.10" };
    await assert.rejects(network(services), /ServiceCidrOverlapExistingSubnetsCidr/);
    await assert.rejects(network({ podCidr: "10.0.0.0/8" }), /PodCidrOverlapExistingSubnetsCidr/);
    await assert.rejects(network({ podCidr: "172.31.0.0/17" }), /PodCidrOverlapExistingSubnetsCidr/);
    await assert.rejects(network({ podCidr: "172.16.128.0/20" }), /InvalidPodCidr/);
    await assert.rejects(network({ dnsServiceIP: "172.16.0.1" }), /InvalidDNSServiceIP/);
    await assert.rejects(network({ dnsServiceIP: "172.17.0.10" }), /InvalidDNSServiceIP/);
    await assert.rejects(network({ networkPolicy: "azure" }), /networkPolicy must be cilium/);
    await assert.rejects(network({ outboundType: "managedNATGateway" }), /not supported with a subnet of your own/);
  });

  it("refuses a NAT gateway as the way out if the subnet has none", async () => {
    await desk.change(platform.subnet, { natGateway: null });
    await assert.rejects(desk.cluster(platform.cluster), /requires a NAT gateway/);
  });

  it("refuses too many ranges for the API server, and any for a private one", async () => {
    const access = (apiServerAccessProfile: object) => desk.cluster({ ...platform.cluster, apiServerAccessProfile });
    const many = Array.from({ length: 201 }, (_, n) => `198.51.100.${n % 250}/32`);
    await assert.rejects(access({ authorizedIPRanges: many }), /At most 200/);
    await assert.rejects(access({ authorizedIPRanges: ["office"] }), /not a valid CIDR block/);
    const both = { authorizedIPRanges: ["203.0.113.0/24"], enablePrivateCluster: true };
    await assert.rejects(access(both), /not supported for private clusters/);
    const cluster = await access({});
    const change = desk.change(cluster, { apiServerAccessProfile: { enablePrivateCluster: true } });
    await assert.rejects(change, /PropertyChangeNotAllowed/);
  });

  it("refuses local accounts that are off without Entra ID, and an issuer that is turned off", async () => {
    await assert.rejects(desk.cluster({ ...platform.cluster, aadProfile: {} }), /requires a cluster with managed/);
    const cluster = await desk.cluster(platform.cluster);
    const change = desk.change(cluster, { oidcIssuerProfile: { enabled: false } });
    await assert.rejects(change, /OIDCIssuerFeatureCannotBeDisabled/);
  });

  it("refuses system pools that AKS refuses", async () => {
    const refused: readonly (readonly [changed: object, message: RegExp])[] = [
      [{ mode: "User" }, /Must define at least one system pool/],
      [{ name: "gpu-spot" }, /write 1 to 12 lower-case letters and digits/],
      [{ vmSize: "m5.large" }, /VMSizeNotSupported/],
      [{ vmSize: "Standard_B4ms" }, /B series VMs are not supported/],
      [{ vmSize: "Standard_F1s" }, /VMSizeNotSupported.* less than 2 vCPUs/],
      [{ vmSize: "Standard_DS11-1_v2" }, /VMSizeNotSupported.* less than 2 vCPUs/],
      [{ minCount: 0 }, /must have at least one node/],
      [{ scaleSetPriority: "Spot" }, /cannot be a spot node pool/],
      [{ count: 5 }, /must be between minCount 2 and maxCount 3/],
      [{ enableAutoScaling: false }, /must not be set while enableAutoScaling is false/],
      [{ nodeTaints: ["CriticalAddonsOnly"] }, /is not a taint/],
      [{ orchestratorVersion: "1.36" }, /NodePoolMcVersionIncompatible/],
    ];
    for (const [changed, message] of refused) await assert.rejects(desk.cluster(withPool(changed)), message);
  });

  it("refuses user pools that AKS refuses", async () => {
    await desk.cluster(platform.cluster);
    const refused: readonly (readonly [name: string, changed: object, message: RegExp])[] = [
      ["gpu-spot", {}, /write 1 to 12 lower-case letters and digits/],
      ["general", { vnetSubnetID: undefined }, /must have a subnet, or none/],
      ["general", { gpuProfile: { driver: "Install" } }, /has no GPU/],
      ["general", { scaleSetEvictionPolicy: "Delete" }, /only for spot node pools/],
      ["general", { minCount: 5 }, /must not be more than maxCount/],
      ["general", { maxCount: 2000 }, /in the range/],
      ["general", { orchestratorVersion: "1.33" }, /K8sVersionNotSupported/],
    ];
    for (const [name, changed, message] of refused) {
      await assert.rejects(desk.pool(name, { ...inSubnet(), ...changed }), message);
    }
  });

  it("refuses more nodes than the subnet has addresses", async () => {
    desk = new Desk();
    platform = await desk.platform({ nodes: "10.0.0.0/28" });
    await desk.cluster(platform.cluster);
    const pool = { ...inSubnet(), count: 8, maxCount: 8 };
    await assert.rejects(
      desk.pool("general", pool),
      /InsufficientSubnetSize: Pre-allocated IPs 12 exceeds IPs available 11/,
    );
    await desk.pool("general", { ...pool, count: 7 });
  });

  it("adds the taint of spot pools, and refuses a change that leaves it out", async () => {
    await desk.cluster(platform.cluster);
    const spot = { ...inSubnet(), scaleSetPriority: "Spot", scaleSetEvictionPolicy: "Delete" };
    const pool = await desk.pool("spot", spot);
    assert.deepEqual(pool.inputs.nodeTaints, [SPOT]);
    await assert.rejects(
      desk.change(pool, { maxCount: 8, nodeTaints: [] }),
      /Changing property 'properties.nodeTaints' is not allowed/,
    );
    await desk.remove(pool);
    const declared = await desk.pool("spot", { ...spot, nodeTaints: [SPOT] });
    await desk.change(declared, { maxCount: 8 });
  });

  it("replaces a pool only for another VM size, and refuses changes of its other fixed fields", async () => {
    await desk.cluster(platform.cluster);
    const pool = await desk.pool("general", { ...inSubnet(), osDiskSizeGB: 128 });
    assert.deepEqual(desk.replacedBy(pool, { vmSize: "Standard_D16ds_v5" }), ["vmSize"]);
    assert.deepEqual(desk.replacedBy(pool, { osDiskSizeGB: 256 }), []);
    await assert.rejects(desk.change(pool, { osDiskSizeGB: 256 }), /Changing property 'properties.osDiskSizeGB'/);
    await assert.rejects(desk.change(pool, { availabilityZones: ["1"] }), /PropertyChangeNotAllowed/);
  });

  it("leaves the number of nodes to the autoscaler, within its bounds", async () => {
    await desk.cluster(platform.cluster);
    const pool = await desk.pool("general", inSubnet());
    await assert.rejects(
      desk.change(pool, { count: 2 }),
      /InvalidParameter: Cannot manually scale AgentPool 'general'/,
    );
    await desk.change(pool, { minCount: 3 });
    assert.equal(await desk.nodes("general"), 3);
    await desk.change(pool, { minCount: 0, maxCount: 2 });
    assert.equal(await desk.nodes("general"), 2);
    await desk.change(pool, { enableAutoScaling: false, minCount: null, maxCount: null, count: 4 });
    assert.equal(await desk.nodes("general"), 4);
  });

  it("changes labels and taints of nodes that there are", async () => {
    await desk.cluster(platform.cluster);
    const pool = await desk.pool("general", { ...inSubnet(), nodeLabels: { team: "ml" } });
    await desk.change(pool, { nodeLabels: { tier: "1" }, nodeTaints: ["team=ml:NoSchedule"] });
    const [node] = await desk.account.kubernetes.list("/api/v1/nodes", "kubernetes.azure.com/agentpool=general");
    const labels = objectAt(objectAt(node, "metadata"), "labels");
    assert.deepEqual([labels.team, labels.tier], [undefined, "1"]);
    assert.deepEqual(objectAt(node, "spec").taints, [{ key: "team", value: "ml", effect: "NoSchedule" }]);
  });

  it("shows all pools in the cluster, changes those that an update lists, and adds and deletes none", async () => {
    const cluster = await desk.cluster(platform.cluster);
    await desk.pool("general", inSubnet());
    assert.deepEqual(
      profilesOf(cluster).map(({ name }) => name),
      ["system"],
    );
    await desk.change(cluster, { tags: { team: "ml" } });
    assert.deepEqual(
      profilesOf(cluster).map(({ name }) => name),
      ["system", "general"],
    );
    const other = { ...platform.system, name: "other" };
    await assert.rejects(
      desk.change(cluster, { agentPoolProfiles: [other] }),
      /BadRequest: A new agent pool was introduced/,
    );
    const bigger = { ...platform.system, minCount: 3 };
    await desk.change(cluster, { agentPoolProfiles: [bigger] });
    assert.equal(await desk.nodes("system"), 3);
    const otherSize = { ...platform.system, vmSize: "Standard_D8ds_v5" };
    assert.deepEqual(desk.replacedBy(cluster, { agentPoolProfiles: [otherSize] as never }), []);
    await assert.rejects(desk.change(cluster, { agentPoolProfiles: [otherSize] }), /PropertyChangeNotAllowed/);
  });

  it("is upgraded one minor version after another, the control plane before its pools", async () => {
    const cluster = await desk.cluster({ ...withPool({ orchestratorVersion: "1.34" }), kubernetesVersion: "1.34" });
    const pool = await desk.pool("general", { ...inSubnet(), orchestratorVersion: "1.34" });
    await assert.rejects(desk.change(pool, { orchestratorVersion: "1.35" }), /NodePoolMcVersionIncompatible/);
    await assert.rejects(
      desk.change(cluster, { kubernetesVersion: "1.36" }),
      /Upgrading Kubernetes version 1.34.6 to 1.36 is not allowed/,
    );
    await desk.change(cluster, { kubernetesVersion: "1.35" });
    assert.equal(cluster.outputs.currentKubernetesVersion, "1.35.3");
    assert.equal(pool.outputs.currentOrchestratorVersion, "1.34.6");
    await desk.change(cluster, { kubernetesVersion: "1.36" });
    await assert.rejects(desk.change(pool, { orchestratorVersion: "1.36" }), /AgentPoolUpgradeVersionNotAllowed/);
    await desk.change(pool, { orchestratorVersion: "1.35" });
    assert.equal(pool.outputs.currentOrchestratorVersion, "1.35.3");
    await assert.rejects(desk.change(cluster, { kubernetesVersion: "1.35" }), /Downgrading Kubernetes version/);
  });

  it("refuses to delete the last system pool", async () => {
    await desk.cluster(platform.cluster);
    await desk.pool("general", inSubnet());
    const system = desk.account
      .resources("azure-native:containerservice:AgentPool")
      .find(({ outputs }) => outputs.name === "system");
    assert.ok(system);
    await assert.rejects(desk.remove(system), /There has to be at least one system agent pool/);
  });

  it("replaces a cluster for what AKS cannot change, and for no other change", async () => {
    const cluster = await desk.cluster(platform.cluster);
    assert.deepEqual(desk.replacedBy(cluster, { dnsPrefix: "other" }), ["dnsPrefix"]);
    assert.deepEqual(desk.replacedBy(cluster, { nodeResourceGroup: "other" }), ["nodeResourceGroup"]);
    const networkProfile = { ...platform.cluster.networkProfile, podCidr: "192.168.0.0/17" };
    assert.deepEqual(desk.replacedBy(cluster, { networkProfile }), ["networkProfile"]);
    assert.deepEqual(desk.replacedBy(cluster, { kubernetesVersion: "1.36", tags: { a: "b" } }), []);
    assert.deepEqual(desk.replacedBy(cluster, { sku: { name: "Base", tier: "Premium" } }), []);
  });

  it("writes into the inputs what changed in Azure since, as the provider does in a refresh", async () => {
    const cluster = await desk.cluster(platform.cluster);
    const before = { ...cluster.inputs, ...cluster.outputs };
    const refreshed = () => {
      const now = { ...cluster.inputs, ...cluster.outputs };
      return inputsAfterRefresh(CLUSTER_INPUTS, platform.cluster as unknown as Properties, before, now);
    };
    assert.deepEqual(refreshed(), platform.cluster);
    await desk.pool("general", inSubnet());
    await desk.change(cluster, { tags: { team: "ml" }, sku: { name: "Base", tier: "Premium" } });
    const { agentPoolProfiles, sku, ...rest } = refreshed();
    const { agentPoolProfiles: _, ...asked } = platform.cluster;
    assert.deepEqual(rest, asked); // tags are no row of the cluster's own
    assert.deepEqual(sku, { name: "Base", tier: "Premium" });
    assert.deepEqual(
      objectsAt({ agentPoolProfiles } as Properties, "agentPoolProfiles").map(({ name }) => name),
      ["system", "general"],
    );
  });

  it("refuses maintenance windows that AKS does not know", async () => {
    await desk.cluster(platform.cluster);
    const window = (configName: string, changed: object = {}) =>
      desk.in("containerservice:MaintenanceConfiguration", {
        resourceName: "ml",
        configName,
        maintenanceWindow: {
          schedule: { weekly: { dayOfWeek: "Saturday", intervalWeeks: 1 } },
          startTime: "02:00",
          durationHours: 8,
          ...changed,
        },
      });
    await assert.rejects(window("weekend"), /the name must be one of/);
    await assert.rejects(window("aksManagedAutoUpgradeSchedule", { durationHours: 2 }), /in the range \(4 - 24\)/);
    const made = await window("aksManagedAutoUpgradeSchedule");
    assert.equal(textAt(made.inputs.maintenanceWindow, "utcOffset"), "+00:00");
  });

  it("hands out a kubeconfig that asks for a browser, and none with a credential if local accounts are off", async () => {
    const args = { resourceGroupName: GROUP, resourceName: "ml" };
    const user = "containerservice:listManagedClusterUserCredentials";
    await assert.rejects(desk.ask(user, args), /ResourceNotFound/);
    await desk.cluster(platform.cluster);
    const [found] = objectsAt(await desk.ask(user, args), "kubeconfigs");
    const text = Buffer.from(textAt(found, "value"), "base64").toString();
    assert.match(text, /devicecode/);
    assert.ok(!text.includes(desk.account.kubernetes.token));
    const admin = desk.ask("containerservice:listManagedClusterAdminCredentials", args);
    await assert.rejects(admin, /set to disable local accounts/);
  });

  it("names a private API server in a kubeconfig as only a private DNS zone has it, unless the public name is asked for", async () => {
    const ask = { resourceGroupName: GROUP, resourceName: "ml" };
    const server = async (args: object) => {
      const [found] = objectsAt(
        await desk.ask("containerservice:listManagedClusterUserCredentials", args),
        "kubeconfigs",
      );
      return /server: (.*)/.exec(Buffer.from(textAt(found, "value"), "base64").toString())?.[1];
    };
    const apiServerAccessProfile = { enablePrivateCluster: true, privateDNSZone: "none" };
    await desk.cluster({ ...platform.cluster, apiServerAccessProfile });
    assert.match((await server(ask)) ?? "", /\.privatelink\.centralus\.azmk8s\.io:443$/);
    assert.equal(await server({ ...ask, serverFqdn: "public" }), desk.account.kubernetes.endpoint);
    await assert.rejects(server({ ...ask, serverFqdn: "other" }), /serverFqdn/);
  });

  it("refuses long-term support in another tier than Premium", async () => {
    const plan = (tier: string) =>
      desk.cluster({ ...platform.cluster, sku: { name: "Base", tier }, supportPlan: "AKSLongTermSupport" });
    await assert.rejects(plan("Standard"), /AKSLongTermSupport requires the tier Premium/);
    await plan("Premium");
  });

  it("gives a token that the API server accepts to who has the role or is in a group of administrators", async () => {
    const admins = "55555555-5555-4555-8555-555555555555";
    const aadProfile = { ...platform.cluster.aadProfile, adminGroupObjectIDs: [admins] };
    const cluster = await desk.cluster({ ...platform.cluster, aadProfile });
    const { account } = desk;
    const login = (args: string[], env = {}) => runKubelogin(account, ["get-token", ...SERVER, ...args], env);
    const accepted = (args: string[], env?: object) => login(args, env).stdout.includes(account.kubernetes.token);
    assert.equal(accepted(["--login", "azurecli"]), false);
    account.members.set(admins, [account.deployer]);
    assert.equal(accepted(["--login", "azurecli"]), true);
    assert.equal(accepted(["--login", "azurecli", "--tenant-id", "other"]), false);

    const env = { AZURE_CLIENT_ID: platform.control.outputs.clientId };
    assert.equal(accepted(["--login", "workloadidentity"], env), false);
    await desk.assign(platform.control, "clusterAdmin", cluster);
    assert.equal(accepted(["--login", "workloadidentity"], env), true);
    assert.equal(account.logins.at(-1)?.principalId, platform.control.outputs.principalId);

    assert.match(login(["--login", "devicecode"]).stderr, /nobody is there/);
    assert.match(login(["--login", "spn"]).stderr, /no identity to log in with/);
    assert.equal(runKubelogin(account, ["convert-kubeconfig"], {}).code, 1);
    assert.equal(runKubelogin(account, ["get-token", "--unknown"], {}).code, 1);
  });
});
