import assert from "node:assert/strict";
import { IngressController, JupyterHubServiceType, type JupyterHubArgs } from "../../../components";
import { clusterFacts, ingressFacts } from "../platform";
import { HOST, HTTPS, hub, valuesOf } from "./hub";

const ROUTE = "kubernetes:networking.istio.io/v1:VirtualService";
const PROXY = "proxy-public.jupyterhub.svc.cluster.local";
const INTERNAL = { "example.org/internal": "true" };
const PUBLIC = { "example.org/internal": "false" };

const urlWith = async (args: Partial<JupyterHubArgs>) => (await hub(args)).outputs.values["url"];

describe("the way into JupyterHub", () => {
  it("is inside the cluster, unless the caller names another", async () => {
    const graph = await hub();
    const { proxy, ingress, hub: own } = valuesOf(graph);
    assert.deepEqual(proxy?.["service"], { type: "ClusterIP", annotations: {} });
    assert.deepEqual(proxy["https"], { enabled: false });
    assert.deepEqual(ingress, { enabled: false });
    assert.equal(own?.["baseUrl"], "/");
    assert.equal(graph.outputs.values["url"], `http://${PROXY}`);
  });

  it("is a route for the whole host, with the ingress's scheme and port", async () => {
    const graph = await hub({ ingress: { ...HTTPS, port: 8443 }, host: HOST });
    const { spec } = graph.byName(ROUTE, "hub-route").inputs.values as { spec: { http: unknown } };
    assert.deepEqual(spec.http, [
      { match: [{ uri: { prefix: "/" } }], route: [{ destination: { host: PROXY, port: { number: 80 } } }] },
    ]);
    assert.equal(graph.outputs.values["url"], `https://${HOST}:8443`);
    assert.equal(valuesOf(graph)["proxy"]?.["service"]?.["type"], "ClusterIP");
  });

  it("is a route for the base path alone, which the hub answers below", async () => {
    const graph = await hub({ ingress: ingressFacts, host: HOST, basePath: "/jupyter" });
    const { spec } = graph.byName(ROUTE, "hub-route").inputs.values as { spec: { http: { match: unknown }[] } };
    assert.deepEqual(
      spec.http.flatMap(({ match }) => match),
      [{ uri: { exact: "/jupyter" } }, { uri: { prefix: "/jupyter/" } }],
    );
    assert.equal(valuesOf(graph)["hub"]?.["baseUrl"], "/jupyter/");
    assert.equal(graph.outputs.values["url"], `http://${HOST}/jupyter`);
  });

  it("is an Ingress behind another controller", async () => {
    const ingress = { ...ingressFacts, controller: IngressController.Other, ingressClassName: "traefik" };
    const graph = await hub({ ingress, host: HOST });
    assert.equal(graph.ofType("kubernetes:networking.k8s.io/v1:Ingress").length, 1);
  });

  it("is an Ingress of the chart", async () => {
    const kubernetesIngress = { className: "nginx", annotations: { "example.org/a": "b" }, tlsSecretName: "hub-tls" };
    const graph = await hub({ kubernetesIngress, host: HOST });
    assert.deepEqual(valuesOf(graph)["ingress"], {
      enabled: true,
      ingressClassName: "nginx",
      annotations: { "example.org/a": "b" },
      hosts: [HOST],
      tls: [{ hosts: [HOST], secretName: "hub-tls" }],
    });
    assert.equal(graph.outputs.values["url"], `https://${HOST}`);
    assert.equal(await urlWith({ kubernetesIngress: {}, host: HOST }), `http://${HOST}`);
    assert.equal(await urlWith({ kubernetesIngress: { https: true }, host: HOST }), `https://${HOST}`);
  });

  const balanced = { ...clusterFacts, loadBalancerAnnotations: PUBLIC, internalLoadBalancerAnnotations: INTERNAL };
  const LoadBalancer = { type: JupyterHubServiceType.LoadBalancer };

  it("is a load balancer for the cluster's network only, if the caller asks for one", async () => {
    const graph = await hub({ cluster: balanced, service: { ...LoadBalancer, annotations: { "example.org/x": "y" } } });
    assert.deepEqual(valuesOf(graph)["proxy"]?.["service"], {
      type: "LoadBalancer",
      annotations: { ...INTERNAL, "example.org/x": "y" },
    });
    assert.equal(graph.byName("kubernetes:core/v1:Service", "hub-service").importId, "jupyterhub/proxy-public");
  });

  it("is a load balancer for some of the internet, or all of it, with HTTPS of its own", async () => {
    const tls = { secretName: "hub-tls" };
    const sourceRanges = ["203.0.113.0/24"];
    const some = valuesOf(
      await hub({ cluster: balanced, tls, service: { ...LoadBalancer, sourceRanges }, host: HOST }),
    );
    assert.deepEqual(some["proxy"]?.["service"], {
      type: "LoadBalancer",
      annotations: PUBLIC,
      loadBalancerSourceRanges: sourceRanges,
    });
    assert.deepEqual(some["proxy"]["https"], { enabled: true, type: "secret", secret: { name: "hub-tls" } });
    const all = await hub({ cluster: balanced, tls, service: { ...LoadBalancer, allowPublic: true }, host: HOST });
    assert.deepEqual(valuesOf(all)["proxy"]?.["service"], { type: "LoadBalancer", annotations: PUBLIC });
    assert.equal(all.outputs.values["url"], `https://${HOST}`);
  });

  it("is not encrypted without HTTPS, and says so", async () => {
    const said = async (args: Partial<JupyterHubArgs>) =>
      (await hub({ host: HOST, ...args })).log.map(({ message }) => message).join("\n");
    assert.match(await said({ ingress: ingressFacts }), /by plain HTTP/);
    assert.doesNotMatch(await said({ ingress: HTTPS }), /by plain HTTP/);
  });
});
