import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parseAllDocuments } from "yaml";
import type { PlainValue } from "../../recorder";
import type { Deployed } from "../helpers/deploy";
import { knownPlan } from "../plan/known-plan";
import { describeWithContracts } from "./contracts-dir";

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: Readonly<Record<string, PlainValue>>;
}

/** The program `k3d` with the quickstart's domain; its Docker network is the quickstart's. */
const quickstart = (): Promise<Deployed> => knownPlan("k3d", [["domain", "example.it"]]);

function object(graph: Deployed, type: string, name: string): KubernetesObject {
  return graph.revealInputs(graph.byName(`kubernetes:${type}`, name)) as unknown as KubernetesObject;
}

describeWithContracts("the quickstart's objects", (dir) => {
  const fileOf = (name: string): KubernetesObject[] =>
    parseAllDocuments(readFileSync(path.join(dir, "guides/quickstart", name), "utf8")).map(
      (document) => document.toJS() as KubernetesObject,
    );
  const only = (name: string): KubernetesObject => {
    const [found, ...others] = fileOf(name);
    assert.ok(found !== undefined && others.length === 0, name);
    return found;
  };
  let graph: Deployed;

  before(async () => {
    graph = await quickstart();
  });

  it("of MetalLB are a pool with the same addresses, and its advertisement", () => {
    const [pool, advertisement] = fileOf("metallb.yaml");
    assert.ok(pool !== undefined && advertisement !== undefined);
    const ownPool = object(graph, "metallb.io/v1beta1:IPAddressPool", "ingress-pool-default");
    const ownAdvertisement = object(graph, "metallb.io/v1beta1:L2Advertisement", "ingress-l2");
    for (const [ours, theirs] of [[ownPool, pool] as const, [ownAdvertisement, advertisement] as const]) {
      assert.deepEqual([ours.apiVersion, ours.kind], [theirs.apiVersion, theirs.kind]);
      assert.equal(ours.metadata.namespace, theirs.metadata.namespace);
    }
    assert.deepEqual(ownPool.spec, pool.spec);
    assert.deepEqual(advertisement.spec, { ipAddressPools: [pool.metadata.name] });
    assert.deepEqual(ownAdvertisement.spec, { ipAddressPools: [ownPool.metadata.name] });
  });

  it("of Istio are the Gateway, in its stable version, and the IngressClass", () => {
    const { apiVersion, ...gateway } = only("gateway.yaml");
    assert.equal(apiVersion, "networking.istio.io/v1alpha3");
    const { apiVersion: stable, ...ownGateway } = object(
      graph,
      "networking.istio.io/v1:Gateway",
      "ingress-seldon-gateway",
    );
    assert.equal(stable, "networking.istio.io/v1");
    assert.deepEqual(ownGateway, gateway);
    assert.deepEqual(object(graph, "networking.k8s.io/v1:IngressClass", "ingress-class"), only("ingressclass.yaml"));
  });

  it("for the web server is a route of the same host, path and Service", () => {
    const { metadata, spec } = only("ingress-nginx-annotation.yaml") as KubernetesObject & {
      metadata: { annotations: object };
      spec: {
        rules: {
          host: string;
          http: { paths: { path: string; pathType: string; backend: { service: { name: string; port: object } } }[] };
        }[];
      };
    };
    assert.deepEqual(metadata.annotations, { "kubernetes.io/ingress.class": "istio" });
    const [rule] = spec.rules;
    const [route] = rule?.http.paths ?? [];
    assert.ok(rule !== undefined && route !== undefined);
    assert.deepEqual([rule.http.paths.length, route.pathType, route.path], [1, "Prefix", "/"]);
    const { name, port } = route.backend.service;
    const own = object(graph, "networking.istio.io/v1:VirtualService", "nginx");
    assert.deepEqual(own.spec, {
      hosts: [rule.host],
      gateways: ["istio-system/seldon-gateway"],
      http: [
        {
          match: [{ uri: { prefix: route.path } }],
          route: [{ destination: { host: `${name}.nginx.svc.cluster.local`, port } }],
        },
      ],
    });
  });
});
