import { validatedInput } from "../../shared/checks";
import type { ClusterRequest } from "../target";
import type { AwsClusterArgs } from "./args";
import * as arns from "./arns";

/** The block with what is known only later behind its checks: what uses a wrong value is never made. */
export function checkedLate({ name, block }: ClusterRequest<AwsClusterArgs>): AwsClusterArgs {
  const component = `MlCluster "${name}"`;
  const { kmsKeyArn, login, region } = block;
  const roleArn = validatedInput(component, "aws.login.roleArn", login?.roleArn, arns.roleArn(region));
  return {
    ...block,
    kmsKeyArn: validatedInput(component, "aws.kmsKeyArn", kmsKeyArn, arns.kmsKeyArn(region)),
    login: login && { ...login, roleArn },
  };
}
