import { Exposure } from "../../../../components";
import { kubeconfig } from "../../kubeconfig";
import type { Sample } from "../sample";

/** A cluster that exists. Nothing is guessed of it, so all of it is said. */
export const sample: Sample = {
  args: {
    kubernetesVersion: "1.35",
    existing: {
      kubeconfig,
      context: "dev",
      clusterName: "lab",
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
};
