import { Exposure } from "../../../../components";
import { kubeconfig } from "../../kubeconfig";
import type { Sample } from "../sample";

/** A cluster that exists. Nothing is detected, so every fact is written. */
export const sample: Sample = {
  args: {
    kubernetesVersion: "1.35",
    existing: {
      kubeconfig,
      context: "dev",
      clusterName: "lab",
      clusterIdentifier: "lab-1",
      storageClass: "fast",
      defaultExposure: Exposure.Internal,
      loadBalancerAnnotations: { "example.org/scheme": "public" },
      internalLoadBalancerAnnotations: { "example.org/scheme": "internal" },
      loadBalancerNetwork: "192.168.10.0/24",
      region: "eu-central-1",
      networkId: "vpc-1",
      privateSubnetIds: ["subnet-1"],
      identity: { oidcIssuer: "https://oidc.example.org" },
      nodeIdentity: "arn:aws:iam::111122223333:role/node",
    },
  },
  mocks: {},
  unsupportedInputs: [
    ...(["nodePools", "apiAccess", "admins", "viewers", "deletionProtection", "storage"] as const),
    ...(["logRetentionDays", "tags", "charts", "mirror", "imageRegistry"] as const),
  ],
  absentFacts: { gpuPools: "the nodes of a cluster that exists are not known" },
  createsCluster: false,
  broughtCredentials: ["ml kubeconfig.users[0].user.token"],
};
