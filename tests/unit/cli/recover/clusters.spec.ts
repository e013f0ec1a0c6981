import assert from "node:assert/strict";
import type { Stack } from "@pulumi/pulumi/automation";
import { Clusters } from "../../../../cli/recover/clusters";
import { record, stateOf } from "../destroy/state";

const PROVIDER = "pulumi:providers:kubernetes";
const yaml = (server: string) => `clusters:\n  - cluster:\n      server: ${server}\n    name: c\n`;
const json = (server: string) => JSON.stringify({ clusters: [{ name: "c", cluster: { server } }] });

/** A stack with that state. */
const stack = (state: object): Stack => {
  const run = () => Promise.resolve({ stdout: JSON.stringify(state) });
  return { name: "test", workspace: { pulumiCommand: { run }, envVars: {}, workDir: "." } } as unknown as Stack;
};

describe("the clusters behind providers", () => {
  it("are reached once each, by the URL of the API server", async () => {
    const providers = [
      record(PROVIDER, "own", { inputs: { kubeconfig: yaml("https://one.example.org") } }),
      record(PROVIDER, "others", { inputs: { kubeconfig: json("https://one.example.org") } }),
      record(PROVIDER, "second", { inputs: { kubeconfig: json("https://two.example.org") } }),
    ];
    const clusters = new Clusters(stack(stateOf(...providers)), {});
    const found = await clusters.behind(providers);
    assert.deepEqual([...found.keys()], ["https://one.example.org", "https://two.example.org"]);
  });
});
