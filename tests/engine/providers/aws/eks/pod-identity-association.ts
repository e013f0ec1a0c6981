import { ApiError } from "../../cloud/api-error";
import { flag, text } from "../../cloud/shape";
import { textAt } from "../../cloud/values";
import { awsType } from "../aws-type";
import { neededRole } from "../iam/role";
import { neededCluster } from "./needed-cluster";

const TYPE = "aws:eks/podIdentityAssociation:PodIdentityAssociation";

export const podIdentityAssociation = awsType({
  title: "EKS Pod Identity Association",
  inputs: {
    clusterName: text({ required: true, replaces: true }),
    namespace: text({ required: true, replaces: true }),
    serviceAccount: text({ required: true, replaces: true }),
    roleArn: text({ required: true }),
    disableSessionTags: flag({ computed: true }),
  },
  outputs: ["associationArn", "associationId", "externalId"],
  create(cloud, inputs) {
    const clusterName = textAt(inputs, "clusterName");
    neededCluster(cloud, clusterName);
    neededRole(cloud, textAt(inputs, "roleArn"), "pods.eks.amazonaws.com");
    const same = ["clusterName", "namespace", "serviceAccount"];
    const other = cloud.resources(TYPE).find((one) => same.every((key) => one.inputs[key] === inputs[key]));
    if (other) throw new ApiError("ResourceInUseException", `Association already exists: ${other.id}`);
    const id = cloud.newId("a");
    const associationArn = cloud.arn("eks", textAt(inputs, "region"), `podidentityassociation/${clusterName}/${id}`);
    return { id, outputs: { associationArn, associationId: id, externalId: "" } };
  },
  update(cloud, _resource, news) {
    neededRole(cloud, textAt(news, "roleArn"), "pods.eks.amazonaws.com");
  },
});
