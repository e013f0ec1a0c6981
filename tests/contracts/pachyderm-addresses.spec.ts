import * as assert from "node:assert/strict";
import { IngressController, type ClusterFacts, type IngressFacts, type PachydermStoreArgs } from "../../components";
import type { Deployed, DeployOptions } from "../helpers/deploy";
import { pachyderm, valuesOf, withSeed } from "../unit/pachyderm-store/pachyderm";
import { clusterFacts, ingressFacts } from "../unit/platform";
import type { Rendered } from "./helm";
import { describeStandIns } from "./stand-ins";
import { at } from "./value-path";

const HOST = "pachyderm.example.org";
const BALANCER = "lb.example.org";
const SERVICE = "kubernetes:core/v1:Service";
const ROUTES = ["VirtualService", "DestinationRule", "Mapping", "Ingress"];

/** A cluster with internal load balancers. */
const facts: ClusterFacts = {
  ...clusterFacts,
  clusterIdentifier: undefined,
  internalLoadBalancerAnnotations: { "example.org/internal": "true" },
};

/** The load balancer has an address, as soon as the Service is read. */
const outputs: NonNullable<DeployOptions["outputs"]> = (type, ...rest) =>
  type === SERVICE
    ? { outputs: { status: { loadBalancer: { ingress: [{ hostname: BALANCER }] } } } }
    : withSeed(type, ...rest);

/** The addresses that the outputs name. `URL` leaves the default port of http and https out, but not that of grpc. */
const addressesOf = ({ outputs: { values } }: Deployed) => {
  const [pachd, console] = [values["pachdAddress"], values["consoleUrl"]].map((text) => new URL(text as string));
  assert.ok(pachd !== undefined && console !== undefined);
  const standard = console.protocol === "https:" ? 443 : 80;
  return {
    pachd: { tls: pachd.protocol === "grpcs:", host: pachd.hostname, port: Number(pachd.port) },
    console: { tls: console.protocol === "https:", host: console.hostname, port: Number(console.port || standard) },
  };
};

/** The routes that the component creates, by kind. */
const routesOf = (graph: Deployed): { readonly kind: string; readonly spec: unknown }[] =>
  graph.resources
    .map(({ inputs: { values } }) => ({ kind: values["kind"] as string, spec: values["spec"] }))
    .filter(({ kind }) => ROUTES.includes(kind));

const specOf = (graph: Deployed, kind: string, fits: (spec: unknown) => boolean = () => true): unknown => {
  const found = routesOf(graph).find((route) => route.kind === kind && fits(route.spec));
  return (found ?? assert.fail(`there is no ${kind}`)).spec;
};

describeStandIns("the addresses that PachydermStore reports", ({ rendered }) => {
  /** The Service in front of Pachyderm, as the chart renders it with the values of the component. */
  const serviceOf = async (graph: Deployed) => {
    const objects = await rendered("pachyderm", "pachyderm", valuesOf(graph), "pachyderm");
    const named = (kind: string): Rendered =>
      objects.find((one) => one["kind"] === kind && at(one, "metadata", "name") === "pachyderm-proxy") ??
      assert.fail(`the chart renders no ${kind} pachyderm-proxy`);
    const service = named("Service");
    const ports = (at(service, "spec", "ports") as { name: string; port: number }[]).map(
      ({ name, port }) => [name, port] as const,
    );
    return {
      type: at(service, "spec", "type"),
      inside: `${String(at(service, "metadata", "name"))}.${String(at(service, "metadata", "namespace"))}`,
      ports: Object.fromEntries(ports),
      certificate: at(named("Deployment"), "spec", "template", "spec", "volumes", 0, "secret", "secretName"),
    };
  };

  const behind = (more: Partial<IngressFacts>): Promise<Deployed> => {
    const args: Partial<PachydermStoreArgs> = { host: HOST, console: {}, allowWithoutLogins: true };
    return pachyderm({ ...args, ingress: { ...ingressFacts, ...more } });
  };

  it("are those of the load balancer's ports: plain HTTP, or HTTPS with a certificate", async () => {
    for (const tls of [undefined, { secretName: "pach-tls" }]) {
      const graph = await pachyderm({ cluster: facts, service: {}, console: {}, tls }, { outputs });
      const { type, ports, certificate } = await serviceOf(graph);
      assert.deepEqual([type, certificate], ["LoadBalancer", tls?.secretName]);
      const port = ports[tls === undefined ? "http-port" : "https-port"];
      const address = { tls: tls !== undefined, host: BALANCER, port };
      assert.deepEqual(addressesOf(graph), { pachd: address, console: address });
    }
  });

  it("are those of the Service inside the cluster if it has no other", async () => {
    const graph = await pachyderm({ console: {} });
    const { type, inside, ports } = await serviceOf(graph);
    assert.equal(type, "ClusterIP");
    const address = { tls: false, host: `${inside}.svc.cluster.local`, port: ports["http-port"] };
    assert.deepEqual(addressesOf(graph), { pachd: address, console: address });
  });

  it("are those of Istio, whose route leads to the Service by HTTP/2", async () => {
    const graph = await behind({ tls: true, port: 443 });
    const { inside, ports } = await serviceOf(graph);
    const route = specOf(graph, "VirtualService");
    const destination = { host: `${inside}.svc.cluster.local`, port: { number: ports["http-port"] } };
    assert.deepEqual(at(route, "http", 0, "route", 0, "destination"), destination);
    assert.equal(at(specOf(graph, "DestinationRule"), "host"), destination.host);
    const address = { tls: true, host: at(route, "hosts", 0), port: 443 };
    assert.deepEqual(addressesOf(graph), { pachd: address, console: address });
  });

  it("are those of Emissary, whose Mappings lead to the Service, one of them by gRPC", async () => {
    const graph = await behind({ controller: IngressController.Emissary, controllerVersion: "4.1.0", port: 8080 });
    const { inside, ports } = await serviceOf(graph);
    const isGrpc = (spec: unknown) => at(spec, "grpc") === true;
    const grpc = specOf(graph, "Mapping", isGrpc);
    const web = specOf(graph, "Mapping", (spec) => !isGrpc(spec));
    for (const mapping of [grpc, web]) {
      assert.equal(at(mapping, "service"), `${inside}:${String(ports["http-port"])}`);
      assert.equal(at(mapping, "prefix"), "/");
    }
    assert.deepEqual(addressesOf(graph), {
      pachd: { tls: false, host: at(grpc, "hostname"), port: 8080 },
      console: { tls: false, host: at(web, "hostname"), port: 8080 },
    });
  });

  it("are the Ingress for the console, and the Service inside the cluster for pachctl", async () => {
    const graph = await behind({
      controller: IngressController.Other,
      controllerVersion: "3.0.0",
      tls: true,
      port: 443,
    });
    const { inside, ports } = await serviceOf(graph);
    const rule = at(specOf(graph, "Ingress"), "rules", 0);
    assert.deepEqual(at(rule, "http", "paths", 0, "backend", "service"), {
      name: inside.split(".")[0],
      port: { number: ports["http-port"] },
    });
    assert.deepEqual(addressesOf(graph), {
      pachd: { tls: false, host: `${inside}.svc.cluster.local`, port: ports["http-port"] },
      console: { tls: true, host: at(rule, "host"), port: 443 },
    });
  });
});
