import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { inherit } from "../../../recorder/registration";
import type { Registration } from "../../../recorder/registration";
import { deploy, type Deployed } from "../../helpers/deploy";

const NAMESPACE = "kubernetes:core/v1:Namespace";
const provider = () => new kubernetes.Provider("given", { kubeconfig: "k" });
const group = (name: string, opts: pulumi.ComponentResourceOptions) =>
  new pulumi.ComponentResource("mlplatform:index:Group", name, {}, opts);
const namespace = (name: string, opts: pulumi.CustomResourceOptions) =>
  new kubernetes.core.v1.Namespace(name, { metadata: { name } }, opts);

class Bucket extends pulumi.CustomResource {
  constructor(name: string, opts: pulumi.CustomResourceOptions) {
    super("aws:s3/bucket:Bucket", name, {}, opts);
  }
}

/** What only the engine does, so that no SDK and no mock shows it. */
describe("what a resource inherits", () => {
  const child = (graph: Deployed) => graph.byName(NAMESPACE, "child");

  it("is retention, over several components", async () => {
    const graph = await deploy(() => {
      const outer = group("outer", { retainOnDelete: true });
      namespace("child", { parent: group("inner", { parent: outer }) });
    });

    assert.equal(child(graph).retainOnDelete, true);
  });

  it("is no retention that the child declines", async () => {
    const graph = await deploy(() => {
      namespace("child", { parent: group("outer", { retainOnDelete: true }), retainOnDelete: false });
    });

    assert.equal(child(graph).retainOnDelete, false);
  });

  it("is protection, unless the child declines it", async () => {
    const graph = await deploy(() => {
      const parent = group("outer", { protect: true });
      namespace("child", { parent });
      namespace("free", { parent, protect: false });
    });

    assert.equal(child(graph).protect, true);
    assert.equal(graph.byName(NAMESPACE, "free").protect, false);
  });

  it("is the resource whose deletion takes it along", async () => {
    const graph = await deploy(() => {
      const [outer, other] = [namespace("outer", {}), namespace("other", {})];
      const parent = group("group", { deletedWith: outer });
      namespace("child", { parent });
      namespace("own", { parent, deletedWith: other });
    });

    assert.equal(child(graph).deletedWith, graph.byName(NAMESPACE, "outer").urn);
    assert.equal(graph.byName(NAMESPACE, "own").deletedWith, graph.byName(NAMESPACE, "other").urn);
  });

  it("is the provider of the component around it", async () => {
    const graph = await deploy(() => {
      namespace("child", { parent: group("inner", { parent: group("outer", { providers: [provider()] }) }) });
    });

    assert.equal(child(graph).provider, graph.byName("pulumi:providers:kubernetes", "given").urn);
  });

  it("is the provider of a parent that is no component", async () => {
    const graph = await deploy(() => {
      namespace("child", { parent: namespace("parent", { provider: provider() }) });
    });

    assert.equal(child(graph).provider, graph.byName("pulumi:providers:kubernetes", "given").urn);
  });

  it("is no provider of another package", async () => {
    const graph = await deploy(() => {
      const parent = namespace("parent", { provider: provider() });
      new Bucket("bucket", { parent });
    });

    assert.equal(graph.byName("aws:s3/bucket:Bucket", "bucket").provider, undefined);
  });

  // A plugin in another language registers children without naming a provider; our SDK always names it.
  it("is the component's provider too where the SDK names none", async () => {
    const graph = await deploy(() => {
      namespace("child", { parent: group("outer", { providers: [provider()] }) });
    });
    const unnamed: Registration = { ...child(graph), provider: undefined };

    assert.equal(
      inherit(unnamed, graph.byName("mlplatform:index:Group", "outer")).provider,
      graph.byName("pulumi:providers:kubernetes", "given").urn,
    );
  });

  it("is nothing where there is nothing", async () => {
    const {
      protect,
      retainOnDelete,
      deletedWith,
      provider: none,
    } = child(await deploy(() => void namespace("child", {})));

    assert.deepEqual(
      { protect, retainOnDelete, deletedWith, none },
      { protect: false, retainOnDelete: false, deletedWith: undefined, none: undefined },
    );
  });
});
