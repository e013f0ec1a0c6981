import assert from "node:assert/strict";
import type { CloudResource } from "../cloud/resource-type";
import { addDefaultPool, CLUSTER, NODE_POOL } from "./container/cluster";
import { nodePool } from "./container/node-pool";
import { Desk } from "./desk";
import { FIREWALL } from "./gcp-cloud";

const KEY = "projects/keys-123456/locations/us-central1/keyRings/ml/cryptoKeys/secrets";
const POOL = "container/nodePool:NodePool";

describe("the stand-in of Google Cloud refuses in GKE", () => {
  let desk: Desk;
  let inputs: object;
  let email: string;

  beforeEach(async () => {
    desk = new Desk();
    const network = await desk.make("compute/network:Network", { autoCreateSubnetworks: false }, "ml");
    const subnetwork = await desk.make("compute/subnetwork:Subnetwork", {
      network: network.outputs["selfLink"] ?? "",
      region: "us-central1",
      ipCidrRange: "10.0.0.0/20",
      secondaryIpRanges: [
        { rangeName: "pods", ipCidrRange: "10.4.0.0/21" },
        { rangeName: "services", ipCidrRange: "10.8.0.0/20" },
      ],
      privateIpGoogleAccess: true,
    });
    const account = await desk.make("serviceaccount/account:Account", { accountId: "ml-nodes" });
    email = account.outputs["email"] as string;
    inputs = {
      name: "ml",
      location: "us-central1",
      network: network.outputs["selfLink"],
      subnetwork: subnetwork.outputs["selfLink"],
      ipAllocationPolicy: { clusterSecondaryRangeName: "pods", servicesSecondaryRangeName: "services" },
      minMasterVersion: "1.35",
      removeDefaultNodePool: true,
      initialNodeCount: 1,
      nodeConfig: { serviceAccount: email },
      privateClusterConfig: { enablePrivateNodes: true },
    };
  });

  const cluster = (said: object = {}) => desk.make("container/cluster:Cluster", { ...inputs, ...said });
  const refusesCluster = (said: object, message: RegExp) => assert.rejects(cluster(said), message);
  const pool = ({ id }: CloudResource, said: object = {}, config: object = {}) =>
    desk.make(POOL, {
      name: "general",
      cluster: id,
      initialNodeCount: 0,
      autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 6 },
      nodeConfig: { serviceAccount: email, ...config },
      ...said,
    });

  it("names that are too long or start with a digit", async () => {
    await refusesCluster({ name: "a".repeat(41) }, /name: expected at most 40/);
    await refusesCluster({ name: "1ml" }, /name: expected at most 40/);
  });

  it("secondary ranges that the subnetwork does not have", () =>
    refusesCluster(
      { ipAllocationPolicy: { clusterSecondaryRangeName: "none", servicesSecondaryRangeName: "services" } },
      /Secondary range "none" does not exist in subnetwork/,
    ));

  it("versions that the channel does not have", async () => {
    await refusesCluster({ minMasterVersion: "1.37" }, /Master version "1.37" is unsupported/);
    await refusesCluster({ minMasterVersion: "1.3" }, /Master version "1.3" is unsupported/);
  });

  it("first nodes whose account does not exist, also where the provider removes them at once", () =>
    refusesCluster({ nodeConfig: {} }, /Service account "123456789012-compute@developer\S+" does not exist/));

  it("a cluster without first nodes, or without an endpoint", async () => {
    await refusesCluster({ initialNodeCount: 0 }, /initial_node_count must be greater than zero/);
    const none = { dnsEndpointConfig: { allowExternalTraffic: false }, ipEndpointsConfig: { enabled: false } };
    await refusesCluster({ controlPlaneEndpointsConfig: none }, /Cannot disable all control plane endpoints/);
  });

  it("authorized networks on the internet for a private endpoint", () =>
    refusesCluster(
      {
        privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: true },
        masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: "203.0.113.0/24" }] },
      },
      /network "203.0.113.0\/24" is not a reserved network, which is required for private endpoints/,
    ));

  it("maintenance windows of less than 48 hours in 32 days", async () => {
    const window = (endTime: string, recurrence: string) => ({
      maintenancePolicy: { recurringWindow: { startTime: "2026-01-03T02:00:00Z", endTime, recurrence } },
    });
    await refusesCluster(window("2026-01-03T06:00:00Z", "FREQ=WEEKLY;BYDAY=SA,SU"), /without 48h maintenance/);
    await refusesCluster(window("2026-01-03T06:00:00Z", "FREQ=DAILY;BYDAY=SA"), /without 48h maintenance/);
    await refusesCluster(window("2026-01-03T06:00:00Z", "FREQ=WEEKLY;BYDAY=SA,SA,SA,SA"), /without 48h maintenance/);
    for (const rule of ["FREQ=WEEKLY;INTERVAL=0", "FREQ=DAILY;COUNT=3", "FREQ=WEEKLY;BYDAY=XX"]) {
      await refusesCluster(window("2026-01-03T14:00:00Z", rule), /Invalid recurrence/);
    }
    await cluster(window("2026-01-03T14:00:00Z", "FREQ=WEEKLY;BYDAY=SA,SU"));
  });

  it("a key of another region, and a key that GKE may not use", async () => {
    const encrypted = (keyName: string) => ({ databaseEncryption: { state: "ENCRYPTED", keyName } });
    await refusesCluster(
      encrypted(KEY.replace("us-central1", "europe-west1")),
      /must be in the location of the cluster/,
    );
    await refusesCluster(encrypted(KEY), /permission denied/);
    const member = "serviceAccount:service-123456789012@container-engine-robot.iam.gserviceaccount.com";
    const grant = { cryptoKeyId: KEY, role: "roles/cloudkms.cryptoKeyEncrypterDecrypter", member };
    const type = "kms/cryptoKeyIAMMember:CryptoKeyIAMMember";
    await assert.rejects(desk.make(type, grant), /CryptoKey .* not found/);
    desk.account.keys.add(KEY);
    await desk.make(type, grant);
    await cluster(encrypted(KEY));
  });

  it("inputs of Standard with Autopilot", () =>
    refusesCluster({ enableAutopilot: true, enableShieldedNodes: true }, /conflicts with enable_autopilot/));

  it("the deletion of a protected cluster, until an update has lifted the protection", async () => {
    const made = await cluster();
    await assert.rejects(desk.remove(made), /Cannot destroy cluster because deletion_protection is set to true/);
    await desk.change(made, { deletionProtection: false });
    const rule = { type: FIREWALL, id: "projects/p/global/firewalls/k8s-left", name: "", maker: "" };
    desk.account.add({ ...rule, inputs: {}, outputs: {} });
    desk.account.kubernetes.list = () => Promise.resolve([]);
    await desk.remove(made);
    assert.deepEqual(
      desk.account.resources(FIREWALL).map(({ id }) => id),
      [rule.id],
    );
  });

  it("a change of fixed inputs without a new cluster, but not of endpoints, version or access", async () => {
    const made = await cluster();
    for (const fixed of ["location", "network", "subnetwork", "datapathProvider", "name"]) {
      assert.deepEqual(desk.replacedBy(made, { [fixed]: "other" }), [fixed]);
    }
    const open = {
      minMasterVersion: "1.36",
      deletionProtection: false,
      controlPlaneEndpointsConfig: { ipEndpointsConfig: { enabled: true } },
      masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: "203.0.113.0/24" }] },
      authenticatorGroupsConfig: { securityGroup: "gke-security-groups@example.org" },
    };
    assert.deepEqual(desk.replacedBy(made, open), []);
  });

  it("to skip a version, and does nothing about an older one", async () => {
    const made = await cluster({ releaseChannel: { channel: "EXTENDED" }, minMasterVersion: "1.34" });
    await assert.rejects(desk.change(made, { minMasterVersion: "1.36" }), /more than one minor version at a time/);
    await desk.change(made, { minMasterVersion: "1.33" });
    assert.equal(made.outputs["masterVersion"], "1.34.4-gke.500");
    await desk.change(made, { minMasterVersion: "1.35" });
    assert.equal(made.outputs["masterVersion"], "1.35.2-gke.1000");
  });

  it("nodes that are newer than the control plane, or three versions older", async () => {
    const made = await cluster();
    await assert.rejects(pool(made, { version: "1.36.1-gke.1200" }), /must not be greater than the master version/);
    await assert.rejects(pool(made, { version: "1.32.9-gke.100" }), /more than two minor versions behind/);
    await pool(made, { version: "1.33.7-gke.100" });
  });

  it("machines, disks and GPUs that do not fit", async () => {
    const made = await cluster();
    const refuses = (config: object, message: RegExp, said: object = {}) =>
      assert.rejects(pool(made, said, config), message);
    const gpu = (type: string) => ({ guestAccelerators: [{ type, count: 1 }] });
    await refuses(
      { machineType: "m5.large" },
      /Machine type with name 'm5.large' does not exist in zone 'us-central1-a'/,
    );
    await refuses({ machineType: "n4-standard-4", diskType: "pd-ssd" }, /\[pd-ssd\] features are not compatible/);
    await refuses({ machineType: "a3-ultragpu-8g", diskType: "pd-balanced" }, /\[pd-balanced\] features are not/);
    await refuses(
      { machineType: "a3-highgpu-8g", diskType: "pd-balanced" },
      /must have accelerators of type nvidia-h100/,
    );
    await refuses(
      { machineType: "c3-standard-192-metal", shieldedInstanceConfig: { enableSecureBoot: true } },
      /Secure Boot is not supported/,
    );
    await refuses({ machineType: "g2-standard-8" }, /must have accelerators of type nvidia-l4/);
    await refuses({ machineType: "n2-standard-8", ...gpu("nvidia-tesla-t4") }, /is not allowed with machine type/);
    await refuses({ machineType: "n1-standard-8", ...gpu("nvidia-tesla-p4") }, /does not exist in zone us-central1-b/);
    await pool(made, { nodeLocations: ["us-central1-a"] }, { machineType: "n1-standard-8", ...gpu("nvidia-tesla-p4") });
  });

  it("sizes that contradict each other, and a reserved label", async () => {
    const made = await cluster();
    const sized = (said: object) => pool(made, said);
    await assert.rejects(sized({ autoscaling: { totalMinNodeCount: 4, totalMaxNodeCount: 3 } }), /must not exceed/);
    await assert.rejects(sized({ autoscaling: { maxNodeCount: 1, totalMaxNodeCount: 3 } }), /cannot be used together/);
    await assert.rejects(
      sized({ initialNodeCount: 1, autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 2 } }),
      /Initial number of nodes 3 is outside of the autoscaling limits \[0, 2\]/,
    );
    await assert.rejects(
      sized({ initialNodeCount: 3, autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 9 } }),
      /IP_SPACE_EXHAUSTED: the range of pods has room for 8 nodes, not 9/,
    );
    await assert.rejects(pool(made, {}, { labels: { "kubernetes.io/role": "ml" } }), /uses a reserved prefix/);
  });

  it("an upgrade that has no room for one more node", async () => {
    const made = await pool(await cluster(), { nodeLocations: ["us-central1-a"], version: "1.33.7-gke.100" });
    made.inputs = { ...made.inputs, nodeCount: 8 };
    const upgrade = { version: "1.34.4-gke.500", upgradeSettings: { strategy: "SURGE", maxSurge: 1 } };
    await assert.rejects(
      desk.change(made, upgrade),
      /IP_SPACE_EXHAUSTED: the range of pods has room for 8 nodes, not 9/,
    );
  });

  it("to make nodes whose account has no role", async () => {
    const made = await cluster();
    const said = { initialNodeCount: 1, autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 6 } };
    await assert.rejects(pool(made, said), /only 0 nodes out of 3 have registered; .*defaultNodeServiceAccount/);
    assert.equal(desk.account.resources(NODE_POOL).length, 1);
  });

  it("a new pool for another number of first nodes, and takes another machine type", async () => {
    const made = await pool(await cluster());
    assert.deepEqual(desk.replacedBy(made, { initialNodeCount: 1 }), ["initialNodeCount"]);
    const config = made.inputs["nodeConfig"] as Record<string, string>;
    assert.deepEqual(desk.replacedBy(made, { nodeConfig: { ...config, machineType: "e2-standard-4" } }), []);
    assert.deepEqual(desk.replacedBy(made, { nodeConfig: { ...config, spot: true } }), ["nodeConfig"]);
  });

  it("to keep an imported pool if its cluster is written as an id, but keeps it with name and location", async () => {
    const control = await cluster();
    const made = await pool(control);
    await nodePool.imported?.(desk.account, made, {});
    assert.deepEqual(desk.replacedBy(made, { cluster: control.id }), ["cluster"]);
    assert.deepEqual(desk.replacedBy(made, { cluster: "ml", location: "us-central1" }), []);
  });

  it("no removal of the first node pool by a later update", async () => {
    const made = await cluster({ removeDefaultNodePool: undefined });
    assert.equal(desk.account.find(CLUSTER, made.id), made);
    assert.deepEqual(
      desk.account.resources(NODE_POOL).map(({ inputs: { name } }) => name),
      ["default-pool"],
    );
    addDefaultPool(desk.account, made.id, "1.35.2-gke.1000");
    await desk.change(made, { removeDefaultNodePool: true });
    assert.deepEqual(desk.account.resources(NODE_POOL), []);
  });

  it("roles for an account that does not exist, and accounts with short names", async () => {
    const grant = { role: "roles/container.clusterViewer", member: `serviceAccount:none@${desk.account.project}.iam` };
    await assert.rejects(desk.make("projects/iAMMember:IAMMember", grant), /Service account none@\S+ does not exist/);
    await assert.rejects(
      desk.make("serviceaccount/account:Account", { accountId: "ml" }),
      /accountId: expected 6 to 30 characters/,
    );
  });
});
