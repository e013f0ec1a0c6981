import assert from "node:assert/strict";
import { resourcesOf, type State } from "../../../cli/stack/state";
import { version as current } from "../../../package.json";
import { releasedVersions } from "../../upgrades/released-state";
import { startSeldonOperator } from "../operators/seldon-operator";
import { ProgramBench } from "../programs/program-bench";
import { repositoryProgram } from "../programs/run-program";
import { startCloud as startAws } from "../providers/aws/start-cloud";
import { awsTable } from "../providers/aws/table";
import { startCloud as startAzure } from "../providers/azure/start-cloud";
import { azureTable } from "../providers/azure/table";
import type { ClusterCloud } from "../providers/cloud/cluster-cloud";
import type { CloudOptions, TestCloud } from "../providers/cloud/test-cloud";
import { startCloud as startGcp } from "../providers/gcp/start-cloud";
import { gcpTable } from "../providers/gcp/table";
import type { Properties } from "../providers/property-values";
import {
  checkpointOf,
  isRecording,
  lossesOf,
  placesOf,
  recordCheckpoint,
  standLookedUp,
  type Places,
} from "./checkpoint";

/** A program on a cloud. */
interface CloudProgram {
  readonly start: (options: CloudOptions) => Promise<TestCloud<ClusterCloud>>;
  /** The types of resources that the cloud has. */
  readonly types: Readonly<Record<string, unknown>>;
  /** Who made the resources, where that decides who may log in. */
  readonly maker?: string;
  readonly settings: Readonly<Record<string, string>>;
}

const apiCidrs = JSON.stringify(["203.0.113.0/24"]);

const PROGRAMS: Readonly<Record<string, CloudProgram>> = {
  aws: {
    start: startAws,
    types: awsTable.types,
    maker: "arn:aws:iam::123456789012:user/deployer",
    settings: { region: "us-east-1", apiCidrs },
  },
  azure: { start: startAzure, types: azureTable.types, settings: { region: "centralus", nodes: "2", apiCidrs } },
  gcp: {
    start: startGcp,
    types: gcpTable.types,
    settings: { project: "ml-prod-123456", region: "us-central1", nodes: "3" },
  },
};

for (const [program, { start, types, maker = "", settings }] of Object.entries(PROGRAMS)) {
  describe(`checkpoints of releases of the program \`${program}\`, on the real engine and a stand-in of its cloud`, () => {
    const sourceRanges = JSON.stringify(["203.0.113.0/24"]);
    const config = { program, kubernetesVersion: "1.35", sourceRanges, ...settings };
    const bench = new ProgramBench(start, config, { models: false });
    let places: Places;

    before(async () => {
      const { cluster, mirror, beforeStop } = bench.setting;
      places = placesOf(cluster, mirror);
      if (!isRecording()) {
        await standLookedUp(cluster, checkpointOf(current, program, places));
        return;
      }
      const operator = await startSeldonOperator(cluster);
      beforeStop(() => operator.stop());
      await bench.stack.up({ program: repositoryProgram });
      await recordCheckpoint(bench.stack, current, program, places);
    });

    /** A checkpoint whose resources the cloud has. */
    function recorded(version: string): State {
      const checkpoint = checkpointOf(version, program, places);
      const { account } = bench;
      for (const { urn, type, id = "", inputs = {}, outputs = {} } of resourcesOf(checkpoint)) {
        if (!(type in types)) continue;
        const name = urn.split("::").at(-1) ?? "";
        // What the cloud chose itself is only in the outputs.
        const live = { ...outputs, ...inputs } as Properties;
        account.add({ type, id, name, inputs: live, outputs: live, maker });
      }
      return checkpoint;
    }

    for (const version of releasedVersions()) {
      it(`lose nothing that holds data or traffic, from ${version}`, async () => {
        assert.deepEqual(await lossesOf(bench.stack, recorded(version)), []);
      });
    }
  });
}
