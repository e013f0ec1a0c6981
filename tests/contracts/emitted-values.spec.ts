import * as assert from "node:assert/strict";
import { deploy, type Deployed } from "../helpers/deploy";
import { httpsAndDns } from "../plan/https-and-dns";
import { knownPlan } from "../plan/known-plan";
import { programNames as programs } from "../plan/program-names";
import { contractNames, readContract, readCrds } from "./contract";
import { describeWithContracts } from "./contracts-dir";
import { emittedProblems, type Contracts, type Emitted } from "./emitted-problems";
import { variants } from "./variants";

describeWithContracts("emitted values and custom resources", (dir) => {
  const read = new Map<string, ReturnType<typeof readContract>>();
  let crds: ReturnType<typeof readCrds> | undefined;
  const contracts: Contracts = {
    chart(name) {
      if (!contractNames().includes(name)) throw new Error(`tests/contracts/charts/${name}/contract.yaml is missing`);
      const contract = read.get(name) ?? readContract(name, dir);
      read.set(name, contract);
      return contract;
    },
    // Reading every chart's files takes as long as all else here, so it is done once.
    crds: () => (crds ??= readCrds(contractNames().flatMap((name) => readContract(name, dir).crdPaths))),
  };
  const check = (graph: Deployed): Emitted => {
    const declared = graph.resources.filter(({ read }) => !read);
    const resources = declared.map((one) => ({ type: one.type, name: one.name, inputs: graph.revealInputs(one) }));
    return emittedProblems(resources, contracts);
  };
  const accept = ({ problems, releases }: Emitted) => {
    assert.deepEqual(problems, []);
    assert.notEqual(releases.length, 0, "no release was found, so nothing was checked");
  };

  describe("of the programs", () => {
    it("finds programs", () => {
      assert.ok(programs.includes("existing"));
    });
    for (const program of programs) {
      it(program, async () => {
        accept(check(await knownPlan(program)));
      });
    }

    for (const [program, settings] of Object.entries(httpsAndDns)) {
      it(`${program} with HTTPS and DNS`, async () => {
        accept(check(await knownPlan(program, settings)));
      });
    }

    it("sees the charts and kinds that the program existing declares", async () => {
      const { releases, customResources, builtIns } = check(await knownPlan("existing"));
      assert.deepEqual(releases.sort(), ["istio-base", "istio-gateway", "istiod", "seldon-core-operator"]);
      assert.deepEqual(customResources.sort(), [
        "machinelearning.seldon.io/v1 SeldonDeployment",
        "networking.istio.io/v1 Gateway",
      ]);
      assert.deepEqual([...new Set(builtIns)].sort(), ["networking.k8s.io/v1 IngressClass", "v1 Namespace"]);
    });
  });

  describe("of the variants", () => {
    for (const { title, program, outputs, answers } of variants) {
      it(title, async () => {
        accept(check(await deploy(program, { outputs, answers })));
      });
    }
  });
});
