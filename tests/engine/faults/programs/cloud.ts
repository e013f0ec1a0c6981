import { repositoryConfig } from "../../programs/run-program";
import { startCloud as startAws } from "../../providers/aws/start-cloud";
import { startCloud as startAzure } from "../../providers/azure/start-cloud";
import { startSetting } from "../../providers/cloud/cloud-setting";
import type { ClusterCloud } from "../../providers/cloud/cluster-cloud";
import type { CloudOptions, TestCloud } from "../../providers/cloud/test-cloud";
import { startCloud as startGcp } from "../../providers/gcp/start-cloud";
import { startSeldonOperator } from "../../operators/seldon-operator";
import { RUN_AGAIN, WAIT } from "../explained";
import type { ProgramSetting } from "../program-stack";
import { disturbed, type DisturbedProgram, type ProgramFault } from "./disturbed";

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

interface CloudProgram extends ProgramSetting {
  readonly account: ClusterCloud;
}

async function start({ program, start, settings }: Row): Promise<CloudProgram> {
  const setting = await startSetting(start);
  const { tools, cluster, cloud, mirror } = setting;
  const { account, providers, env } = cloud;
  const operator = await startSeldonOperator(cluster);
  setting.beforeStop(() => operator.stop());
  return {
    tools,
    cluster,
    providers,
    env,
    account,
    config: repositoryConfig({ program, ...settings, deletionProtection: "false", mirror }),
    outside: () => ({
      resources: account
        .resources()
        .map(({ type, name }) => `${type} ${name}`)
        .sort(),
      balancers: [...account.loadBalancers.keys()],
    }),
    leftovers: () => cloud.leftovers(),
    doAsTold({ resources = [], pending_operations: pending = [] }) {
      const known = new Set(resources.map(({ id }) => id));
      for (const { resource } of pending) {
        const name = resource.urn.split("::").at(-1);
        const made = account.resources(resource.type).filter((one) => one.name === name && !known.has(one.id));
        for (const one of made) account.remove(one);
      }
    },
    stop: () => setting.stop(),
  };
}

const faultsOf = ({ type, resource, refusal, throttled }: Row): readonly ProgramFault<CloudProgram>[] => {
  const always = (name: string, message: string, remedy: RegExp): ProgramFault<CloudProgram> => ({
    name,
    where: type,
    begin: ({ account }) => account.failAlways(type, "create", message),
    says: [resource, remedy],
  });
  return [
    {
      name: "fails once",
      where: type,
      begin({ account }) {
        account.failNext(type, "create", refusal);
        return () => undefined;
      },
      says: [resource, RUN_AGAIN],
    },
    always("fails always", refusal, RUN_AGAIN),
    always("throttled", throttled, WAIT),
  ];
};

/** The programs on clouds. */
export const clouds: readonly DisturbedProgram[] = ROWS.map((row) =>
  disturbed({ program: row.program, start: () => start(row), faults: faultsOf(row) }),
);
