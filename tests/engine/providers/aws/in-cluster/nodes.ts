import type { Properties } from "../../property-values";
import { addressIn, parseCidr } from "../../cloud/cidr";
import { labelsAt, taintsAt, type Pool } from "../../cloud/in-cluster/nodes";
import { listAt, numberAt, textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { isArm } from "./instance-types";

/** Selects every node of EKS. */
export const NODES = "eks.amazonaws.com/nodegroup";

/** The nodes of a node group with these inputs (EKS's labels as of AL2023 and Kubernetes 1.35). */
export function poolOf(cloud: AwsCloud, group: Properties): Pool {
  const region = textAt(group, "region");
  const [subnets, types] = [listAt(group, "subnetIds"), listAt(group, "instanceTypes")];
  return {
    selector: `${NODES}=${textAt(group, "nodeGroupName")}`,
    labels: labelsAt(group),
    taints: taintsAt(group),
    machine(index) {
      const subnet = cloud.find("aws:ec2/subnet:Subnet", subnets[index % subnets.length] ?? "");
      const zone = textAt(subnet?.inputs, "availabilityZone");
      const instanceType = types[index % types.length] ?? "t3.medium";
      const range = parseCidr(textAt(subnet?.inputs, "cidrBlock"));
      const address = range ? addressIn(range, 10 + cloud.nextNode()) : "";
      return {
        name: `ip-${address.replaceAll(".", "-")}.${region === "us-east-1" ? "ec2" : `${region}.compute`}.internal`,
        address,
        providerId: `aws:///${zone}/${cloud.newId("i")}`,
        region,
        zone,
        instanceType,
        arch: isArm(instanceType) ? "arm64" : "amd64",
        labels: {
          "eks.amazonaws.com/capacityType": textAt(group, "capacityType"),
          [NODES]: textAt(group, "nodeGroupName"),
          "topology.k8s.aws/zone-id": textAt(subnet?.outputs, "availabilityZoneId"),
        },
      };
    },
  };
}

/** How many nodes a node group wants. */
export const sizeOf = ({ scalingConfig }: Properties): number => numberAt(scalingConfig, "desiredSize");
