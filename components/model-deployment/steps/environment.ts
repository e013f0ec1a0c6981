import { checked, dns1123Subdomain, type Check } from "../../shared/checks";
import { whenKnown } from "../../shared/deferred";
import { problemIf, shown, type Problem } from "../../shared/invalid-args";
import type { StepArgs } from "./args";

/** Variables that the operator sets, after those of the caller (1.17.1, createContainerService and mlserver.go). */
const TAKEN =
  /^(PREDICTIVE_UNIT_.*|PREDICTOR_ID|PREDICTOR_LABELS|SELDON_DEPLOYMENT_ID|SELDON_EXECUTOR_ENABLED|MLSERVER_(HTTP_PORT|GRPC_PORT|METRICS_PORT|METRICS_ENDPOINT|MODEL_NAME|MODEL_URI|MODEL_IMPLEMENTATION))$/;

const variableName: Check = (name) => {
  if (!/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name)) return "is not the name of an environment variable";
  return TAKEN.test(name) ? "is set by the operator; leave it out" : undefined;
};

const secretKey: Check = (key) =>
  /^[-._A-Za-z0-9]{1,253}$/.test(key) ? undefined : "is not a key of a Secret; use letters, digits, '-', '_' and '.'";

/** What is wrong with environment variables. */
export const envFieldProblems = (path: string, { env = {}, secretEnv = {} }: StepArgs): Problem[] => [
  ...plainEnvProblems(`${path}.env`, env),
  ...Object.entries(secretEnv).flatMap(([name, { secret, key }]) => [
    ...checked(`${path}.secretEnv.${name}`, name, variableName),
    ...checked(`${path}.secretEnv.${name}.secret`, secret, dns1123Subdomain),
    ...checked(`${path}.secretEnv.${name}.key`, key, secretKey),
    ...problemIf(Object.hasOwn(env, name), `${path}.secretEnv.${name}`, "is also in env. Write it in one of them."),
  ]),
];

/** What is wrong with variables whose values everybody sees who may read the custom resource. */
export const plainEnvProblems = (path: string, env: NonNullable<StepArgs["env"]> = {}): Problem[] =>
  Object.entries(env).flatMap(([name, value]) => [
    ...checked(`${path}.${name}`, name, variableName),
    ...whenKnown(value, (_known, show) =>
      problemIf(
        show !== shown,
        `${path}.${name}`,
        "is a secret, and the custom resource would show it to everybody who may read models. Put it into a Secret, and use secretEnv.",
      ),
    ),
  ]);
