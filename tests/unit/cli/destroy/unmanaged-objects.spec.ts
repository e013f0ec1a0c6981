import assert from "node:assert/strict";
import { unmanagedIn } from "../../../../cli/destroy/unmanaged-objects";
import type { ResourceRecord } from "../../../../cli/stack/state";
import { fakeTool, type FakeTool } from "../cluster/fake-tool";
import { record } from "../stack/state";
import { clusterWith } from "./cluster-with";

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

describe("the unmanaged objects of a cluster", () => {
  let kubectl: FakeTool | undefined;
  afterEach(() => kubectl?.remove());

  /** The unmanaged objects if kubectl lists these objects and the stack has these resources. */
  async function found(items: object[], ...resources: ResourceRecord[]): Promise<string[]> {
    // The cluster knows Gateways only if one is listed; otherwise a list with Gateways fails.
    const served = items.some((object) => "kind" in object && object.kind === "Gateway");
    kubectl = fakeTool(
      [
        `case "$*" in "get crd"*) ${served ? "echo crd/gateways" : ":"}; exit ;; esac`,
        `case "$*" in *,gateways.gateway.networking.k8s.io*) ${served ? ":" : "exit 1"} ;; esac`,
        `cat <<'END'\n${JSON.stringify({ items })}\nEND`,
      ].join("\n"),
    );
    const unmanaged = await unmanagedIn(clusterWith(kubectl, resources));
    return unmanaged.map(({ kind, namespace, name, creator, holds, usedBy }) =>
      [kind, `${namespace}/${name}`, creator, holds, ...usedBy].join(" | "),
    );
  }

  const web = "Service | shop/web | kubectl-create | load balancer web.elb.example.org";
  const site = "Ingress | shop/site | kubectl-create | load balancer site.elb.example.org";
  const edge = "Gateway | shop/edge | kubectl-create | load balancer edge.elb.example.org";
  const data = "PersistentVolumeClaim | shop/data | kubectl-create | disk pv-1";

  const cases: [what: string, items: object[], resources: ResourceRecord[], unmanaged: string[]][] = [
    ["include a Service with a load balancer", [service()], [], [web]],
    ["do not include a Service without a load balancer", [service({}, "ClusterIP")], [], []],
    ["include an Ingress with a load balancer", [ingress("ingress.k8s.aws/resources")], [], [site]],
    ["include an Ingress that shares a load balancer", [ingress("group.ingress.k8s.aws/shop")], [], [site]],
    ["include an Ingress of EKS Auto Mode", [ingress("group.ingress.eks.amazonaws.com/shop")], [], [site]],
    ["include an Ingress of GKE", [ingress("networking.gke.io/ingress-finalizer-V2")], [], [site]],
    [
      "do not include an Ingress that uses the load balancer of a Service",
      [ingress("example.org/certificate")],
      [],
      [],
    ],
    [
      "do not include an Ingress of the stack",
      [ingress("ingress.k8s.aws/resources")],
      [record("kubernetes:networking.k8s.io/v1:Ingress", "s", { id: "shop/site" })],
      [],
    ],
    ["include a Gateway with a load balancer", [gateway("gateway.k8s.aws/alb")], [], [edge]],
    ["include a Gateway of GKE", [gateway("gateway.finalizer.networking.gke.io")], [], [edge]],
    ["do not include a Gateway that uses the load balancer of a Service", [gateway("example.org/gateway")], [], []],
    [
      "do not include a Gateway of the stack",
      [gateway("gateway.k8s.aws/nlb")],
      [record("kubernetes:gateway.networking.k8s.io/v1:Gateway", "g", { id: "shop/edge" })],
      [],
    ],
    [
      "include a Gateway although the stack has a Gateway of Istio with that name",
      [gateway("gateway.k8s.aws/nlb")],
      [record("kubernetes:networking.istio.io/v1:Gateway", "g", { id: "shop/edge" })],
      [edge],
    ],
    ["include a claim with a disk", [claim("pv-1"), volume("Delete")], [], [data]],
    [
      "name the pods that use the disk of a claim",
      [claim("pv-1"), volume("Delete"), pod],
      [],
      [`${data} | Pod shop/db-0`],
    ],
    ["do not include a claim that has no disk yet", [claim()], [], []],
    ["do not include a claim whose disk is retained", [claim("pv-1"), volume("Retain")], [], []],
    [
      "name the Helm release that created an object",
      [service(ofHelm)],
      [],
      ["Service | shop/web | Helm release shop/shop | load balancer web.elb.example.org"],
    ],
    [
      "do not include an object of a Helm release of the stack",
      [service(ofHelm)],
      [record(RELEASE, "shop", { id: "shop/shop" })],
      [],
    ],
    [
      "do not include an object in a namespace of the stack",
      [service()],
      [record(NAMESPACE, "shop", { id: "shop" })],
      [],
    ],
    [
      "include an object in a namespace that the stack retains",
      [service()],
      [record(NAMESPACE, "shop", { id: "shop", retainOnDelete: true })],
      [web],
    ],
    [
      "do not include a claim in a namespace that the stack retains",
      [claim("pv-1"), volume("Delete")],
      [record(NAMESPACE, "shop", { id: "shop", retainOnDelete: true })],
      [],
    ],
    [
      "do not include a Service of the stack",
      [service()],
      [record("kubernetes:core/v1:Service", "w", { id: "shop/web" })],
      [],
    ],
    [
      "include a Service although the stack has a claim with that name",
      [service()],
      [record("kubernetes:core/v1:PersistentVolumeClaim", "w", { id: "shop/web" })],
      [web],
    ],
  ];
  for (const [what, items, resources, unmanaged] of cases) {
    it(what, async () => {
      assert.deepEqual(await found(items, ...resources), unmanaged);
      assert.match(kubectl?.calls()[1] ?? "", /^get services,ingresses\.networking\.k8s\.io,persistentvolumeclaims,/);
    });
  }
});
