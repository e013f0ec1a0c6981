import { Provider } from "@pulumi/gcp";
import assert from "node:assert/strict";
import { GcpMode, InvalidArgs, MlCluster, type GcpClusterArgs } from "../../../../components";
import { deploy } from "../../../helpers/deploy";
import { gcp } from "./gke";

type Config = Readonly<Record<string, string>>;

const deployed = (config: Config, block: GcpClusterArgs = {}) =>
  deploy(() => new MlCluster("ml", { gcp: block }), { ...gcp(), config });

/** The paths and reasons with which a cluster is refused. */
async function refused(config: Config, block: GcpClusterArgs = {}): Promise<string[]> {
  const error: unknown = await deployed(config, block).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof InvalidArgs, `expected InvalidArgs, got ${String(error)}`);
  return error.problems.map(({ path, reason }) => `${path}: ${reason}`);
}

const PROJECT = { "gcp:project": "ml-prod-123456" };

describe("settings of the Google Cloud provider in the stack's config", () => {
  it("decide the project and the region of a cluster", async () => {
    const graph = await deployed({ ...PROJECT, "gcp:region": "europe-west1" });
    const { project, region } = graph.byName("pulumi:providers:gcp", "ml-gcp").inputs.values;
    assert.deepEqual([project, region], ["ml-prod-123456", "europe-west1"]);
    assert.equal(graph.byName("gcp:container/cluster:Cluster", "ml").inputs.values["location"], "europe-west1");
  });

  it("are reported under their own keys if they are wrong", async () => {
    assert.deepEqual(await refused({ "gcp:project": "ML Production", "gcp:region": "mars" }), [
      'gcp:project: "ML Production" is not the id of a project, such as ml-prod-123456; use the id, not the name or the number.',
      'gcp:region: "mars" is not a region or zone of Google Cloud; write a region such as us-central1, or a zone such as us-central1-a.',
    ]);
    assert.deepEqual(await refused({ ...PROJECT, "gcp:region": "us-central1-a" }, { mode: GcpMode.Autopilot }), [
      'gcp:region: "us-central1-a" is a zone, and Autopilot needs a region. Write us-central1.',
    ]);
  });

  it("do not matter if the block says the same, or a provider is passed", async () => {
    const config = { "gcp:project": "ML Production", "gcp:region": "mars" };
    const block = { project: "ml-prod-123456", location: "us-central1" };
    assert.ok(await deployed(config, block));
    const program = () => {
      const provider = new Provider("mine", { project: "ml-prod-123456" });
      new MlCluster("ml", { gcp: {} }, { provider });
    };
    assert.ok(await deploy(program, { ...gcp(), config }));
  });

  it("are refused if the SDK does not read them, without a list of the endpoints of all of Google's APIs", async () => {
    const [problem = "", ...others] = await refused({ ...PROJECT, "gcp:foo": "x" });
    assert.match(
      problem,
      /^gcp:foo: is in the stack's config, .* does not read it; write one of accessToken, .*, zone\.$/,
    );
    assert.doesNotMatch(problem, /CustomEndpoint/);
    assert.deepEqual(others, []);
    const [misspelt] = await refused({ ...PROJECT, "gcp:computCustomEndpoint": "x" });
    assert.match(misspelt ?? "", /; write computeCustomEndpoint\.$/);
  });
});
