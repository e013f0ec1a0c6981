import assert from "node:assert/strict";
import { resourcesOf, type State } from "../../../cli/stack/state";
import { version as current } from "../../../package.json";
import { releasedVersions } from "../../upgrades/released-state";
import { startSeldonOperator } from "../operators/seldon-operator";
import { ProgramBench } from "../programs/program-bench";
import { repositoryProgram } from "../programs/run-program";
import { startCloud } from "../providers/aws/start-cloud";
import { awsTable } from "../providers/aws/table";
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

const PROGRAM = "aws";

describe("checkpoints of releases of the program `aws`, on the real engine and a stand-in of AWS", () => {
  const config = {
    program: PROGRAM,
    region: "us-east-1",
    kubernetesVersion: "1.35",
    apiCidrs: JSON.stringify(["203.0.113.0/24"]),
    sourceRanges: JSON.stringify(["203.0.113.0/24"]),
  };
  const bench = new ProgramBench(startCloud, config, { models: false });
  let places: Places;

  before(async () => {
    const { cluster, mirror, beforeStop } = bench.setting;
    places = placesOf(cluster, mirror);
    if (!isRecording()) {
      await standLookedUp(cluster, checkpointOf(current, PROGRAM, places));
      return;
    }
    const operator = await startSeldonOperator(cluster);
    beforeStop(() => operator.stop());
    await bench.stack.up({ program: repositoryProgram });
    await recordCheckpoint(bench.stack, current, PROGRAM, places);
  });

  /** A checkpoint whose resources the account has. */
  function recorded(version: string): State {
    const checkpoint = checkpointOf(version, PROGRAM, places);
    const maker = bench.account.principal(undefined, undefined);
    for (const { urn, type, id = "", inputs = {}, outputs = {} } of resourcesOf(checkpoint)) {
      if (!(type in awsTable.types)) continue;
      const name = urn.split("::").at(-1) ?? "";
      // What the cloud chose itself is only in the outputs.
      const live = { ...outputs, ...inputs } as Properties;
      bench.account.add({ type, id, name, inputs: live, outputs: live, maker });
    }
    return checkpoint;
  }

  for (const version of releasedVersions()) {
    it(`lose nothing that holds data or traffic, from ${version}`, async () => {
      assert.deepEqual(await lossesOf(bench.stack, recorded(version)), []);
    });
  }
});
