import { aws, clusterArgs } from "../aws/eks";
import type { Sample } from "../sample";

/** A cluster on EKS. */
export const sample: Sample = { args: clusterArgs({ kubernetesVersion: "1.35" }), mocks: aws() };
