import * as assert from "node:assert/strict";
import { kindsAndNames } from "./helm";
import { describeStandIns } from "./stand-ins";
import { at } from "./value-path";

describeStandIns("the stand-ins of Emissary and MetalLB", ({ rendered }) => {
  const versionsOf = async (values: Record<string, unknown>): Promise<Record<string, unknown>> => {
    const objects = await rendered("emissary-crds", "emissary-crds", values, "emissary-system");
    return Object.fromEntries(
      objects
        .filter(({ kind }) => kind === "CustomResourceDefinition")
        .map((crd) => [
          String(at(crd, "spec", "names", "kind")),
          (at(crd, "spec", "versions") as { name: string; storage: boolean }[]).map(
            ({ name, storage }) => `${name}${storage ? " stored" : ""}`,
          ),
        ]),
    );
  };

  it("have 14 definitions, of the current version only by default", async () => {
    const versions = await versionsOf({});
    assert.equal(Object.keys(versions).length, 14);
    for (const [kind, found] of Object.entries(versions)) assert.deepEqual(found, ["v3alpha1 stored"], kind);
  });

  it("store the older version if it is served, and run what converts", async () => {
    const { Mapping, Host, Listener } = await versionsOf({ enableLegacyVersions: true });
    assert.deepEqual(
      [Mapping, Host],
      [
        ["v3alpha1", "v2 stored"],
        ["v3alpha1", "v2 stored"],
      ],
    );
    assert.deepEqual(Listener, ["v3alpha1 stored"]);
    const objects = await rendered("emissary-crds", "x", { enableLegacyVersions: true }, "emissary-system");
    assert.ok(kindsAndNames(objects).includes("Deployment emissary-apiext"));
  });

  it("name the Service after a release that is called ambassador", async () => {
    const values = { env: { AMBASSADOR_ID: "models" }, ingressClassResource: { name: "ambassador-models" } };
    const objects = await rendered("emissary-ingress", "ambassador", values, "ambassador");
    assert.deepEqual(kindsAndNames(objects), [
      "ClusterRole ambassador",
      "Deployment ambassador",
      "IngressClass ambassador-models",
      "Module ambassador",
      "Service ambassador",
    ]);
    const module = objects.find(({ kind }) => kind === "Module");
    assert.deepEqual(at(module, "spec", "ambassador_id"), ["models"]);
  });

  it("scale Emissary by the autoscaler or by a number", async () => {
    const fields = async (values: Record<string, unknown>) => {
      const objects = await rendered("emissary-ingress", "ambassador", values, "ambassador");
      const of = (kind: string) => objects.find((object) => object.kind === kind);
      return [
        at(of("Deployment"), "spec", "replicas"),
        at(of("HorizontalPodAutoscaler"), "spec", "maxReplicas"),
        at(of("PodDisruptionBudget"), "spec", "minAvailable"),
      ];
    };
    assert.deepEqual(await fields({ replicaCount: 2, podDisruptionBudget: { minAvailable: 1 } }), [2, undefined, 1]);
    assert.deepEqual(await fields({ replicaCount: 2, autoscaling: { enabled: true } }), [undefined, 5, undefined]);
  });

  it("have MetalLB's definitions, controller and speaker", async () => {
    const objects = await rendered("metallb", "metallb", { frrk8s: { enabled: false } }, "metallb-system");
    assert.deepEqual(kindsAndNames(objects), [
      "CustomResourceDefinition bfdprofiles.metallb.io",
      "CustomResourceDefinition bgpadvertisements.metallb.io",
      "CustomResourceDefinition bgppeers.metallb.io",
      "CustomResourceDefinition communities.metallb.io",
      "CustomResourceDefinition configurationstates.metallb.io",
      "CustomResourceDefinition ipaddresspools.metallb.io",
      "CustomResourceDefinition l2advertisements.metallb.io",
      "CustomResourceDefinition servicebgpstatuses.metallb.io",
      "CustomResourceDefinition servicel2statuses.metallb.io",
      "DaemonSet metallb-speaker",
      "Deployment metallb-controller",
    ]);
  });
});
