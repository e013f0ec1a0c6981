import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { sameObjects } from "../../cli/plan/same-object";
import { MlCluster, SeldonCore } from "../../components";
import { deploy } from "../helpers/deploy";
import { ingressFacts } from "../unit/platform";
import { projectOnDisk, type ProjectOnDisk } from "./cli/project-on-disk";
import { runCli } from "./cli/run-cli";
import { kubeconfig } from "../unit/kubeconfig";

/** What the plan says of a program with resources in these clusters. */
async function saidOf(program: () => unknown): Promise<string[]> {
  const deployed = await deploy(program);
  const reveal = (urn: string) => deployed.revealInputs(deployed.byUrn(urn));
  return sameObjects(deployed, reveal).map(({ message }) => message.replaceAll(/ \([^)]+\)/g, ""));
}

const cluster = (name = "ml", text = kubeconfig) =>
  new MlCluster(name, { existing: { kubeconfig: text, context: "dev" } });
const map = (name: string, metadata: object, provider: pulumi.ProviderResource) =>
  new kubernetes.core.v1.ConfigMap(name, { metadata }, { provider });

describe("The plan refuses two resources for one object", () => {
  it("and names both", async () => {
    const said = await saidOf(() => {
      const { provider } = cluster();
      for (const name of ["one", "other"]) map(name, { name: "settings", namespace: "models" }, provider);
    });
    assert.deepEqual(said, [
      'ConfigMap models/settings is described twice, by "one" and "other". Remove one of them, or give it another name.',
    ]);
  });

  it("also of two versions of its kind", async () => {
    const said = await saidOf(() => {
      const { provider } = cluster();
      const object = (name: string, version: string) => {
        const metadata = { name: "iris", namespace: "models" };
        const apiVersion = `machinelearning.seldon.io/${version}`;
        new kubernetes.apiextensions.CustomResource(
          name,
          { apiVersion, kind: "SeldonDeployment", metadata },
          { provider },
        );
      };
      object("one", "v1");
      object("other", "v1alpha3");
    });
    assert.equal(said.length, 1);
  });

  it("also of a component and of the program", async () => {
    const said = await saidOf(() => {
      const ml = cluster();
      const own = new kubernetes.core.v1.Namespace("own", { metadata: { name: "models" } }, { provider: ml.provider });
      const args = { cluster: ml, ingress: ingressFacts, modelNamespaces: ["models"] };
      return [own, new SeldonCore("seldon", args, { provider: ml.provider })];
    });
    assert.deepEqual(said, [
      'Namespace models is described twice, by "own" and "seldon-models-models". Remove one of them, or give it another name.',
    ]);
  });

  it("also of two providers for one cluster", async () => {
    const said = await saidOf(() => {
      for (const name of ["one", "other"]) map(name, { name: "settings", namespace: "models" }, cluster(name).provider);
    });
    assert.equal(said.length, 1);
  });

  it("and a Helm release that is installed twice", async () => {
    const said = await saidOf(() => {
      const { provider } = cluster();
      for (const name of ["one", "other"]) {
        new kubernetes.helm.v3.Release(name, { name: "tools", namespace: "ops", chart: "./tools" }, { provider });
      }
    });
    assert.match(said.join(), /^chart ops\/tools is described twice, by "one" and "other"/);
  });
});

describe("mlplatform plan", () => {
  let project: ProjectOnDisk | undefined;
  afterEach(() => project?.remove());

  it("fails for two resources of one object, and says where they are created", async () => {
    const program = `const { core, Provider } = require("@pulumi/kubernetes");
const provider = new Provider("cluster", {});
const metadata = { name: "settings", namespace: "models" };
new core.v1.ConfigMap("one", { metadata }, { provider });
new core.v1.ConfigMap("other", { metadata }, { provider });
`;
    const files = { "Pulumi.yaml": "name: twice\nruntime: nodejs\n", "index.js": program };
    project = projectOnDisk(files, ["@pulumi/pulumi", "@pulumi/kubernetes"]);
    const { exitCode, stderr } = await runCli(["plan"], { cwd: project.dir });
    assert.equal(exitCode, 1);
    assert.equal(
      stderr,
      'ConfigMap models/settings is described twice, by "one" (index.js:4) and "other" (index.js:5). ' +
        "Remove one of them, or give it another name.\n",
    );
  });
});

describe("The plan accepts", () => {
  const accepted: Record<string, (provider: pulumi.ProviderResource) => unknown> = {
    "objects of two namespaces": (provider) =>
      ["a", "b"].map((namespace) => map(namespace, { name: "settings", namespace }, provider)),
    "an object and a change of it": (provider) => [
      new kubernetes.core.v1.Namespace("a", { metadata: { name: "models" } }, { provider }),
      new kubernetes.core.v1.NamespacePatch("b", { metadata: { name: "models" } }, { provider }),
    ],
    "an object and its look-up": (provider) => [
      map("a", { name: "settings", namespace: "models" }, provider),
      kubernetes.core.v1.ConfigMap.get("b", "models/settings", { provider }),
    ],
    "objects that Pulumi names": (provider) => ["a", "b"].map((name) => map(name, {}, provider)),
  };
  for (const [what, create] of Object.entries(accepted)) {
    it(what, async () => {
      const said = await saidOf(() => void create(cluster().provider));
      assert.deepEqual(said, []);
    });
  }

  it("equal objects of two clusters", async () => {
    const said = await saidOf(() => {
      const other = cluster("other", kubeconfig.replaceAll("https://", "https://other-"));
      for (const { provider } of [cluster(), other]) {
        map(provider === other.provider ? "b" : "a", { name: "settings", namespace: "models" }, provider);
      }
    });
    assert.deepEqual(said, []);
  });
});
