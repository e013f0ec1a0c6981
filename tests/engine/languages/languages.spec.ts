import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { serveContractCharts } from "../charts/contract-charts";
import { type TestCluster, startCluster } from "../cluster";
import { Endings } from "../endings";
import { startSeldonOperator } from "../operators/seldon-operator";
import { credentialsIn } from "../programs/run-program";
import { kubernetesPlugin, type ProviderPlugin } from "../providers/plugin";
import { startRandom } from "../providers/random/provider";
import { python } from "../python/python";
import { skipAfterFailure } from "../skip-after-failure";
import { engineStack } from "../stack/engine-stack";
import { type Registration, registrationsIn } from "../stack/registrations";
import { type Run, RunFailed } from "../stack/run";
import { toolchain } from "../toolchain";
import { CERTIFICATE, KEY } from "../../unit/rancher-server/rancher";
import { fencesOf, goPlatform } from "./go-platform";
import { platform, type Settings } from "./platform";
import { packagedPlugin } from "./plugin-package";
import { type ProgramStack, programStack, type ProgramStackOptions } from "./program-stack";
import {
  assertDeletedInOrder,
  byUrn,
  declared,
  deletionOrder,
  otherDependencies,
  registered,
  type StateResource,
} from "./same-graph";
import { installSdk } from "./sdk";
import { previewYaml } from "./yaml-preview";

/** The provider that a program makes of the cluster's outputs, because it cannot have the component's own. */
const OWN_PROVIDER = "urn:pulumi:test::mlplatform::pulumi:providers:kubernetes::kubernetes";
/** The component's own. */
const PROVIDER = "urn:pulumi:test::mlplatform::mlplatform:index:MlCluster$pulumi:providers:kubernetes::ml";

const { resources: COMPONENTS } = JSON.parse(readFileSync(resolve(__dirname, "../../../schema.json"), "utf8")) as {
  resources: object;
};

/** What the programs of docs/languages.md make. */
const EXAMPLE = [
  "mlplatform:index:IngressLayer ingress",
  "mlplatform:index:MlCluster ml",
  "mlplatform:index:ModelDeployment iris",
  "mlplatform:index:SeldonCore seldon",
];

/** What a program registers itself. */
const withoutEngines = (registrations: Readonly<Record<string, Registration>>): Record<string, Registration> =>
  Object.fromEntries(
    declared(
      Object.entries(registrations).map(([urn, registration]) => ({ urn, type: registration.type, registration })),
    ).map(({ urn, registration }) => [urn, registration]),
  );

type Program = Pick<ProgramStackOptions, "runtime" | "command" | "env">;

describe("the components from other languages", () => {
  const endings = new Endings();
  const folder = endings.folder("mlplatform-languages-");
  const cache = resolve(__dirname, "../../../node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const built = mkdtempSync(join(cache, "mlplatform-plugin-"));
  endings.add(() => {
    rmSync(built, { recursive: true });
  });
  let cluster: TestCluster;
  let settings: Settings;
  let providers: ProviderPlugin[];
  let env: Readonly<Record<string, string>>;
  let inTypeScript: {
    resources: StateResource[];
    outputs: Run["outputs"];
    left: string;
    /** What a preview registers. */
    planned: Readonly<Record<string, Registration>>;
  };

  /** Every namespace, and every definition that is not in a namespace. */
  const left = () => cluster.kubectl("get", "namespaces,crds,ingressclasses", "-o", "name");

  before(async () => {
    const tools = await toolchain();
    cluster = await endings.of(startCluster());
    const charts = await endings.of(serveContractCharts());
    await endings.of(startSeldonOperator(cluster));
    const random = await endings.of(startRandom());
    settings = {
      kubeconfig: cluster.kubeconfig,
      context: cluster.context,
      kubernetesVersion: "1.36",
      sourceRanges: ["203.0.113.0/24"],
      mirror: charts.url,
      certificate: CERTIFICATE,
      key: KEY,
    };
    providers = [kubernetesPlugin(tools), random.plugin];
    env = random.env;
    const reference = await engineStack({ project: "mlplatform", program: platform(settings), providers, env });
    try {
      const plan = join(folder, "typescript.json");
      await reference.preview({}, plan);
      const { outputs } = await reference.up();
      const resources = declared((await reference.exportState()).resources ?? []);
      await reference.destroy();
      inTypeScript = { resources, outputs, left: await left(), planned: withoutEngines(registrationsIn(plan)) };
    } finally {
      await reference.dispose();
    }
    providers.push(await packagedPlugin(built));
  });

  after(() => endings.end());

  /** A program of docs/languages.md, for the cluster of this test. */
  const withCluster = (code: string): string =>
    code.replace("~/.kube/config", cluster.kubeconfigPath).replace("my-context", cluster.context);

  const assertExample = (operations: Run["operations"]): void => {
    // What an update that was refused had registered before is deleted.
    const components = operations.filter(({ op, type }) => op !== "delete" && type.startsWith("mlplatform:"));
    assert.deepEqual([...new Set(components.map(({ type, name }) => `${type} ${name}`))].sort(), EXAMPLE);
  };

  let installed: Promise<string> | undefined;
  /** Where Python finds the SDK. */
  const pythonSdk = () =>
    (installed ??= python().then((interpreter) => installSdk(interpreter, mkdtempSync(join(folder, "python-")))));

  /** A program of each language, which has a stack of its own. */
  function language(name: string, everyRefusal: boolean, program: () => Promise<Program>) {
    describe(`from ${name}`, () => {
      skipAfterFailure(); // each test goes on with what the one before left
      let stack: ProgramStack | undefined;
      before(async () => {
        const { env: own, ...made } = await program();
        stack = await programStack({ project: "mlplatform", providers, env: { ...env, ...own }, ...made });
      });
      after(() => stack?.dispose());

      const run = async (operation: "up" | "preview" | "destroy", more: object = {}): Promise<Run> =>
        (await stack?.run(operation, { ...settings, ...more })) ?? assert.fail();
      const resources = async (): Promise<StateResource[]> => declared((await stack?.exportState())?.resources ?? []);

      /** Asserts that a run is refused for one component, in the words that somebody reads. */
      const assertRefused = async (operation: "up" | "preview", more: object, refused: string, text: string) => {
        try {
          await run(operation, more);
        } catch (error) {
          if (!(error instanceof RunFailed)) throw error;
          // The language's own account of where its program was comes last.
          const [told = ""] = error.message.split(/\n(?:python|go) inline source runtime error: /);
          assert.ok(told.includes(`${refused} has a problem: `) && told.includes(text), told);
          assert.doesNotMatch(told, /\n\s+at |\.js:/);
          // Told again by the SDK's log, and by each component that it constructs at that time (SDK 3.248, provider/server.js, `main` and
          // `uncaughtHandler`), but no other problem is told.
          assert.equal(new Set(told.match(/\w+ "[\w-]+" has invalid arguments/g)).size, 1, told);
          assert.equal(new Set(told.match(/^ {2}- .*/gm)).size, 1, told);
          return;
        }
        assert.fail(`${operation} succeeded`);
      };

      it("refuse invalid arguments with our message before anything is created", async () => {
        await assertRefused(
          "up",
          { context: "" },
          "mlplatform:index:MlCluster resource 'ml'",
          'MlCluster "ml" has invalid arguments:\n' +
            "  - existing.context: is missing. Name the context of the kubeconfig to use, or write useCurrentContext: true.",
        );
        assert.deepEqual(await resources(), []);
      });

      // How the plugin refuses does not depend on the language of the program.
      if (everyRefusal) {
        it("refuse a wrong secret without a stack trace of our code", () =>
          assertRefused(
            "up",
            { context: "nowhere" },
            "mlplatform:index:MlCluster resource 'ml'",
            'MlCluster "ml" has invalid arguments:\n  - existing.context: "nowhere" is not in the kubeconfig;',
          ));

        for (const operation of ["preview", "up"] as const) {
          it(`refuse in ${operation} what only outputs of another component can show`, async () => {
            await assertRefused(
              operation,
              { istioVersion: "1.20.0" },
              "mlplatform:index:IngressLayer resource 'ingress'",
              'IngressLayer "ingress" has invalid arguments:\n' +
                "  - charts.istiod.version: Istio 1.20.0 on Kubernetes 1.36 is not a combination we test (tested: Istio 1.30, 1.31, 1.32 on " +
                "Kubernetes 1.34, 1.35, 1.36). Choose a tested one, or write allowUntestedVersions: true.",
            );
            assert.equal(await left(), inTypeScript.left);
          });
        }

        it("refuse a model whose traffic shares do not add up", () =>
          assertRefused(
            "preview",
            { canaryTraffic: 35 },
            "mlplatform:index:ModelDeployment resource 'iris'",
            'ModelDeployment "iris" has invalid arguments:\n' +
              "  - predictors: traffic adds up to 110 (main 75, canary 35), not to 100. Change the shares of those that answer.",
          ));
      }

      it("can be previewed", async () => {
        const changes = Object.entries((await run("preview")).changes());
        assert.ok(changes.some(([name]) => name === "kubernetes:helm.sh/v3:Release::ingress-gateway"));
      });

      if (name === "Python") {
        it("are planned by the program of docs/languages.md", async () => {
          const [code = ""] = fencesOf("python");
          const mirror = `cluster=ml, mirror=${JSON.stringify(settings.mirror)}`;
          const example = withCluster(code).replaceAll("cluster=ml", mirror);
          assertExample((await run("preview", { example })).operations);
        });
      }

      it("have the same outputs as from TypeScript", async () => {
        assert.deepEqual((await run("up")).outputs, inTypeScript.outputs);
      });

      it("create the same resources as from TypeScript, except the provider", async () => {
        const made = await resources();
        assert.deepEqual(byUrn(made.filter(({ urn }) => urn !== OWN_PROVIDER)), byUrn(inTypeScript.resources));
        const kubernetes = made.filter(({ type }) => type.startsWith("kubernetes:"));
        assert.notEqual(kubernetes.length, 0);
        for (const { urn, provider } of kubernetes) assert.ok(provider?.startsWith(`${OWN_PROVIDER}::`), urn);
      });

      it("keep the kubeconfig secret", async () => {
        const credentials = credentialsIn(cluster.kubeconfigPath);
        assert.notEqual(credentials.length, 0);
        const state = await stack?.exportState();
        for (const credential of credentials) assert.ok(!JSON.stringify(state).includes(credential));
        const ml = state?.resources?.find(({ urn }) => urn.endsWith("::ml"));
        assert.equal(typeof (ml?.outputs?.["kubeconfig"] as { ciphertext?: unknown }).ciphertext, "string");
      });

      it("change nothing when they run again", async () => {
        assert.deepEqual((await run("up")).changes(), {});
      });

      it("are destroyed in the same order as from TypeScript, and leave the same", async () => {
        const made = await resources();
        const gone = await run("destroy");
        const ordered = [...deletionOrder(inTypeScript.resources), ...deletionOrder(made)];
        assert.ok(ordered.length > inTypeScript.resources.length);
        assertDeletedInOrder(gone, ordered);
        assert.deepEqual((await stack?.exportState())?.resources ?? [], []);
        assert.equal(await left(), inTypeScript.left);
      });
    });
  }

  language("Python", true, async () => {
    return {
      runtime: "python",
      command: [await python(), join(__dirname, "program.py")],
      env: { PYTHONPATH: await pythonSdk(), PYTHONDONTWRITEBYTECODE: "1" },
    };
  });

  language("Go", false, async () => ({ runtime: "go", command: [await goPlatform()] }));

  describe("from YAML", () => {
    const text = readFileSync(join(__dirname, "yaml/Pulumi.yaml"), "utf8");
    const preview = (program: string, plan?: string) => {
      const { kubeconfig, context, mirror, certificate, key } = settings;
      const config = { kubeconfig, context, mirror, certificate, key };
      return previewYaml({ project: parse(program) as object, config, providers, env, plan });
    };

    it("are planned as the same resources as from TypeScript, except the provider", async () => {
      const planned = (await preview(text)).operations.filter(({ op }) => op !== "read");
      const urns = new Set(declared(planned).map(({ urn }) => urn));
      urns.delete(OWN_PROVIDER);
      const expected = inTypeScript.resources.filter(({ external }) => external !== true).map(({ urn }) => urn);
      assert.deepEqual([...urns].sort(), expected.sort());
    });

    describe("with a provider whose cluster a first preview knows", () => {
      let planned: Readonly<Record<string, Registration>>;
      before(async () => {
        const plan = join(folder, "yaml.json");
        // Without it, the provider computes what a preview shows, as that of the component does.
        const known = text.replace(/^ +clusterIdentifier: .*\n/m, "");
        assert.notEqual(known, text);
        await preview(known, plan);
        const { [OWN_PROVIDER]: own, ...others } = withoutEngines(registrationsIn(plan));
        assert.ok(own);
        planned = others;
      });

      it("are registered with the same names, parents, inputs and options as from TypeScript, by that provider", () => {
        assert.deepEqual(registered(planned, { [OWN_PROVIDER]: PROVIDER }), registered(inTypeScript.planned));
      });

      it("depend on the same resources as from TypeScript, or on the components that these are in", () => {
        assert.deepEqual(otherDependencies(planned, inTypeScript.planned, inTypeScript.resources), []);
      });
    });

    it("are planned by the program of docs/languages.md", async () => {
      const code = fencesOf("yaml").find((code) => code.includes("runtime: yaml")) ?? "";
      const mirror = `cluster: \${ml}\n      mirror: ${settings.mirror}`;
      assertExample((await preview(withCluster(code).replaceAll("cluster: ${ml}", mirror))).operations);
    });

    it("are refused by the schema before anything is registered", async () => {
      const wrong = text
        .replace("modelNamespaces: [models]", "modelNamespace: [models]")
        .replace("port: 80", "port: web");
      await assert.rejects(preview(wrong), (error) => {
        assert.ok(error instanceof RunFailed);
        assert.match(error.message, /Property modelNamespace does not exist on 'mlplatform:index:SeldonCore'/);
        assert.match(
          error.message,
          /service: Cannot assign .* to 'mlplatform:index:RouteService':\s+port: Cannot assign type 'string' to type 'number'/,
        );
        assert.deepEqual(declared(error.run.operations), []);
        return true;
      });
    });
  });

  it("are all in the program that the languages are compared by", () => {
    const made = new Set(inTypeScript.resources.map(({ type }) => type));
    const missing = Object.keys(COMPONENTS).filter((type) => !made.has(type));
    assert.deepEqual(missing, []);
  });
});
