/**
 * The rules as a policy pack of Pulumi: `pulumi preview --policy-pack node_modules/pulumi-mlplatform/policy`. Loading this file serves the
 * pack to the engine.
 */
import {
  PolicyPack,
  type ReportViolation,
  type ResourceValidationArgs,
  type StackValidationArgs,
} from "@pulumi/policy";
import type { PlannedResource } from "../recorder/graph";
import { findingsOf } from "./check";
import { configSchema } from "./config-schema";
import { RegisteredResources } from "./registered-resources";
import type { CheckedStack, Finding, Rule, RuleOptions } from "./rule";
import { rules } from "./rules";
import { withDefaults } from "./settings";

const registered = new RegisteredResources();

/** Reports what a rule found. An input that is not known yet is never an error: the update that follows knows it. */
function report(rule: Rule, found: readonly Finding[], resource: PlannedResource, reportViolation: ReportViolation) {
  for (const { kind, text } of found) {
    if (kind === "violation") reportViolation(text, resource.urn);
    else reportUnknown(rule, text, resource.urn, reportViolation);
  }
}

/**
 * Policies of @pulumi/policy report an unknown input as advisory, by throwing; that ends the policy, and names no resource of a stack. An
 * object in place of the message has the same effect for one resource (1.21.0, server.js, `makeReportViolationFun`).
 */
function reportUnknown({ description }: Rule, text: string, urn: string, reportViolation: ReportViolation): void {
  const message = { message: `${description}\n${text}`, description, urn, enforcementLevel: "advisory" };
  (reportViolation as unknown as (info: object) => void)(message);
}

const optionsOf = (rule: Rule, { getConfig }: Pick<StackValidationArgs, "getConfig">): RuleOptions =>
  withDefaults({ ...rule.options, ...getConfig<Partial<RuleOptions>>() });

/** A resource is judged before it is created, if the rule needs no other. */
function validateResource(rule: Rule, args: ResourceValidationArgs, reportViolation: ReportViolation): void {
  const resource = registered.add(args);
  if (rule.needs === "stack") args.notApplicable("It is judged when all resources are known.");
  report(rule, findingsOf(rule, resource, registered.stack, optionsOf(rule, args)), resource, reportViolation);
}

/** Other rules judge the inputs of all resources: the engine passes outputs here, and has none while a provider is not known. */
function validateStack(rule: Rule, args: StackValidationArgs, reportViolation: ReportViolation): void {
  const stack: CheckedStack = registered.among(args.resources);
  for (const resource of stack.resources) {
    report(rule, findingsOf(rule, resource, stack, optionsOf(rule, args)), resource, reportViolation);
  }
}

new PolicyPack("mlplatform-guardrails", {
  policies: rules.map((rule) => ({
    name: rule.name,
    description: rule.description,
    enforcementLevel: rule.level,
    configSchema: configSchema(rule),
    validateResource: (args, reportViolation) => validateResource(rule, args, reportViolation),
    ...(rule.needs === "stack" && {
      validateStack: (args: StackValidationArgs, reportViolation: ReportViolation) =>
        validateStack(rule, args, reportViolation),
    }),
  })),
});
