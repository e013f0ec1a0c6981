import assert from "node:assert/strict";
import { clusterSpec } from "../../../../components/targets/common-spec";
import { foundSubnetProblems, type SubnetFacts } from "../../../../components/targets/azure/problems/found-subnet";
import { azureSpec } from "../../../../components/targets/azure/spec";
import { aks, clusterIn, existingNetwork, SUBSCRIPTION } from "./aks";

const GROUP = `${SUBSCRIPTION}/resourceGroups`;
const addresses = (group: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `${GROUP}/${group}/providers/Microsoft.Network/networkInterfaces/n${String(index)}/ipConfigurations/one`,
  }));

const common = clusterSpec({ nodePools: { general: { min: 3, max: 20 } } });
const azure = azureSpec({ existingNetwork: { ...existingNetwork, podsCidr: "10.64.0.0/16" } }, common);
const PATH = "azure.existingNetwork.subnetId";

describe("a subnet that exists", () => {
  const rows: [title: string, found: SubnetFacts, problems: [path: string, reason: string][]][] = [
    ["is accepted if it has room for all nodes and upgrades", { addressPrefix: "10.9.0.0/26" }, []],
    ["is accepted if Azure does not say its size", {}, []],
    [
      "is refused if it is too small for the largest number of nodes",
      { addressPrefixes: ["10.9.0.0/28"] },
      [
        [
          PATH,
          "the subnet (10.9.0.0/28) has room for 11 nodes, but the pools may have 25 during upgrades. Use a larger subnet, or lower max.",
        ],
      ],
    ],
    [
      "is refused if others have its addresses",
      { addressPrefix: "10.9.0.0/26", ipConfigurations: addresses("web", 57) as never },
      [
        [
          PATH,
          "the subnet (10.9.0.0/26) has 2 free addresses, but the cluster starts with 5 nodes. Use another subnet, or free addresses.",
        ],
      ],
    ],
    [
      "is accepted if the nodes of the cluster itself have its addresses",
      { addressPrefix: "10.9.0.0/26", ipConfigurations: addresses("ml-x7k2p9-nodes", 57) as never },
      [],
    ],
    [
      "is refused if pods would have its addresses",
      { addressPrefix: "10.64.8.0/21" },
      [
        [
          "azure.existingNetwork.podsCidr",
          "10.64.0.0/16 overlaps the subnet (10.64.8.0/21). Write a block outside the virtual network.",
        ],
      ],
    ],
  ];
  for (const [title, found, problems] of rows) {
    it(title, () => {
      assert.deepEqual(
        foundSubnetProblems("ml", found, azure, common.nodePools).map(({ path, reason }) => [path, reason]),
        problems,
      );
    });
  }

  it("is looked up before anything is created in it", async () => {
    const { answers, outputs } = aks();
    const full = { addressPrefix: "10.9.0.0/29", ipConfigurations: [] };
    const cluster = clusterIn(
      {
        outputs,
        answers: (token, args) => (token === "azure-native:network:getSubnet" ? full : answers?.(token, args)),
      },
      { azure: { existingNetwork } },
    );
    await assert.rejects(
      cluster,
      /MlCluster "ml".*\n.*azure\.existingNetwork\.subnetId: the subnet \(10\.9\.0\.0\/29\)/,
    );
  });

  it("is not looked up in another subscription, which the provider cannot read", async () => {
    const { answers, outputs } = aks();
    const asked: string[] = [];
    const subnetId = existingNetwork.subnetId.replace(
      SUBSCRIPTION,
      "/subscriptions/00000000-0000-4000-8000-0000000000ff",
    );
    const graph = await clusterIn(
      {
        outputs,
        answers: (token, args) => {
          asked.push(token);
          return answers?.(token, args);
        },
      },
      { azure: { existingNetwork: { subnetId } } },
    );
    assert.equal(
      graph.byName("azure-native:containerservice:AgentPool", "ml-general").inputs.values["vnetSubnetID"],
      subnetId,
    );
    assert.ok(!asked.includes("azure-native:network:getSubnet"));
  });
});
