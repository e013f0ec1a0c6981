import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import {
  dependenciesOf,
  keptOnDestroy,
  orderOfCreation,
  orderOfDestruction,
  protectedResources,
  type Waves,
} from "../../../recorder/order";
import { deploy } from "../../helpers/deploy";
import { smallPlatform } from "./fixtures/small-platform";

const names = (waves: Waves) => waves.map((wave) => wave.map(({ name }) => name).sort());
const namespace = (name: string, opts: pulumi.CustomResourceOptions = {}) =>
  new kubernetes.core.v1.Namespace(name, { metadata: { name } }, opts);

describe("order of creation", () => {
  it("puts each resource right after what it needs", async () => {
    assert.deepEqual(names(orderOfCreation(await deploy(() => smallPlatform()))), [
      ["cluster"],
      ["layer-namespace"],
      ["layer"],
      ["layer-gateway"],
    ]);
  });

  it("starts together what needs nothing of each other", async () => {
    const graph = await deploy(() => {
      const first = namespace("first");
      namespace("alone");
      namespace("second", { dependsOn: [first] });
    });

    assert.deepEqual(names(orderOfCreation(graph)), [["alone", "first"], ["second"]]);
  });

  it("holds a component's children back for what the component waits for", async () => {
    const graph = await deploy(() => {
      const first = namespace("first");
      const parent = new pulumi.ComponentResource("mlplatform:index:Group", "group", {}, { dependsOn: [first] });
      namespace("child", { parent });
    });

    assert.deepEqual(names(orderOfCreation(graph)), [["first"], ["child"]]);
  });

  it("leaves out what is only looked up", async () => {
    const graph = await deploy(() => {
      const found = kubernetes.core.v1.Namespace.get("found", "kube-system");
      namespace("made", { dependsOn: [found] });
    });

    assert.deepEqual(names(orderOfCreation(graph)), [["made"]]);
  });
});

describe("order of destruction", () => {
  it("takes everything before what it needed, and leaves out what is kept", async () => {
    const graph = await deploy(() => smallPlatform());

    assert.deepEqual(names(orderOfDestruction(graph)), [["layer-gateway"], ["layer"], ["cluster"]]);
    assert.deepEqual(
      keptOnDestroy(graph).map(({ name }) => name),
      ["layer-namespace"],
    );
  });

  it("follows every kind of edge that the engine follows", async () => {
    const graph = await deploy(() => {
      const provider = new kubernetes.Provider("provider");
      const parent = namespace("parent", { provider });
      namespace("child", { parent });
      const source = namespace("source", { provider });
      new kubernetes.core.v1.ConfigMap("input", { metadata: { name: source.metadata.name } }, { provider });
      namespace("declared", { provider, dependsOn: [source] });
      namespace("along", { provider, deletedWith: source });
    });

    assert.deepEqual(names(orderOfDestruction(graph)), [
      ["along", "child", "declared", "input"],
      ["parent", "source"],
      ["provider"],
    ]);
    assert.deepEqual(
      dependenciesOf(graph.byName("kubernetes:core/v1:Namespace", "along")).map((urn) => urn.split("::").at(-1)),
      ["proj-test", "provider", "source"],
    );
  });

  it("names what is protected", async () => {
    const graph = await deploy(() => {
      namespace("guarded", { protect: true });
      namespace("free");
    });

    assert.deepEqual(
      protectedResources(graph).map(({ name }) => name),
      ["guarded"],
    );
  });
});
