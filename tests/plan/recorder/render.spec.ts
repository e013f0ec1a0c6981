import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { planJson } from "../../../cli/plan/json";
import { IngressController, IngressLayer, Route, type IngressFacts, type RouteArgs } from "../../../components";
import type { Plan } from "../../../cli/plan/plan-program";
import { recordProgram } from "../../../recorder/record-program";
import { planText } from "../../../cli/plan/text/plan-text";
import { cluster, clusterFacts, ingressFacts } from "../../unit/platform";
import { smallPlatform } from "./fixtures/small-platform";

async function planOf(program: () => unknown, rest: Partial<Plan> = {}): Promise<Plan> {
  const recording = await recordProgram(program, { project: "proj", stack: "dev" });
  assert.equal(recording.error, undefined);
  const { graph, outputs, secretTexts, revealInputs } = recording;
  const { project, stack } = { project: "proj", stack: "dev" };
  return { project, stack, entry: "index.ts", graph, outputs, warnings: [], secretTexts, revealInputs, ...rest };
}

describe("the plan as text", () => {
  it("shows resources by component, both orders, outputs and totals", async () => {
    const plan = await planOf(() => smallPlatform(), { program: "small", configFile: "stacks/Pulumi.dev.yaml" });

    assert.equal(
      planText(plan, { width: 100, colours: false }),
      `Plan of small
  program  index.ts
  stack    dev of proj, stacks/Pulumi.dev.yaml

Resources
  provider         cluster        cluster small  secret: kubeconfig
  Group            group          protected
  └─ Layer         layer          protected
     ├─ Namespace  layer          protected, kept on destroy
     ├─ chart      layer/chart    some-chart 1.2.3 from https://charts.example.org  secret: values.auth.password, protected
     └─ Gateway    layer/gateway  protected

Order of creation
  1  provider cluster
  2  Namespace layer
  3  chart layer/chart
  4  Gateway layer/gateway

Order of destruction
  refused while protected: Namespace layer · chart layer/chart · Gateway layer/gateway
  1  Gateway layer/gateway
  2  chart layer/chart
  3  provider cluster
  kept: Namespace layer

Outputs
  host      chart.layer.svc
  password  secret

6 resources: 2 components, 1 provider, 1 chart, 2 Kubernetes objects
Nothing was created. To create it: pulumi up --stack dev
`,
    );
  });

  const lastLine = async (block: string) => {
    const spec = { type: "LoadBalancer", loadBalancerSourceRanges: [block] };
    const plan = await planOf(() => new kubernetes.core.v1.Service("web", { metadata: { name: "web" }, spec }));
    return planText(plan, { width: 100, colours: false }).trimEnd().split("\n").at(-1);
  };

  for (const block of ["203.0.113.0/24", "192.0.2.7/32", "2001:db8:1::/48"]) {
    it(`asks for CIDR blocks of one's own before it advises to create something: ${block}`, async () => {
      assert.equal(
        await lastLine(block),
        `Nothing was created. The program allows access from ${block}, which is only an example. Write your own CIDR blocks, then: pulumi up --stack dev`,
      );
    });
  }

  it("asks for host names and e-mail addresses of one's own, too", async () => {
    const last = async (spec: object) => {
      const issuer = { apiVersion: "cert-manager.io/v1", kind: "Issuer", metadata: { name: "i" }, spec };
      const plan = await planOf(() => new kubernetes.apiextensions.CustomResource("i", issuer));
      return planText(plan, { width: 100, colours: false }).trimEnd().split("\n").at(-1);
    };
    assert.equal(
      await last({ email: "ml@example.com", hosts: ["a.example.org", "*.b.example.net", "models.example"] }),
      "Nothing was created. The program names *.b.example.net, a.example.org, ml@example.com and 1 more, which are only examples. Write your own names, then: pulumi up --stack dev",
    );
    assert.equal(
      await last({ hosts: ["a.example.org"], blocks: ["203.0.113.0/24"] }),
      "Nothing was created. The program allows access from 203.0.113.0/24 and names a.example.org, which are only examples. Write your own CIDR blocks and names, then: pulumi up --stack dev",
    );
    const own = { hosts: ["models.myexample.org", "example", "ca-bundle.invalid"], url: "https://docs.example.org/a" };
    assert.equal(await last(own), "Nothing was created. To create it: pulumi up --stack dev");
  });

  it("advises to create what is open to a block that somebody can have", async () => {
    assert.equal(await lastLine("8.8.8.0/24"), "Nothing was created. To create it: pulumi up --stack dev");
  });

  it("wraps long lists, and marks what stands out", async () => {
    const plan = await planOf(
      () => {
        const provider = new kubernetes.Provider("p", { kubeconfig: "k" });
        const later = provider.id;
        new kubernetes.core.v1.Namespace("ambient", { metadata: { name: later } });
        kubernetes.core.v1.Namespace.get("found", "kube-system", { provider });
        for (const name of ["alpha", "beta", "gamma"]) {
          new kubernetes.core.v1.Namespace(name, { metadata: { name } }, { provider, import: name });
        }
        new kubernetes.core.v1.Secret("along", { metadata: { name: "along" } }, { provider, deletedWith: provider });
      },
      { warnings: ["mind the gap"] },
    );

    assert.equal(
      planText(plan, { width: 40, colours: false }),
      `Plan of proj
  program  index.ts
  stack    dev of proj, no config file

Resources
  provider   p
  Namespace  kube-system  looked up
  Namespace  alpha        imports alpha
  Namespace  beta         imports beta
  Namespace  gamma        imports gamma
  Secret     along        goes with p
  Namespace  ambient      known later: metadata.name, on the default provider

Order of creation
  1  provider p
  2  Namespace alpha · Namespace ambient
     Namespace beta · Namespace gamma
     Secret along

Order of destruction
  1  Namespace alpha · Namespace ambient
     Namespace beta · Namespace gamma
     Secret along
  2  provider p

Warnings
  mind the gap

6 resources: 1 provider, 5 Kubernetes objects; 1 looked up
Nothing was created. To create it: pulumi up --stack dev
`,
    );
  });

  describe("in a terminal", () => {
    const wide = (): unknown => {
      const provider = new kubernetes.Provider("p", { kubeconfig: "k" });
      const repositoryOpts = { repo: "https://charts.example.org/a-folder-with-a-long-name" };
      const values = { service: { type: "LoadBalancer", loadBalancerSourceRanges: ["203.0.113.0/24"] } };
      const chart = { chart: "some-chart", version: "1.2.3", name: "chart", namespace: "a-namespace", repositoryOpts };
      new kubernetes.helm.v3.Release("chart", { ...chart, values }, { provider });
      const metadata = { name: "the-gateway-of-all-models", namespace: "a-namespace" };
      new kubernetes.core.v1.ConfigMap("gateway", { metadata }, { provider, protect: true });
      return { url: "https://models.example.org/seldon/models/iris", host: pulumi.secret("lb.example.org") };
    };
    const planned = (): Promise<Plan> => planOf(wide, { warnings: ["the first line of a warning that is long"] });
    const terminal = { isTerminal: true, colours: false };

    it("has no line that is longer than 40 columns, except for what can be copied", async () => {
      assert.equal(
        planText(await planned(), { ...terminal, width: 40 }),
        `Plan of proj
  program  index.ts
  stack    dev of proj, no config file

Resources
  provider  p
  ConfigMap
       a-namespace/the-gateway-of-all-models
       protected
  chart  a-namespace/chart
       some-chart 1.2.3 from
       https://charts.example.org/a-folder-with-a-long-name
       LoadBalancer, from 203.0.113.0/24

Order of creation
  1  provider p
  2  ConfigMap
       a-namespace/the-gateway-of-all-models
     chart a-namespace/chart

Order of destruction
  refused while protected:
    ConfigMap
      a-namespace/the-gateway-of-all-models
  1  ConfigMap
       a-namespace/the-gateway-of-all-models
     chart a-namespace/chart
  2  provider p

Outputs
  host  secret
  url
    https://models.example.org/seldon/models/iris

Warnings
  the first line of a warning that is
  long

3 resources: 1 provider, 1 chart, 1
Kubernetes object
Nothing was created. The program allows
access from 203.0.113.0/24, which is
only an example. Write your own CIDR
blocks, then: pulumi up --stack dev
`,
      );
    });

    it("keeps the columns where they leave room, and continues a long line in its column", async () => {
      const lines = planText(await planned(), { ...terminal, width: 110 }).split("\n");
      assert.deepEqual(lines.slice(4, 9), [
        "Resources",
        "  provider   p",
        "  ConfigMap  a-namespace/the-gateway-of-all-models  protected",
        "  chart      a-namespace/chart                      some-chart 1.2.3 from",
        "                                                    https://charts.example.org/a-folder-with-a-long-name",
      ]);
    });

    it("wraps the same text with and without colours", async () => {
      const plan = await planned();
      for (const width of [40, 110]) {
        const coloured = planText(plan, { isTerminal: true, colours: true, width });
        assert.equal(stripVTControlCharacters(coloured), planText(plan, { ...terminal, width }));
      }
    });
  });

  it("shows how the predictors of a model share its traffic, and what each of them runs", async () => {
    const plan = await planOf(() => {
      const provider = new kubernetes.Provider("p", { kubeconfig: "k" });
      const predictors = [
        {
          name: "old",
          traffic: 80,
          graph: { name: "m", implementation: "SKLEARN_SERVER", modelUri: "https://me:hush@iris/1" },
        },
        {
          name: "new",
          traffic: 20,
          graph: { name: "m" },
          componentSpecs: [{ spec: { containers: [{ name: "log" }, { name: "m", image: "iris:2" }] } }],
        },
        { name: "next", shadow: true, graph: { name: "a", children: [{ name: "b" }, { name: "c" }] } },
      ];
      const model = { apiVersion: "machinelearning.seldon.io/v1", kind: "SeldonDeployment" };
      new kubernetes.apiextensions.CustomResource("a", { ...model, spec: { predictors } }, { provider });
      new kubernetes.apiextensions.CustomResource(
        "b",
        { ...model, spec: { predictors: [{ name: "only" }] } },
        { provider },
      );
    });
    const lines = planText(plan, { width: 100, colours: false }).split("\n");

    assert.deepEqual(
      lines
        .filter((line) => line.startsWith("  SeldonDeployment"))
        .map((line) => line.trim().split(/ {2,}/))
        .sort(),
      [
        ["SeldonDeployment", "a", "old 80 % SKLEARN_SERVER https://iris/1, new 20 % iris:2, next shadow 3 steps"],
        ["SeldonDeployment", "b", "only 100 %"],
      ],
    );
  });

  it("shows which requests a route leads to which Service", async () => {
    const plan = await planOf(() => {
      const { provider } = cluster();
      const emissaryFacts = { ...ingressFacts, controller: IngressController.Emissary, controllerVersion: "4.1.0" };
      const service = { name: "hub", port: 80 };
      const on = (name: string, ingress: IngressFacts, args: Partial<RouteArgs> = {}) =>
        new Route(name, { ingress, namespace: "lab", host: "lab.example.org", service, ...args }, { provider });
      on("a", { ...ingressFacts, hosts: ["lab.example.org"] }, { path: "/lab" });
      on("b", emissaryFacts, { path: "/lab" });
      const other = { ...ingressFacts, controller: IngressController.Other, ingressClassName: "nginx" };
      on("c", { ...other, hosts: ["lab.example.org"] });
      on("d", { ...emissaryFacts, port: provider.id.apply(() => 80) }, { host: "d.example.org" });
    });
    const lines = planText(plan, { width: 200, colours: false }).split("\n");
    assert.deepEqual(
      lines
        .filter((line) => /^ {2}(Route|[├└]─ (VirtualService|Mapping|Ingress)) /.test(line))
        .map((line) => line.trim().split(/ {2,}/)),
      [
        ["Route", "a", "http://lab.example.org/lab"],
        ["└─ VirtualService", "lab/a", "lab.example.org/lab to hub.lab:80"],
        ["Route", "b", "http://lab.example.org/lab"],
        ["├─ Mapping", "lab/b", "lab.example.org/lab to hub.lab:80"],
        ["└─ Mapping", "lab/b-exact", "lab.example.org/lab to hub.lab:80"],
        ["Route", "c", "http://lab.example.org"],
        ["└─ Ingress", "lab/c", "lab.example.org to hub.lab:80"],
        ["Route", "d"],
        ["└─ Mapping", "lab/d", "d.example.org to hub.lab:80"],
      ],
    );
  });

  it("shows the namespace of everything that belongs to a second gateway", async () => {
    const plan = await planOf(() => {
      const { provider } = cluster();
      const common = { cluster: clusterFacts, sourceRanges: ["203.0.113.0/24"] };
      const first = new IngressLayer("public", { ...common, istio: {} }, { provider });
      const own = { istio: { controlPlane: first }, hosts: ["b.example.org"], tls: { selfSigned: {} } };
      const ingress = new IngressLayer("inside", { ...common, ...own }, { provider });
      const route = { namespace: "lab", host: "lab.example.org", service: { name: "hub", port: 80 }, tls: {} };
      new Route("lab", { ingress, ...route }, { provider });
    });
    const text = planText(plan, { width: 200, colours: false });
    assert.match(text, / Certificate +inside\/lab\.lab-tls /);
    assert.doesNotMatch(text, /known later/);
  });

  it("shows the values of charts when asked to, without what is secret or unknown", async () => {
    const plan = await planOf(() => {
      const provider = new kubernetes.Provider("p", { kubeconfig: "k" });
      const chart = { chart: "c", namespace: "n" };
      const service = { type: "LoadBalancer", loadBalancerSourceRanges: ["203.0.113.0/24"] };
      const values = {
        service,
        auth: { password: pulumi.secret("correct horse") },
        later: [provider.id],
        note: "a\nb",
      };
      new kubernetes.helm.v3.Release("full", { ...chart, name: "full", values }, { provider });
      new kubernetes.helm.v3.Release("bare", { ...chart, name: "bare", values: {} }, { provider });
    });
    const sections = planText(plan, { width: 100, colours: false, values: true }).split("\n\n");

    assert.equal(
      sections.find((section) => section.startsWith("Resources")),
      `Resources
  provider  p
  chart     n/bare  c
  chart     n/full  c  LoadBalancer, from 203.0.113.0/24, secret: values.auth.password
       auth:
         password: [secret]
       later:
         - [unknown]
       note: |-
         a
         b
       service:
         loadBalancerSourceRanges:
           - 203.0.113.0/24
         type: LoadBalancer`,
    );
  });

  it("says who may reach a Service", async () => {
    const plan = await planOf(() => {
      const provider = new kubernetes.Provider("p", { kubeconfig: "k" });
      new kubernetes.core.v1.Service(
        "open",
        { metadata: { name: "open", namespace: "n" }, spec: { type: "LoadBalancer" } },
        { provider },
      );
      new kubernetes.core.v1.Service(
        "inside",
        {
          metadata: {
            name: "inside",
            namespace: "n",
            annotations: { "networking.gke.io/load-balancer-type": "Internal" },
          },
          spec: { type: "LoadBalancer" },
        },
        { provider },
      );
    });
    const text = planText(plan, { width: 100, colours: false });

    assert.match(text, /\n {2}Service {3}n\/open {4}LoadBalancer, public or internal by the cluster's default\n/);
    assert.match(text, /\n {2}Service {3}n\/inside {2}LoadBalancer, internal\n/);
  });

  it("colours only when asked to", async () => {
    const plan = await planOf(() => smallPlatform());

    assert.ok(planText(plan, { width: 100, colours: true }).includes("\u001b[1mResources\u001b[22m"));
    assert.ok(!planText(plan, { width: 100, colours: false }).includes("\u001b"));
  });
});

describe("the plan as JSON", () => {
  it("is the same for the same program, and sorted", async () => {
    const [one, other] = [await planOf(() => smallPlatform()), await planOf(() => smallPlatform())];
    const { resources } = JSON.parse(planJson(one)) as { resources: { urn: string }[] };
    const urns = resources.map(({ urn }) => urn);

    assert.equal(planJson(one), planJson(other));
    assert.equal(urns.length, 7);
    assert.deepEqual(urns, [...urns].sort());
  });

  it("holds the graph and the orders", async () => {
    const plan = JSON.parse(planJson(await planOf(() => smallPlatform()))) as {
      resources: { name: string; type: string; inputs: unknown; children: string[]; protect: boolean }[];
      order: { creation: string[][]; destruction: string[][] };
      outputs: unknown;
    };
    const layer = plan.resources.find(({ type }) => type === "mlplatform:index:Layer");
    const chart = plan.resources.find(({ type }) => type === "kubernetes:helm.sh/v3:Release");

    assert.deepEqual(
      layer?.children.map((urn) => urn.split("::").at(-1)),
      ["layer-namespace", "layer", "layer-gateway"],
    );
    assert.deepEqual(chart?.inputs, {
      secrets: ["values.auth.password"],
      unknowns: [],
      values: {
        chart: "some-chart",
        compat: "true",
        name: "chart",
        namespace: "layer",
        repositoryOpts: { repo: "https://charts.example.org" },
        values: { auth: { password: "[secret]", user: "admin" } },
        version: "1.2.3",
      },
    });
    assert.equal(plan.order.creation.length, 4);
    assert.equal(plan.order.destruction.length, 3);
    assert.deepEqual(plan.outputs, {
      secrets: ["password"],
      unknowns: [],
      values: { host: "chart.layer.svc", password: "[secret]" },
    });
  });
});

describe("a secret", () => {
  it("is in no form of the plan, even where the program put it in the open", async () => {
    const plan = await planOf(
      () => {
        new kubernetes.core.v1.ConfigMap("bare", { metadata: { name: "bare" }, data: { password: "correct horse" } });
        return { ...smallPlatform(), shout: "the password is correct horse" };
      },
      { warnings: ["correct horse stands in the open"] },
    );

    for (const text of [planText(plan, { width: 100, colours: false }), planJson(plan)]) {
      assert.doesNotMatch(text, /correct horse/);
      assert.doesNotMatch(text, /apiVersion: v1/);
      assert.match(text, /the password is \[secret\]/);
    }
  });
});
