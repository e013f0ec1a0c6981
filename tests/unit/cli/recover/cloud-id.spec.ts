import assert from "node:assert/strict";
import { cloudId } from "../../../../cli/recover/cloud-id";
import type { StateValues } from "../../../../cli/recover/state";

const within = "mlplatform:index:MlCluster$";
const idOf = (type: string, inputs: StateValues, parent = within) =>
  cloudId({ urn: `urn:pulumi:dev::p::${parent}${type}::x`, type, custom: true, inputs });

describe("the id of something whose creation was cut off", () => {
  const cases: [type: string, inputs: StateValues, id: string][] = [
    ["aws:cloudwatch/logGroup:LogGroup", { name: "/aws/eks/ml-x7k2p9/cluster" }, "/aws/eks/ml-x7k2p9/cluster"],
    ["aws:eks/addon:Addon", { clusterName: "ml-x7k2p9", addonName: "coredns" }, "ml-x7k2p9:coredns"],
    ["aws:eks/cluster:Cluster", { name: "ml-x7k2p9" }, "ml-x7k2p9"],
    [
      "aws:eks/nodeGroup:NodeGroup",
      { clusterName: "ml-x7k2p9", nodeGroupName: "ml-general-0" },
      "ml-x7k2p9:ml-general-0",
    ],
    ["aws:iam/role:Role", { name: "ml-node-1234567" }, "ml-node-1234567"],
  ];
  for (const [type, inputs, id] of cases) {
    it(`is told by its inputs: ${type}`, () => {
      assert.equal(idOf(type, inputs), id);
    });
  }

  it("is not told where the cloud alone knows it, or an input is not known", () => {
    assert.equal(idOf("aws:ec2/natGateway:NatGateway", { subnetId: "subnet-1" }), undefined);
    assert.equal(idOf("aws:eks/addon:Addon", { clusterName: "ml-x7k2p9", addonName: "" }), undefined);
    assert.equal(idOf("aws:eks/cluster:Cluster", { name: { secret: true } }), undefined);
  });

  it("is not taken from a name of the program's own, which others may have given too", () => {
    assert.equal(idOf("aws:iam/role:Role", { name: "deployer" }, ""), undefined);
  });
});
