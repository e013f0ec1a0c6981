import assert from "node:assert/strict";
import { Rke2Role } from "../../../../components";
import type { Deployed } from "../../../helpers/deploy";
import { commands, rke2In } from "./cluster";

/** Two machines without hostname, of which the first is called `one`. */
const withSecond = (name: string): Promise<Deployed> =>
  withNames((resource) => (resource.includes("10.0.0.1") ? "one" : name));

const withNames = (nameOf: (resource: string) => string | undefined): Promise<Deployed> => {
  const nodes = [
    { address: "10.0.0.1", role: Rke2Role.Server },
    { address: "10.0.0.2", role: Rke2Role.Agent },
  ];
  const { outputs } = commands();
  const printed = (resource: string): Record<string, string> => {
    const stdout = nameOf(resource);
    return stdout === undefined ? {} : { stdout };
  };
  return rke2In(
    {
      outputs: (type, resource, inputs) =>
        resource.endsWith("-check") ? { outputs: printed(resource) } : outputs?.(type, resource, inputs),
    },
    { rke2: { nodes } },
  );
};

describe("the host names of machines of RKE2", () => {
  it("must differ, and are compared before a machine is changed", async () => {
    await assert.rejects(
      withSecond("one"),
      /rke2\.nodes: 10\.0\.0\.2 has the host name one, as 10\.0\.0\.1 has\. Write hostname for one of them\./,
    );
    assert.ok((await withSecond("two")).byName("command:remote:Command", "ml-10.0.0.2-install"));
  });

  it("are not compared with mocks of a unit test, which print nothing", async () => {
    const graph = await withNames(() => undefined);
    assert.ok(graph.byName("command:remote:Command", "ml-10.0.0.2-install"));
  });
});
