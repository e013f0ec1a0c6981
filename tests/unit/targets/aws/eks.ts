import { MlCluster, type MlClusterArgs } from "../../../../components";
import type { PlainValue } from "../../../../recorder/graph";
import type { KnownOutputs } from "../../../../recorder/known-outputs";
import { deploy, type Deployed, type DeployOptions } from "../../../helpers/deploy";

/** The zones that the account may use. */
export const ZONES = ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d"];

/** A VPC that exists, with two subnets of each kind. */
export const existingNetwork = {
  vpcId: "vpc-1",
  privateSubnetIds: ["subnet-private-a", "subnet-private-b"],
  publicSubnetIds: ["subnet-public-a", "subnet-public-b"],
};

/** Arguments of a cluster, of which the least is said: where it is, and who reaches it. */
export const clusterArgs = ({ aws, ...common }: Partial<MlClusterArgs> = {}): MlClusterArgs => ({
  aws: { region: "us-east-1", ...aws },
  apiAccess: { cidrs: ["203.0.113.0/24"] },
  ...common,
});

const recorded = new Map<string, Promise<Deployed>>();

/** A program with one cluster, `ml`, in the AWS below. One recording serves all tests that ask for the same arguments. */
export function eks(args: Partial<MlClusterArgs> = {}): Promise<Deployed> {
  const key = JSON.stringify(args);
  const found = recorded.get(key) ?? eksIn(aws(), args);
  recorded.set(key, found);
  return found;
}

/** The same in another AWS, or in a preview. */
export const eksIn = (options: DeployOptions, args: Partial<MlClusterArgs> = {}): Promise<Deployed> =>
  deploy(() => {
    const { facts, kubeconfig } = new MlCluster("ml", clusterArgs(args));
    return { facts, kubeconfig };
  }, options);

/** What AWS would say: to data sources, and of what was made. */
export const aws = (answers: Readonly<Record<string, Answer>> = {}): Pick<DeployOptions, "answers" | "outputs"> => ({
  answers: (token, args) => ({ ...ANSWERS, ...answers })[token]?.(args),
  outputs: (type, name, inputs) => OUTPUTS[type]?.(name, inputs),
});

type Properties = Readonly<Record<string, PlainValue>>;
type Answer = (args: Properties) => Record<string, unknown>;

const ANSWERS: Readonly<Record<string, Answer>> = {
  "aws:index/getRegion:getRegion": () => ({ region: "us-east-1" }),
  "aws:index/getPartition:getPartition": () => ({ partition: "aws" }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": () => ({ names: ZONES }),
  "aws:eks/getAddonVersion:getAddonVersion": ({ addonName, kubernetesVersion }) => ({
    version: `${addonName as string} for ${kubernetesVersion as string}`,
  }),
  "aws:ec2/getVpc:getVpc": ({ id }) => ({
    id,
    cidrBlock: "10.0.0.0/16",
    cidrBlockAssociations: [{ associationId: "vpc-cidr-assoc-1", cidrBlock: "10.0.0.0/16", state: "associated" }],
    enableDnsHostnames: true,
    enableDnsSupport: true,
  }),
  // `subnet-private-a` is a private one in zone a of `vpc-1`.
  "aws:ec2/getSubnet:getSubnet": ({ id }) => {
    const [, kind = "", zone = "", vpc = "1"] = (id as string).split("-");
    const tags = { [`kubernetes.io/role/${kind === "private" ? "internal-elb" : "elb"}`]: "1" };
    return { id, vpcId: `vpc-${vpc}`, availabilityZone: `us-east-1${zone}`, mapPublicIpOnLaunch: false, tags };
  },
};

const ACCOUNT = "111122223333";

const OUTPUTS: Readonly<Record<string, (name: string, inputs: Properties) => KnownOutputs>> = {
  "random:index/randomString:RandomString": () => ({ outputs: { result: "x7k2p9" } }),
  "aws:ec2/launchTemplate:LaunchTemplate": () => ({ outputs: { latestVersion: 3 } }),
  "aws:iam/role:Role": (name) => ({ outputs: { name, arn: `arn:aws:iam::${ACCOUNT}:role/${name}` } }),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": () => ({
    outputs: { arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0123` },
  }),
  "eks:index:Cluster": (_name, { name, version = "1.35", autoMode }) => ({
    outputs: {
      eksCluster: {
        name,
        version,
        arn: `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/${name as string}`,
        endpoint: "https://0123.gr7.us-east-1.eks.amazonaws.com",
        certificateAuthority: { data: "LS0tLS1CRUdJTg==" },
        vpcConfig: { clusterSecurityGroupId: "sg-1" },
        computeConfig: autoMode === undefined ? {} : { nodeRoleArn: `arn:aws:iam::${ACCOUNT}:role/ml-auto` },
        identities: [{ oidcs: [{ issuer: "https://oidc.eks.us-east-1.amazonaws.com/id/0123" }] }],
      },
    },
  }),
};
