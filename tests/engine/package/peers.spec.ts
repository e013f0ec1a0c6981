import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { runNode, type CliRun } from "../../plan/cli/run-cli";
import { kubeconfig } from "../../unit/kubeconfig";
import { CERTIFICATE, KEY } from "../../unit/rancher-server/rancher";
import { sampledTargets, sampleOf } from "../../unit/targets/sample";
import { clusterFacts, ingressFacts, seldonFacts } from "../../unit/platform";
import { packed, root, type Packed } from "./packed";
import { servePlugin, type ServedPlugin } from "./served-plugin";
import { RESOLUTIONS, typeErrors } from "./type-errors";

const clouds = sampledTargets().filter((target) => sampleOf(target).createsCluster);

/** The SDKs that a target needs, its cloud's own first. */
const sdksOf = (target: string): readonly string[] =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- found by its name
  (require(`../../../components/targets/${target}/pins`) as { sdks: readonly string[] }).sdks;

/** The arguments of the cloud's sample, in TypeScript and JavaScript. */
const argsOf = (cloud: string): string => JSON.stringify(sampleOf(cloud).args);

/** The same where types are checked: a text is no member of an enum. */
const typedArgsOf = (cloud: string): string =>
  argsOf(cloud).replace(
    /"role":"(server|agent)"/g,
    (_, role) => `"role":Rke2Role.${role === "server" ? "Server" : "Agent"}`,
  );

/** Uses nothing but the package itself, and Pulumi's core. */
const own = (cloud: string): string => `
import * as pulumi from "@pulumi/pulumi";
import { MlCluster, ReclaimPolicy, Rke2Role, type ClusterFacts, type MlClusterArgs } from "pulumi-mlplatform";
export type { UpOptions } from "pulumi-mlplatform/automation";

const args: MlClusterArgs = ${typedArgsOf(cloud)};
export const roles = Rke2Role;
const cluster = new MlCluster("ml", { ...args, storage: { reclaimPolicy: ReclaimPolicy.Retain } });
export const facts: pulumi.Output<ClusterFacts> = cluster.facts;
`;

/** Brings a provider of its own as well. */
const withProvider = (cloud: string): string => `
import { Provider } from "${sdksOf(cloud)[0] ?? ""}/provider";
import { MlCluster, Rke2Role } from "pulumi-mlplatform";

export const roles = Rke2Role;
export const { endpoint } = new MlCluster("ml", ${typedArgsOf(cloud)}, { providers: [new Provider("work", {})] });
`;

/** What other languages send of each component that suits an existing cluster. */
const SENT: Readonly<Record<string, Parameters<ServedPlugin["construct"]>[2]>> = {
  MlCluster: { existing: { kubeconfig, context: "dev" } },
  IngressLayer: { cluster: { ...clusterFacts }, istio: {}, allowPublic: true },
  SeldonCore: { cluster: { ...clusterFacts }, ingress: { ...ingressFacts }, modelNamespaces: ["models"] },
  ModelDeployment: {
    seldon: { ...seldonFacts },
    namespace: "models",
    predictors: [{ name: "main", server: "SKLEARN_SERVER", modelUri: "gs://models/iris" }],
  },
  Route: {
    ingress: { ...ingressFacts },
    namespace: "lab",
    host: "lab.example.org",
    service: { name: "proxy-public", port: 80 },
  },
  JupyterHub: {
    cluster: { ...clusterFacts },
    login: { sharedPassword: {}, allowedUsers: ["ada"] },
    service: { type: "ClusterIP" },
  },
  PachydermStore: { cluster: { ...clusterFacts }, seaweedFs: {}, service: { type: "ClusterIP" } },
  RancherServer: {
    cluster: { ...clusterFacts },
    host: "rancher.example.org",
    kubernetesIngress: {},
    tls: { secret: { certificate: CERTIFICATE, key: KEY } },
    cleanUp: { enabled: false },
  },
};

/** Declarations are the same however modules are found, so that checking them once is enough. */
const inDepth = ([module]: (typeof RESOLUTIONS)[number]) => ({ declarations: module === ts.ModuleKind.NodeNext });

describe("the published package, in a project", () => {
  let published: Packed;
  before(async () => (published = await packed()));
  after(() => {
    // Where packing failed there is nothing to remove.
    (published as Packed | undefined)?.remove();
  });

  /** Plans a program in JavaScript with the package's own command. */
  const plan = (cloud: string): Promise<CliRun> => planOf(`new MlCluster("ml", ${argsOf(cloud)});`);

  const planOf = (statement: string): Promise<CliRun> => {
    const { consumer } = published;
    writeFileSync(join(consumer, "Pulumi.yaml"), "name: mine\nruntime: nodejs\nmain: index.js\n");
    writeFileSync(
      join(consumer, "index.js"),
      `const { MlCluster, RancherServer } = require("pulumi-mlplatform");\n${statement}\n`,
    );
    const command = join(consumer, "node_modules/pulumi-mlplatform/dist/cli/mlplatform.js");
    return runNode([command, "plan"], { cwd: consumer });
  };

  describe("without the SDK of a cloud", () => {
    for (const resolution of RESOLUTIONS) {
      it(`type-checks with module resolution ${ts.ModuleResolutionKind[resolution[1]]}`, () => {
        assert.deepEqual(typeErrors(published, own(clouds[0] ?? ""), resolution, inDepth(resolution)), []);
      });
    }

    for (const cloud of clouds) {
      it(`names the SDKs that ${cloud} needs`, async () => {
        const { stdout, stderr, exitCode } = await plan(cloud);
        assert.equal(exitCode, 1);
        assert.equal(stdout, "");
        const needed = `Run npm install ${sdksOf(cloud).join(" ")}.`;
        assert.match(
          stderr,
          new RegExp(`has invalid arguments:\n {2}- ${cloud}: @pulumi/[\\w-]+ is not installed\\. ${needed}\n`),
        );
      });
    }
  });

  describe("without the SDK of a cloud, for programs in other languages", () => {
    const schema = readFileSync(join(root, "schema.json"), "utf8");
    let plugin: ServedPlugin;
    before(async () => (plugin = await servePlugin(join(published.consumer, "node_modules/pulumi-mlplatform"))));
    after(() => plugin.stop());

    it("serves its schema", async () => {
      assert.equal(await plugin.schema(), schema);
    });

    for (const type of Object.keys((JSON.parse(schema) as { resources: object }).resources)) {
      const name = type.split(":").at(-1) ?? "";
      it(`constructs ${name}`, async () => {
        const urn = await plugin.construct(
          type,
          name.toLowerCase(),
          SENT[name] ?? assert.fail(`${name} is not in SENT`),
        );
        assert.equal(urn, `urn:pulumi:test::proj::${type}::${name.toLowerCase()}`);
        const children = plugin.graph.resources.filter(({ parent }) => parent === urn);
        assert.notEqual(children.length, 0);
      });
    }

    for (const cloud of clouds) {
      it(`names the SDKs that ${cloud} needs`, async () => {
        const args = JSON.parse(argsOf(cloud)) as Parameters<ServedPlugin["construct"]>[2];
        await assert.rejects(plugin.construct("mlplatform:index:MlCluster", cloud, args), (error: Error) =>
          error.message.includes(`is not installed. Run npm install ${sdksOf(cloud).join(" ")}.`),
        );
      });
    }
  });

  it("names the SDK that the clean-up of Rancher needs, and plans Rancher without a clean-up", async () => {
    const args = `{ cluster, host: "rancher.example.org", kubernetesIngress: {}`;
    const withArgs = (more: string) =>
      `const cluster = new MlCluster("ml", { existing: { kubeconfig: ${JSON.stringify(kubeconfig)}, context: "dev" } });\n` +
      `new RancherServer("rancher", ${args}${more} }, { provider: cluster.provider });`;
    const refused = await planOf(withArgs(""));
    assert.equal(refused.exitCode, 1);
    assert.match(
      refused.stderr,
      /- cleanUp: @pulumi\/command is not installed\. Run npm install @pulumi\/command\. Or write cleanUp: \{ enabled: false \}\./,
    );
    const planned = await planOf(withArgs(", cleanUp: { enabled: false }"));
    assert.equal(planned.exitCode, 0, planned.stderr);
  });

  for (const cloud of clouds) {
    describe(`with the SDKs of ${cloud} alone`, () => {
      before(() => published.install(sdksOf(cloud)));
      after(() => published.uninstall(sdksOf(cloud)));

      for (const resolution of RESOLUTIONS) {
        it(`type-checks with module resolution ${ts.ModuleResolutionKind[resolution[1]]}`, () => {
          assert.deepEqual(typeErrors(published, withProvider(cloud), resolution, inDepth(resolution)), []);
        });
      }

      it("plans a cluster", async () => {
        const { stdout, stderr } = await plan(cloud);
        assert.equal(stderr, "");
        const { url, resource } = sampleOf(cloud).planned ?? {};
        const address = url === undefined ? "" : ` +ml at ${url}`;
        assert.match(stdout, new RegExp(`^Resources\\n {2}MlCluster +ml${address}\\n`, "m"));
        assert.match(stdout, new RegExp(`^ {2}├─ ${resource ?? "\\w+ \\w*Cluster"} +ml(?:-s1)? +.*protected`, "m"));
      });
    });
  }
});
