import type { Properties } from "../../property-values";

/** Fields of the values, of `aws eks describe-addon-configuration --addon-name vpc-cni`; for two of them, what is in them. */
const FIELDS = [
  ...[
    "affinity",
    "enableNetworkPolicy",
    "enableWindowsIpam",
    "enableWindowsPrefixDelegation",
    "eniConfig",
    "env",
    "init",
  ],
  ...["livenessProbeTimeoutSeconds", "nodeAgent", "podAnnotations", "podLabels", "readinessProbeTimeoutSeconds"],
  ...["resources", "tolerations"],
];
const ENI_CONFIG = ["create", "region", "subnets"];

/** The first place where values of the network add-on break its schema. Environment variables and flags are texts there. */
export function brokenPlace(values: Properties): string | undefined {
  const unknown = Object.keys(values).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) return `$.${unknown}: is not defined in the schema`;
  for (const [name, value] of Object.entries({ ...objectOf(values["env"]), ...flagsOf(values) })) {
    if (typeof value !== "string") return `$.${name}: string expected`;
  }
  const eniConfig = objectOf(values["eniConfig"]);
  const field = Object.keys(eniConfig).find((one) => !ENI_CONFIG.includes(one));
  if (field !== undefined) return `$.eniConfig.${field}: is not defined in the schema`;
  for (const [zone, subnet] of Object.entries(objectOf(eniConfig["subnets"]))) {
    const { id } = objectOf(subnet);
    if (typeof id !== "string" || !id.startsWith("subnet-")) {
      return `$.eniConfig.subnets.${zone}.id: does not match the regex pattern ^subnet-`;
    }
  }
  return undefined;
}

const flagsOf = ({ enableNetworkPolicy }: Properties): Record<string, unknown> =>
  enableNetworkPolicy === undefined ? {} : { enableNetworkPolicy };

const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
