import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { planProgram } from "../../../cli/plan/plan-program";
import type { Setting } from "../../../cli/project/config";
import { deploy } from "../../helpers/deploy";
import { httpsAndDns } from "../https-and-dns";
import { programNames as programs } from "../program-names";
import { orderOnlyEdges, type Edge, type WantedEdges } from "./order-only-edges";

const root = path.resolve(__dirname, "../../..");

/** Programs with their example stacks, and with the config that adds HTTPS and DNS. */
const planned: readonly (readonly [title: string, program: string, settings: readonly Setting[]])[] = [
  ...programs.map((program) => [program, program, []] as const),
  ...Object.entries(httpsAndDns).map(
    ([program, settings]) => [`${program} with HTTPS and DNS`, program, settings] as const,
  ),
];

/** What may wait, and why: a file for each part of the platform, found by the folder listing. */
const wanted: readonly WantedEdges[] = readdirSync(__dirname)
  .filter((file) => !file.startsWith("order-only-edges"))
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- found by its name
  .flatMap((file) => (require(`./${file}`) as { edges: readonly WantedEdges[] }).edges);

const isWanted = ({ resource, after }: Edge): boolean =>
  wanted.some((edge) => edge.resource.test(resource) && edge.after.test(after));

describe("edges that exist only for order", () => {
  const found = new Map<string, readonly Edge[]>();
  before(async () => {
    for (const [title, program, settings] of planned) {
      const { graph } = await planProgram({ cwd: root, program, settings });
      found.set(title, orderOnlyEdges(graph));
    }
  });

  for (const [title] of planned) {
    it(`each have a reason in the program ${title}`, () => {
      assert.deepEqual(
        found.get(title)?.filter((edge) => !isWanted(edge)),
        [],
      );
    });
  }

  it("are all there for which a reason is given", () => {
    const unused = wanted.filter(
      (edge) =>
        ![...found.values()]
          .flat()
          .some(({ resource, after }) => edge.resource.test(resource) && edge.after.test(after)),
    );
    assert.deepEqual(unused, []);
  });

  it("are found unless a value flows or another path makes the resource wait", async () => {
    const graph = await deploy(() => {
      const provider = new kubernetes.Provider("k", { kubeconfig: "k" });
      const map = (name: string, dependsOn: pulumi.Resource[], data: Record<string, pulumi.Input<string>> = {}) =>
        new kubernetes.core.v1.ConfigMap(name, { metadata: { name }, data }, { provider, dependsOn });
      const first = map("first", []);
      const second = map("second", [first]);
      map("third", [first, second]);
      map("fourth", [first], { from: first.metadata.name });
    });
    assert.deepEqual(orderOnlyEdges(graph), [
      { resource: "ConfigMap second", after: "ConfigMap first" },
      { resource: "ConfigMap third", after: "ConfigMap second" },
    ]);
  });

  it("are found in the kubeconfig of a provider, whose text comes from the control plane alone", async () => {
    const graph = await deploy(() => {
      const inside = new kubernetes.Provider("inside", { kubeconfig: "k" });
      const driver = new kubernetes.core.v1.ConfigMap("driver", { metadata: { name: "d" } }, { provider: inside });
      new kubernetes.Provider("outside", { kubeconfig: driver.id.apply(() => "k") });
    });
    assert.deepEqual(orderOnlyEdges(graph), [{ resource: "kubernetes outside", after: "ConfigMap driver" }]);
  });
});
