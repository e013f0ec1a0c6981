import { parseArgs } from "node:util";
import { type Answer, execCredential } from "../../cloud/program/answer";
import { textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { isAdmin } from "../eks/access";

const OPTIONS = {
  region: { type: "string" },
  "cluster-name": { type: "string" },
  "cluster-id": { type: "string" },
  output: { type: "string" },
  "role-arn": { type: "string" },
  role: { type: "string" }, // argparse takes an option's beginning, and pulumi-eks writes this one
  profile: { type: "string" },
} as const;

const usage = (stderr: string): Answer => ({ stdout: "", stderr, code: 252 });

/** Plays the AWS CLI 2, as far as kubeconfigs need it: `aws eks get-token`. */
export function runAwsCli(cloud: AwsCloud, argv: string[], env: Readonly<Record<string, string>>): Answer {
  try {
    const { values, positionals } = parseArgs({ args: argv, options: OPTIONS, allowPositionals: true });
    if (positionals.join(" ") !== "eks get-token") return usage("aws: error: argument command: Invalid choice\n");
    const name = values["cluster-name"] ?? values["cluster-id"];
    if (name === undefined) return usage("Either parameter --cluster-name or --cluster-id must be specified.\n");
    const region = values.region || env.AWS_REGION || env.AWS_DEFAULT_REGION;
    if (!region) return { stdout: "", stderr: "You must specify a region.\n", code: 253 };
    const roleArn = values["role-arn"] ?? values.role;
    return grant(cloud, { name, region, roleArn, profile: values.profile || env.AWS_PROFILE || undefined });
  } catch (error) {
    return usage(`aws: error: ${(error as Error).message}\n`);
  }
}

interface Caller {
  readonly name: string;
  readonly region: string;
  readonly roleArn?: string;
  readonly profile?: string;
}

/** The CLI signs any name without asking; it is the API server that lets a token in or not. */
function grant(cloud: AwsCloud, { name, region, roleArn, profile }: Caller): Answer {
  const principalArn = cloud.principal(roleArn, profile);
  const cluster = cloud.find("aws:eks/cluster:Cluster", name);
  const granted = textAt(cluster?.inputs, "region") === region && isAdmin(cloud, name, principalArn);
  cloud.tokenRequests.push({
    cluster: name,
    region,
    ...(roleArn !== undefined && { roleArn }),
    ...(profile !== undefined && { profile }),
    principalArn,
    granted,
  });
  return execCredential(granted ? cloud.kubernetes.token : "k8s-aws-v1.refused");
}
