import { version as awsVersion } from "@pulumi/aws/package.json";
import { version as eksVersion } from "@pulumi/eks/package.json";
import { KubernetesApi } from "../cloud/in-cluster/kubernetes-api";
import { scaleNodes } from "../cloud/in-cluster/nodes";
import { cloudProvider } from "../cloud/launcher";
import { questionsOf } from "../cloud/questions";
import { type CloudOptions, type TestCloud, startTestCloud } from "../cloud/test-cloud";
import { eksProvider } from "../eks/launcher";
import { AwsCloud } from "./aws-cloud";
import { runAwsCli } from "./cli/get-token";
import { playControllers } from "./in-cluster/controllers";
import { poolOf } from "./in-cluster/nodes";
import { awsTable } from "./table";

/** An AWS account for tests, stand-ins of `aws`, `eks` and `random`, and the `aws` program. */
export type TestAws = TestCloud<AwsCloud>;

/** Starts an AWS account in this process. */
export function startCloud({ cluster, patience = 1500 }: CloudOptions = {}): Promise<TestAws> {
  const account = new AwsCloud(patience, cluster && new KubernetesApi(cluster.kubeconfig));
  return startTestCloud({
    account,
    questions: questionsOf("aws", account, awsTable),
    providers: [
      cloudProvider("aws", awsVersion, { region: "AWS_REGION", profile: "AWS_PROFILE" }),
      eksProvider(eksVersion),
    ],
    program: {
      name: "aws",
      version: "aws-cli/2.31.0 Python/3.13.7 Linux/6.1",
      variables: ["AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION"],
      run: (argv, env) => runAwsCli(account, argv, env),
    },
    look: () => playControllers(account),
    async scale(nodeGroup, desiredSize) {
      const scalingConfig = { ...(nodeGroup.inputs.scalingConfig as object), desiredSize };
      nodeGroup.inputs = { ...nodeGroup.inputs, scalingConfig };
      await scaleNodes(account, poolOf(account, nodeGroup.inputs), desiredSize);
    },
  });
}
