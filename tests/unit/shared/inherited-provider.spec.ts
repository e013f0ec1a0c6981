import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { inheritedProvider } from "../../../components/shared/provider";
import { deploy } from "../../helpers/deploy";

const TYPE = "kubernetes:core/v1:Namespace";

class Other extends pulumi.ProviderResource {
  constructor() {
    super("other", "other", {});
  }
}

describe("the provider that children would inherit", () => {
  type Options = (own: kubernetes.Provider, other: Other) => pulumi.ComponentResourceOptions | undefined;
  const cases: [what: string, options: Options, found: boolean][] = [
    ["is the one of the options", (provider) => ({ provider }), true],
    ["is in a list", (own, other) => ({ providers: [other, own] }), true],
    ["is in a map, by the name of its package", (own, other) => ({ providers: { other, kubernetes: own } }), true],
    ["is not in a map by another name, under which no child looks", (own) => ({ providers: { k8s: own } }), false],
    [
      "is at the parent",
      (own) => ({ parent: new pulumi.ComponentResource("a:b:C", "p", {}, { providers: [own] }) }),
      true,
    ],
    ["is not one of another package", (_, other) => ({ provider: other }), false],
    ["is none without options", () => undefined, false],
  ];
  for (const [what, options, found] of cases) {
    it(what, async () => {
      let agreed: boolean | undefined;
      await deploy(() => {
        const own = new kubernetes.Provider("own", { kubeconfig: "k" });
        const isInstance = (candidate: unknown) => kubernetes.Provider.isInstance(candidate);
        const given = inheritedProvider(options(own, new Other()), TYPE, isInstance);
        agreed = given === (found ? own : undefined);
      });
      assert.equal(agreed, true);
    });
  }
});
