import assert from "node:assert/strict";
import { Bucket } from "@pulumi/aws/s3/bucket";
import { Command } from "@pulumi/command/local";
import { ConfigMap, Namespace, PersistentVolumeClaim, Service } from "@pulumi/kubernetes/core/v1";
import { Release } from "@pulumi/kubernetes/helm/v3";
import { Provider } from "@pulumi/kubernetes/provider";
import { StorageClass } from "@pulumi/kubernetes/storage/v1";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random/randomPassword";
import { deploy } from "../helpers/deploy";
import { differencesFrom, isRefused, labelOf, refusal } from "./differences";
import { stateOf } from "./released-state";

type Program = () => unknown;

/** A plan of a program. Only what it returns as a map are outputs. */
async function planned(program: Program) {
  const graph = await deploy(
    () => {
      const result = program();
      return pulumi.Resource.isInstance(result) || Array.isArray(result) ? undefined : result;
    },
    { preview: true },
  );
  return { graph, outputs: graph.outputs };
}

/** How an upgrade from one program to another changes a stack. */
async function upgrade(before: Program, after: Program) {
  return differencesFrom(stateOf(await planned(before), {}), await planned(after));
}

/** The differences as text: `replaced!` and `deleted!` are refused. */
const found = async (before: Program, after: Program): Promise<string[]> =>
  (await upgrade(before, after)).map(
    (difference) =>
      [labelOf(difference).replace(/^.*:/, ""), difference.loss].join(" ").trim() + (isRefused(difference) ? "!" : ""),
  );

const service = (name = "web", spec: object = { ports: [{ port: 80 }] }, opts: pulumi.CustomResourceOptions = {}) =>
  new Service(name, { metadata: { name: "web", namespace: "shop" }, spec }, opts);

/** A component with one child whose name begins with its own, and one whose name does not. */
class Shop extends pulumi.ComponentResource {
  constructor(name: string, opts: pulumi.ComponentResourceOptions = {}, type = "test:index:Shop") {
    super(type, name, {}, opts);
    service(`${name}-web`, undefined, { parent: this });
    service("other", undefined, { parent: this });
    this.registerOutputs({});
  }
}

describe("the differences between a release and the program now", () => {
  it("are none if nothing changed", async () => {
    assert.deepEqual(
      await found(
        () => new Shop("shop"),
        () => new Shop("shop"),
      ),
      [],
    );
  });

  it("are a deletion and a creation if a name changes without an alias", async () => {
    assert.deepEqual(
      await found(
        () => service("old"),
        () => service("new"),
      ),
      ["Service old (deleted) deleted!", "Service new (added)"],
    );
  });

  it("are none if the former name is an alias, also as a URN", async () => {
    const urn = "urn:pulumi:test::proj::kubernetes:core/v1:Service::old";
    for (const alias of [{ name: "old" }, urn]) {
      assert.deepEqual(
        await found(
          () => service("old"),
          () => service("new", undefined, { aliases: [alias] }),
        ),
        [],
      );
    }
  });

  it("are a deletion if the alias is another name", async () => {
    const renamed = () => service("new", undefined, { aliases: [{ name: "older" }] });
    assert.deepEqual(await found(() => service("old"), renamed), [
      "Service old (deleted) deleted!",
      "Service new (added)",
    ]);
  });

  it("do not take a resource by an alias that it has by its own name", async () => {
    const both = () => [service("old"), service("new", undefined, { aliases: [{ name: "older" }] })];
    assert.deepEqual(await found(() => service("old"), both), ["Service new (added)"]);
  });

  it("are a deletion and a creation if the parent changes without an alias, and none with one", async () => {
    const inside = (aliases: pulumi.Alias[]) => () => service("web", undefined, { parent: new Parent("all"), aliases });
    const lost = ["Service web (deleted) deleted!", "Parent all (added)", "Service web (added)"];
    assert.deepEqual(await found(() => service("web"), inside([])), lost);
    assert.deepEqual(await found(() => service("web"), inside([{ name: "other" }])), lost);
    assert.deepEqual(await found(() => service("web"), inside([{ parent: pulumi.rootStackResource }])), [
      "Parent all (added)",
    ]);
  });

  it("are none for the children of a component whose former name or type is an alias", async () => {
    const renamed = () => new Shop("market", { aliases: [{ name: "shop" }] });
    assert.deepEqual(await found(() => new Shop("shop"), renamed), []);
    const retyped = () => new Shop("shop", { aliases: [{ type: "test:index:Shop" }] }, "test:index:Market");
    assert.deepEqual(await found(() => new Shop("shop"), retyped), []);
  });

  it("are deletions of all children if a component has another type without an alias", async () => {
    const retyped = () => new Shop("shop", {}, "test:index:Market");
    const differences = await found(() => new Shop("shop"), retyped);
    assert.deepEqual(differences.slice(0, 3), [
      "Shop shop (deleted) deleted!",
      "Service shop-web (deleted) deleted!",
      "Service other (deleted) deleted!",
    ]);
  });

  it("name an input that changes in place, with both values", async () => {
    const [difference, ...others] = await upgrade(
      () => service("web", { ports: [{ port: 80 }] }),
      () => service("web", { ports: [{ port: 8080 }] }),
    );
    assert.deepEqual(others, []);
    assert.deepEqual(difference, {
      ...{ type: "kubernetes:core/v1:Service", name: "web" },
      ...{ path: "spec.ports[0].port", before: 80, after: 8080 },
    });
  });

  const labels = (app: string) => ({ metadata: { name: "x", namespace: "y", labels: { app } } });
  const replacements: readonly (readonly [what: string, before: Program, after: Program, path: string])[] = [
    [
      "a namespace with another name",
      () => new Namespace("x", { metadata: { name: "one" } }),
      () => new Namespace("x", { metadata: { name: "two" } }),
      "Namespace x metadata.name replaced!",
    ],
    [
      "a Service with another address",
      () => service("web", { clusterIP: "10.0.0.1" }),
      () => service("web", { clusterIP: "None" }),
      "Service web spec.clusterIP replaced!",
    ],
    [
      "a claim of another class",
      () => new PersistentVolumeClaim("x", { spec: { storageClassName: "a" } }),
      () => new PersistentVolumeClaim("x", { spec: { storageClassName: "b" } }),
      "PersistentVolumeClaim x spec.storageClassName replaced!",
    ],
    [
      "a claim whose class is no longer written",
      () => new PersistentVolumeClaim("x", { spec: { storageClassName: "a" } }),
      () => new PersistentVolumeClaim("x", {}),
      "PersistentVolumeClaim x spec replaced!",
    ],
    [
      "a release in another namespace",
      () => new Release("x", { chart: "x", namespace: "one" }),
      () => new Release("x", { chart: "x", namespace: "two" }),
      "Release x namespace replaced!",
    ],
    [
      "a bucket with another name",
      () => new Bucket("x", { bucket: "one" }),
      () => new Bucket("x", { bucket: "two" }),
      "Bucket x bucket replaced!",
    ],
    [
      "a password of another length",
      () => new RandomPassword("x", { length: 16 }),
      () => new RandomPassword("x", { length: 32 }),
      "RandomPassword x length replaced!",
    ],
    [
      "a command with another trigger",
      () => new Command("x", { create: "true", triggers: ["1"] }),
      () => new Command("x", { create: "true", triggers: ["2"] }),
      "Command x triggers[0] replaced!",
    ],
    [
      "a provider of another cluster",
      () => new Provider("x", { clusterIdentifier: "one" }),
      () => new Provider("x", { clusterIdentifier: "two" }),
      "kubernetes x clusterIdentifier replaced!",
    ],
    [
      "a resource that says so itself",
      () => new PersistentVolumeClaim("x", labels("one")),
      () => new PersistentVolumeClaim("x", labels("two"), { replaceOnChanges: ["metadata.labels"] }),
      "PersistentVolumeClaim x metadata.labels.app replaced!",
    ],
  ];
  for (const [what, before, after, expected] of replacements) {
    it(`are refused for ${what}`, async () => {
      assert.deepEqual(await found(before, after), [expected]);
    });
  }

  it("are no replacement where the provider updates in place", async () => {
    const release = (version: string) => () => new Release("x", { chart: "x", namespace: "one", version });
    assert.deepEqual(await found(release("1.0.0"), release("1.1.0")), ["Release x version"]);
    const command = (update: string) => () => new Command("x", { create: "true", update });
    assert.deepEqual(await found(command("true"), command("false")), ["Command x update"]);
    const provider = (context: string) => () => new Provider("x", { clusterIdentifier: "one", context });
    assert.deepEqual(await found(provider("a"), provider("b")), ["kubernetes x context"]);
  });

  it("are no loss for a type that may be replaced", async () => {
    const storageClass = (type: string) => () =>
      new StorageClass("x", { provisioner: "ebs.csi.aws.com", parameters: { type } });
    assert.deepEqual(await found(storageClass("gp2"), storageClass("gp3")), [
      "StorageClass x parameters.type replaced",
    ]);
    assert.deepEqual(await found(storageClass("gp2"), () => undefined), ["StorageClass x (deleted) deleted"]);
  });

  it("leave out what the resource ignores", async () => {
    const ignores = () => service("web", { clusterIP: "None" }, { ignoreChanges: ["spec.clusterIP"] });
    assert.deepEqual(await found(() => service("web", { clusterIP: "10.0.0.1" }), ignores), []);
  });

  it("name protection and retention that are gone", async () => {
    const kept = () => service("web", undefined, { protect: true, retainOnDelete: true });
    assert.deepEqual(await found(kept, () => service()), ["Service web (protect)", "Service web (retainOnDelete)"]);
  });

  it("name an output of the stack that is gone", async () => {
    const [difference, ...others] = await upgrade(
      () => ({ url: "http://one", host: "one" }),
      () => ({ url: "http://two" }),
    );
    assert.deepEqual(others, []);
    assert.deepEqual([difference?.path, difference?.before], ["(output)", "host"]);
  });

  it("are a replacement by another provider only if that is of another cluster", async () => {
    const on = (name: string, clusterIdentifier: string) => () =>
      new ConfigMap("x", { data: { a: "b" } }, { provider: new Provider(name, { clusterIdentifier }) });
    assert.deepEqual(await found(on("one", "a"), on("two", "a")), [
      "kubernetes one (deleted)",
      "kubernetes two (added)",
    ]);
    assert.deepEqual(await found(on("one", "a"), on("two", "b")), [
      "kubernetes one (deleted)",
      "kubernetes two (added)",
      "ConfigMap x (provider) replaced!",
    ]);
  });

  it("say what to do", async () => {
    const [gone] = await upgrade(
      () => service("old"),
      () => service("new"),
    );
    assert.equal(
      gone && refusal(gone),
      "kubernetes:core/v1:Service old (deleted): an upgrade deletes it, and it holds data or traffic. " +
        "If it has another name, parent or type now, give it an alias; otherwise keep it.",
    );
    const [replaced] = await upgrade(
      () => service("web", { clusterIP: "10.0.0.1" }),
      () => service("web", {}),
    );
    assert.equal(
      replaced && refusal(replaced),
      'kubernetes:core/v1:Service web spec.clusterIP: "10.0.0.1" → absent replaces the resource, and it holds data or traffic. ' +
        "Keep the former value for stacks that have it.",
    );
  });

  it("refuse to judge a type of which nothing is known", async () => {
    class Other extends pulumi.CustomResource {
      constructor(size: number) {
        super("other:index:Disk", "x", { size });
      }
    }
    await assert.rejects(
      found(
        () => new Other(1),
        () => new Other(2),
      ),
      /tests\/upgrades\/replacement does not say which inputs replace a resource of the type other:index:Disk/,
    );
  });
});

class Parent extends pulumi.ComponentResource {
  constructor(name: string) {
    super("test:index:Parent", name);
    this.registerOutputs({});
  }
}
