import assert from "node:assert/strict";
import { requestsOf, type ResourceMapping } from "../../../contracts/cloud-apis/requests";
import { asBoolean, each, renamed, written } from "../../../contracts/cloud-apis/writers";

const network: ResourceMapping = {
  requests: [
    {
      operation: "CreateNetwork",
      fields: {
        cidr: "CidrBlock",
        dns: "Options.Dns",
        disks: written("Options.Disks", each(renamed({ encrypted: written("Encrypted", asBoolean) }))),
      },
      generatedName: "Name",
    },
    { operation: "TagNetwork", fields: { tags: "Tags" }, filled: { Id: "net-1" } },
    { operation: "CreateRoute", of: "routes", fields: { to: "Target" } },
  ],
  notSent: { wait: "the provider waits", "routes.wait": "the provider waits" },
};

const sent = (inputs: Record<string, unknown>) => requestsOf({ name: "ml", inputs }, network);

describe("requestsOf", () => {
  it("writes inputs to the paths of their fields", () => {
    assert.deepEqual(sent({ cidr: "10.0.0.0/16", dns: true, disks: [{ encrypted: "true", size: 1 }] }).requests, [
      {
        operation: "CreateNetwork",
        body: {
          CidrBlock: "10.0.0.0/16",
          Options: { Dns: true, Disks: [{ Encrypted: true, size: 1 }] },
          Name: "ml-0a1b2c3",
        },
      },
    ]);
  });

  it("sends a request only if one of its inputs is given, with what the provider fills", () => {
    assert.deepEqual(sent({}).requests, []);
    assert.deepEqual(sent({ tags: {} }).requests, [{ operation: "TagNetwork", body: { Id: "net-1", Tags: {} } }]);
  });

  it("sends a request for each object in an input", () => {
    assert.deepEqual(sent({ routes: [{ to: "a" }, { to: "b", wait: 1 }] }).requests, [
      { operation: "CreateRoute", body: { Target: "a" } },
      { operation: "CreateRoute", body: { Target: "b" } },
    ]);
  });

  it("tells inputs that the mapping knows from those it does not know, also inside of objects", () => {
    const { mapped, unmapped } = sent({ cidr: "", size: 1, dns: undefined, wait: 1, routes: [{ to: "a", via: "b" }] });
    assert.deepEqual(mapped, ["cidr", "wait", "routes.to"]);
    assert.deepEqual(unmapped, ["size", "routes.via"]);
  });
});
