import assert from "node:assert/strict";
import { Rke2Role, type Rke2ClusterArgs, type Rke2NodeArgs } from "../../../components";
import { skipWithoutHosts } from "../hosts/skip-without-hosts";
import { skipAfterFailure } from "../skip-after-failure";
import { Rke2Bench } from "./rke2-bench";

const PREFIX = "198.18.19";
const S1: Rke2NodeArgs = {
  address: `${PREFIX}.11`,
  hostname: "s1",
  role: Rke2Role.Server,
};
const A1: Rke2NodeArgs = {
  address: `${PREFIX}.21`,
  hostname: "a1",
  role: Rke2Role.Agent,
};
const CLUSTER: Rke2ClusterArgs = { nodes: [S1, A1], version: "v1.35.7+rke2r1" };

describe("a cluster of RKE2 with a machine that is gone", () => {
  skipAfterFailure();
  let bench: Rke2Bench;

  before(async function () {
    await skipWithoutHosts(this);
    bench = await Rke2Bench.start({
      hosts: [S1, A1].map(({ address, hostname = "" }) => ({
        address,
        hostname,
      })),
      prefix: PREFIX,
    });
  });
  after(() => (bench as Rke2Bench | undefined)?.stop());

  it("says what to do when the node is removed, and forgets the machine if it is lost", async () => {
    await bench.up(CLUSTER);
    await bench.rke2.hosts.named("a1").unplug("unplugged");
    const message = await bench.refusal({ ...CLUSTER, nodes: [S1] });
    assert.match(
      message,
      /a1 .* cannot be reached at 198\.18\.19\.21, port 22: .* write lost: true for its node and run up/,
    );
    await bench.up({ ...CLUSTER, nodes: [S1, { ...A1, lost: true }] });
    await bench.up({ ...CLUSTER, nodes: [S1] });
    assert.deepEqual(Object.keys(await bench.rke2.nodes()), ["s1"]);
    await bench.stack.destroy();
  });
});
