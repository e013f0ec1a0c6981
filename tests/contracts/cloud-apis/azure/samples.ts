import {
  AcmeChallenge,
  AzureEgress,
  AzureTier,
  AzureUpgradeChannel,
  AzureWeekDay,
  IngressLayer,
  MlCluster,
  TaintEffect,
  type MlClusterArgs,
} from "../../../../components";
import { deploy } from "../../../helpers/deploy";
import { aks, cluster, clusterArgs, existingNetwork, SUBSCRIPTION } from "../../../unit/targets/azure/aks";
import { accountId, store, type StoreSample } from "../../../unit/targets/azure/object-store/store";
import type { SamplePlan } from "../cloud-api";

/** An object id in Entra ID. */
const objectId = (digit: string) => `00000000-0000-4000-8000-00000000000${digit}`;

const TIERS = Object.values(AzureTier);

const OPTIONS: Readonly<Record<string, Partial<MlClusterArgs>>> = {
  "a region by its display name": { azure: { location: "West US 2" } },
  "an existing resource group": { azure: { resourceGroupName: "shared" } },
  "other ranges": {
    azure: { network: { cidr: "10.8.0.0/20", podsCidr: "10.128.0.0/14", servicesCidr: "10.9.0.0/24" } },
  },
  "a system pool": { azure: { systemPool: { instanceType: "Standard_D8ds_v5", nodes: 3 } } },
  "a maintenance window": {
    azure: { maintenanceWindow: { dayOfWeek: AzureWeekDay.Saturday, startTime: "02:00", durationHours: 8 } },
  },
  "an existing network": { azure: { existingNetwork } },
  ...Object.fromEntries(
    [AzureEgress.NatGateway, AzureEgress.RouteTable].map((egress) => [
      `an existing network with ${egress}`,
      { azure: { existingNetwork: { ...existingNetwork, egress, egressCidrs: ["203.0.113.7/32"] } } },
    ]),
  ),
  ...Object.fromEntries(
    Object.values(AzureUpgradeChannel).map((upgradeChannel, index) => {
      const tier = TIERS[index % TIERS.length];
      return [`the upgrade channel ${upgradeChannel} in the tier ${tier ?? ""}`, { azure: { upgradeChannel, tier } }];
    }),
  ),
  "a version": { kubernetesVersion: "1.35" },
  "an API server for all": { apiAccess: { allowPublic: true } },
  "a private API server": { apiAccess: { privateOnly: true }, azure: { existingNetwork } },
  "admins and viewers": {
    admins: [`user:${objectId("a")}`, `servicePrincipal:${objectId("b")}`],
    viewers: [`group:${objectId("c")}`],
  },
  "no deletion protection": { deletionProtection: false },
  "logs for 30 days": { logRetentionDays: 30 },
  tags: { tags: { team: "ml", "cost center": "" } },
  "spot machines in some zones": {
    nodePools: { general: { min: 2 }, spot: { spot: true, min: 0, max: 4, zones: ["1", "2"] } },
  },
  "taints and labels of nodes": {
    nodePools: {
      general: { min: 2 },
      ml: {
        labels: { "example.org/team": "ml", empty: "" },
        taints: Object.values(TaintEffect).map((effect) => ({ key: "dedicated", value: "ml", effect })),
      },
    },
  },
  "machines with GPUs": {
    nodePools: {
      general: { min: 2 },
      gpu: { instanceType: "Standard_NC4as_T4_v3", gpu: { type: "nvidia-t4" }, max: 2 },
    },
  },
};

/** The longest name that is accepted: the DNS name of the API server starts with it. */
const NAME = "m".repeat(47);

/** The most and the longest of everything that has a limit. */
const LIMITS: Partial<MlClusterArgs> = {
  nodePools: {
    ["p".repeat(12)]: {
      min: 2,
      labels: { [`example.org/${"l".repeat(63)}`]: "l".repeat(63) },
      diskSizeGb: 2048,
    },
  },
  // The address of the NAT gateway is the 200th.
  apiAccess: { cidrs: Array.from({ length: 199 }, (_, index) => `203.0.113.${String(index)}/32`) },
  logRetentionDays: 730,
};

/** A program whose pods change zones of Azure DNS. */
const azureDns = { zones: ["example.org"], subscriptionId: SUBSCRIPTION.split("/").pop() ?? "", resourceGroup: "dns" };
const tls = { letsEncrypt: { email: "ml@example.org", challenge: AcmeChallenge.Dns01 } };
const withDns = () => {
  const ml = new MlCluster("ml", clusterArgs());
  const args = { cluster: ml, istio: {}, allowPublic: true, hosts: ["models.example.org"], dns: { azureDns }, tls };
  new IngressLayer("ingress", args, { provider: ml.provider });
};

const STORES: Readonly<Record<string, StoreSample>> = {
  "a container of blobs": {},
  "a container of blobs with workload identity": { block: { workloadIdentity: true } },
  "a container of blobs on cheap disks, without subnets": {
    block: { premium: false },
    cluster: { privateSubnetIds: [] },
  },
  "a container of blobs with the most labels": {
    block: { workloadIdentity: true },
    labels: Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${String(n)}`.padEnd(63, "K"), "v".repeat(63)])),
  },
  "a container of blobs with the longest names": {
    name: "p".repeat(114),
    block: {
      ...{ accountId: accountId("a".repeat(24)), container: "c".repeat(63) },
      ...{ noncurrentDays: 365, workloadIdentity: true },
    },
  },
};

export const samples: readonly SamplePlan[] = [
  ...Object.entries(STORES).map(([title, sample]) => ({ title, plan: () => store(sample) })),
  ...Object.entries(OPTIONS).map(([title, args]) => ({ title, plan: () => cluster(args) })),
  { title: "zones of Azure DNS", plan: () => deploy(withDns, aks()) },
  {
    title: "the longest and the most of everything",
    plan: () => deploy(() => ({ facts: new MlCluster(NAME, clusterArgs(LIMITS)).facts }), aks()),
  },
];
