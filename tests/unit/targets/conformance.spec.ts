import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { createdClusterProviders } from "../../../cli/cluster/stack-clusters";
import { MlCluster } from "../../../components";
import { loadObjectStore } from "../../../components/targets/object-stores";
import { operationsOf, type TargetOperations } from "../../../components/targets/operations";
import { loadTarget, targetNames, type ProvisionedCluster } from "../../../components/targets/target";
import { deploy, type Deployed } from "../../helpers/deploy";
import { sampledTargets, sampleOf } from "./sample";

const root = path.resolve(__dirname, "../../..");

/** Every fact that a target returns; the compiler requires new facts here. */
const FACTS: Readonly<Record<keyof ProvisionedCluster, true>> = {
  kubeconfig: true,
  endpoint: true,
  clusterIdentifier: true,
  clusterName: true,
  kubernetesVersion: true,
  region: true,
  storageClass: true,
  loadBalancerAnnotations: true,
  internalLoadBalancerAnnotations: true,
  providesLoadBalancers: true,
  defaultExposure: true,
  loadBalancerNetwork: true,
  networkId: true,
  privateSubnetIds: true,
  identity: true,
  gpuPools: true,
  nodeIdentity: true,
  ready: true,
};

/** The files that belong to a target; each is found by its name. */
const filesOf = (target: string, program = target): string[] => [
  ...["index.ts", "args.ts", "spec.ts", "pins.ts", "operations.ts", "starter.ts", "needs.ts"].map(
    (file) => `components/targets/${target}/${file}`,
  ),
  `programs/${program}/index.ts`,
  `programs/stacks/Pulumi.${program}.yaml`,
  `tests/plan/golden/${program}.txt`,
  `tests/unit/targets/samples/${target}.ts`,
];

/** SDKs of the clouds, by the package of their type tokens. */
const packageOf = (sdk: string): string => sdk.replace("@pulumi/", "");

/** The type tokens that the tables of `operations.ts` name. */
const typesIn = (operations: TargetOperations): string[] =>
  [
    ...[operations.importIds, operations.planDetails, operations.apiServers, operations.publicAddresses],
    ...[
      operations.permissions,
      operations.prices?.resources,
      operations.prices?.byUse,
      operations.prices?.regionInputs,
    ],
    inputsOfGuardrails(operations),
  ].flatMap((table) => Object.keys(table ?? {}));

/** The inputs that the guardrails of a target name, by type; none for a type that is only named. */
function inputsOfGuardrails({ guardrails = {} }: TargetOperations): Readonly<Record<string, readonly string[]>> {
  const { encrypted = {}, nodePools = {}, stateful = {}, broughtLogins = {}, staticKeys = [] } = guardrails;
  const found = [
    ...Object.entries(encrypted).map(([type, requirements]) => {
      const paths = requirements.map((one) => ("present" in one ? one.present : "each" in one ? one.each : one.input));
      return [type, paths] as const;
    }),
    ...Object.entries(nodePools).map(([type, { each, gpus, least, autoscaled = [] }]) => {
      const paths = [...gpus.map(({ input }) => input), ...least, autoscaled].flat();
      return [type, each === undefined ? paths : paths.map((path) => `${each}[].${path}`)] as const;
    }),
    ...Object.entries(stateful).map(([type, guard]) => {
      return [type, Object.values(guard).filter((path) => typeof path === "string")] as const;
    }),
    ...Object.entries(broughtLogins),
    ...staticKeys.map((type) => [type, []] as const),
  ];
  const types = [...new Set(found.map(([type]) => type))];
  return Object.fromEntries(types.map((type) => [type, found.flatMap(([one, paths]) => (one === type ? paths : []))]));
}

/** The declarations of a resource in its SDK. */
function declarationsOf(type: string): string {
  const [pkg = "", module = "", name = ""] = type.replace(/^pulumi:providers:(\w+)$/, "$1:index:Provider").split(":");
  const [folder = "", file = name.charAt(0).toLowerCase() + name.slice(1)] = module.split("/");
  const at = path.join(root, "node_modules/@pulumi", pkg, folder === "index" ? "" : folder, `${file}.d.ts`);
  return existsSync(at) ? readFileSync(at, "utf8") : "";
}

/** Whether the SDK has an input at a path: a field of the resource, or of the items of a list. Fields below them are not looked at. */
function hasInput(type: string, input: string): boolean {
  const declarations = declarationsOf(type);
  const [first = "", ofItems] = input.split("[].");
  const field = (path: string) => new RegExp(`^ +${path.split(".")[0] ?? ""}\\??: (.*)`, "gm");
  if (ofItems === undefined) return field(first).test(declarations);
  const [, items = ""] = [...declarations.matchAll(field(first))].at(-1) ?? [];
  const [, name = ""] = /\binputs\.\w+\.(\w+)>\[\]/.exec(items) ?? [];
  const types = readFileSync(
    path.join(root, "node_modules/@pulumi", type.split(":")[0] ?? "", "types/input.d.ts"),
    "utf8",
  );
  const body = new RegExp(`^ +interface ${name} \\{[^]*?^ {4}\\}`, "m").exec(types)?.[0] ?? "";
  return field(ofItems).test(body);
}

/** Packages of a cloud that none of our targets uses, and that are not installed here. Rules for plans know some of their types. */
const NOT_INSTALLED: Readonly<Record<string, readonly string[]>> = { azure: ["azuread"] };

const sdksOf = (target: string): readonly string[] =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- found by its name
  (require(`../../../components/targets/${target}/pins`) as { sdks: readonly string[] }).sdks;

describe("every target", () => {
  it("has one sample, and every sample has a target", () => {
    const samples = readdirSync(path.join(__dirname, "samples")).map((file) => path.basename(file, ".ts"));
    assert.ok(targetNames().length >= 2);
    assert.deepEqual(samples.sort(), targetNames());
  });

  for (const name of targetNames()) {
    describe(name, () => {
      for (const file of filesOf(name, sampledTargets().includes(name) ? sampleOf(name).program : name)) {
        it(`has ${file}`, () => {
          assert.ok(existsSync(path.join(root, file)));
        });
      }

      it("exports an object store exactly if its operations name the block of one", () => {
        const { objectStore: block } = operationsOf(name);
        const file = path.join(root, "components/targets", name, "object-store.ts");
        assert.equal(existsSync(file), block !== undefined);
        const loaded = block === undefined ? undefined : loadObjectStore(block);
        assert.ok(loaded === undefined || "objectStore" in loaded);
        const store: Partial<Record<string, unknown>> = { ...loaded?.objectStore };
        const parts = ["fieldProblems", "ruleProblems", "identityProblems", "create"];
        assert.deepEqual(
          parts.filter((part) => typeof store[part] === "function"),
          block === undefined ? [] : parts,
        );
      });

      it("has a block in the schema", () => {
        const { resources } = JSON.parse(readFileSync(path.join(root, "schema.json"), "utf8")) as Schema;
        assert.ok(name in (resources["mlplatform:index:MlCluster"]?.inputProperties ?? {}));
      });
    });
  }
});

describe("the operations of all targets", () => {
  const tables = (of: (operations: TargetOperations) => readonly string[]): string[] =>
    targetNames().flatMap((target) => of(operationsOf(target)));
  const twice = (words: readonly string[]): string[] => words.filter((word, index) => words.indexOf(word) !== index);

  it("name each annotation and each finalizer of a load balancer once", () => {
    assert.deepEqual(twice(tables(({ loadBalancerAnnotations = {} }) => Object.keys(loadBalancerAnnotations))), []);
    const finalizers = tables(({ loadBalancerFinalizers: { Ingress, Gateway } = { Ingress: [], Gateway: [] } }) => [
      ...Ingress,
      ...Gateway,
    ]);
    assert.ok(finalizers.length > 0);
    assert.deepEqual(twice(finalizers), []);
  });

  it("name the block of each object store once", () => {
    assert.deepEqual(twice(tables(({ objectStore }) => (objectStore === undefined ? [] : [objectStore]))), []);
  });

  it("know each type of cluster in one target only", () => {
    const types = [
      "aws:eks/cluster:Cluster",
      "gcp:container/cluster:Cluster",
      "azure-native:containerservice:ManagedCluster",
    ];
    for (const type of types) {
      const knowing = targetNames().filter((target) => operationsOf(target).clusterTypes?.test(type));
      assert.equal(knowing.length, 1, type);
    }
  });
});

describe("every target with a sample", () => {
  for (const name of sampledTargets()) {
    describe(name, () => {
      const sample = sampleOf(name);
      let graph: Deployed;
      let cluster: MlCluster;
      before(async () => {
        graph = await deploy(() => (cluster = new MlCluster("ml", sample.args)), sample.mocks);
      });

      const outputs = (): Readonly<Record<string, unknown>> =>
        graph.byName("mlplatform:index:MlCluster", "ml").outputs?.values ?? {};

      it("has rules for the plan of its cloud, if it creates a cluster", () => {
        const rules = path.join(root, "tests/plan/rules/clouds", `${name}.ts`);
        assert.equal(existsSync(rules), sample.createsCluster);
      });

      it("exports a target with its checks and its supported inputs", () => {
        const loaded = loadTarget(name);
        assert.ok("target" in loaded);
        const { supportedInputs } = loaded.target;
        for (const part of ["fieldProblems", "ruleProblems", "provision"] as const) {
          assert.equal(typeof loaded.target[part], "function", part);
        }
        assert.deepEqual(supportedInputs, [...new Set(supportedInputs)]);
        assert.ok(supportedInputs.includes("kubernetesVersion"));
      });

      it("fills every fact, except those that its sample lists as absent", () => {
        const absent = Object.keys(sample.absentFacts);
        const filled = Object.keys(FACTS).filter((fact) => isFilled(outputs()[fact]));
        assert.deepEqual(
          filled,
          Object.keys(FACTS).filter((fact) => !absent.includes(fact)),
        );
      });

      it("returns the kubeconfig as its only secret", () => {
        assert.deepEqual(graph.byName("mlplatform:index:MlCluster", "ml").outputs?.secrets, ["kubeconfig"]);
      });

      it("repeats its outputs in `facts`, all of them known", () => {
        const { facts } = outputs() as { facts: Record<string, unknown> };
        const { unknowns } = graph.byName("mlplatform:index:MlCluster", "ml").outputs ?? assert.fail("no outputs");
        assert.deepEqual(unknowns, []);
        assert.deepEqual(
          Object.keys(facts).filter((fact) => !(fact in FACTS)),
          [],
        );
        for (const [fact, value] of Object.entries(facts)) assert.deepEqual(value, outputs()[fact], fact);
      });

      it(`creates ${sample.createsCluster ? "a" : "no"} cluster that mlplatform destroy knows`, () => {
        const resources = graph.resources.map(({ urn, type, custom, inputs, dependencies }) => ({
          urn,
          type,
          custom,
          inputs: inputs.values,
          dependencies,
        }));
        const made = createdClusterProviders({ version: 3, deployment: { resources } });
        assert.equal(made.length > 0, sample.createsCluster);
        assert.equal(operationsOf(name).createsCluster ?? true, sample.createsCluster);
      });

      it("has a provider for its own cluster", () => {
        const { inputs } = graph.byName("pulumi:providers:kubernetes", "ml");
        assert.ok(cluster.provider);
        assert.equal(inputs.values["clusterIdentifier"], outputs()["clusterIdentifier"]);
      });

      it("refuses a malformed kubernetesVersion, also if untested versions are allowed", async () => {
        const args = { ...sample.args, kubernetesVersion: "abc", allowUntestedVersions: true };
        await assert.rejects(
          deploy(() => new MlCluster("ml", args), sample.mocks),
          /kubernetesVersion: "abc" is not a version/,
        );
      });

      it("names only types of its own SDKs in operations.ts; a target without SDKs, only types of other clouds", () => {
        const packages = [...sdksOf(name).map(packageOf), ...(NOT_INSTALLED[name] ?? [])];
        const foreign = targetNames().flatMap((other) => (other === name ? [] : sdksOf(other).map(packageOf)));
        // Every cluster has a provider of Kubernetes.
        const ofClouds = typesIn(operationsOf(name)).filter((type) => type !== "pulumi:providers:kubernetes");
        const types = ofClouds.map((type) => type.replace("pulumi:providers:", ""));
        const wrong = types.filter((type) => {
          const [pkg = ""] = type.split(":");
          return packages.length > 0 ? !packages.includes(pkg) : foreign.includes(pkg);
        });
        assert.deepEqual(wrong, []);
      });

      it("names resources and inputs in guardrails.ts that the SDK of its cloud has", () => {
        const missing = Object.entries(inputsOfGuardrails(operationsOf(name))).flatMap(([type, paths]) => {
          if (NOT_INSTALLED[name]?.includes(type.split(":")[0] ?? "")) return [];
          if (declarationsOf(type) === "") return [type];
          return paths.filter((input) => !hasInput(type, input)).map((input) => `${type} ${input}`);
        });
        assert.deepEqual(missing, []);
      });

      it("loads no package in operations.ts, starter.ts and needs.ts", () => {
        const files = ["operations.ts", "starter.ts", "needs.ts"].map((file) =>
          readFileSync(path.join(root, "components/targets", name, file), "utf8"),
        );
        const imports = files
          .flatMap((text) => text.split("\n"))
          .filter((line) => /^import (?!type )(?!.* from "\.)|(?<!\.)require\(/.test(line));
        assert.deepEqual(imports, []);
      });

      it("loads nothing in its price list", () => {
        const file = path.join(root, "components/targets", name, "prices.ts");
        assert.equal(existsSync(file), operationsOf(name).prices !== undefined);
        if (existsSync(file)) assert.doesNotMatch(readFileSync(file, "utf8"), /^import (?!type )|require\(/m);
      });
    });
  }
});

interface Schema {
  readonly resources: Readonly<Record<string, { readonly inputProperties: Readonly<Record<string, unknown>> }>>;
}

/** False for undefined, and for empty text, lists and objects. */
const isFilled = (value: unknown): boolean =>
  value !== undefined && value !== "" && (typeof value !== "object" || Object.keys(value ?? {}).length > 0);
