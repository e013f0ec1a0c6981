import * as config from "@pulumi/aws/config";
import * as pulumi from "@pulumi/pulumi";
import { problemIf, type Problem } from "../../shared/invalid-args";
import { settingProblems, settingsOf, type Settings, type StackSettings } from "../../shared/stack-settings";
import type { AwsLoginArgs } from "./args";

const read = config as unknown as Readonly<Record<string, unknown>>;

/** The module also has functions that a program calls for settings that it requires. */
const SETTINGS = Object.keys(config).filter((name) => !name.startsWith("require"));

const known: StackSettings = {
  pkg: "aws",
  readers: Object.fromEntries(SETTINGS.map((name) => [name, () => read[name]])),
  // Removed in versions 5 and 7 of @pulumi/aws.
  renamed: {
    assumeRole: 'write aws:assumeRoles, which is a list: [{"roleArn": "arn:aws:iam::…"}]',
    sharedCredentialsFile: "write aws:sharedCredentialsFiles, which is a list",
    s3ForcePathStyle: "write aws:s3UsePathStyle",
  },
};

/** The values of `aws:…` in the stack's config. */
export const stackSettings = (): Settings => settingsOf(known);

/** What is wrong with them. */
export const stackSettingProblems = (): Problem[] => {
  const problems = settingProblems(known);
  if (problems.length > 0) return problems;
  const { defaultTags } = stackSettings();
  return problemIf(
    pulumi.Output.isInstance(defaultTags),
    "aws:defaultTags",
    "is encrypted in the stack's config, but AWS and the plan show tags. Set it without --secret.",
  );
};

/**
 * The tags of `aws:defaultTags`. The AWS provider adds them to what it creates itself, but not to what others create for the
 * cluster: nodes and their disks, disks of volume claims, load balancers.
 */
export const stackTags = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries<unknown>(config.defaultTags?.tags ?? {}).map(([key, value]) => [key, String(value)]),
  );

/** The region of the stack's config or of the environment. */
export const ambientRegion = (): string | undefined =>
  config.region ?? process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"];

/**
 * The login that `aws:profile` and `aws:assumeRoles` describe. The AWS CLI takes one role without further settings; it can also
 * not use keys of the stack's config, which would have to be in the kubeconfig.
 */
export function stackLogin(): { readonly login: AwsLoginArgs; readonly isComplete: boolean } {
  const { profile, assumeRoles = [], assumeRoleWithWebIdentity, accessKey, secretKey, token } = config;
  const [role, ...more] = assumeRoles;
  const { roleArn, ...settings } = role ?? {};
  const isOneRole = more.length === 0 && Object.keys(settings).every((name) => HARMLESS.includes(name));
  const own = [assumeRoleWithWebIdentity, accessKey, secretKey, token];
  return {
    login: { profile, roleArn: isOneRole ? roleArn : undefined },
    isComplete: isOneRole && own.every((value) => value === undefined),
  };
}

/** Settings of a role that do not decide who may take it on. */
const HARMLESS = ["duration", "sessionName"];

/** Variables with which the AWS CLI gets the other settings that a login needs. */
export function loginEnvironment(): Readonly<Record<string, string>> {
  const { sharedConfigFiles = [], sharedCredentialsFiles = [], customCaBundle } = config;
  const { useFipsEndpoint, useDualstackEndpoint } = config;
  const values = {
    AWS_CONFIG_FILE: sharedConfigFiles[0],
    AWS_SHARED_CREDENTIALS_FILE: sharedCredentialsFiles[0],
    AWS_CA_BUNDLE: customCaBundle,
    AWS_USE_FIPS_ENDPOINT: useFipsEndpoint === true ? "true" : undefined,
    AWS_USE_DUALSTACK_ENDPOINT: useDualstackEndpoint === true ? "true" : undefined,
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}
