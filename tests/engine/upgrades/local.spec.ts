import assert from "node:assert/strict";
import type { State } from "../../../cli/stack/state";
import { version as current } from "../../../package.json";
import { releasedVersions } from "../../upgrades/released-state";
import type { EngineStack } from "../stack/engine-stack";
import { checkpointOf, isRecording, lossesOf, placesOf, standLookedUp } from "./checkpoint";
import { localPrograms, localStack, startLocalSetting, type LocalSetting } from "./local-programs";

describe("checkpoints of releases of the programs without a cloud, on the real engine", () => {
  let setting: LocalSetting;
  let stack: EngineStack | undefined;

  before(async () => {
    if (isRecording()) for (const { record } of Object.values(localPrograms)) await record();
    setting = await startLocalSetting();
  });
  afterEach(() => stack?.dispose());
  after(() => setting.stop());

  const recorded = (version: string, program: string): State =>
    checkpointOf(version, program, placesOf(setting.cluster, setting.mirror));

  /** What an upgrade of a program from a checkpoint would lose. */
  async function losses(program: string, checkpoint: State): Promise<string[]> {
    stack = await localStack(program, setting);
    await standLookedUp(setting.cluster, checkpoint);
    return lossesOf(stack, checkpoint);
  }

  for (const version of releasedVersions()) {
    for (const program of Object.keys(localPrograms)) {
      it(`lose nothing of \`${program}\` that holds data or traffic, from ${version}`, async () => {
        assert.deepEqual(await losses(program, recorded(version, program)), []);
      });
    }
  }

  it("would lose what has another name now, and what its provider replaces", async () => {
    const text = JSON.stringify(recorded(current, "existing"))
      .replaceAll("IngressLayer$kubernetes:core/v1:Namespace::ingress-namespace", "$&-before")
      .replaceAll('"namespace":"seldon-system"', '"namespace":"before"');
    assert.deepEqual((await losses("existing", JSON.parse(text) as State)).sort(), [
      "create-replacement kubernetes:helm.sh/v3:Release seldon",
      "delete kubernetes:core/v1:Namespace ingress-namespace-before",
      "delete-replaced kubernetes:helm.sh/v3:Release seldon",
      "replace kubernetes:helm.sh/v3:Release seldon",
    ]);
  });
});
