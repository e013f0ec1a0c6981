import { version as awsVersion } from "@pulumi/aws/package.json";
import { version as eksVersion } from "@pulumi/eks/package.json";
import { version as randomVersion } from "@pulumi/random/package.json";
import type { TestCluster } from "../../cluster";
import { Cloud } from "../cloud/cloud";
import { CloudServer } from "../cloud/cloud-server";
import { cloudProvider } from "../cloud/launcher";
import { questionsOf } from "../cloud/questions";
import type { CloudResource } from "../cloud/resource-type";
import { eksProvider } from "../eks/launcher";
import type { ProviderPlugin } from "../plugin";
import { randomTable } from "../random/table";
import { AwsCloud } from "./aws-cloud";
import { runAwsCli } from "./cli/get-token";
import { installAwsCli } from "./cli/install";
import { Controllers } from "./in-cluster/controllers";
import { KubernetesApi } from "./in-cluster/kubernetes-api";
import { scaleNodes } from "./in-cluster/nodes";
import { awsTable } from "./table";

/** How a test's cloud is made. */
export interface CloudOptions {
  /** What the EKS cluster hands out; no EKS without it. Best without nodes and load balancers: the cloud makes them. */
  readonly cluster?: Pick<TestCluster, "kubeconfig">;
  /** Milliseconds that stand for the minutes in which AWS and its provider wait for what does not come. @default 1500 */
  readonly patience?: number;
}

/** An AWS account for tests, the providers that work on it, and the `aws` program. */
export interface TestCloud {
  /** What exists, and ways to make trouble. */
  readonly account: AwsCloud;
  /** Stand-ins of `aws`, `eks` and `random`; the stand-in of `kubernetes` comes besides. */
  readonly providers: readonly ProviderPlugin[];
  /** What a stack needs in its environment: where the cloud is, and a PATH with `aws`. */
  readonly env: Readonly<Record<string, string>>;
  /** Everything that would still be paid for: resources, load balancers and disks, in words. */
  leftovers(): string[];
  /** Changes a node group's desired size as an autoscaler does. */
  scale(nodeGroup: CloudResource, desiredSize: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a cloud in this process. */
export async function startCloud({ cluster, patience = 1500 }: CloudOptions = {}): Promise<TestCloud> {
  const account = new AwsCloud(patience, cluster && new KubernetesApi(cluster.kubeconfig));
  const server = await CloudServer.start({
    ...questionsOf("aws", account, awsTable),
    ...questionsOf("random", new Cloud(patience), randomTable),
    "aws-cli": ({ argv, env }) =>
      Promise.resolve(runAwsCli(account, argv as string[], env as Readonly<Record<string, string>>)),
  });
  const bin = await installAwsCli(server.folder);
  const controllers = new Controllers(account);
  controllers.start();
  return {
    account,
    providers: [
      cloudProvider("aws", awsVersion, { region: "AWS_REGION", profile: "AWS_PROFILE" }),
      cloudProvider("random", randomVersion),
      eksProvider(eksVersion),
    ],
    env: { MLPLATFORM_CLOUD: server.address, PATH: `${bin}:${process.env.PATH ?? ""}` },
    leftovers: () => [
      ...account.resources().map(({ type, id }) => `${type} ${id}`),
      ...[...account.loadBalancers.values()].map(({ service }) => `load balancer of ${service}`),
      ...[...account.volumes.values()].map(({ persistentVolume }) => `disk of ${persistentVolume}`),
    ],
    async scale(nodeGroup, desiredSize) {
      const scalingConfig = { ...(nodeGroup.inputs.scalingConfig as object), desiredSize };
      nodeGroup.inputs = { ...nodeGroup.inputs, scalingConfig };
      await scaleNodes(account, nodeGroup.inputs);
    },
    async stop() {
      await controllers.stop();
      await server.stop();
    },
  };
}
