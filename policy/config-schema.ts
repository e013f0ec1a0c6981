import type { PolicyConfigSchema } from "@pulumi/policy";
import type { Rule, RuleOptions } from "./rule";

/** What each option of a rule means. */
export const OPTIONS: Readonly<Record<keyof RuleOptions, string>> = {
  allow:
    "Resources that the rule leaves alone: their URNs, their names in the program or in the cluster (namespace/name), or the charts that they install.",
  allowWritten:
    "Whether what an argument of this package writes out is allowed, such as allowPublic: true or deletionProtection: false.",
  requireDigest: "Whether only a digest pins an image.",
};

/** The options of a rule as Pulumi's engine checks them, and fills in defaults. */
export const configSchema = ({ options }: Rule): PolicyConfigSchema => ({
  properties: Object.fromEntries(
    Object.entries(options).map(([name, value]): [string, PolicyConfigSchema["properties"][string]] => {
      const description = OPTIONS[name as keyof RuleOptions];
      return typeof value === "boolean"
        ? [name, { type: "boolean", description, default: value }]
        : [name, { type: "array", items: { type: "string" }, description, default: [...value] }];
    }),
  ),
});
