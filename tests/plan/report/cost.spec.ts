import assert from "node:assert/strict";
import { costOf, type CostEstimate } from "../../../cli/plan/report/cost";
import type { Setting } from "../../../cli/project/config";
import { targetNames } from "../../../components/targets/target";
import { programOf } from "../../unit/targets/sample";
import { planOf } from "../plan-of-program";
import { graphOf, planned } from "./planned";

const rowsOf = ({ items }: CostEstimate) =>
  items.map(({ resource, what, price, per, monthly: { least, most } }) =>
    [resource.name, what, `${String(price)} per ${per}`, least, most].join(" | "),
  );
const skippedIn = ({ notCounted }: CostEstimate) => notCounted.map(({ resource, why }) => `${resource.name}: ${why}`);

const PACHYDERM: Setting = ["pachyderm", '{"s3":{}}'];

describe("what a plan costs in a month", () => {
  it("on EKS is the control plane, nodes, their disks, NAT and load balancers", async () => {
    const cost = costOf((await planOf("aws", PACHYDERM)).graph);
    assert.deepEqual(rowsOf(cost), [
      "ml-nat-1 | public address | 0.005 per hour | 3.65 | 3.65",
      "ml-nat-1 | NAT gateway | 0.045 per hour | 32.85 | 32.85",
      "ml | control plane | 0.1 per hour | 73 | 73",
      "ml-general | nodes m5.large | 0.096 per hour | 140.16 | 280.32",
      "ml-general | gp3 disks of nodes, 100 GB each | 8 per month | 16 | 32",
      "istio-system/istio-ingressgateway | load balancer | 0.0225 per hour | 16.43 | 16.43",
      "pachyderm/pachyderm | load balancer | 0.0225 per hour | 16.43 | 16.43",
    ]);
    assert.deepEqual(cost.total, { least: 298.52, most: 454.68 });
    assert.deepEqual(skippedIn(cost), [
      "ml-logs: logs, by the GB that is written and kept",
      "pachyderm-bucket: objects, by size and requests",
    ]);
    assert.match(cost.assumptions.join("\n"), /^Prices are those of us-east-1: list prices of AWS, read in /);
  });

  it("on GKE is the control plane, nodes, their disks and the load balancer", async () => {
    const cost = costOf((await planOf("gcp")).graph);
    assert.deepEqual(rowsOf(cost), [
      "ml | control plane | 0.1 per hour | 73 | 73",
      "ml-general | nodes n2-standard-4 | 0.194236 per hour | 425.38 | 850.75",
      "ml-general | pd-balanced disks of nodes, 100 GB each | 10 per month | 30 | 60",
      "istio-system/istio-ingressgateway | load balancer | 0.025 per hour | 18.25 | 18.25",
    ]);
    assert.deepEqual(cost.total, { least: 546.63, most: 1002 });
    assert.deepEqual(skippedIn(cost), ["ml-nat: NAT, by the nodes that use it and the GB that pass"]);
  });

  it("on AKS has the nodes of the system too, one load balancer for all Services, and says that the region is another", async () => {
    const cost = costOf((await planOf("azure", ["pachyderm", '{"azureBlob":{}}'])).graph);
    assert.deepEqual(rowsOf(cost), [
      "ml-nat | public address | 0.005 per hour | 3.65 | 3.65",
      "ml-nat | NAT gateway | 0.045 per hour | 32.85 | 32.85",
      "ml | control plane, tier Standard | 0.1 per hour | 73 | 73",
      "ml | system nodes Standard_D4ds_v5 | 0.226 per hour | 329.96 | 329.96",
      "ml | disks of system nodes, 128 GB each | 19.71 per month | 39.42 | 39.42",
      "ml-general | nodes Standard_D8ds_v5 | 0.452 per hour | 989.88 | 1979.76",
      "ml-general | disks of nodes, 100 GB each | 19.71 per month | 59.13 | 118.26",
      "istio-system/istio-ingressgateway | load balancer, shared by all Services | 0.025 per hour | 18.25 | 18.25",
    ]);
    assert.match(cost.assumptions[0] ?? "", /^Prices are those of eastus, while the plan is for centralus: /);
  });

  it("is nothing on machines of one's own, with what the cluster of others may charge", async () => {
    const none = { items: [], total: { least: 0, most: 0 }, assumptions: [] };
    for (const program of ["k3d", "onprem"]) {
      const { graph } = await planOf(program);
      assert.deepEqual(costOf(graph), { currency: "USD", ...none, notCounted: [] }, program);
    }
    const existing = costOf((await planOf("existing")).graph);
    assert.deepEqual({ ...existing, notCounted: [] }, { currency: "USD", ...none, notCounted: [] });
    assert.deepEqual(skippedIn(existing), [
      "istio-system/istio-ingressgateway: load balancer, which the cloud of the cluster may charge for",
    ]);
  });

  for (const program of targetNames().map(programOf)) {
    it(`knows of every resource of the program ${program} whether it costs anything`, async () => {
      const skipped = skippedIn(costOf((await planOf(program)).graph));
      assert.deepEqual(
        skipped.filter((text) => text.includes("no price is known")),
        [],
      );
    });
  }

  const pool = (values: object) =>
    planned("aws:eks/nodeGroup:NodeGroup", "pool", {
      ...{ instanceTypes: ["m5.large"], scalingConfig: { minSize: 0, maxSize: 3 } },
      ...values,
    });
  const without: readonly [what: string, values: object, why: string][] = [
    ["on spot machines", { capacityType: "SPOT" }, "pool: nodes m5.large: spot prices change all the time"],
    ["of machines that no list has", { instanceTypes: ["x9.huge"] }, "pool: nodes x9.huge: no price is known"],
    ["of machines known later", { instanceTypes: "[unknown]" }, "pool: a part of it: no price is known"],
    [
      "of a number known later",
      { scalingConfig: { minSize: "[unknown]", maxSize: 3 } },
      "pool: nodes m5.large: no price is known",
    ],
    [
      "named like a function of objects",
      { instanceTypes: ["constructor"] },
      "pool: nodes constructor: no price is known",
    ],
  ];
  for (const [what, values, why] of without) {
    it(`does not count a pool ${what}, and says so`, () => {
      const cost = costOf(graphOf(pool(values)));
      assert.deepEqual(rowsOf(cost), []);
      assert.deepEqual(skippedIn(cost), [why]);
    });
  }

  it("counts a pool from no node to the most", () => {
    assert.deepEqual(rowsOf(costOf(graphOf(pool({})))), ["pool | nodes m5.large | 0.096 per hour | 0 | 210.24"]);
  });

  it("takes of a disk the step into which it falls, and has no price for a size that no step has", () => {
    const disks = (osDiskSizeGB: number) =>
      costOf(
        graphOf(
          planned("azure-native:containerservice:AgentPool", "pool", {
            ...{ vmSize: "Standard_D2s_v5", minCount: 1, maxCount: 1, osDiskSizeGB },
          }),
        ),
      );
    assert.equal(disks(32).items[1]?.price, 5.28);
    assert.equal(disks(65).items[1]?.price, 19.71);
    assert.equal(disks(128).items[1]?.price, 19.71);
    assert.deepEqual(skippedIn(disks(64)), ["pool: disks of nodes, 64 GB each: no price is known"]);
    assert.deepEqual(skippedIn(disks(129)), ["pool: disks of nodes, 129 GB each: no price is known"]);
  });

  it("says that nothing is known of a resource of another cloud, and nothing of what is only in the state", () => {
    const cost = costOf(
      graphOf(
        planned("digitalocean:index/volume:Volume", "disk", {}),
        planned("random:index/randomId:RandomId", "id", {}),
      ),
    );
    assert.deepEqual(skippedIn(cost), ["disk: no price is known"]);
  });

  it("does not count what is only looked up", () => {
    assert.deepEqual(rowsOf(costOf(graphOf({ ...pool({}), read: true }))), []);
  });
});
