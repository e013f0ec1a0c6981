import type { ResourceMappings } from "../../requests";
import { asBoolean, each, renamed, written } from "../../writers";
import { taggedAs, tagList } from "./tags";

const VPC = { VpcId: "vpc-0123456789abcdef0" };

/** EC2 takes one value of a subnet or VPC that changes later in an object of its own. */
const changed = (path: string) => written(path, (Value) => ({ Value }));

/** Networks and launch templates. */
export const ec2: ResourceMappings = {
  "aws:ec2/vpc:Vpc": {
    requests: [
      { operation: "ec2.CreateVpc", fields: { cidrBlock: "CidrBlock", tags: taggedAs("vpc") } },
      {
        operation: "ec2.ModifyVpcAttribute",
        fields: {
          enableDnsHostnames: changed("EnableDnsHostnames"),
          enableDnsSupport: changed("EnableDnsSupport"),
        },
        filled: VPC,
      },
    ],
  },
  "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": {
    requests: [{ operation: "ec2.AssociateVpcCidrBlock", fields: { cidrBlock: "CidrBlock", vpcId: "VpcId" } }],
  },
  "aws:ec2/internetGateway:InternetGateway": {
    requests: [
      { operation: "ec2.CreateInternetGateway", fields: { tags: taggedAs("internet-gateway") } },
      {
        operation: "ec2.AttachInternetGateway",
        fields: { vpcId: "VpcId" },
        filled: { InternetGatewayId: "igw-0123456789abcdef0" },
      },
    ],
  },
  "aws:ec2/subnet:Subnet": {
    requests: [
      {
        operation: "ec2.CreateSubnet",
        fields: {
          availabilityZone: "AvailabilityZone",
          cidrBlock: "CidrBlock",
          tags: taggedAs("subnet"),
          vpcId: "VpcId",
        },
      },
      {
        operation: "ec2.ModifySubnetAttribute",
        fields: { mapPublicIpOnLaunch: changed("MapPublicIpOnLaunch") },
        filled: { SubnetId: "subnet-0123456789abcdef0" },
      },
    ],
  },
  "aws:ec2/eip:Eip": {
    requests: [{ operation: "ec2.AllocateAddress", fields: { domain: "Domain", tags: taggedAs("elastic-ip") } }],
  },
  "aws:ec2/natGateway:NatGateway": {
    requests: [
      {
        operation: "ec2.CreateNatGateway",
        fields: { allocationId: "AllocationId", subnetId: "SubnetId", tags: taggedAs("natgateway") },
      },
    ],
  },
  "aws:ec2/routeTable:RouteTable": {
    requests: [{ operation: "ec2.CreateRouteTable", fields: { tags: taggedAs("route-table"), vpcId: "VpcId" } }],
  },
  "aws:ec2/route:Route": {
    requests: [
      {
        operation: "ec2.CreateRoute",
        fields: {
          destinationCidrBlock: "DestinationCidrBlock",
          gatewayId: "GatewayId",
          natGatewayId: "NatGatewayId",
          routeTableId: "RouteTableId",
        },
      },
    ],
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    requests: [
      { operation: "ec2.AssociateRouteTable", fields: { routeTableId: "RouteTableId", subnetId: "SubnetId" } },
    ],
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    requests: [
      {
        operation: "ec2.CreateVpcEndpoint",
        fields: {
          routeTableIds: "RouteTableIds",
          serviceName: "ServiceName",
          tags: taggedAs("vpc-endpoint"),
          vpcEndpointType: "VpcEndpointType",
          vpcId: "VpcId",
        },
      },
    ],
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    requests: [
      {
        operation: "ec2.AuthorizeSecurityGroupIngress",
        fields: {
          cidrIpv4: "CidrIp",
          fromPort: "FromPort",
          ipProtocol: "IpProtocol",
          securityGroupId: "GroupId",
          tags: taggedAs("security-group-rule"),
          toPort: "ToPort",
        },
      },
    ],
  },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    requests: [
      {
        operation: "ec2.CreateLaunchTemplate",
        fields: {
          blockDeviceMappings: written(
            "LaunchTemplateData.BlockDeviceMappings",
            each(
              renamed({
                deviceName: "DeviceName",
                ebs: written(
                  "Ebs",
                  renamed({
                    deleteOnTermination: written("DeleteOnTermination", asBoolean),
                    encrypted: written("Encrypted", asBoolean),
                    kmsKeyId: "KmsKeyId",
                    volumeSize: "VolumeSize",
                    volumeType: "VolumeType",
                  }),
                ),
              }),
            ),
          ),
          metadataOptions: written(
            "LaunchTemplateData.MetadataOptions",
            renamed({
              httpEndpoint: "HttpEndpoint",
              httpPutResponseHopLimit: "HttpPutResponseHopLimit",
              httpTokens: "HttpTokens",
            }),
          ),
          tagSpecifications: written(
            "LaunchTemplateData.TagSpecifications",
            each(renamed({ resourceType: "ResourceType", tags: written("Tags", tagList) })),
          ),
          tags: taggedAs("launch-template"),
        },
        generatedName: "LaunchTemplateName",
      },
    ],
    notSent: { updateDefaultVersion: "tells the provider to make each new version the default one" },
  },
};
