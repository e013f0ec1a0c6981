import type { Table } from "../cloud/resource-type";
import type { AwsCloud } from "./aws-cloud";
import { internetGateway } from "./ec2/internet-gateway";
import { launchTemplate } from "./ec2/launch-template";
import { eip, natGateway } from "./ec2/nat-gateway";
import { route, routeTable, routeTableAssociation } from "./ec2/route-table";
import { securityGroup } from "./ec2/security-group";
import { securityGroupIngressRule } from "./ec2/security-group-ingress-rule";
import { subnet } from "./ec2/subnet";
import { vpc } from "./ec2/vpc";
import { vpcEndpoint } from "./ec2/vpc-endpoint";
import { accessEntry, accessPolicyAssociation } from "./eks/access";
import { addon } from "./eks/addon";
import { cluster } from "./eks/cluster";
import { nodeGroup } from "./eks/node-group";
import { podIdentityAssociation } from "./eks/pod-identity-association";
import { openIdConnectProvider } from "./iam/open-id-connect-provider";
import { policy, rolePolicy, rolePolicyAttachment } from "./iam/policies";
import { role } from "./iam/role";
import { accountInvokes } from "./invokes/account";
import { eksInvokes } from "./invokes/eks";
import { networkInvokes } from "./invokes/network";
import { grant } from "./kms/grant";
import { logGroup } from "./log-group";
import { bucket, bucketInvokes } from "./s3/bucket";
import {
  bucketLifecycleConfiguration,
  bucketOwnershipControls,
  bucketPolicy,
  bucketPublicAccessBlock,
  bucketServerSideEncryptionConfiguration,
  bucketVersioning,
} from "./s3/settings";

/** What the stand-in of the AWS provider knows: what an EKS cluster with its network takes. Anything else it refuses. */
export const awsTable: Table<AwsCloud> = {
  types: {
    "aws:cloudwatch/logGroup:LogGroup": logGroup,
    "aws:ec2/eip:Eip": eip,
    "aws:ec2/internetGateway:InternetGateway": internetGateway,
    "aws:ec2/launchTemplate:LaunchTemplate": launchTemplate,
    "aws:ec2/natGateway:NatGateway": natGateway,
    "aws:ec2/route:Route": route,
    "aws:ec2/routeTable:RouteTable": routeTable,
    "aws:ec2/routeTableAssociation:RouteTableAssociation": routeTableAssociation,
    "aws:ec2/securityGroup:SecurityGroup": securityGroup,
    "aws:ec2/subnet:Subnet": subnet,
    "aws:ec2/vpc:Vpc": vpc,
    "aws:ec2/vpcEndpoint:VpcEndpoint": vpcEndpoint,
    "aws:eks/accessEntry:AccessEntry": accessEntry,
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": accessPolicyAssociation,
    "aws:eks/addon:Addon": addon,
    "aws:eks/cluster:Cluster": cluster,
    "aws:eks/nodeGroup:NodeGroup": nodeGroup,
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": podIdentityAssociation,
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": openIdConnectProvider,
    "aws:iam/policy:Policy": policy,
    "aws:iam/role:Role": role,
    "aws:iam/rolePolicy:RolePolicy": rolePolicy,
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": rolePolicyAttachment,
    "aws:kms/grant:Grant": grant,
    "aws:s3/bucket:Bucket": bucket,
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucketLifecycleConfiguration,
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": bucketOwnershipControls,
    "aws:s3/bucketPolicy:BucketPolicy": bucketPolicy,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucketPublicAccessBlock,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
      bucketServerSideEncryptionConfiguration,
    "aws:s3/bucketVersioning:BucketVersioning": bucketVersioning,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": securityGroupIngressRule,
  },
  invokes: { ...accountInvokes, ...networkInvokes, ...eksInvokes, ...bucketInvokes },
  configure(_cloud, { region }) {
    if (region) return;
    throw new Error(
      "Missing region information. Make sure you have set your AWS region, e.g. `pulumi config set aws:region us-west-2`.",
    );
  },
  passing: ["DependencyViolation", "ResourceInUseException", "DeleteConflict", "InvalidIPAddress.InUse"],
  identity: (cloud, settings) => cloud.principalOf(settings),
};
