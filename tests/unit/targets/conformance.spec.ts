import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { createdClusterProviders } from "../../../cli/cluster/stack-clusters";
import { MlCluster } from "../../../components";
import { loadTarget, targetNames, type ProvisionedCluster } from "../../../components/targets/target";
import { deploy, type Deployed } from "../../helpers/deploy";
import type { Sample } from "./sample";

const root = path.resolve(__dirname, "../../..");

/** Every fact that a target hands over; a new one is a type error here until it is listed. */
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
  nodeIdentity: true,
  ready: true,
};

/** What a target has no such thing of, and why. */
const ABSENT: Readonly<Record<string, Partial<Record<keyof ProvisionedCluster, string>>>> = {
  aws: { loadBalancerNetwork: "AWS takes the addresses of load balancers from the subnets" },
};

/** Targets that make no cluster. */
const MAKES_NONE = ["existing"];

const FILES = (target: string): string[] => [
  ...["index.ts", "args.ts", "pins.ts"].map((file) => `components/targets/${target}/${file}`),
  `programs/${target}/index.ts`,
  `programs/stacks/Pulumi.${target}.yaml`,
  `tests/plan/golden/${target}.txt`,
  `tests/unit/targets/samples/${target}.ts`,
];

describe("the targets", () => {
  it("are found, and each has its sample, and no sample is of another", () => {
    const samples = readdirSync(path.join(__dirname, "samples")).map((file) => path.basename(file, ".ts"));
    assert.ok(targetNames().length >= 2);
    assert.deepEqual(samples.sort(), targetNames());
  });

  for (const name of targetNames()) {
    describe(name, () => {
      let graph: Deployed;
      let cluster: MlCluster;
      before(async () => {
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- found by its name
        const { sample } = require(`./samples/${name}`) as { sample: Sample };
        graph = await deploy(() => (cluster = new MlCluster("ml", sample.args)), sample.mocks);
      });

      const outputs = (): Readonly<Record<string, unknown>> =>
        graph.byName("mlplatform:index:MlCluster", "ml").outputs?.values ?? {};

      for (const file of FILES(name)) {
        it(`has ${file}`, () => {
          assert.ok(existsSync(path.join(root, file)));
        });
      }

      it("exports a target that says what it supportedInputs", () => {
        const loaded = loadTarget(name);
        assert.ok("target" in loaded);
        const { supportedInputs } = loaded.target;
        assert.equal(typeof loaded.target.problemsIn, "function");
        assert.equal(typeof loaded.target.provision, "function");
        assert.deepEqual(supportedInputs, [...new Set(supportedInputs)]);
        assert.ok(supportedInputs.includes("kubernetesVersion"));
      });

      it("has a block in the schema", () => {
        const { resources } = JSON.parse(readFileSync(path.join(root, "schema.json"), "utf8")) as Schema;
        assert.ok(name in (resources["mlplatform:index:MlCluster"]?.inputProperties ?? {}));
      });

      it("fills the facts that all of them fill", () => {
        const absent = Object.keys(ABSENT[name] ?? {});
        const filled = Object.keys(FACTS).filter((fact) => isFilled(outputs()[fact]));
        assert.deepEqual(
          filled,
          Object.keys(FACTS).filter((fact) => !absent.includes(fact)),
        );
      });

      it("hands over a kubeconfig that is secret, and nothing else that is", () => {
        assert.deepEqual(graph.byName("mlplatform:index:MlCluster", "ml").outputs?.secrets, ["kubeconfig"]);
      });

      it("puts the facts of one output in another stack's reach, all of them known", () => {
        const { facts } = outputs() as { facts: Record<string, unknown> };
        const { unknowns } = graph.byName("mlplatform:index:MlCluster", "ml").outputs ?? assert.fail("no outputs");
        assert.deepEqual(unknowns, []);
        assert.deepEqual(
          Object.keys(facts).filter((fact) => !(fact in FACTS)),
          [],
        );
        for (const [fact, value] of Object.entries(facts)) assert.deepEqual(value, outputs()[fact], fact);
      });

      it(`is ${MAKES_NONE.includes(name) ? "not " : ""}a cluster of the stack's own to mlplatform destroy`, () => {
        const resources = graph.resources.map(({ urn, type, custom, dependencies }) => ({
          urn,
          type,
          custom,
          dependencies,
        }));
        const made = createdClusterProviders({ version: 3, deployment: { resources } });
        assert.equal(made.length > 0, !MAKES_NONE.includes(name));
      });

      it("has a provider that belongs to its cluster", () => {
        const { inputs } = graph.byName("pulumi:providers:kubernetes", "ml");
        assert.ok(cluster.provider);
        assert.equal(inputs.values["clusterIdentifier"], outputs()["clusterIdentifier"]);
      });
    });
  }

  it("of which something is absent are those that are there", () => {
    assert.deepEqual(
      Object.keys(ABSENT).filter((name) => !targetNames().includes(name)),
      [],
    );
  });
});

interface Schema {
  readonly resources: Readonly<Record<string, { readonly inputProperties: Readonly<Record<string, unknown>> }>>;
}

/** False for nothing, and for what is empty. */
const isFilled = (value: unknown): boolean =>
  value !== undefined && value !== "" && (typeof value !== "object" || Object.keys(value ?? {}).length > 0);
