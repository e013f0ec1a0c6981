import assert from "node:assert/strict";
import {
  Exposure,
  IngressController,
  PachydermServiceType,
  PachydermStore,
  type ClusterFacts,
  type IngressFacts,
  type PachydermStoreArgs,
} from "../../../components";
import { deploy, type Deployed, type DeployOptions } from "../../helpers/deploy";
import { cluster, clusterFacts, ingressFacts } from "../platform";
import { COMPONENT, LOGIN, pachyderm, valuesOf, withSeed } from "./pachyderm";

const HOST = "pachyderm.example.org";
const SERVICE = "kubernetes:core/v1:Service";

/** A cluster whose load balancers are internal with an annotation. */
const facts: ClusterFacts = {
  ...clusterFacts,
  clusterIdentifier: undefined,
  loadBalancerAnnotations: {},
  internalLoadBalancerAnnotations: { "networking.gke.io/load-balancer-type": "Internal" },
};

const atLoadBalancer = (address: object): NonNullable<DeployOptions["outputs"]> => {
  const status = { loadBalancer: { ingress: [address] } };
  return (type, name) => (type === SERVICE ? { outputs: { status } } : withSeed(type, name, {}));
};

/** Pachyderm behind a load balancer of a cluster in another stack. */
const exposed = (
  args: Partial<PachydermStoreArgs> = {},
  address: object = { hostname: "lb.example.org" },
): Promise<Deployed> =>
  deploy(
    () => {
      const { provider } = cluster();
      const store = new PachydermStore("pach", { cluster: facts, local: {}, ...args }, { provider });
      const { pachdAddress, consoleUrl, connectCommand } = store;
      return { pachdAddress, consoleUrl, connectCommand };
    },
    { outputs: atLoadBalancer(address) },
  );

const serviceIn = (graph: Deployed) => (valuesOf(graph) as unknown as { proxy: { service: unknown } }).proxy.service;

describe("the Service of Pachyderm", () => {
  it("is a load balancer that only the network of the cluster reaches", async () => {
    const graph = await exposed({ console: {} });
    assert.deepEqual(serviceIn(graph), {
      type: "LoadBalancer",
      annotations: { "networking.gke.io/load-balancer-type": "Internal" },
    });
    assert.deepEqual(graph.outputs.values, {
      pachdAddress: "grpc://lb.example.org:80",
      consoleUrl: "http://lb.example.org",
      connectCommand: "pachctl connect grpc://lb.example.org:80",
    });
  });

  it("is a public load balancer only if the caller writes so", async () => {
    const graph = await exposed({ service: { allowPublic: true }, ...LOGIN });
    assert.deepEqual(serviceIn(graph), { type: "LoadBalancer", annotations: {} });
  });

  it("has the annotations of the caller over those of the cluster", async () => {
    const graph = await exposed({ service: { annotations: { "example.org/team": "ml" } } });
    assert.deepEqual(serviceIn(graph), {
      type: "LoadBalancer",
      annotations: { "networking.gke.io/load-balancer-type": "Internal", "example.org/team": "ml" },
    });
  });

  it("is read when the chart is installed, for its address", async () => {
    const graph = await exposed({}, { ip: "203.0.113.9" });
    const service = graph.byName(SERVICE, "pach-service");
    assert.equal(service.read, true);
    assert.equal(service.importId, "pachyderm/pachyderm-proxy");
    assert.ok(service.dependencies.some((urn) => urn.endsWith("Release::pach")));
    assert.equal(graph.outputs.values["pachdAddress"], "grpc://203.0.113.9:80");
  });

  it("is named by the host of the caller, and answers HTTPS with a certificate", async () => {
    const graph = await exposed({ host: HOST, tls: { secretName: "pach-tls" }, console: {} });
    assert.deepEqual(graph.outputs.values, {
      pachdAddress: `grpcs://${HOST}:443`,
      consoleUrl: `https://${HOST}`,
      connectCommand: `pachctl connect grpcs://${HOST}:443`,
    });
    assert.deepEqual(
      graph.childrenOf(graph.byName(COMPONENT, "pach")).filter(({ type }) => type === SERVICE),
      [],
    );
  });

  it("can be for the inside of the cluster only", async () => {
    const graph = await exposed({ service: { type: PachydermServiceType.ClusterIP } });
    assert.deepEqual(serviceIn(graph), { type: "ClusterIP", annotations: {} });
    const inside = "pachyderm-proxy.pachyderm.svc.cluster.local";
    assert.equal(graph.outputs.values["pachdAddress"], `grpc://${inside}:80`);
    assert.equal(graph.outputs.values["consoleUrl"], undefined);
  });

  it("is a load balancer without annotations on a cluster whose load balancers are internal", async () => {
    const graph = await exposed({
      cluster: { ...clusterFacts, clusterIdentifier: undefined, defaultExposure: Exposure.Internal },
    });
    assert.deepEqual(serviceIn(graph), { type: "LoadBalancer", annotations: {} });
  });
});

describe("a Pachyderm behind an ingress", () => {
  const controllers = {
    [IngressController.Istio]: ingressFacts,
    [IngressController.Emissary]: {
      ...ingressFacts,
      controller: IngressController.Emissary,
      controllerVersion: "4.1.0",
    },
    [IngressController.Other]: { ...ingressFacts, controller: IngressController.Other, controllerVersion: "3.0.0" },
  } as const;

  const behind = (controller: IngressController, more: Partial<IngressFacts> = {}): Promise<Deployed> =>
    pachyderm({ ingress: { ...controllers[controller], ...more }, host: HOST, console: {}, allowWithoutLogins: true });

  const routeParts = (graph: Deployed) =>
    graph
      .childrenOf(graph.byName(COMPONENT, "pach"))
      .filter(({ name }) => name.startsWith("pach-route"))
      .map(({ name, inputs: { values } }) => [name, values["kind"], (values["metadata"] as { name: string }).name])
      .sort();

  it("has a Service inside the cluster only, and no address of its own", async () => {
    const graph = await behind(IngressController.Istio);
    assert.deepEqual(serviceIn(graph), { type: "ClusterIP", annotations: {} });
    assert.deepEqual(graph.ofType(SERVICE), []);
  });

  it("of Istio keeps HTTP/2 on the way, which pachctl needs", async () => {
    const graph = await behind(IngressController.Istio);
    assert.deepEqual(routeParts(graph), [
      ["pach-route", "VirtualService", "pachyderm"],
      ["pach-route-http2", "DestinationRule", "pachyderm"],
    ]);
    const specOf = (name: string) => graph.resources.find((one) => one.name === name)?.inputs.values["spec"];
    const [rule, route] = [specOf("pach-route-http2"), specOf("pach-route")];
    const host = "pachyderm-proxy.pachyderm.svc.cluster.local";
    assert.deepEqual(rule, { host, trafficPolicy: { connectionPool: { http: { useClientProtocol: true } } } });
    assert.deepEqual(route, {
      hosts: [HOST],
      gateways: ["istio-system/seldon-gateway"],
      http: [{ match: [{ uri: { prefix: "/" } }], route: [{ destination: { host, port: { number: 80 } } }] }],
    });
    assert.equal(graph.outputs.values["pachdAddress"], `grpc://${HOST}:80`);
    assert.equal(graph.outputs.values["consoleUrl"], `http://${HOST}`);
  });

  it("of Emissary has a Mapping of its own for gRPC", async () => {
    const graph = await behind(IngressController.Emissary);
    assert.deepEqual(routeParts(graph), [
      ["pach-route", "Mapping", "pachyderm"],
      ["pach-route-grpc", "Mapping", "pachyderm-grpc"],
    ]);
    assert.equal(graph.outputs.values["pachdAddress"], `grpc://${HOST}:80`);
  });

  it("of another controller has an Ingress, and is told that pachctl works inside the cluster only", async () => {
    const graph = await behind(IngressController.Other);
    assert.deepEqual(routeParts(graph), [["pach-route", "Ingress", "pachyderm"]]);
    assert.equal(graph.outputs.values["pachdAddress"], "grpc://pachyderm-proxy.pachyderm.svc.cluster.local:80");
    assert.equal(graph.outputs.values["consoleUrl"], `http://${HOST}`);
    assert.ok(
      graph.log.some(({ severity, message }) => severity === "warning" && message.includes("not those of pachctl")),
    );
  });

  it("with HTTPS says so in all addresses, although the proxy itself answers plain HTTP", async () => {
    const graph = await behind(IngressController.Istio, { tls: true, port: 443, hosts: [HOST] });
    const { ingress, proxy } = valuesOf(graph) as unknown as Record<string, Record<string, unknown>>;
    assert.deepEqual(ingress, { uriHttpsProtoOverride: true });
    assert.equal(proxy?.["tls"], undefined);
    assert.equal(graph.outputs.values["pachdAddress"], `grpcs://${HOST}:443`);
    assert.equal(graph.outputs.values["consoleUrl"], `https://${HOST}`);
  });

  it("names the port of the ingress if it is not the scheme's own", async () => {
    const graph = await behind(IngressController.Istio, { port: 8080 });
    assert.equal((valuesOf(graph) as unknown as { proxy: { host: string } }).proxy.host, `${HOST}:8080`);
    assert.equal(graph.outputs.values["consoleUrl"], `http://${HOST}:8080`);
    assert.equal(graph.outputs.values["pachdAddress"], `grpc://${HOST}:8080`);
  });

  it("has logins, unless the program says that everyone may read and change all data", async () => {
    const withLogins = await pachyderm({ ...LOGIN, ingress: ingressFacts });
    assert.ok(routeParts(withLogins).length > 0);
    const open = await behind(IngressController.Istio);
    assert.equal(open.outputs.values["rootToken"], undefined);
    assert.deepEqual(routeParts(open), routeParts(withLogins));
  });
});
