import type { Need } from "../needs";

/** What a machine needs for Amazon EKS. */
export const needs: readonly Need[] = [
  {
    name: "AWS CLI",
    why: "Pulumi and kubectl log in to the cluster with it.",
    get: "Install version 2: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
    tool: { program: "aws", args: ["--version"], version: /^aws-cli\/(\d+\.\d+\.\d+)/, minimum: "2.0" },
  },
  {
    name: "login to AWS",
    why: "Everything is created with it.",
    get: "Run aws configure sso or aws configure, or set AWS_PROFILE to a profile that you have.",
    // As the SDK looks for them: https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
    anyOf: [
      { variables: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] },
      { variables: ["AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"] },
      { variables: ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] },
      { variables: ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] },
      { file: "${AWS_CONFIG_FILE:-~/.aws/config}", section: "${AWS_PROFILE:-default}" },
      { file: "${AWS_SHARED_CREDENTIALS_FILE:-~/.aws/credentials}", section: "${AWS_PROFILE:-default}" },
    ],
  },
];
