import assert from "node:assert/strict";
import { MlCluster, type K3dClusterArgs } from "../../../../components";
import { deploy } from "../../../helpers/deploy";
import { refusal } from "../../refusal";
import { commands } from "./cluster";

const ONE: K3dClusterArgs = { subnet: "172.28.0.0/16", registries: { create: { port: 5000, name: "images" } } };

/** A program with two clusters, `one` and `other`. */
const two = (other: K3dClusterArgs, one = ONE) => {
  new MlCluster("one", { k3d: one });
  return new MlCluster("other", { k3d: other });
};

const taken = (input: string, what: string, instead: string) => ({
  path: `k3d.${input}`,
  reason: `the ${what} already belongs to MlCluster "one". Write another ${instead}.`,
});
const port = (input: string, number: number) => taken(input, `port ${String(number)} of this machine`, "port");

describe("two clusters of k3d in one program", () => {
  const rows: Record<string, [other: K3dClusterArgs, ...problems: { path: string; reason: string }[]]> = {
    "have all ports of their own": [{}, port("httpPort", 8080), port("httpsPort", 8443), port("apiPort", 6443)],
    "have names of their own": [
      { name: "one", httpPort: 8081, httpsPort: 8444, apiPort: 6444 },
      taken("name", 'k3d cluster "one"', "name"),
    ],
    "have no port that another input of the other has": [
      { httpPort: 6443, httpsPort: 8444, apiPort: 5000 },
      port("httpPort", 6443),
      port("apiPort", 5000),
    ],
    "have networks and registries of their own": [
      {
        httpPort: 8081,
        httpsPort: 8444,
        apiPort: 6444,
        ...ONE,
        registries: { create: { port: 5001, name: "images" } },
      },
      taken("subnet", "Docker network 172.28.0.0/16", "block"),
      taken("registries.create.name", 'registry "images"', "name"),
    ],
  };
  for (const [title, [other, ...problems]] of Object.entries(rows)) {
    it(title, async () => {
      assert.deepEqual(await refusal(() => two(other), commands()), problems);
    });
  }

  it("are created if they share nothing", async () => {
    const graph = await deploy(() => {
      two({ httpPort: 8081, httpsPort: 8444, apiPort: 6444, registries: { create: { port: 5001 } } });
    }, commands());
    assert.equal(graph.ofType("mlplatform:index:MlCluster").length, 2);
  });
});
