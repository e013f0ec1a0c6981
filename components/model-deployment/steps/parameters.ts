import type { Problem } from "../../shared/invalid-args";
import { ParameterType, type ParameterArgs } from "./args";

/** How a step reads the text of each type (1.17.1, python/seldon_core/microservice.py, `parse_parameters`). */
const FORMS: Readonly<Record<ParameterType, { readonly form: RegExp; readonly what: string }>> = {
  [ParameterType.Int]: { form: /^[-+]?\d+$/, what: "a whole number" },
  [ParameterType.Float]: { form: /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/, what: "a number" },
  [ParameterType.Double]: { form: /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/, what: "a number" },
  [ParameterType.String]: { form: /^/, what: "a text" },
  [ParameterType.Bool]: { form: /^(true|t|yes|y|on|1|false|f|no|n|off|0)$/i, what: "true or false" },
};

/** Parameters at which a step would stop, because their text is not of their type. The value can be a secret. */
export const parameterProblems = (path: string, parameters: readonly ParameterArgs[] = []): Problem[] =>
  parameters.flatMap(({ value, type }, index) => {
    const { form, what } = FORMS[type];
    if (typeof value !== "string" || form.test(value)) return [];
    const reason = `is not ${what}, but the type is ${type}, so the step would stop again and again. Write ${what}.`;
    return [{ path: `${path}[${String(index)}].value`, reason }];
  });
