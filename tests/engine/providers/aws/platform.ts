import { Eip } from "@pulumi/aws/ec2/eip";
import { InternetGateway } from "@pulumi/aws/ec2/internetGateway";
import { NatGateway } from "@pulumi/aws/ec2/natGateway";
import { Route } from "@pulumi/aws/ec2/route";
import { RouteTable } from "@pulumi/aws/ec2/routeTable";
import { RouteTableAssociation } from "@pulumi/aws/ec2/routeTableAssociation";
import { Subnet } from "@pulumi/aws/ec2/subnet";
import { Vpc } from "@pulumi/aws/ec2/vpc";
// The whole module, which registers the type: else `eks.Cluster`'s output `eksCluster`, a reference to a resource, has no outputs.
import "@pulumi/aws/eks";
import { NodeGroup, type NodeGroupArgs } from "@pulumi/aws/eks/nodeGroup";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import { Provider } from "@pulumi/aws/provider";
import { Cluster, type ClusterArgs } from "@pulumi/eks/cluster";
import type * as pulumi from "@pulumi/pulumi";

/** The region of the tests. */
export const REGION = "us-east-1";

/** A network in two zones, with a public and a private subnet in each. */
export interface Network {
  readonly vpc: Vpc;
  readonly gateway: InternetGateway;
  readonly publicSubnets: readonly Subnet[];
  readonly privateSubnets: readonly Subnet[];
  readonly nat: NatGateway;
  /** What nodes need to get out: routes and their tables' associations. */
  readonly ways: readonly pulumi.Resource[];
}

/** Makes the network that a cluster needs, in the order in which its parts need each other. */
export function createNetwork(): Network {
  const vpc = new Vpc("net", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
  const gateway = new InternetGateway("net", { vpcId: vpc.id });
  const subnet = (name: string, block: number, zone: string, role: string) =>
    new Subnet(name, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${block}.0/24`,
      availabilityZone: REGION + zone,
      tags: { [`kubernetes.io/role/${role}`]: "1" },
    });
  const publicSubnets = [subnet("public-a", 0, "a", "elb"), subnet("public-c", 1, "c", "elb")];
  const privateSubnets = [subnet("private-a", 10, "a", "internal-elb"), subnet("private-c", 11, "c", "internal-elb")];
  const address = new Eip("nat", { domain: "vpc" });
  const [first] = publicSubnets;
  const nat = new NatGateway("net", { allocationId: address.id, subnetId: first?.id ?? "" }, { dependsOn: [gateway] });
  const ways = [
    ...way("public", vpc, { gatewayId: gateway.id }, publicSubnets),
    ...way("private", vpc, { natGatewayId: nat.id }, privateSubnets),
  ];
  return { vpc, gateway, publicSubnets, privateSubnets, nat, ways };
}

type Target = { gatewayId: pulumi.Output<string> } | { natGatewayId: pulumi.Output<string> };

function way(name: string, vpc: Vpc, target: Target, subnets: readonly Subnet[]): pulumi.Resource[] {
  const table = new RouteTable(name, { vpcId: vpc.id });
  const route = new Route(name, { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", ...target });
  const associations = subnets.map(
    ({ id }, index) =>
      new RouteTableAssociation(`${name}-${index.toString()}`, { routeTableId: table.id, subnetId: id }),
  );
  return [route, ...associations];
}

const MANAGED = "arn:aws:iam::aws:policy";

/** The trust of a role that a service assumes. */
export function trust(service: string): string {
  const statement = { Effect: "Allow", Principal: { Service: service }, Action: ["sts:AssumeRole", "sts:TagSession"] };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

/** A role with managed policies. */
export function createRole(name: string, service: string, policies: readonly string[]) {
  const role = new Role(name, { assumeRolePolicy: trust(service) });
  const attachments = policies.map(
    (policy) => new RolePolicyAttachment(`${name}-${policy}`, { role: role.name, policyArn: `${MANAGED}/${policy}` }),
  );
  return { role, attachments };
}

/** The role of nodes, with all that they need. */
export function createNodeRole(policies = NODE_POLICIES) {
  return createRole("node", "ec2.amazonaws.com", policies);
}

export const NODE_POLICIES = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonEKS_CNI_Policy",
];

/** The control plane with the settings that our own component uses. */
export function createControlPlane(network: Network, args: Partial<ClusterArgs> = {}): Cluster {
  const aws = new Provider("aws", { region: REGION });
  return new Cluster(
    "ml",
    {
      name: "ml",
      vpcId: network.vpc.id,
      publicSubnetIds: network.publicSubnets.map(({ id }) => id),
      privateSubnetIds: network.privateSubnets.map(({ id }) => id),
      skipDefaultNodeGroup: true,
      skipDefaultSecurityGroups: true,
      createInstanceRole: false,
      createOidcProvider: true,
      authenticationMode: "API",
      endpointPrivateAccess: true,
      endpointPublicAccess: false,
      enabledClusterLogTypes: ["api", "audit"],
      useDefaultVpcCni: false,
      kubeProxyAddonOptions: { enabled: true },
      corednsAddonOptions: { enabled: false },
      providerCredentialOpts: {},
      ...args,
    },
    { providers: { aws } },
  );
}

/** Nodes in the private subnets. */
export function createNodes(
  network: Network,
  cluster: Cluster,
  args: Partial<NodeGroupArgs> = {},
  opts: pulumi.CustomResourceOptions = {},
): NodeGroup {
  const { role, attachments } = createNodeRole();
  return new NodeGroup(
    "general",
    {
      clusterName: cluster.eksCluster.name,
      nodeGroupName: "general",
      nodeRoleArn: role.arn,
      subnetIds: network.privateSubnets.map(({ id }) => id),
      instanceTypes: ["m5.large"],
      scalingConfig: { minSize: 1, desiredSize: 2, maxSize: 4 },
      ...args,
    },
    { dependsOn: [...attachments, ...network.ways, cluster], ...opts },
  );
}
