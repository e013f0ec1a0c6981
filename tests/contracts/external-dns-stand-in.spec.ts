import * as assert from "node:assert/strict";
import { kindsAndNames } from "./helm";
import { describeStandIns } from "./stand-ins";
import { at } from "./value-path";

describeStandIns("the stand-in of external-dns", ({ rendered }) => {
  const layer = {
    fullnameOverride: "istio-system-dns",
    serviceAccount: { name: "external-dns", annotations: { "eks.amazonaws.com/role-arn": "arn" } },
    sources: ["service"],
    annotationFilter: "mlplatform/external-dns=istio-system",
    domainFilters: ["example.org"],
    policy: "sync",
    triggerLoopOnEvent: true,
    txtOwnerId: "dev/istio-system",
    txtPrefix: "%{record_type}-owner.",
    provider: { name: "aws" },
    extraArgs: { "txt-wildcard-replacement": "wildcard", "zone-id-filter": ["Z1", "Z2"] },
  };
  const render = (values: Record<string, unknown>) =>
    rendered("external-dns", "external-dns", values, "istio-system-dns");

  it("has one pod with an account of its own and permissions in the whole cluster", async () => {
    const objects = await render(layer);
    assert.deepEqual(kindsAndNames(objects), [
      "ClusterRole istio-system-dns",
      "ClusterRoleBinding istio-system-dns-viewer",
      "Deployment istio-system-dns",
      "Service istio-system-dns",
      "ServiceAccount external-dns",
    ]);
  });

  it("passes the values to the program as arguments, each element of a list as one", async () => {
    const deployment = (await render(layer)).find(({ kind }) => kind === "Deployment");
    assert.deepEqual(at(deployment, "spec", "template", "spec", "containers", 0, "args"), [
      "--log-level=info",
      "--log-format=text",
      "--interval=1m",
      "--events",
      "--source=service",
      "--policy=sync",
      "--registry=txt",
      "--txt-owner-id=dev/istio-system",
      "--txt-prefix=%{record_type}-owner.",
      "--annotation-filter=mlplatform/external-dns=istio-system",
      "--domain-filter=example.org",
      "--provider=aws",
      "--txt-wildcard-replacement=wildcard",
      "--zone-id-filter=Z1",
      "--zone-id-filter=Z2",
    ]);
  });

  it("mounts the file with the settings of Azure", async () => {
    const secretConfiguration = { enabled: true, mountPath: "/etc/kubernetes", data: { "azure.json": "{}" } };
    const objects = await render({ ...layer, provider: { name: "azure" }, secretConfiguration });
    const deployment = objects.find(({ kind }) => kind === "Deployment");
    assert.ok(kindsAndNames(objects).includes("Secret istio-system-dns"));
    assert.deepEqual(at(deployment, "spec", "template", "spec", "containers", 0, "volumeMounts"), [
      { name: "secrets", mountPath: "/etc/kubernetes" },
    ]);
  });
});
