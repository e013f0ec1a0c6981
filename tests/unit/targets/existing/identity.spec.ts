import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { IngressLayer, MlCluster, type MlClusterArgs } from "../../../../components";
import { deploy } from "../../../helpers/deploy";
import { refusal } from "../../refusal";

/** A kubeconfig whose context is called `aws`, as in the files of many people. */
const kubeconfigOf = (server: string, token = "t"): string => `
apiVersion: v1
kind: Config
current-context: aws
contexts: [{ name: aws, context: { cluster: c, user: u } }]
clusters: [{ name: c, cluster: { server: "${server}" } }]
users: [{ name: u, user: { token: ${token} } }]
`;

type Block = NonNullable<MlClusterArgs["existing"]>;

/** The inputs of the provider for a block. */
async function providerInputs(block: Omit<Block, "context">): Promise<Record<string, unknown>> {
  const graph = await deploy(() => new MlCluster("ml", { existing: { context: "aws", ...block } }));
  return graph.revealInputs(graph.byName("pulumi:providers:kubernetes", "ml"));
}

interface Kubeconfig {
  readonly "current-context": string;
  readonly contexts: { readonly name: string; readonly context: { readonly cluster: string } }[];
  readonly clusters: { readonly name: string; readonly cluster: object }[];
}

/** The cluster that the inputs of a provider point to. */
function clusterOf({ kubeconfig }: Record<string, unknown>): object | undefined {
  const { "current-context": current, contexts, clusters } = parse(kubeconfig as string) as Kubeconfig;
  const chosen = contexts.find(({ name }) => name === current)?.context.cluster;
  return clusters.find(({ name }) => name === chosen)?.cluster;
}

/**
 * Why the Kubernetes provider would replace everything in the cluster. An identifier decides if both have one; adding or
 * removing one replaces nothing by itself (kubernetes provider 4.32, provider.go, `DiffConfig`).
 */
function replaces(olds: Record<string, unknown>, news: Record<string, unknown>): readonly string[] {
  const [old, now] = [olds["clusterIdentifier"], news["clusterIdentifier"]];
  if (old !== undefined && now !== undefined) return old === now ? [] : ["clusterIdentifier"];
  return isDeepStrictEqual(clusterOf(olds), clusterOf(news)) ? [] : ["kubeconfig"];
}

describe("the identity of an existing cluster", () => {
  const first = kubeconfigOf("https://one.example.org");
  const second = kubeconfigOf("https://two.example.org");

  it("is not the name of its context: another server under that name is another cluster", async () => {
    const [olds, news] = [await providerInputs({ kubeconfig: first }), await providerInputs({ kubeconfig: second })];
    assert.deepEqual(replaces(olds, news), ["kubeconfig"]);
  });

  it("does not change with the credentials", async () => {
    const renewed = kubeconfigOf("https://one.example.org", "renewed");
    const [olds, news] = [await providerInputs({ kubeconfig: first }), await providerInputs({ kubeconfig: renewed })];
    assert.deepEqual(replaces(olds, news), []);
  });

  it("does not change for a stack whose state has the context's name as the identifier", async () => {
    const olds = { clusterIdentifier: "aws", kubeconfig: first };
    assert.deepEqual(replaces(olds, await providerInputs({ kubeconfig: first })), []);
  });

  it("differs for such a stack if the context has another server by now", async () => {
    const olds = { clusterIdentifier: "aws", kubeconfig: first };
    assert.deepEqual(replaces(olds, await providerInputs({ kubeconfig: second })), ["kubeconfig"]);
  });

  it("is what the caller writes, also as an output", async () => {
    const clusterIdentifier = pulumi.output("lab-1");
    const [olds, news] = [
      await providerInputs({ clusterIdentifier: "lab-1", kubeconfig: first }),
      await providerInputs({ clusterIdentifier, kubeconfig: second }),
    ];
    assert.equal(news["clusterIdentifier"], "lab-1");
    assert.deepEqual(replaces(olds, news), []);
  });

  it("is not an empty text", async () => {
    const existing = { kubeconfig: first, context: "aws", clusterIdentifier: "" };
    assert.deepEqual(await refusal(() => new MlCluster("ml", { existing })), [
      { path: "existing.clusterIdentifier", reason: "is empty; write a text, or leave it out." },
    ]);
  });

  it("is not needed to tell two clusters of one program apart", async () => {
    const problems = await refusal(() => {
      const [one, two] = [first, second].map(
        (kubeconfig, index) => new MlCluster(`ml-${String(index)}`, { existing: { kubeconfig, context: "aws" } }),
      );
      assert.ok(one && two);
      new IngressLayer("in", { cluster: one, istio: {}, allowPublic: true }, { provider: two.provider });
    });
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["opts.provider"],
    );
  });
});
