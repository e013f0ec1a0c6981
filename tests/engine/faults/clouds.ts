import { startCloud as startAws } from "../providers/aws/start-cloud";
import { startCloud as startAzure } from "../providers/azure/start-cloud";
import type { ClusterCloud } from "../providers/cloud/cluster-cloud";
import type { CloudOptions, TestCloud } from "../providers/cloud/test-cloud";
import { startCloud as startGcp } from "../providers/gcp/start-cloud";
import { CloudStack } from "./cloud-stack";
import { RUN_AGAIN, upOrExplained, WAIT } from "./explained";
import { KILLS, killPoints, victimOf } from "./kills";
import { seed, Trials } from "./outcomes";

/** A program on a cloud, the type that trouble is made for, and the cloud's words for it. */
interface Row {
  readonly program: string;
  readonly start: (options: CloudOptions) => Promise<TestCloud<ClusterCloud>>;
  readonly settings: Readonly<Record<string, string>>;
  readonly type: string;
  /** How an error names the resource. */
  readonly resource: RegExp;
  readonly refusal: string;
  readonly throttled: string;
}

const SAMPLE = Number(process.env["MLPLATFORM_FAULTS_SAMPLE"] || 10);

const sourceRanges = JSON.stringify(["203.0.113.0/24"]);
const apiCidrs = sourceRanges;

const ROWS: readonly Row[] = [
  {
    program: "aws",
    start: startAws,
    settings: { region: "us-east-1", kubernetesVersion: "1.35", apiCidrs, sourceRanges },
    type: "aws:eks/nodeGroup:NodeGroup",
    resource: /NodeGroup ml-general/,
    refusal:
      "operation error EKS: CreateNodegroup, https response error StatusCode: 500, ServerException: internal error",
    throttled:
      "operation error EKS: CreateNodegroup, exceeded maximum number of attempts, ThrottlingException: Rate exceeded",
  },
  {
    program: "gcp",
    start: startGcp,
    settings: { project: "ml-prod-123456", region: "us-central1", nodes: "3", kubernetesVersion: "1.35", sourceRanges },
    type: "gcp:container/nodePool:NodePool",
    resource: /NodePool ml-general/,
    refusal: "googleapi: Error 500: Internal error encountered., backendError",
    throttled: "googleapi: Error 429: Quota exceeded for quota metric 'Requests', RESOURCE_EXHAUSTED",
  },
  {
    program: "azure",
    start: startAzure,
    settings: { region: "centralus", kubernetesVersion: "1.35", nodes: "2", apiCidrs, sourceRanges },
    type: "azure-native:containerservice:AgentPool",
    resource: /AgentPool ml-general/,
    refusal: 'Status=500 Code="InternalServerError" Message="An internal server error occurred"',
    throttled: 'Status=429 Code="TooManyRequests" Message="The request is being throttled."',
  },
];

/** In full only: `tests/engine/recover` has a sample on each cloud. */
for (const row of ROWS) {
  describe(`the program \`${row.program}\` with a fault in the cloud (MLPLATFORM_TEST_SEED=${seed})`, () => {
    const trials = new Trials(row.program);
    let stack: CloudStack<ClusterCloud>;

    before(async function () {
      this.timeout(0);
      stack = await CloudStack.start(row.start, { program: row.program, ...row.settings });
    });

    after(() => stack.stop());

    const once = (message: string) => {
      stack.account.failNext(row.type, "create", message);
      return () => undefined;
    };
    const always = (message: string) => stack.account.failAlways(row.type, "create", message);
    const faults: readonly (readonly [name: string, begin: () => () => void, says: readonly RegExp[]])[] = [
      ["fails once", () => once(row.refusal), [RUN_AGAIN]],
      ["fails always", () => always(row.refusal), [RUN_AGAIN]],
      ["throttled", () => always(row.throttled), [WAIT]],
    ];

    for (const [name, begin, says] of faults) {
      it(`${name}: the error names the resource, and the next run ends as an undisturbed one`, async function () {
        this.timeout(0);
        const trial = async () => {
          const lift = begin();
          try {
            await upOrExplained(stack.up(), [row.resource, ...says]);
          } finally {
            lift();
          }
          await stack.up();
          await stack.assertUndisturbed();
          await stack.destroy();
          return "refused with a message" as const;
        };
        await trials.run(name, row.type, trial, () => stack.destroy());
        trials.assertNoDefects();
      });
    }

    it("can be destroyed after a run that failed", async function () {
      this.timeout(0);
      const trial = async () => {
        const lift = always(row.refusal);
        await upOrExplained(stack.up(), [row.resource, RUN_AGAIN]);
        await stack.destroy();
        lift();
        return "converged" as const;
      };
      await trials.run("failed, then destroy", row.type, trial, () => stack.destroy());
      trials.assertNoDefects();
    });

    it("ends as an undisturbed run does after a kill, and leaves nothing when it is destroyed", async function () {
      this.timeout(0);
      for (const k of killPoints(stack.moments, SAMPLE, seed)) {
        const where = `operation ${k} of ${stack.moments}, ${victimOf(k)}`;
        for (const [fault, trial] of KILLS) {
          await trials.run(
            fault,
            where,
            () => trial(stack, k),
            () => stack.destroy(),
          );
        }
      }
      trials.assertNoDefects();
    });
  });
}
