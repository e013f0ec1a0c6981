import type { Table } from "../cloud/resource-type";
import { textAt } from "../cloud/values";
import { network } from "./compute/network";
import { router, routerNat } from "./compute/router";
import { getSubnetwork, subnetwork } from "./compute/subnetwork";
import { cluster } from "./container/cluster";
import { nodePool } from "./container/node-pool";
import type { GcpCloud } from "./gcp-cloud";
import { checkProject } from "./gcp-type";
import { keyMember, projectMember } from "./iam/members";
import { account } from "./iam/service-account";
import { accountMember, bucketMember } from "./iam/workload-members";
import { service } from "./service";
import { agentOf, BUCKET, bucket } from "./storage/bucket";

/** What the stand-in of the Google Cloud provider knows: what a GKE cluster with its network and a bucket take. Anything else it refuses. */
export const gcpTable: Table<GcpCloud> = {
  types: {
    "gcp:compute/network:Network": network,
    "gcp:compute/router:Router": router,
    "gcp:compute/routerNat:RouterNat": routerNat,
    "gcp:compute/subnetwork:Subnetwork": subnetwork,
    "gcp:container/cluster:Cluster": cluster,
    "gcp:container/nodePool:NodePool": nodePool,
    "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember": keyMember,
    "gcp:projects/iAMMember:IAMMember": projectMember,
    "gcp:projects/service:Service": service,
    "gcp:serviceaccount/account:Account": account,
    "gcp:serviceaccount/iAMMember:IAMMember": accountMember,
    "gcp:storage/bucket:Bucket": bucket,
    "gcp:storage/bucketIAMMember:BucketIAMMember": bucketMember,
  },
  invokes: {
    "gcp:compute/getSubnetwork:getSubnetwork": getSubnetwork,
    "gcp:storage/getBucket:getBucket": (cloud, args) => {
      const name = textAt(args, "name");
      const { inputs, outputs } = cloud.needed(BUCKET, name, "notFound", "The specified bucket does not exist.");
      return { ...inputs, ...outputs, id: name, location: textAt(inputs, "location").toUpperCase() };
    },
    "gcp:storage/getProjectServiceAccount:getProjectServiceAccount": (cloud, args, settings) => {
      const project = textAt(args, "project") || cloud.projectOf(settings);
      if (project === undefined) throw new Error("project: required field is not set");
      checkProject(cloud, project);
      const emailAddress = agentOf(cloud);
      return { id: emailAddress, project, emailAddress, member: `serviceAccount:${emailAddress}` };
    },
    "gcp:organizations/getProject:getProject": (cloud, args, settings) => {
      const projectId = textAt(args, "projectId") || cloud.projectOf(settings);
      if (projectId === undefined) throw new Error("project: required field is not set");
      checkProject(cloud, projectId);
      return { id: `projects/${projectId}`, projectId, number: cloud.projectNumber, name: projectId };
    },
  },
  identity: (cloud) => cloud.owner,
};
