import * as pulumi from "@pulumi/pulumi";
import { DependencyProviderResource } from "@pulumi/pulumi/resource";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as exported from "../../../components";
import { ComponentProvider } from "../../../plugin/component-provider";
import { hideStack } from "../../../plugin/hide-stack";
import { deploy } from "../../helpers/deploy";
import { kubeconfig } from "../kubeconfig";
import { output, received } from "./wire";

const schema = readFileSync(join(__dirname, "../../../schema.json"), "utf8");
const types = Object.keys((JSON.parse(schema) as { resources: object }).resources);

const PROVIDER = "urn:pulumi:test::proj::pulumi:providers:kubernetes::mine";

describe("the plugin's provider", () => {
  it("serves the schema that is checked in", () => {
    assert.equal(new ComponentProvider(schema).schema, schema);
  });

  it("knows every component of the schema by the package's exports", () => {
    for (const type of types) assert.ok((type.split(":")[2] ?? "") in exported, type);
  });

  it("refuses a type that is not ours, by name", async () => {
    for (const type of ["mlplatform:index:InvalidArgs", "mlplatform:index:Gone", "other:index:MlCluster"]) {
      await assert.rejects(new ComponentProvider(schema).construct("x", type, {}, {}), (error: Error) =>
        error.message.startsWith(`there is no component ${type} in mlplatform `),
      );
    }
  });

  it("constructs a component of what has been sent, and gives back its outputs as the schema lists them", async () => {
    const graph = await deploy(async () => {
      const existing = { kubeconfig: output(kubeconfig, true), context: output("dev") };
      const { urn, state } = await new ComponentProvider(schema).construct(
        "ml",
        "mlplatform:index:MlCluster",
        await received({ existing }),
        {},
      );
      return { ...state, urn };
    });
    const cluster = graph.byName("mlplatform:index:MlCluster", "ml");
    const { urn, ...state } = graph.outputs.values;
    assert.equal(urn, cluster.urn);
    const { properties } = (JSON.parse(schema) as Schema).resources["mlplatform:index:MlCluster"];
    for (const name of Object.keys(state)) assert.ok(name in properties, name);
    assert.equal(state["endpoint"], "https://dev.example.org:6443");
    assert.ok(graph.outputs.secrets.includes("kubeconfig"));
  });

  it("hands a provider on of which only its reference is known", async () => {
    const graph = await deploy(async () => {
      const cluster = {
        clusterIdentifier: "c",
        clusterName: "c",
        defaultExposure: "public",
        providesLoadBalancers: true,
      };
      await new ComponentProvider(schema).construct(
        "ingress",
        "mlplatform:index:IngressLayer",
        await received({ cluster: { ...cluster, ready: "c" }, istio: {}, allowPublic: true }),
        { providers: { kubernetes: new DependencyProviderResource(`${PROVIDER}::its-id`) } },
      );
    });
    const children = graph.childrenOf(graph.byName("mlplatform:index:IngressLayer", "ingress"));
    assert.notEqual(children.length, 0);
    assert.deepEqual([...new Set(children.map(({ provider }) => provider))], [PROVIDER]);
  });
});

interface Schema {
  readonly resources: { readonly "mlplatform:index:MlCluster": { readonly properties: object } };
}

describe("errors that the engine shows", () => {
  it("have no place in our code where they are the caller's, and keep it where they are ours", () => {
    const [theirs, ours] = [new exported.InvalidArgs('MlCluster "ml"', []), new pulumi.RunError("broken")];
    hideStack(theirs);
    hideStack(ours);
    assert.equal(theirs.stack, theirs.message);
    assert.match(ours.stack ?? "", /\n\s+at /);
    hideStack("no error at all");
  });
});
