import assert from "node:assert/strict";
import { othersIn } from "../../../../cli/destroy/others";
import type { ResourceRecord } from "../../../../cli/recover/state";
import { ClusterAccess } from "../../../../cli/recover/tools";
import { fakeTool, type FakeTool } from "../recover/fake-tool";
import { record, stateOf } from "./state";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const NAMESPACE = "kubernetes:core/v1:Namespace";

const meta = (name: string, more: object = {}) => ({
  metadata: {
    namespace: "shop",
    name,
    managedFields: [{ manager: "kube-controller-manager" }, { manager: "kubectl-create" }],
    ...more,
  },
});

const service = (more: object = {}, type = "LoadBalancer") => ({
  kind: "Service",
  ...meta("web", more),
  spec: { type },
  status: { loadBalancer: { ingress: [{ hostname: "web.elb.example.org" }] } },
});

const ingress = (finalizer: string) => ({
  kind: "Ingress",
  ...meta("site", { finalizers: [finalizer] }),
  status: { loadBalancer: { ingress: [{ hostname: "site.elb.example.org" }] } },
});

const gateway = (finalizer: string) => ({
  kind: "Gateway",
  ...meta("edge", { finalizers: [finalizer] }),
  status: { addresses: [{ value: "edge.elb.example.org" }] },
});

const claim = (volumeName?: string) => ({ kind: "PersistentVolumeClaim", ...meta("data"), spec: { volumeName } });

const volume = (policy: string) => ({
  kind: "PersistentVolume",
  metadata: { name: "pv-1" },
  spec: { persistentVolumeReclaimPolicy: policy },
});

const pod = { kind: "Pod", ...meta("db-0"), spec: { volumes: [{ persistentVolumeClaim: { claimName: "data" } }] } };

const ofHelm = {
  annotations: { "meta.helm.sh/release-name": "shop", "meta.helm.sh/release-namespace": "shop" },
};

describe("what others made in a cluster", () => {
  let kubectl: FakeTool | undefined;
  afterEach(() => kubectl?.remove());

  /** What is found where kubectl lists these objects and the stack has these resources. */
  async function found(items: object[], ...resources: ResourceRecord[]): Promise<string[]> {
    // A cluster that has Gateways only where one is listed, and refuses to list what it has not.
    const served = items.some((object) => "kind" in object && object.kind === "Gateway");
    kubectl = fakeTool(
      [
        `case "$*" in "get crd"*) ${served ? "echo crd/gateways" : ":"}; exit ;; esac`,
        `case "$*" in *,gateways.gateway.networking.k8s.io*) ${served ? ":" : "exit 1"} ;; esac`,
        `cat <<'END'\n${JSON.stringify({ items })}\nEND`,
      ].join("\n"),
    );
    const cluster = new ClusterAccess({}, { kubectl: kubectl.program });
    const others = await othersIn(cluster, stateOf(...resources));
    return others.map(({ kind, namespace, name, maker, holds, usedBy }) =>
      [kind, `${namespace}/${name}`, maker, holds, ...usedBy].join(" | "),
    );
  }

  const web = "Service | shop/web | kubectl-create | load balancer web.elb.example.org";
  const site = "Ingress | shop/site | kubectl-create | load balancer site.elb.example.org";
  const edge = "Gateway | shop/edge | kubectl-create | load balancer edge.elb.example.org";
  const data = "PersistentVolumeClaim | shop/data | kubectl-create | disk pv-1";

  const cases: [what: string, items: object[], resources: ResourceRecord[], others: string[]][] = [
    ["a Service with a load balancer", [service()], [], [web]],
    ["no Service without one", [service({}, "ClusterIP")], [], []],
    ["an Ingress with a load balancer", [ingress("ingress.k8s.aws/resources")], [], [site]],
    ["one that shares it", [ingress("group.ingress.k8s.aws/shop")], [], [site]],
    ["one of EKS Auto Mode", [ingress("group.ingress.eks.amazonaws.com/shop")], [], [site]],
    ["one of GKE", [ingress("networking.gke.io/ingress-finalizer-V2")], [], [site]],
    ["no Ingress that a Service's load balancer serves", [ingress("example.org/certificate")], [], []],
    [
      "not the stack's own Ingress",
      [ingress("ingress.k8s.aws/resources")],
      [record("kubernetes:networking.k8s.io/v1:Ingress", "s", { id: "shop/site" })],
      [],
    ],
    ["a Gateway with a load balancer", [gateway("gateway.k8s.aws/alb")], [], [edge]],
    ["a Gateway of GKE", [gateway("gateway.finalizer.networking.gke.io")], [], [edge]],
    ["no Gateway that a Service's load balancer serves", [gateway("example.org/gateway")], [], []],
    [
      "not the stack's own Gateway",
      [gateway("gateway.k8s.aws/nlb")],
      [record("kubernetes:gateway.networking.k8s.io/v1:Gateway", "g", { id: "shop/edge" })],
      [],
    ],
    [
      "a Gateway though the stack has one of Istio of that name",
      [gateway("gateway.k8s.aws/nlb")],
      [record("kubernetes:networking.istio.io/v1:Gateway", "g", { id: "shop/edge" })],
      [edge],
    ],
    ["a claim with a disk", [claim("pv-1"), volume("Delete")], [], [data]],
    ["and which pods use it", [claim("pv-1"), volume("Delete"), pod], [], [`${data} | Pod shop/db-0`]],
    ["no claim that waits for a disk", [claim()], [], []],
    ["no claim whose disk is to stay", [claim("pv-1"), volume("Retain")], [], []],
    [
      "by whom, where Helm made it",
      [service(ofHelm)],
      [],
      ["Service | shop/web | Helm release shop/shop | load balancer web.elb.example.org"],
    ],
    ["not what the stack's own release made", [service(ofHelm)], [record(RELEASE, "shop", { id: "shop/shop" })], []],
    ["not what is in a namespace of the stack", [service()], [record(NAMESPACE, "shop", { id: "shop" })], []],
    [
      "what is in a namespace that the stack keeps",
      [service()],
      [record(NAMESPACE, "shop", { id: "shop", retainOnDelete: true })],
      [web],
    ],
    ["not the stack's own Service", [service()], [record("kubernetes:core/v1:Service", "w", { id: "shop/web" })], []],
    [
      "a Service though the stack has a claim of that name",
      [service()],
      [record("kubernetes:core/v1:PersistentVolumeClaim", "w", { id: "shop/web" })],
      [web],
    ],
  ];
  for (const [what, items, resources, others] of cases) {
    it(`is ${what}`, async () => {
      assert.deepEqual(await found(items, ...resources), others);
      assert.match(kubectl?.calls()[1] ?? "", /^get services,ingresses\.networking\.k8s\.io,persistentvolumeclaims,/);
    });
  }
});
