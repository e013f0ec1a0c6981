import { createHash } from "node:crypto";
import { getPartitionOutput } from "@pulumi/aws/getPartition";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import * as pulumi from "@pulumi/pulumi";

const POLICY = "AmazonEKSClusterPolicy";

/** The control plane's role as `eks.Cluster` makes it (pulumi-eks 4.3, servicerole.ts). */
export class ServiceRole extends pulumi.ComponentResource {
  readonly direct: Role;
  /** The role, known once its policy is attached. */
  readonly resolved: pulumi.Output<Role>;

  constructor(name: string, tags: pulumi.Input<Record<string, string>> | undefined, opts: pulumi.ResourceOptions) {
    super("eks:index:ServiceRole", name, {}, opts);
    const { partition } = getPartitionOutput({}, { parent: this });
    this.direct = new Role(
      `${name}-role`,
      {
        description: "Allows EKS to manage clusters on your behalf.",
        assumeRolePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Action: ["sts:AssumeRole", "sts:TagSession"],
              Effect: "Allow",
              Principal: { Service: ["eks.amazonaws.com"] },
            },
          ],
        }),
        tags,
      },
      { parent: this },
    );
    const digest = createHash("sha1").update(`arn:aws:iam::aws:policy/${POLICY}`).digest("hex").slice(0, 8);
    const attachment = new RolePolicyAttachment(
      `${name}-${digest}`,
      { policyArn: pulumi.interpolate`arn:${partition}:iam::aws:policy/${POLICY}`, role: this.direct },
      { parent: this },
    );
    this.resolved = pulumi.all([this.direct.arn, attachment.id]).apply(() => this.direct);
    this.registerOutputs({ directRole: this.direct, resolvedRole: this.resolved });
  }
}
