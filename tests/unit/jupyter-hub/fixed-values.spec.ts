import assert from "node:assert/strict";
import { refuseFixedValues } from "../../../cli/up/fixed-values";
import type { JupyterHubArgs } from "../../../components";
import { stateOf } from "../cli/stack/state";
import { hub } from "./hub";

/** The error of an update from these arguments to those, if it is refused. */
async function refusal(before: Partial<JupyterHubArgs>, after: Partial<JupyterHubArgs>): Promise<string> {
  const [installed, planned] = [await hub(before), await hub(after)];
  const records = installed.resources.map(({ urn, type, custom, inputs }) => {
    return { urn, type, custom, inputs: inputs.values };
  });
  try {
    await refuseFixedValues(planned, () => Promise.resolve(stateOf(...records)));
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

describe("an update of an installed JupyterHub", () => {
  const of = (database: JupyterHubArgs["database"]) => ({ database });

  it("cannot make the hub's volume smaller, or change its class", async () => {
    assert.match(
      await refusal(of({ capacity: "5Gi" }), of({ capacity: "1Gi" })),
      /JupyterHub hub: database\.capacity cannot decrease from "5Gi" to "1Gi"\. No volume can shrink\./,
    );
    assert.match(
      await refusal(of({ storageClass: "fast" }), of({ storageClass: "slow" })),
      /JupyterHub hub: database\.storageClass cannot change from "fast" to "slow"\./,
    );
  });

  it("can make it larger, and change the volumes of new users", async () => {
    assert.equal(await refusal(of({ capacity: "1Gi" }), of({ capacity: "5Gi" })), "");
    assert.equal(await refusal({}, { storage: { capacity: "5Gi", storageClass: "fast" } }), "");
  });
});
